"""The form of an act: which orders, and of each only the fields that its kind needs (tables, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.http import QueryDict

from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.web.forms import BaseForm, DayField, MomentField, dress
from zsm.decision.rules.act import Act, Order, field_key
from zsm.decision.rules.checklist import GUARD_LABELS, OVERRIDABLE, Guard, Override
from zsm.decision.rules.choices import NOTICES
from zsm.decision.rules.fields import FIELDS, Field, FieldType
from zsm.decision.rules.kinds import DECISION_LABELS, STAGE_LABELS, DecisionKind, DecisionStage, decisions_in
from zsm.web.decision.orders import NOBODY, field_text

KINDS: Final = "soorten"
SHOWN: Final = "getoond"
MANY: Final = frozenset({FieldType.CHOICES, FieldType.PERSONS, FieldType.MEASURES})
LONG_LIST: Final = 7

KIND_CHOICES: Final = [
    (STAGE_LABELS[stage], [(kind.value, DECISION_LABELS[kind]) for kind in decisions_in(stage)])
    for stage in DecisionStage
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the form of one case starts from.

    `defaults`: what is filled in beforehand, by field name; `persons`, `measures`: choices by public id;
    `late`: the reason of an overrun is asked; `ask_told`: it is asked who was told of a release beforehand.
    """

    informers: tuple[Organisation, ...]
    informer: Organisation | None
    persons: tuple[tuple[str, str], ...]
    measures: tuple[tuple[str, str], ...]
    defaults: Mapping[str, object]
    seen: int
    late: bool = False
    ask_told: bool = False


@dataclass(frozen=True, slots=True)
class OrderFields:
    """The fields of one order on the page; `filled`: those that stand folded, told by `summary`."""

    title: str
    fields: tuple[BoundField, ...]
    filled: tuple[BoundField, ...]
    summary: str


class ActForm(BaseForm):
    """Kinds, the fields of each, motivation, informer and, where needed, late reason and override."""

    def __init__(self, data: QueryDict | None, *, setup: Setup, kinds: Iterable[DecisionKind] = ()) -> None:
        self.setup = setup
        self.kinds = _chosen(data) if data is not None else tuple(dict.fromkeys(kinds))
        initial: dict[str, Any] = {
            KINDS: [kind.value for kind in self.kinds],
            SHOWN: ",".join(kind.value for kind in self.kinds),
            "informer": str(setup.informer.public_id) if setup.informer else "",
            "gezien": setup.seen,
        }
        for kind in self.kinds:
            for field in FIELDS[kind]:
                if (value := setup.defaults.get(field.name)) is not None:
                    initial[field_key(kind, field.name)] = value
        full = _with_defaults(data, self.kinds, initial) if data is not None else None
        super().__init__(full, initial=initial)
        self._add_fields()

    def _add_fields(self) -> None:
        self.fields[KINDS] = forms.MultipleChoiceField(
            label="Wat besluit u?", choices=KIND_CHOICES, widget=forms.CheckboxSelectMultiple
        )
        for kind in self.kinds:
            for field in FIELDS[kind]:
                self.fields[field_key(kind, field.name)] = self._field(field)
        self.fields["informer"] = forms.ChoiceField(
            label="Wie informeert het slachtoffer?",
            choices=[
                ("", "Kies een organisatie"),
                *((str(row.public_id), row.name) for row in self.setup.informers),
            ],
            # Guard 6: without one only when the prosecutor sets that guard aside.
            required=str(Guard.INFORM_VICTIM.value) not in self._posted("opzij"),
            help_text="Bij stalking nooit de reclassering.",
        )
        if self.setup.ask_told:
            self.fields["vooraf"] = forms.MultipleChoiceField(
                label="Vooraf ingelicht over de vrijlating",
                choices=NOTICES,
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        if self.setup.late:
            self.fields["te_laat"] = forms.CharField(
                label="Reden van de overschrijding",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="De termijn is verstreken.",
            )
        self.fields["motivering"] = forms.CharField(
            label="Motivering",
            max_length=8000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text="Waarom dit besluit, in uw eigen woorden.",
        )
        self.fields["opzij"] = forms.MultipleChoiceField(
            label="Waarborgen opzijzetten",
            choices=[(str(guard.value), GUARD_LABELS[guard]) for guard in Guard if guard in OVERRIDABLE],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["opzij_motivering"] = forms.CharField(
            label="Motivering van het opzijzetten",
            max_length=4000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields["gezien"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields[SHOWN] = forms.CharField(widget=forms.HiddenInput, required=False)
        for name, form_field in self.fields.items():
            dress(name, form_field)
        self._put_focus()

    def _posted(self, name: str) -> list[str]:
        return self.data.getlist(name) if isinstance(self.data, QueryDict) else []

    def _put_focus(self) -> None:
        """On a new page the keyboard starts at the first thing to fill in of what was chosen."""
        if self.is_bound:
            return
        keys = (field_key(kind, field.name) for kind in self.kinds for field in FIELDS[kind])
        first = next((key for key in keys if key not in self.initial), "motivering" if self.kinds else "")
        if first:
            self.fields[first].widget.attrs["autofocus"] = True

    def _field(self, field: Field) -> forms.Field:
        # Guard 8 asks a ground of every behavioural order and cannot be set aside.
        required = field.required or field.name == "order_grounds"
        help_text = field.help
        if field.type is FieldType.MEASURES and not self.setup.measures:
            help_text = "Er is nog geen maatregel uitgereikt. De politie reikt uit en legt dat vast."
        common: dict[str, Any] = {"label": field.label, "help_text": help_text, "required": required}
        if field.type in MANY:
            return forms.MultipleChoiceField(
                choices=self._choices(field), widget=forms.CheckboxSelectMultiple, **common
            )
        match field.type:
            case FieldType.CHOICE:
                short = len(field.choices) < LONG_LIST
                options = field.choices if short else (("", "Maak een keuze"), *field.choices)
                return forms.ChoiceField(
                    choices=options, widget=forms.RadioSelect if short else forms.Select, **common
                )
            case FieldType.DATE:
                return DayField(**common)
            case FieldType.MOMENT:
                return MomentField(**common)
            case FieldType.NUMBER:
                return forms.IntegerField(min_value=field.minimum, max_value=field.maximum, **common)
            case FieldType.MONEY:
                return forms.DecimalField(min_value=0, decimal_places=2, max_digits=10, **common)
            case FieldType.LONG_TEXT:
                area = forms.Textarea(attrs={"rows": 2})
                return forms.CharField(max_length=field.maximum_length, widget=area, **common)
            case _:
                return forms.CharField(max_length=field.maximum_length, **common)

    def _choices(self, field: Field) -> tuple[tuple[str, str], ...]:
        if field.type is FieldType.PERSONS:
            return self.setup.persons
        return self.setup.measures if field.type is FieldType.MEASURES else field.choices

    def as_typed(self) -> ActForm:
        """The form as it stands, without saying yet what is wrong; what can be read is in `cleaned_data`."""
        self.full_clean()
        self._errors = ErrorDict()
        return self

    def act(self) -> Act:
        """The act as far as it was filled in; of a new form, as it was filled in beforehand."""
        data = self.cleaned_data if self.is_bound else self.initial
        informer = self.informer()
        return Act(
            orders=tuple(self._order(kind, data) for kind in self.kinds),
            motivation=data.get("motivering", ""),
            informer=OrganisationKind(informer.kind) if informer else None,
            late_reason=data.get("te_laat", ""),
            told_before=frozenset(OrganisationKind(code) for code in data.get("vooraf", ())),
        )

    def _order(self, kind: DecisionKind, data: Mapping[str, Any]) -> Order:
        values: dict[str, object] = {}
        for field in FIELDS[kind]:
            value = data.get(field_key(kind, field.name))
            if value not in (None, "", [], ()):
                values[field.name] = tuple(value) if field.type in MANY else value
        return Order(kind, values)

    def informer(self) -> Organisation | None:
        """The organisation that was chosen to inform the victim."""
        data = self.cleaned_data if self.is_bound else self.initial
        chosen = data.get("informer", "")
        return next((row for row in self.setup.informers if str(row.public_id) == chosen), None)

    def override(self) -> Override | None:
        """Which guards are set aside, and why; None when none is. The service adds the roles."""
        data = self.cleaned_data if self.is_bound else {}
        guards = frozenset(Guard(int(number)) for number in data.get("opzij", ()))
        return Override(guards, data.get("opzij_motivering", ""), frozenset()) if guards else None

    def groups(self) -> tuple[OrderFields, ...]:
        """The fields per order; what was filled in beforehand is folded, unless something is wrong."""
        return tuple(self._grouped(order) for order in self.act().orders)

    def _grouped(self, order: Order) -> OrderFields:
        fields, filled, summary = [], [], []
        for field in FIELDS[order.kind]:
            row = self[field_key(order.kind, field.name)]
            value = order.values.get(field.name)
            if row.name in self.initial and isinstance(value, str | datetime) and not row.errors:
                filled.append(row)
                summary.append(f"{field.label}: {field_text(field, value, NOBODY)}")
            else:
                fields.append(row)
        return OrderFields(DECISION_LABELS[order.kind], tuple(fields), tuple(filled), " · ".join(summary))


def _chosen(data: QueryDict) -> tuple[DecisionKind, ...]:
    known = {kind.value: kind for kind in DecisionKind}
    return tuple(dict.fromkeys(known[code] for code in data.getlist(KINDS) if code in known))


def _with_defaults(data: QueryDict, kinds: Iterable[DecisionKind], initial: Mapping[str, Any]) -> QueryDict:
    """Fill in the fields of an order that was not on the page before; what was typed stays as it is."""
    shown = set(data.get(SHOWN, "").split(","))
    full = data.copy()
    for kind in kinds:
        if kind.value in shown:
            continue
        for field in FIELDS[kind]:
            key = field_key(kind, field.name)
            if key in initial and key not in full:
                full.setlist(key, _as_posted(initial[key]))
    full[SHOWN] = ",".join(kind.value for kind in kinds)
    return full


def _as_posted(value: Any) -> list[str]:
    if isinstance(value, datetime):
        return [str(MomentField().prepare_value(value).isoformat(timespec="minutes"))]
    return [str(entry) for entry in value] if isinstance(value, list | tuple) else [str(value)]
