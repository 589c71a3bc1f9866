"""The form that takes a download of SIDALIH."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DownloadForm(forms.Form):
    """A file, and of which place it is the whole list."""

    file = forms.FileField(label=_("Unduhan SIDALIH atau DHS (xlsx, csv, zip)"))
    area = forms.ChoiceField(label=_("Berkas memuat"), required=False)

    def __init__(
        self,
        *args: Any,
        regency: str,
        districts: dict[str, str],
        villages: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["area"]
        field.choices = [
            (regency, _("Daftar lengkap kab/kota")),
            ("", _("Sebagian daftar saja")),
            (_("Daftar lengkap kecamatan"), list(districts.items())),
            (_("Daftar lengkap kelurahan"), list(villages.items())),
        ]
