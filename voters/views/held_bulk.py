"""More time, or none, for what was picked among the held: how many, then yes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from files.lists import PickError, picked_of
from voters.models import HeldItem
from voters.services.errors import VoterError
from voters.services.holding_many import EXTEND, Left, held_mark, leave_many
from voters.views.held import ExitForm, filter_of

STAYED = {
    "claimed": gettext_lazy("%(n)s sedang dipegang rekan"),
    "proposed": gettext_lazy("%(n)s sudah punya usulan lain yang menunggu"),
    "changed": gettext_lazy("%(n)s sudah diputus atau tidak ditahan lagi"),
}


@role_required(OFFICE)
@require_POST
def held_bulk(request: HttpRequest, regency: str) -> HttpResponse:
    """`aksi` for the picked of the present filter; with `tanda` the person said yes."""
    tail = request.GET.urlencode()
    back = reverse("voters:held", args=[regency]) + (f"?{tail}" if tail else "")
    try:
        picked = picked_of(request.POST)
        if not picked.is_named:
            raise PickError(_("Belum ada baris yang dipilih."))
        rows = picked.cut(filter_of(request, regency).qs)
    except PickError as error:
        messages.error(request, str(error))
        return redirect(back)
    is_yes = "tanda" in request.POST
    form = ExitForm(request.POST if is_yes else None)
    if is_yes and form.is_valid():
        try:
            left = leave_many(
                actor=request.user,
                regency=regency,
                rows=rows,
                deed=request.POST.get("aksi", ""),
                mark=request.POST["tanda"],
                reason=form.cleaned_data["alasan"],
                until=form.cleaned_data["sampai"],
            )
        except VoterError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _told(left))
            return redirect(back)
    context = {
        "regency": regency,
        "form": form,
        "deed": request.POST.get("aksi", ""),
        "extends": request.POST.get("aksi") == EXTEND,
        **_counted(request, regency, rows),
        "mark": held_mark(rows),
        "picked": list(picked.pairs()),
        "back": back,
        "action": request.get_full_path(),
    }
    status = 422 if form.errors else 200
    return render(request, "voters/held_bulk.html", context, status=status)


def _counted(request: HttpRequest, regency: str, rows: Any) -> dict[str, int]:
    """How many proposals and how many voters; the question itself is recorded."""
    voters = rows.filter(what=HeldItem.What.VOTER).count()
    every = rows.count()
    record(
        actor=request.user,
        action="held.list",
        regency_code=regency,
        data={"asked": every},
        request=request,
    )
    return {"count": every, "voters": voters, "proposals": every - voters}


def _told(left: Left) -> str:
    said = _("%(n)s selesai.") % {"n": left.done}
    stayed = [str(STAYED[why]) % {"n": n} for why, n in sorted(left.stayed.items())]
    return f"{said} {_('Tidak ikut')}: {', '.join(stayed)}." if stayed else said
