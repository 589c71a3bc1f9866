"""What a list page draws once for everybody says the same, and nobody's own."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import django_tables2 as tables
import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString

from files.lists import ListTable
from kpu_portal.ui import kept

ITEMS = [{"label": "Excel", "url": "/ekspor/", "format": "xlsx", "chosen": "/pilih/"}]
PAGE = SimpleNamespace(rows=[1], before=None, after=None)
BAR = "{% selection_bar table page items count=count %}"


@pytest.fixture(autouse=True)
def drawn_anew() -> None:
    kept._kept.clear()


def draw(source: str, path: str = "/", pk: int = 1, **given: Any) -> str:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(pk=pk, is_office=True)  # type: ignore[assignment]
    table = SimpleNamespace(picks="")
    context = Context(
        {"request": request, "items": ITEMS, "page": PAGE, "table": table, **given}
    )
    return Template("{% load pd i18n %}" + source).render(context)


def test_the_bar_carries_the_token_and_the_account_of_who_asks() -> None:
    first = draw(BAR, pk=7, csrf_token="tok1", count=3)
    second = draw(BAR, pk=8, csrf_token="tok2", count=3)
    assert len(kept._kept) == 1
    for drawn, token, store in ((first, "tok1", "7::"), (second, "tok2", "8::")):
        assert f'name="csrfmiddlewaretoken" value="{token}"' in drawn
        assert f'data-selection="{store}"' in drawn
    assert "pd-kept" not in first + second
    assert second == first.replace("tok1", "tok2").replace('"7::"', '"8::"')


def test_a_token_is_no_markup() -> None:
    assert 'value="&quot;&gt;&lt;b&gt;"' in draw(BAR, csrf_token='"><b>', count=1)


def test_another_count_language_or_way_on_is_drawn_anew() -> None:
    assert "Semua 3 " in draw(BAR, count=3)
    assert "Semua 4 " in draw(BAR, count=4)
    with translation.override("en"):
        assert "Semua" not in draw(BAR, count=4)
    other = [{**ITEMS[0], "label": "CSV"}]
    assert ">CSV" in draw(BAR, count=4, items=other)
    assert ">CSV" not in draw(BAR, count=4)


def test_what_somebody_typed_into_a_filter_is_not_kept() -> None:
    assert "nama=SITI" in draw("{% export_menu items %}", "/?nama=SITI")
    assert kept._kept == {}
    plain = draw("{% export_menu items %}", "/?sesudah=abc")
    assert len(kept._kept) == 1 and "SITI" not in plain


def test_a_post_of_the_export_menu_has_the_token() -> None:
    items = [{"label": "Susun", "url": "/susun/", "method": "post"}]
    for token in ("tok1", "tok2"):
        drawn = draw("{% export_menu items %}", items=items, csrf_token=token)
        assert f'value="{token}"' in drawn


def test_text_is_told_from_markup_of_the_same_letters() -> None:
    given = {"items": [{"label": SafeString("<b>x</b>"), "url": "/"}], "count": None}
    template = "components/export_menu.html"
    assert "<b>x</b>" in kept.kept(template, given)
    given = {"items": [{"label": "<b>x</b>", "url": "/"}], "count": None}
    assert "&lt;b&gt;x&lt;/b&gt;" in kept.kept(template, given)


def test_it_does_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 3)
    for count in range(9):
        draw(BAR, count=count)
    assert len(kept._kept) <= 3


def test_a_kept_part_sees_what_it_names_and_nothing_else() -> None:
    source = "{% kept place %}[{{ place }}|{{ secret }}]{% endkept %}"
    template = Template("{% load pd %}" + source)
    asked = [("a", "x"), ("a", "y"), ("<b>", "x")]
    drawn = [template.render(Context({"place": p, "secret": s})) for p, s in asked]
    assert drawn == ["[a|]", "[a|]", "[&lt;b&gt;|]"]


def test_a_kept_part_is_drawn_once_a_language_and_value() -> None:
    seen: list[str] = []

    class Loud:
        def __init__(self, word: str) -> None:
            self.word = word

        def __hash__(self) -> int:
            return hash(self.word)

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Loud) and other.word == self.word

        def __str__(self) -> str:
            seen.append(self.word)
            return self.word

    template = Template("{% load pd %}{% kept word %}{{ word }}{% endkept %}")
    for word in ("a", "a", "b"):
        assert template.render(Context({"word": Loud(word)})) == word
    assert seen == ["a", "b"]
    with translation.override("en"):
        template.render(Context({"word": Loud("a")}))
    assert seen == ["a", "b", "a"]


def test_tables_of_one_class_share_no_column() -> None:
    """Their columns are copied lightly, and each is still its own table's."""

    class Words(ListTable):
        word = tables.Column(attrs={"th": {"data-fixed": True}})
        more = tables.Column()

    one = Words([], extra_columns=[("extra", tables.Column())])
    two = Words([])
    one.columns.hide("more")
    assert [column.name for column in one.columns] == ["word", "extra"]
    assert [column.name for column in two.columns] == ["word", "more"]
    assert one.columns["word"].column is not two.columns["word"].column
    assert list(Words.base_columns) == ["word", "more"]
    two.choose(QueryDict("kolom=none"))
    assert [column.name for column in two.columns] == ["word"]


def test_the_review_says_of_each_proposal_its_own(
    stocked: str, cast: Any, sign_in: Any
) -> None:
    """Reasons of refusal differ by kind, and are drawn once a kind."""
    from tests.voters import desk

    one, two = desk.voters(cast.operator_a, 2)
    changed = desk.propose(cast.operator_a, "UBAH", one, new={"address": "JL A"})
    struck = desk.propose(cast.operator_a, "TMS", two, category="MENINGGAL")
    client = sign_in(cast.operator_a)

    def reasons(proposal: Any) -> list[str]:
        page = client.get(f"/kab/3272/usulan/{proposal.public_id}/")
        told = [code for code, _word in page.context["reject_reasons"]]
        shown = re.findall(r'name="alasan" value="(\w+)"', page.content.decode())
        assert shown == told
        return shown

    first, other = reasons(changed), reasons(struck)
    assert first != other
    assert reasons(changed) == first
