"""Forms of the whole application: renderer, base form and the fields that come back everywhere.

Settings: `FORM_RENDERER = "cases.web.forms.VeiligheidRenderer"` and `"django.forms"` in `INSTALLED_APPS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

from cases.access.errors import InvalidInput
from cases.terms.rules.wording import AMSTERDAM, local

YES_NO_UNKNOWN: Final = (("yes", "Ja"), ("no", "Nee"), ("unknown", "Onbekend"))
PRESENT_ABSENT_UNKNOWN: Final = (("present", "Aanwezig"), ("absent", "Afwezig"), ("unknown", "Onbekend"))

TEXTBOX: Final = "utrecht-textbox utrecht-textbox--html-input"
# First match wins: subclasses stand above their base class.
WIDGET_CLASSES: Final[tuple[tuple[type[forms.Widget], str], ...]] = (
    (forms.CheckboxSelectMultiple, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.RadioSelect, "utrecht-radio-button utrecht-radio-button--html-input"),
    (forms.CheckboxInput, "utrecht-checkbox utrecht-checkbox--html-input"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (Input, TEXTBOX),
)


class VeiligheidRenderer(TemplatesSetting):
    """Renders forms with the project's own templates in `templates/forms/`."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"


class MomentInput(forms.DateTimeInput):
    """The browser's own date and time control; shows and reads the Amsterdam clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class TimeInput(forms.TimeInput):
    """The browser's own time control."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%H:%M")


class DayInput(forms.DateInput):
    """The browser's own date control."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class ThreeWayInput(forms.RadioSelect):
    """Three segments side by side; keys 1, 2 and 3 choose while the focus is in the row (threeway.js)."""

    template_name = "forms/widgets/three_way.html"


class SearchableSelect(forms.Select):
    """A long list (offences): an ordinary select that combobox.js turns into a box to type in."""

    template_name = "forms/widgets/searchable_select.html"


class MomentField(forms.Field):
    """A moment typed on the Amsterdam clock, given back aware.

    The hour that comes twice in October is read as the first of the two, the earlier moment, so that a term
    that starts there never ends too late; the hour that does not exist in March is refused.
    """

    widget = MomentInput
    default_error_messages = {
        "invalid": "Dit is geen geldig moment. Voorbeeld: 10-03-2026 14:02.",
        "nonexistent": "Dit moment bestaat niet: de klok ging die nacht een uur vooruit.",
    }
    notations: Final = ("%d-%m-%Y %H:%M", "%d-%m-%Y %H.%M")

    def to_python(self, value: object) -> datetime | None:
        """The aware moment; raises `ValidationError` for what is no moment."""
        if value in self.empty_values:
            return None
        typed = value if isinstance(value, datetime) else self._parse(str(value).strip())
        if typed.tzinfo is not None:
            return typed
        here = typed.replace(tzinfo=AMSTERDAM)
        if here.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != typed:
            raise ValidationError(self.error_messages["nonexistent"], code="nonexistent")
        return here

    def _parse(self, text: str) -> datetime:
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
        for notation in self.notations:
            try:
                return datetime.strptime(text, notation)  # noqa: DTZ007 - the caller sets the Amsterdam zone
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def prepare_value(self, value: Any) -> Any:
        """A stored moment as the Amsterdam clock shows it."""
        if isinstance(value, datetime) and value.tzinfo is not None:
            return local(value).replace(tzinfo=None)
        return value


class TimeField(forms.TimeField):
    """A time of the day on the Amsterdam clock."""

    widget = TimeInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%H.%M", "%H:%M:%S"], **options)


class DayField(forms.DateField):
    """A calendar day, such as a birth date."""

    widget = DayInput
    default_error_messages = {"invalid": "Dit is geen geldige datum. Voorbeeld: 10-03-2026."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs)


class ThreeWayField(forms.ChoiceField):
    """Yes / no / unknown (or present / absent / unknown): unknown is an answer, not an empty field."""

    widget = ThreeWayInput

    def __init__(self, *, choices: Iterable[tuple[str, str]] = YES_NO_UNKNOWN, **kwargs: Any) -> None:
        super().__init__(choices=list(choices), **kwargs)


class BaseForm(forms.Form):
    """Base of every form: own templates, classes of the design system, Dutch messages that name the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            dress(name, field)

    def add_field(self, name: str, field: forms.Field) -> None:
        """Add a field that depends on the case, such as one per criterion."""
        dress(name, field)
        self.fields[name] = field

    def take_errors(self, error: InvalidInput) -> None:
        """Put what a service refused on the fields; what belongs to no field is said above it."""
        for name, messages in error.errors.items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)


def dress(name: str, field: forms.Field) -> None:
    """Give a field its classes and its messages."""
    widget = field.widget
    for kind, css_class in WIDGET_CLASSES:
        if isinstance(widget, kind):
            widget.attrs["class"] = f"{css_class} {widget.attrs.get('class', '')}".strip()
            break
    label = f"{field.label or name.replace('_', ' ').capitalize()}:".replace("?:", "?")
    chosen = isinstance(field, forms.ChoiceField | forms.BooleanField | forms.ModelChoiceField)
    ask = "maak een keuze" if chosen else "vul dit in"
    _default(field, "required", f"{label} {ask}.")
    _default(field, "invalid_choice", f"{label} deze keuze bestaat niet (meer).")
    if isinstance(field, forms.IntegerField):
        _default(field, "invalid", f"{label} vul een heel getal in.")
    if isinstance(field, forms.TimeField):
        _default(field, "invalid", f"{label} dit is geen geldige tijd. Voorbeeld: 08:30.")
    if isinstance(field, forms.EmailField):
        _default(field, "invalid", f"{label} dit is geen geldig e-mailadres.")


def _default(field: forms.Field, code: str, message: str) -> None:
    """Replace Django's message, not one that the form itself has chosen."""
    chosen = field.__dict__.get("error_messages", {}).get(code)
    standard = None
    for cls in reversed(type(field).__mro__):
        standard = getattr(cls, "default_error_messages", {}).get(code, standard)
    if chosen is None or chosen is standard:
        field.error_messages[code] = message
