"""A chosen file outlives a form that comes back with an error (ADR 0050).

A browser empties its file fields then. What was chosen waits on the server meanwhile;
the field shows it and carries its id.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from voters.models import EvidenceDraft

KEPT = "draf-"
"""A hidden field `draf-<field>` names what the field kept."""
DROPPED = "lepas"
"""Ids of kept files that the form shall have no more."""


class KeptFile(File):
    """A file that an earlier sending of the form brought; an upload to services.

    It is opened when somebody reads it.
    """

    def __init__(self, draft: EvidenceDraft) -> None:
        self.draft, self.name, self.mode = draft, draft.file, "rb"

    @cached_property
    def file(self) -> Any:  # type: ignore[override]  # opened late
        return default_storage.open(self.draft.file)

    @cached_property
    def size(self) -> int:
        return int(default_storage.size(self.draft.file))

    def close(self) -> None:
        if "file" in self.__dict__:
            self.file.close()


class KeepingInput(forms.FileInput):
    """A file field that shows what it has already."""

    kept: Sequence[EvidenceDraft] = ()

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        """The control, and below it what was kept, each with a way to drop it."""
        control = super().render(name, value, attrs, renderer)
        if not self.kept:
            return control
        told = {"kept": self.kept, "name": KEPT + name, "dropped": DROPPED}
        return SafeString(control + render_to_string("voters/_kept.html", told))


class ManyFiles(KeepingInput):
    """The same for several files."""

    allow_multiple_selected = True
