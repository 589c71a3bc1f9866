"""Pyramid, map and waterfall: their figures, an office's borders, and who sees them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kpu_portal.selectors.places import shade_of
from kpu_portal.views.pictures import WHY
from regions.models import Border
from regions.rules import LARGEST, REASONS, ShapeError, read_shapes
from tests.roles import admin_sql

SignIn = Callable[[Any], Any]
PAGE = "/kab/3272/gambaran/"
UPLOAD = f"{PAGE}peta/"
KNOWN = {"327201", "327202", "3272011001", "3272011002"}


def area(code: str, east: float = 106.9, kind: str = "Polygon") -> dict[str, Any]:
    ring = [[east, -6.9], [east + 0.1, -6.9], [east, -7.0], [east, -6.9]]
    places: Any = [ring] if kind == "Polygon" else [[ring]]
    return {
        "type": "Feature",
        "properties": {"nama": "Wilayah", "kode": code},
        "geometry": {"type": kind, "coordinates": places},
    }


def file_of(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_areas_are_found_by_their_code_and_rounded() -> None:
    other = {"properties": None, "geometry": None}
    made = file_of(area("32.72.01", 106.123456789), area("327202", kind="MultiPolygon"))
    shapes = read_shapes(made, KNOWN)
    assert shapes.length == 6
    assert set(shapes.areas) == {"327201", "327202"}
    assert shapes.areas["327201"]["coordinates"][0][0] == [106.12346, -6.9]
    line = {**area("327202"), "geometry": {"type": "LineString", "coordinates": []}}
    shapes = read_shapes(file_of(area("327201"), line, area("99"), other), KNOWN)
    assert shapes.unknown == ["Wilayah, 327202", "Wilayah, 99", "#4"]


@pytest.mark.parametrize(
    ("raw", "reason", "place"),
    [
        (b" " * (LARGEST + 1), "SIZE", 0),
        (b"{", "JSON", 0),
        (b"[" * 100_000, "JSON", 0),
        (b"[1]", "JSON", 0),
        (b'{"type": "Topology"}', "TOPOJSON", 0),
        (b'{"features": [1]}', "COLLECTION", 0),
        (b'{"features": {}}', "COLLECTION", 0),
        (file_of(area("327201"), area("3272011001")), "MIXED", 0),
        (file_of(area("327201"), area("32.72.01")), "TWICE", 2),
        (file_of(area("327201", 689_000.0)), "BOX", 1),
        (file_of({**area("327201"), "geometry": {"type": "Polygon"}}), "BOX", 1),
        (file_of(area("320101")), "NONE", 0),
    ],
)
def test_a_file_that_gives_no_map_says_why(raw: bytes, reason: str, place: int) -> None:
    with pytest.raises(ShapeError) as told:
        read_shapes(raw, KNOWN)
    assert (told.value.reason, told.value.place) == (reason, place)
    assert set(WHY) == REASONS


@pytest.mark.parametrize(
    ("n", "most", "shade"),
    [(0, 10, 0), (1, 10, 1), (2, 10, 1), (3, 10, 2), (10, 10, 5), (5, 0, 0), (1, 1, 1)],
)
def test_shades_are_fifths_of_the_greatest(n: int, most: int, shade: int) -> None:
    assert shade_of(n, most) == shade


@pytest.fixture
def office(shared_stocked: str) -> None:
    admin_sql("TRUNCATE regions_border")


def drawn(client: Any, query: str = "") -> Any:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.context


def test_the_pyramid_counts_every_voter_once_by_age_on_the_reference_date(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    groups = drawn(sign_in(cast.operator_a))["groups"]
    people = admin_sql(
        "SELECT v.sex, extract(year FROM age(p.reference_date, v.birth_date))::int "
        "FROM voter v, periods_period p WHERE v.regency_code = '3272' "
        "AND v.status IN ('ACTIVE', 'HELD') AND p.regency_code = '3272' "
        "AND p.state = 'OPEN'"
    )
    assert people
    assert sum(group.both for group in groups) == len(people)
    young = [one for one in people if one[1] < 20]
    assert groups[0].both == len(young)
    women = [one for one in people if one[0] == "P" and 40 <= one[1] < 45]
    assert next(g for g in groups if g.label == "40\N{EN DASH}44").women == len(women)
    old = [one for one in people if one[1] >= 100]
    assert groups[-1].both == len(old)


def test_tiles_add_up_and_open_their_list(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    whole = drawn(client)
    fine = drawn(client, "tingkat=10")
    assert whole["sum"] == fine["sum"] == sum(g.both for g in whole["groups"])
    assert len(whole["places"]) == 7 and len(fine["places"]) == 33
    one = drawn(client, "tingkat=10&kecamatan=327201")
    [district] = [place for place in whole["places"] if place.code == "327201"]
    assert one["sum"] == district.n == sum(g.both for g in one["groups"])
    page = client.get(PAGE).content.decode()
    assert '/kab/3272/pemilih/?kecamatan=327201"' in page
    for measure in ("baru", "tms", "ubah", "menunggu"):
        assert drawn(client, f"ukuran={measure}")["sum"] >= 0
    assert drawn(client, "ukuran=lain&tingkat=x")["sum"] == whole["sum"]


def test_ages_are_counted_once_and_anew_after_an_event(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    drawn(client)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        drawn(client)
    assert not [q for q in asked if "birth_date" in q["sql"]]
    admin_sql(
        "INSERT INTO voter_event (regency_code, operation, effect, actor_name) "
        "VALUES ('3272', 'manual', 'UBAH', 'uji')"
    )
    with CaptureQueriesContext(connection) as asked:
        drawn(client)
    assert [q for q in asked if "birth_date" in q["sql"]]


def test_an_office_uploads_its_borders_and_goes_back_to_tiles(
    office: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    file = SimpleUploadedFile("peta.geojson", file_of(area("32.72.01"), area("99")))
    said = client.post(UPLOAD, {"peta": file}, follow=True).content.decode()
    assert "1 bidang, 6 wilayah tanpa bidang" in said
    assert "Wilayah, 99" in said
    shown = drawn(client)["map"]
    answer = client.get(shown["url"]).json()
    assert [one["properties"]["name"] for one in answer["features"]] == ["327201"]
    assert drawn(client, "tingkat=10")["map"] is None
    bad = SimpleUploadedFile("peta.geojson", file_of(area("327201", 9.0)))
    said = client.post(UPLOAD, {"peta": bad}, follow=True).content.decode()
    assert "Bidang ke-1 tidak berada di Indonesia" in said
    assert "Pilih berkas" in client.post(UPLOAD, {}, follow=True).content.decode()
    assert Border.objects.count() == 1
    client.post(UPLOAD, {"hapus": "6"})
    assert drawn(client)["map"] is None
