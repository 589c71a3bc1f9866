"""What waits in an office of a kabupaten/kota."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from jobs.due import Due, Level
from jobs.models import Job, State
from kpu_portal.context import link
from kpu_portal.selectors.figures import state_counts
from periods.models import Period
from plenos.models import Advice, Plenary, PlenaryState, Reopening
from reconciliation.models import Delivery, DeliveryState
from reconciliation.querysets import FROM_INBOX
from reconciliation.services import inbox
from voters.models import ChangeProposal, ExchangeSide
from voters.models.proposals import ProposalState
from voters.querysets import ProposalQuerySet
from voters.rules.exchange import begins
from voters.selectors.exchange import one_nik_two_people
from voters.selectors.held import HeldCounts, held_counts
from voters.selectors.settings import setting
from voters.services.exchange import KIND as EXCHANGE


def for_office(user: User, as_of: date) -> Iterator[Due]:
    """What waits for an operator, a member or the chair."""
    if not user.is_office:
        return
    regency = user.regency_code
    period = Period.objects.open(regency).first() or Period.objects.of(regency).first()
    yield from _proposals(user, period, as_of)
    yield from _deliveries(regency, period)
    yield from _plenary(user, period)
    yield from _reopened(regency)
    yield from _advice(regency, as_of)
    yield from _exchange(regency, period, as_of)
    yield from _between(user)
    yield from _failed(regency)
    yield from _deadlines(period, as_of)


def _proposals(user: User, period: Period | None, as_of: date) -> Iterator[Due]:
    counts = state_counts(user, period)
    holds = held_counts(user, as_of)
    rows = ChangeProposal.objects.of(user.regency_code).in_scope_of(user)
    review = link("voters:review", user.regency_code)
    yield Due(
        "proposals",
        counts.get(ProposalState.OPEN, 0),
        _("usulan menunggu keputusan"),
        f"{review}?keadaan=OPEN",
        more=_("dari kiriman dan usulan petugas"),
        go=_("Tinjau"),
    )
    yield Due(
        "carried",
        _carried(rows, period),
        _("usulan belum diputus dari periode lalu"),
        f"{review}?umur=1",
        more=_("dialihkan saat periodenya dibekukan"),
        go=_("Tinjau"),
        icon="history",
        tone="ask",
    )
    yield Due(
        "second_person",
        counts.get(ProposalState.SECOND, 0),
        _("usulan perlu orang kedua"),
        f"{review}?keadaan=SECOND",
        more=_("diputus pertama oleh rekan Anda"),
        go=_("Periksa"),
        icon="users",
        tone="tms",
    )
    yield from _held(user, holds, as_of)
    yield _accepted(counts, review)


def _accepted(counts: Mapping[str, int], review: str) -> Due:
    """What was accepted and is not yet in the roll."""
    return Due(
        "accepted",
        counts.get(ProposalState.ACCEPTED, 0),
        _("usulan diterima belum diterapkan"),
        f"{review}?keadaan=ACCEPTED",
        more=_("daftar berubah setelah diterapkan"),
        go=_("Terapkan"),
        icon="check",
        tone="new",
    )


def _carried(rows: ProposalQuerySet, period: Period | None) -> int:
    """Undecided proposals that were made before the period was opened."""
    if period is None:
        return 0
    return int(rows.undecided().filter(created_at__lt=period.opened_at).count())


def _held(user: User, found: HeldCounts, as_of: date) -> Iterator[Due]:
    """Proposals put off and voters held, past their day or soon."""
    soon = as_of + timedelta(days=settings.POLICY.due_soon_days)
    page = link("voters:held", user.regency_code)
    found_by = (
        ("holds_over", found.proposals_late, "U", _("usulan tunda jatuh tempo")),
        ("held_over", found.voters_late, "P", _("pemilih ditahan jatuh tempo")),
        ("holds_soon", found.proposals_soon, "U", _("usulan tunda segera jatuh tempo")),
        ("held_soon", found.voters_soon, "P", _("pemilih ditahan segera jatuh tempo")),
    )
    for code, count, what, text in found_by:
        is_late = code.endswith("over")
        yield Due(
            code,
            count,
            text,
            f"{page}?jenis={what}&tenggat={'lewat' if is_late else 'segera'}",
            deadline=None if is_late else soon,
            level=Level.LATE if is_late else Level.WORK,
            more=_("tenggatnya sudah lewat") if is_late else "",
            go=_("Lihat"),
            icon="pause",
            tone="ask",
        )


def _deliveries(regency: str, period: Period | None) -> Iterator[Due]:
    """Deliveries nobody started, stopped ones, and rows to send back."""
    every = link("reconciliation:list", regency)
    rows = Delivery.objects.of(regency)
    fresh = Q(state=DeliveryState.RECEIVED)
    found = rows.aggregate(
        uploaded=Count("pk", filter=fresh & ~FROM_INBOX),
        dropped=Count("pk", filter=fresh & FROM_INBOX),
        stopped=Count("pk", filter=Q(state=DeliveryState.WAITING)),
    )
    yield Due(
        "deliveries",
        found["uploaded"],
        _("kiriman belum diproses"),
        f"{every}?keadaan=RECEIVED",
        more=_("periksa pengenalan kolomnya, lalu mulai"),
        go=_("Buka"),
        icon="inbox",
        tone="mute",
    )
    yield Due(
        "inbox",
        found["dropped"] + inbox.held_back(regency),
        _("berkas menunggu di kotak masuk"),
        f"{every}?keadaan=RECEIVED",
        more=_("dari folder kantor; belum ada yang memulainya"),
        go=_("Buka"),
        icon="inbox",
        tone="ask",
    )
    yield from _to_return(regency, period, found["stopped"], every)


def _to_return(
    regency: str, period: Period | None, stopped: int, every: str
) -> Iterator[Due]:
    """Rows to send back, and deliveries that wait for the chair."""
    yield Due(
        "refused_rows",
        _refused_rows(regency, period),
        _("baris bermasalah"),
        every,
        more=_("kembalikan ke pengirim sebagai xlsx"),
        go=_("Unduh"),
        icon="return",
        tone="bad",
    )
    yield Due(
        "ceiling",
        stopped,
        _("kiriman melewati plafon, menunggu alasan Ketua"),
        _stopped_at(regency, stopped, every),
        level=Level.SOON,
        go=_("Periksa"),
        icon="alert-triangle",
        tone="bad",
    )


def _stopped_at(regency: str, count: int, every: str) -> str:
    """Page of the only stopped delivery, the list of several."""
    if count != 1:
        return f"{every}?keadaan={DeliveryState.WAITING}"
    one = Delivery.objects.of(regency).filter(state=DeliveryState.WAITING).first()
    return link("reconciliation:ceiling", regency, one.public_id) if one else ""


def _refused_rows(regency: str, period: Period | None) -> int:
    if period is None:
        return 0
    done = Delivery.objects.of(regency).filter(
        period_id=period.pk, state=DeliveryState.DONE
    )
    counts = done.values_list("counts", flat=True)
    return sum(int(found.get("REFUSED", 0)) for found in counts)


def _plenary(user: User, period: Period | None) -> Iterator[Due]:
    if user.role != Role.CHAIR or period is None:
        return
    waiting = Plenary.objects.filter(period_id=period.pk, state=PlenaryState.DRAFT)
    yield Due(
        "plenary",
        waiting.exclude(number="").count(),
        _("pleno menunggu pembekuan oleh Ketua"),
        link("plenos:plenary", user.regency_code, period.code),
        deadline=period.plenary_on,
        more=_("rekap sementara siap ditetapkan"),
        go=_("Buka"),
        icon="bank",
        tone="move",
    )


def _reopened(regency: str) -> Iterator[Due]:
    """A reopening that asks for a second person, and one that is past its date."""
    rows = Reopening.objects.of(regency).filter(state__in=["ASKED", "OPEN"])
    for one in rows.select_related("period"):
        code = one.period.code
        if one.state == "ASKED":
            yield Due(
                "reopening",
                1,
                _("permintaan pembukaan kembali menunggu orang kedua"),
                link("plenos:reopen", regency, code),
                more=code,
                go=_("Periksa"),
                icon="users",
                tone="ask",
            )
        elif one.days_late:
            yield Due(
                "reopened_late",
                1,
                _("periode dibuka kembali lewat batasnya"),
                link("plenos:plenary", regency, code),
                level=Level.LATE,
                more=_("hanya ketua yang membekukannya lagi"),
                go=_("Buka"),
                icon="alert-triangle",
                tone="bad",
            )


def _advice(regency: str, as_of: date) -> Iterator[Due]:
    found = Advice.objects.of(regency).aggregate(
        late=Count("pk", filter=_UNFINISHED & Q(due_on__lt=as_of)),
        open=Count(
            "pk", filter=_UNFINISHED & (Q(due_on__isnull=True) | Q(due_on__gte=as_of))
        ),
    )
    page = link("plenos:advices", regency)
    yield Due(
        "advice_late",
        found["late"],
        _("saran Bawaslu lewat batas waktu"),
        f"{page}?batas=lewat",
        level=Level.LATE,
        more=_("jawab dan catat tindak lanjutnya"),
        go=_("Lihat"),
        icon="alert-triangle",
        tone="bad",
    )
    yield Due(
        "advice",
        found["open"],
        _("saran Bawaslu menunggu jawaban atau tindak lanjut"),
        page,
        go=_("Jawab"),
        icon="eye",
        tone="ask",
    )


_UNFINISHED = Q(state__in=["OPEN", "WORKING"])


def _exchange(regency: str, period: Period | None, as_of: date) -> Iterator[Due]:
    """The comparison with other regencies, from its day on until it was made."""
    if period is None or not period.is_open:
        return
    since = begins(as_of, period.starts_on, setting("exchange_day", regency, as_of))
    if since is None:
        return
    made = Job.objects.filter(regency_code=regency, kind=EXCHANGE, state=State.DONE)
    yield Due(
        "exchange_run",
        int(not made.filter(ended_at__date__gte=since).exists()),
        _("ganda antar kab/kota belum dicari untuk %(period)s")
        % {"period": period.title},
        link("voters:exchange", regency),
        deadline=period.cutoff_on,
        level=Level.SOON,
        more=_("jalankan; untuk instalasi lain unduh berkas sidiknya"),
        go=_("Buka"),
        icon="copy",
        tone="ask",
    )


def _between(user: User) -> Iterator[Due]:
    """Pairs with another regency, and NIK that Dukcapil has not been asked about."""
    regency = user.regency_code
    sides = ExchangeSide.objects.of(regency).in_scope_of(user).filter(gone=False)
    found = sides.aggregate(
        own=Count("pk", filter=Q(answer="")),
        theirs=Count("pk", filter=~Q(answer="") & Q(other_answer="")),
    )
    exchange = link("voters:exchange", regency)
    yield Due(
        "exchange_own",
        found["own"],
        _("ganda antar kab/kota belum dijawab"),
        exchange,
        go=_("Jawab"),
        icon="copy",
        tone="ask",
    )
    yield Due(
        "exchange_theirs",
        found["theirs"],
        _("ganda antar kab/kota menunggu jawaban kab/kota lain"),
        f"{exchange}?keadaan=dijawab",
        level=Level.NEWS,
        go=_("Lihat"),
        icon="copy",
        tone="mute",
    )
    rows = ChangeProposal.objects.of(regency).in_scope_of(user)
    yield Due(
        "dukcapil",
        one_nik_two_people(rows).filter(is_sent=False).count(),
        _("NIK dua orang belum ditanyakan ke Dukcapil"),
        f"{link('voters:dukcapil', regency)}?keadaan=belum",
        go=_("Kirim surat"),
        icon="users",
        tone="ask",
    )


def _failed(regency: str) -> Iterator[Due]:
    since = timezone.now() - timedelta(days=settings.POLICY.due_soon_days)
    failed = Job.objects.filter(
        regency_code=regency, state=State.FAILED, ended_at__gte=since
    )
    yield Due(
        "failed_jobs",
        failed.count(),
        _("pekerjaan gagal"),
        f"{link('jobs:list', regency)}?keadaan={State.FAILED}",
        more=_("baca sebabnya, lalu ulangi"),
        go=_("Lihat"),
        icon="refresh",
        tone="bad",
    )


def _deadlines(period: Period | None, as_of: date) -> Iterator[Due]:
    """The cut-off and the plenary of an open period, when they are near or past."""
    if period is None or not period.is_open:
        return
    recap = link("plenos:recap", period.regency_code, period.code)
    last = as_of + timedelta(days=settings.POLICY.due_soon_days)
    dates = [("cutoff", period.cutoff_on, _("batas data periode %(period)s"))]
    if period.plenary_on:
        words = _("rapat pleno terbuka periode %(period)s")
        dates.append(("plenary_day", period.plenary_on, words))
    for code, day, text in dates:
        if code == "plenary_day" and day < as_of:
            text = _("pleno periode %(period)s lewat rencananya")
        elif not as_of <= day <= last:
            continue
        yield Due(
            code,
            1,
            text % {"period": period.title},
            recap,
            deadline=day,
            level=Level.LATE if day < as_of else Level.SOON,
            go=_("Rekap"),
            icon="calendar",
            tone="bad" if day < as_of else "ask",
        )
