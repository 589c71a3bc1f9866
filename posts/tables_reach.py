"""What the figures of the short links can be cut by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from posts.models.reach import Channel
from posts.tables import ALL, PlaceFilter


class ReachFilter(PlaceFilter):
    """Kecamatan and channel."""

    saluran = forms.ChoiceField(
        label=_("Saluran"),
        required=False,
        choices=[ALL, *Channel.choices],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    EXACT = {"kecamatan": "kecamatan", "saluran": "channel"}
