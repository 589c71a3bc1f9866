"""How one form field and a list of errors are drawn: shapes, classes, descriptions."""

from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    Form,
    RadioSelect,
    Select,
)


def _control_class(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    if isinstance(widget, Select) and not isinstance(widget, RadioSelect):
        return "form-select"
    return "form-control"


def _shape(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, CheckboxInput):
        return "check"
    return "file" if isinstance(widget, FileInput) else "line"


def _is_lost(bound: BoundField) -> bool:
    """Whether a file was chosen that nobody refused, and the browser empties its field.

    A field that keeps its file shows it itself (voters.forms_keeping); one whose file
    was used although the form came back is marked `taken`.
    """
    form, field = bound.form, bound.field
    held = hasattr(field.widget, "kept") or getattr(field, "taken", False)
    sent = form.is_bound and bound.html_name in form.files
    return bool(sent and form.errors and not bound.errors and not held)


def drawn(bound: BoundField, label: str, help_text: str, wide: bool) -> dict[str, Any]:
    """Context of components/field.html: the control with its classes and ARIA links."""
    shape = _shape(bound)
    shown = help_text or bound.help_text
    name = bound.auto_id or bound.html_name
    described = [f"{name}_help"] if shown else []
    if bound.errors:
        described.append(f"{name}_error")
    attrs: dict[str, Any] = {}
    if shape != "group":
        present = bound.field.widget.attrs.get("class", "")
        classes = [present, _control_class(bound), "pd-invalid" if bound.errors else ""]
        attrs["class"] = " ".join(word for word in classes if word)
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "name": name,
        "label": label or bound.label,
        "help": shown,
        "shape": shape,
        "wide": wide,
        "optional": not bound.field.required and shape == "line",
        "empty_note": getattr(bound.field, "empty_note", ""),
        "choose_again": shape == "file" and _is_lost(bound),
        "described": " ".join(described),
    }


def errors_of(*forms: Form) -> list[tuple[str | None, str | None, str]]:
    """Every error of the forms: (id of the field, its label, the text)."""
    found: list[tuple[str | None, str | None, str]] = []
    for form in forms:
        if not form or not form.errors:
            continue
        found += [(None, None, str(text)) for text in form.non_field_errors()]
        for bound in form:
            place, label = bound.auto_id, str(bound.label)
            found += [(place, label, str(text)) for text in bound.errors]
    return found
