"""The empty choice of a select says what it means, never dashes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import Any

import django_filters
import pytest
from django import forms
from django.conf import settings
from django.db import models

from tests.browser import walking
from tests.browser.walking import Stop
from tests.kpu_portal.test_translations import ROOMS

EMPTY = re.compile(r'<option\s+value=""[^>]*>([^<]*)<')


def dashes(html: str) -> list[str]:
    """Labels of empty choices of a page that have no word."""
    told = [unescape(one).strip() for one in EMPTY.findall(html)]
    return [one for one in told if not re.search(r"[^\W_]", one)]


def _classes(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _classes(one)


def _fields() -> Iterator[tuple[str, forms.Field]]:
    """Every field that a form or a filter of ours declares, with its place."""
    for room in ROOMS:
        for path in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            if re.match(r"(forms|filters|tables|village_list)", path.name) or (
                path.parent.name == "views"
            ):
                parts = path.relative_to(settings.BASE_DIR).with_suffix("").parts
                import_module(".".join(parts))
    for made in _classes(forms.BaseForm):
        if made.__module__.split(".")[0] in ROOMS:
            for name, field in getattr(made, "base_fields", {}).items():
                yield f"{made.__module__}.{made.__name__}.{name}", field
    for made in _classes(django_filters.FilterSet):
        if made.__module__.split(".")[0] in ROOMS:
            for name, one in getattr(made, "base_filters", {}).items():
                # A filter keeps its field: the class's own would keep these choices.
                yield f"{made.__module__}.{made.__name__}.{name}", deepcopy(one).field


def _drawn(field: forms.Field) -> str:
    if isinstance(field, forms.ModelChoiceField) and field.queryset is None:
        return ""  # the page gives the rows; the walk below sees it
    return str(type("Drawn", (forms.Form,), {"one": field})()["one"])


def test_no_field_of_a_form_or_filter_has_dashes(shared_portal: str) -> None:
    seen = dict(_fields())
    wrong = {name: dashes(_drawn(field)) for name, field in seen.items()}
    assert {name: told for name, told in wrong.items() if told} == {}
    rooms = {name.split(".")[0] for name in seen}
    assert rooms >= {"fieldwork", "partners", "plenos", "posts", "reconciliation"}
    assert sum("<option" in _drawn(field) for field in seen.values()) > 60


def test_what_django_would_dash_out_says_whether_it_must_be_chosen() -> None:
    class Row(models.Model):
        needed = models.CharField(max_length=1, choices=[("a", "satu")])
        free = models.CharField(max_length=1, choices=[("a", "satu")], blank=True)

        class Meta:
            app_label = "uji"
            managed = False

        def __str__(self) -> str:
            return str(self.needed)

    class RowForm(forms.ModelForm):
        class Meta:
            model = Row
            fields = ("needed", "free")

    told = RowForm()
    assert EMPTY.findall(str(told["needed"])) == ["Pilih salah satu"]
    assert EMPTY.findall(str(told["free"])) == ["Tidak diisi"]
    assert EMPTY.findall(str(RowForm({"free": "a"})["free"])) == ["Tidak diisi"]


def test_a_filter_without_a_word_of_its_own_means_all() -> None:
    class Rows(django_filters.FilterSet):
        which = django_filters.ChoiceFilter(choices=[("a", "satu")])

    assert EMPTY.findall(str(Rows({}, queryset=_nothing()).form["which"])) == ["Semua"]


def _nothing() -> Any:
    from regions.models import Region

    return Region.objects.none()


@pytest.fixture(scope="module")
def stops(shared_stocked: str, tmp_path_factory: pytest.TempPathFactory) -> list[Stop]:
    """Every page of an office that has one object of every kind."""
    made = walking.furnish(str(tmp_path_factory.mktemp("berkas")))
    return [one for one in walking.stops(made) if one.name in walking.PAGES]


@pytest.mark.no_cover
def test_no_page_has_dashes(
    stops: list[Stop], sign_in: Callable[[Any], Any], cast: Any
) -> None:
    from accounts.models import User

    clients: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    choices = 0
    for stop in stops:
        if stop.who not in clients:
            clients[stop.who] = sign_in(User.objects.get(username=stop.who))
        answer = clients[stop.who].get(stop.address)
        assert answer.status_code == stop.status, stop
        html = answer.content.decode()
        choices += len(EMPTY.findall(html))
        if told := dashes(html):
            wrong[stop.address] = told
    assert wrong == {}
    assert choices > 100
