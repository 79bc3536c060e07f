"""The form of an advice: from what is filled in to the content that the service keeps, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, BoundField, formset_factory
from django.utils.text import capfirst

from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyCondition
from cases.plans.rules.measure import PART_LABELS, Part
from cases.web.forms import BaseForm
from cases.web.rows import RowSet, is_removed
from zsm.advice.models import Advice
from zsm.advice.rules.advice import (
    ADVICE_KIND_LABELS,
    ADVISABLE_PARTS,
    ADVISED_FOR_MINORS_ONLY,
    ADVISED_LABELS,
    CHILDREN_HEARD_LABELS,
    DEFAULT_RADIUS_KM,
    INSTRUMENT_LABELS,
    LONGEST_PERIOD_MONTHS,
    SPOKEN_LABELS,
    WIDEST_RADIUS_KM,
    AdviceContent,
    AdviceFacts,
    AdviceKind,
    AdvisedCondition,
    AdvisedDecision,
    ChildrenHeard,
    Instrument,
    SpokenWith,
    TakenIn,
    Weighing,
    possible_kinds,
)

MOST_CONDITIONS: Final = 20
FIELDS: Final = {
    "kind": "soort",
    "risk": "risico",
    "decision": "besluit",
    "decision_reason": "besluit_reden",
    "em": "em",
    "em_reason": "em_reden",
    "dut": "dut",
    "dut_reason": "dut_reden",
    "feasibility": "uitvoerbaarheid",
    "instruments": "instrumenten",
    "spoken_with": "gesproken",
    "spoken_note": "gesproken_toelichting",
    "children_heard": "kinderen",
    "children_note": "kinderen_toelichting",
    "late_reason": "te_laat",
}
YES_NO: Final = ((Weighing.YES.value, "Ja"), (Weighing.NO.value, "Nee"))
DUT_CHOICES: Final = (
    *YES_NO,
    (Weighing.NOT_APPLICABLE.value, "Niet van toepassing: geen straf door de rechter"),
)


def _text(label: str, *, rows: int = 3, most: int = 2000, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class AdvisedForm(BaseForm):
    """One condition that is advised."""

    onderdeel = forms.ChoiceField(
        label="Bijzondere voorwaarde",
        choices=(
            ("", "Kies een voorwaarde"),
            *((part.value, capfirst(PART_LABELS[part])) for part in ADVISABLE_PARTS),
        ),
    )
    tekst = forms.CharField(label="In woorden", max_length=500, required=False)
    maanden = forms.IntegerField(label="Maanden", min_value=1, max_value=LONGEST_PERIOD_MONTHS)
    straal = forms.IntegerField(
        label="Straal in km",
        min_value=1,
        max_value=WIDEST_RADIUS_KM,
        required=False,
        help_text=f"Gebiedsverbod: leeg is {DEFAULT_RADIUS_KM} km.",
    )

    def condition(self) -> AdvisedCondition:
        """What the service keeps."""
        data = self.cleaned_data
        return AdvisedCondition(
            part=Part(data["onderdeel"]), text=data["tekst"], months=data["maanden"], radius_km=data["straal"]
        )


AdvisedFormSet: type[BaseFormSet[AdvisedForm]] = formset_factory(
    AdvisedForm,
    formset=RowSet,
    extra=1,
    max_num=MOST_CONDITIONS,
    absolute_max=MOST_CONDITIONS,
    validate_max=True,
    can_delete=True,
)


@dataclass(frozen=True, slots=True)
class TakenRow:
    """One condition of Veilig Thuis with the two fields about it."""

    condition: SafetyCondition
    taken: BoundField
    reason: BoundField


class AdviceForm(BaseForm):
    """Everything of an advice but the rows of conditions; a draft needs no more than the kind."""

    versie = forms.IntegerField(widget=forms.HiddenInput)
    soort = forms.ChoiceField(label="Soort advies", widget=forms.RadioSelect)
    risico = _text("Inschatting van het risico, in woorden", rows=5, most=6000)
    besluit = forms.ChoiceField(label="Geadviseerde beslissing", required=False)
    besluit_reden = _text("Waarom deze beslissing", most=4000)
    em = forms.ChoiceField(
        label="Elektronische monitoring", choices=YES_NO, widget=forms.RadioSelect, required=False
    )
    em_reden = _text("Afweging elektronische monitoring", rows=2)
    dut = forms.ChoiceField(
        label="Dadelijk uitvoerbaar toezicht (DUT)",
        choices=DUT_CHOICES,
        widget=forms.RadioSelect,
        required=False,
    )
    dut_reden = _text("Afweging dadelijke uitvoerbaarheid", rows=2)
    uitvoerbaarheid = _text("Uitvoerbaarheid", most=4000, help_text="Wat kan wanneer beginnen, en wat niet.")
    instrumenten = forms.MultipleChoiceField(
        label="Afgenomen instrumenten", widget=forms.CheckboxSelectMultiple, required=False
    )
    gesproken = forms.MultipleChoiceField(
        label="Met wie is gesproken", widget=forms.CheckboxSelectMultiple, required=False
    )
    gesproken_toelichting = _text("Toelichting op de gesprekken", rows=2)
    kinderen = forms.ChoiceField(
        label="Zijn de kinderen gesproken door Veilig Thuis of de Raad?",
        choices=(
            ("", "Nog niet ingevuld"),
            *((key.value, text) for key, text in CHILDREN_HEARD_LABELS.items()),
        ),
        required=False,
    )
    kinderen_toelichting = _text("Toelichting over de kinderen", rows=2)
    delen = forms.BooleanField(
        label="Veilig Thuis mag dit advies lezen, om de voorwaarden af te stemmen", required=False
    )
    te_laat = _text("Reden van de overschrijding", rows=2, most=1000)

    def __init__(
        self,
        *args: Any,
        facts: AdviceFacts,
        conditions: Sequence[SafetyCondition],
        late: bool,
        kept_kind: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facts, self.conditions = facts, conditions
        kinds = [kind for kind in AdviceKind if kind in possible_kinds(facts) or kind.value == kept_kind]
        self._choose(
            "soort", [(kind.value, capfirst(ADVICE_KIND_LABELS[kind])) for kind in kinds or AdviceKind]
        )
        decisions = [d for d in AdvisedDecision if facts.minor or d not in ADVISED_FOR_MINORS_ONLY]
        self._choose(
            "besluit",
            [("", "Maak een keuze"), *((d.value, capfirst(ADVISED_LABELS[d])) for d in decisions)],
        )
        self._choose(
            "gesproken", [(key.value, text) for key, text in SPOKEN_LABELS.items() if self._may_speak(key)]
        )
        fitting = [i for i in Instrument if (i is Instrument.LIJ) is bool(facts.minor)]
        self._choose("instrumenten", [(i.value, INSTRUMENT_LABELS[i]) for i in fitting])
        if not late:
            del self.fields["te_laat"]
        for row in conditions:
            key = str(row.public_id)
            taken = forms.ChoiceField(
                label="Overgenomen in het advies",
                choices=(("yes", "Ja"), ("no", "Nee")),
                widget=forms.RadioSelect,
                required=False,
            )
            self.add_field(f"vt-{key}", taken)
            reason = forms.CharField(label="Waarom niet", max_length=500, required=False)
            self.add_field(f"vt-{key}-reden", reason)

    def _may_speak(self, who: SpokenWith) -> bool:
        """3RO is never offered the victim of stalking."""
        bound = self.facts.stalking and self.facts.adviser is not OrganisationKind.RVDK
        return not (who is SpokenWith.VICTIM and bound)

    def _choose(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)

    def show_needed(self) -> None:
        """Say at each field that handing in needs it, though a draft may leave it empty."""
        names = ["risico", "besluit", "besluit_reden", "uitvoerbaarheid", "gesproken"]
        names += ["em", "em_reden", "dut", "dut_reden"] if self.facts.stalking else []
        names += ["kinderen"] if self.facts.children else []
        names += [f"vt-{row.public_id}" for row in self.conditions]
        for name in names:
            self.fields[name].required = True

    @property
    def taken_rows(self) -> list[TakenRow]:
        """The conditions of Veilig Thuis with their fields."""
        return [
            TakenRow(row, self[f"vt-{row.public_id}"], self[f"vt-{row.public_id}-reden"])
            for row in self.conditions
        ]

    def content(self, rows: BaseFormSet[AdvisedForm]) -> AdviceContent:
        """What the service keeps; `rows` are the advised conditions, checked already."""
        data = self.cleaned_data
        return AdviceContent(
            kind=AdviceKind(data["soort"]),
            risk=data["risico"],
            decision=AdvisedDecision(data["besluit"]) if data["besluit"] else None,
            decision_reason=data["besluit_reden"],
            conditions=tuple(
                form.condition() for form in rows if form.has_changed() and not is_removed(form)
            ),
            vt_conditions=dict(self._taken()),
            em=Weighing(data["em"]) if data["em"] else None,
            em_reason=data["em_reden"],
            dut=Weighing(data["dut"]) if data["dut"] else None,
            dut_reason=data["dut_reden"],
            feasibility=data["uitvoerbaarheid"],
            instruments=frozenset(Instrument(value) for value in data["instrumenten"]),
            spoken_with=frozenset(SpokenWith(value) for value in data["gesproken"]),
            spoken_note=data["gesproken_toelichting"],
            children_heard=ChildrenHeard(data["kinderen"]) if data["kinderen"] else None,
            children_note=data["kinderen_toelichting"],
        )

    def _taken(self) -> Iterable[tuple[str, TakenIn]]:
        for row in self.conditions:
            key = str(row.public_id)
            if answer := self.cleaned_data[f"vt-{key}"]:
                yield key, TakenIn(taken=answer == "yes", reason=self.cleaned_data[f"vt-{key}-reden"])


def initial_of(advice: Advice | None, versions: int, facts: AdviceFacts) -> dict[str, Any]:
    """What stands in the form at first: the draft, or the last version that was handed in."""
    if advice is None:
        kinds = possible_kinds(facts)
        children = {} if facts.children else {"kinderen": ChildrenHeard.NO_CHILDREN.value}
        return {"versie": versions, "soort": kinds[0].value if kinds else "", **children}
    start: dict[str, Any] = {
        name: getattr(advice, field) for field, name in FIELDS.items() if field != "late_reason"
    }
    start["versie"] = versions
    for key, row in advice.vt_conditions.items():
        start |= {f"vt-{key}": "yes" if row["taken"] else "no", f"vt-{key}-reden": row["reason"]}
    return start


def initial_rows(advice: Advice | None) -> list[dict[str, Any]]:
    """The advised conditions that stand in the form at first."""
    if advice is None:
        return []
    return [
        {"onderdeel": row["part"], "tekst": row["text"], "maanden": row["months"], "straal": row["radius_km"]}
        for row in advice.conditions
    ]
