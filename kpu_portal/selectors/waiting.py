"""What waits for this person today, each with the link that deals with it."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from kpu_portal.context import link
from partners.models import Reminder
from partners.selectors import waiting_reminders
from periods.models import Period
from plenos.models import Advice, Plenary, PlenaryState, Reopening
from reconciliation.models import Delivery, DeliveryState
from reconciliation.querysets import FROM_INBOX
from reconciliation.services import inbox
from voters.models import ChangeProposal
from voters.models.proposals import ProposalState


@dataclass(frozen=True)
class Todo:
    """One thing that waits, with the link that deals with it."""

    icon: str
    tone: str
    n: int
    text: str
    more: str
    go: str
    url: str


def todos(user: User, period: Period | None, counts: dict[str, int]) -> list[Todo]:
    """What waits for this person, most work first; nothing with a count of zero."""
    regency = user.regency_code
    review = link("voters:review", regency)
    meeting = link("plenos:plenary", regency, period.code) if period else ""
    due = _due_holds(user)
    uploaded, dropped = _received(regency)
    refused = _refused_rows(regency, period)
    found = [
        Todo(
            "list-check",
            "edit",
            counts.get(ProposalState.OPEN, 0),
            _("usulan menunggu keputusan"),
            _("dari kiriman dan usulan petugas"),
            _("Tinjau"),
            f"{review}?keadaan=OPEN",
        ),
        Todo(
            "users",
            "tms",
            counts.get(ProposalState.SECOND, 0),
            _("usulan perlu orang kedua"),
            _("diputus pertama oleh rekan Anda"),
            _("Periksa"),
            f"{review}?keadaan=SECOND",
        ),
        Todo(
            "pause",
            "ask",
            due,
            _("usulan tunda jatuh tempo"),
            _("tanggal tundanya sudah lewat"),
            _("Lihat"),
            f"{review}?keadaan=HOLD",
        ),
        Todo(
            "check",
            "new",
            counts.get(ProposalState.ACCEPTED, 0),
            _("usulan diterima belum diterapkan"),
            _("daftar berubah setelah diterapkan"),
            _("Terapkan"),
            f"{review}?keadaan=ACCEPTED",
        ),
        Todo(
            "inbox",
            "mute",
            uploaded,
            _("kiriman belum diproses"),
            _("periksa pengenalan kolomnya, lalu mulai"),
            _("Buka"),
            link("reconciliation:list", regency),
        ),
        Todo(
            "inbox",
            "ask",
            dropped,
            _("berkas menunggu di kotak masuk"),
            _("dari folder kantor; belum ada yang memulainya"),
            _("Buka"),
            f"{link('reconciliation:list', regency)}?keadaan=RECEIVED",
        ),
        Todo(
            "return",
            "bad",
            refused,
            _("baris bermasalah"),
            _("kembalikan ke pengirim sebagai xlsx"),
            _("Unduh"),
            link("reconciliation:list", regency),
        ),
        Todo(
            "bank",
            "move",
            _waits_for_chair(user, period),
            _("pleno menunggu pembekuan oleh Ketua"),
            _("rekap sementara siap ditetapkan"),
            _("Buka"),
            meeting,
        ),
        *_reopened(regency),
        *_above_the_ceiling(regency),
        Todo(
            "alert-triangle",
            "bad",
            Advice.objects.of(regency).overdue(timezone.localdate()).count(),
            _("saran Bawaslu lewat batas waktu"),
            _("jawab dan catat tindak lanjutnya"),
            _("Lihat"),
            f"{link('plenos:advices', regency)}?batas=lewat",
        ),
        *_partners_due(regency),
    ]
    return [todo for todo in found if todo.n and todo.url]


def _received(regency: str) -> tuple[int, int]:
    """Deliveries that nobody has started: uploaded, and from the inbox folder."""
    fresh = Delivery.objects.of(regency).filter(state=DeliveryState.RECEIVED)
    found = fresh.aggregate(
        uploaded=Count("pk", filter=~FROM_INBOX), dropped=Count("pk", filter=FROM_INBOX)
    )
    return found["uploaded"], found["dropped"] + inbox.held_back(regency)


REMINDED = 3
"""Reminders with a line of their own; the others are counted."""


def _partners_due(regency: str) -> list[Todo]:
    """Agreements that end and requests that are due, the first day above."""
    due = list(waiting_reminders(regency)[: REMINDED + 1])
    found = [_reminder(one) for one in due[:REMINDED]]
    if len(due) > REMINDED:
        rest = waiting_reminders(regency).count() - REMINDED
        words = (_("pengingat lain"), _("PKS dan permintaan data"), _("Lihat"))
        url = link("partners:requests", regency)
        found.append(Todo("bell", "ask", rest, *words, url))
    return found


def _reminder(one: Reminder) -> Todo:
    about = one.agreement or one.request
    page = "partners:agreement" if one.agreement else "partners:request"
    assert about is not None  # noqa: S101 - a reminder is of one of the two
    return Todo(
        "bell",
        "ask",
        1,
        _("PKS akan berakhir") if one.agreement else _("permintaan data jatuh tempo"),
        f"{about.institution.name}, {one.due_on:%d-%m-%Y}",
        _("Buka"),
        link(page, one.regency_code, about.public_id),
    )


def _above_the_ceiling(regency: str) -> list[Todo]:
    """Deliveries whose proposals stay shut until the chair gives a reason."""
    waiting = Delivery.objects.of(regency).filter(state=DeliveryState.WAITING)
    return [
        Todo(
            "alert-triangle",
            "bad",
            1,
            _("kiriman melewati plafon, menunggu alasan Ketua"),
            one.filename,
            _("Periksa"),
            link("reconciliation:ceiling", regency, one.public_id),
        )
        for one in waiting.order_by("id")[:3]
    ]


def _reopened(regency: str) -> list[Todo]:
    """A reopening that asks for a second person, and one that is past its date."""
    found = []
    for one in Reopening.objects.of(regency).filter(state__in=["ASKED", "OPEN"]):
        code = one.period.code
        if one.state == "ASKED":
            found.append(
                Todo(
                    "users",
                    "ask",
                    1,
                    _("permintaan pembukaan kembali menunggu orang kedua"),
                    code,
                    _("Periksa"),
                    link("plenos:reopen", regency, code),
                )
            )
        elif one.days_late:
            found.append(
                Todo(
                    "alert-triangle",
                    "bad",
                    1,
                    _("periode dibuka kembali lewat batasnya"),
                    _("hanya ketua yang membekukannya lagi"),
                    _("Buka"),
                    link("plenos:plenary", regency, code),
                )
            )
    return found


def _due_holds(user: User) -> int:
    held = ChangeProposal.objects.of(user.regency_code).in_scope_of(user)
    today = timezone.localdate()
    return int(held.filter(state="HOLD", hold_until__lte=today).count())


def _refused_rows(regency: str, period: Period | None) -> int:
    if period is None:
        return 0
    counts = Delivery.objects.of(regency).filter(
        period_id=period.pk, state=DeliveryState.DONE
    )
    return sum(
        int(found.get("REFUSED", 0))
        for found in counts.values_list("counts", flat=True)
    )


def _waits_for_chair(user: User, period: Period | None) -> int:
    if user.role != Role.CHAIR or period is None:
        return 0
    waiting = Plenary.objects.filter(
        period_id=period.pk, state=PlenaryState.DRAFT
    ).exclude(number="")
    return waiting.count()
