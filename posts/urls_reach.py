"""URLs of making known, below /kab/<regency>/; none has room for a person's number."""

from django.urls import path, re_path

from posts.views import reach

PLACE = r"^sebaran/(?P<kecamatan>[0-9]{6})/"
PAPER = r"(?P<paper>a[345])"
urlpatterns = [
    path("sebaran/", reach.places, name="spread"),
    path("sebaran/jangkauan/", reach.figures, name="reach"),
    path("sebaran/jangkauan/ekspor/", reach.export, name="reach_export"),
    re_path(rf"{PLACE}$", reach.place, name="spread_place"),
    re_path(rf"{PLACE}tautan/$", reach.make, name="spread_make"),
    re_path(rf"{PLACE}tujuan/$", reach.target, name="spread_target"),
    re_path(rf"{PLACE}{PAPER}\.pdf$", reach.paper, name="paper"),
    re_path(rf"{PLACE}{PAPER}\.png$", reach.picture, name="paper_picture"),
]
