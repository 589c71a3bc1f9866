"""What a short link does: count one visit, keep nothing of the visitor, lead on."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from posts.models.reach import Target
from posts.rules.reach import is_counted
from posts.selectors.reach import open_post
from posts.services.reach import opened
from regions.selectors import successor


@require_safe
def open_link(request: HttpRequest, short: str, to_post: bool = False) -> HttpResponse:
    """Lead to where the link's channel leads, or to the kecamatan's post."""
    counted = is_counted(request.method or "", request.headers)
    found = opened(short, on=timezone.localdate(), counted=counted)
    if found is None:
        raise Http404
    kecamatan, target = found
    answer = HttpResponseRedirect(
        _address(kecamatan, Target.POST if to_post else target)
    )
    # Kept nowhere, so that the next opening counts too.
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _address(kecamatan: str, target: str) -> str:
    """The public page of a target; all posts stand in for a post that is not open."""
    if target == Target.NEWS:
        return reverse("public-bulletins", args=[kecamatan])
    if target == Target.REPORT:
        return reverse("report-check")
    post = None
    if target == Target.POST:
        post = open_post(kecamatan) or open_post(successor(kecamatan))
    if post is not None:
        return reverse("public-post", args=[post.slug])
    return f"{reverse('public-posts')}?kab={kecamatan[:4]}"
