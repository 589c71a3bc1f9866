"""Selects written in one go are those of Django's templates."""

from django import forms
from django.forms.renderers import DjangoTemplates, get_default_renderer

from kpu_portal.ui.renderer import QuickSelects


class Choices(forms.Form):
    plain = forms.ChoiceField(
        choices=[
            ("", "Semua"),
            ('<"x">', "a & <b>"),
            ("Kelompok", [("1", "<script>"), ("2", "dua")]),
        ],
        widget=forms.Select(attrs={"class": "form-select", "x": True, "y": False}),
    )
    many = forms.MultipleChoiceField(choices=[("1", "satu"), ("2", "d'ua")])
    maybe = forms.NullBooleanField()


def test_the_portal_uses_it():
    assert isinstance(get_default_renderer(), QuickSelects)


def test_a_select_reads_as_from_the_templates_of_django():
    chosen = {"plain": "1", "many": ["1", "2"], "maybe": "true"}
    for data in (None, chosen):
        usual = Choices(data, renderer=DjangoTemplates())
        quick = Choices(data, renderer=QuickSelects())
        for name in ("plain", "many", "maybe"):
            assert str(quick[name]) == str(usual[name]).replace("\n\n", "\n")
    assert "&lt;script&gt;" in str(quick["plain"])
    assert str(quick["many"]).count(" selected") == 2
