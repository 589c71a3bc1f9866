"""The form of a letter to Dukcapil."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LetterForm(forms.Form):
    """Number and date under which the picked go out."""

    nomor_surat = forms.CharField(label=_("Nomor surat"), max_length=80)
    tanggal_surat = forms.DateField(
        label=_("Tanggal surat"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
