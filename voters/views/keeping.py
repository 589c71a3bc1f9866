"""Keeps the files of a form that comes back with an error (ADR 0050)."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from files.places import is_kept
from voters import services
from voters.forms_keeping import DROPPED, KEPT, KeepingInput, KeptFile
from voters.services.errors import BadEvidence
from voters.views.roll import person_of


class Keeping:
    """The files of one sending of a form: chosen now, or kept from an earlier one.

    Give the form `posted` and `files`; when it comes back call keep(), when it stands
    drop().
    """

    def __init__(self, request: HttpRequest, regency: str) -> None:
        self.sent = request.method == "POST"
        self.actor, self.regency = person_of(request), regency
        self.posted: Any = request.POST if self.sent else None
        self.files: MultiValueDict[str, Any] = MultiValueDict()
        if self.sent:
            self._take_out(request.POST.getlist(DROPPED))
            self._gather(request)

    @property
    def data(self) -> tuple[Any, Any]:
        """The arguments of a form: what was typed, and its files."""
        return self.posted, self.files if self.sent else None

    def keep(self, *given: forms.BaseForm) -> None:
        """Keep every file of forms that come back; one that cannot be says why."""
        for form in given:
            for name, field in form.fields.items():
                if isinstance(field.widget, KeepingInput):
                    self._keep_field(form, name, field.widget)

    def drop(self, *given: forms.BaseForm) -> None:
        """The forms stand: nothing has to wait for them any more."""
        for form in given:
            for name in form.fields:
                for file in self.files.getlist(form.add_prefix(name)):
                    self._let_go(file)

    def _take_out(self, keys: list[str]) -> None:
        for key in keys:
            services.drop_draft(actor=self.actor, regency=self.regency, key=key)

    def _gather(self, request: HttpRequest) -> None:
        keys = {
            name.removeprefix(KEPT): request.POST.getlist(name)
            for name in request.POST
            if name.startswith(KEPT)
        }
        wanted = [key for some in keys.values() for key in some]
        rows = (
            services.own_drafts(actor=self.actor, regency=self.regency, keys=wanted)
            if wanted
            else []
        )
        drafts = {str(one.public_id): one for one in rows}
        for name, some in keys.items():
            known = [drafts[key] for key in some if key in drafts]
            self.files.setlist(
                name,
                [KeptFile(one) for one in known if is_kept(one.file, self.regency)],
            )
        for name, uploads in request.FILES.lists():
            self.files.setlist(name, [*self.files.getlist(name), *uploads])

    def _keep_field(
        self, form: forms.BaseForm, name: str, widget: KeepingInput
    ) -> None:
        files = self.files.getlist(form.add_prefix(name))
        if not widget.allow_multiple_selected:
            for replaced in files[:-1]:
                self._let_go(replaced)
            files = files[-1:]
        kept = []
        for file in files:
            if isinstance(file, KeptFile):
                file.close()
                kept.append(file.draft)
                continue
            try:
                kept.append(
                    services.keep_draft(
                        actor=self.actor, regency=self.regency, upload=file
                    )
                )
            except BadEvidence as error:
                self._say(form, name, str(error))
        widget.kept = kept

    def _say(self, form: forms.BaseForm, name: str, words: str) -> None:
        """The error of a field, unless the form has said it already."""
        said = {text for some in form.errors.values() for text in some}
        if name not in form.errors and words not in said:
            form.add_error(name, words)

    def _let_go(self, file: Any) -> None:
        if isinstance(file, KeptFile):
            file.close()
            key = str(file.draft.public_id)
            services.drop_draft(actor=self.actor, regency=self.regency, key=key)
