"""The form of part B: every kind of harmful event by category, and the conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms

from cases.assessments.models import SOURCE_CHOICES, SafetyAssessment
from cases.assessments.queries import PART_B, current, late_judgements, pattern_in
from cases.assessments.rules.acute import Proposal
from cases.assessments.rules.answers import Outcome, Presence
from cases.assessments.rules.structural import (
    HARM_CATEGORIES,
    HARMFUL_EVENTS,
    HarmfulEvent,
    Pattern,
    propose_structural,
)
from cases.assessments.services import HarmAnswer, PartB
from cases.casefiles.queries import CaseAccess
from cases.organisations.models import Organisation
from cases.terms.models import Term
from cases.web.forms import PRESENT_ABSENT_UNKNOWN, BaseForm, ThreeWayField
from cases.web.judged_rows import NO_SOURCE, FormRow, late_field, note_field

CONCLUSIONS: Final = (
    (Outcome.YES.value, "Ja, structureel"),
    (Outcome.NO.value, "Nee"),
    (Outcome.NOT_YET_KNOWN.value, "Nog niet bekend"),
)
# The names that the service knows, by the fields of this form.
FIELDS: Final = {"sources": "bronnen", "late_reason": "te_laat", "deviation_reason": "afwijking"}


@dataclass(frozen=True, slots=True)
class PartBSetup:
    """What the form of one case starts from."""

    pattern: Pattern
    former: SafetyAssessment | None
    late: tuple[Term, ...]


def setup_of(access: CaseAccess, at: datetime) -> PartBSetup:
    """The pattern of unsafe events, the former version and what is already late."""
    organisation = Organisation.objects.get(pk=access.actor.organisation_id)
    return PartBSetup(
        pattern=pattern_in(access.case),
        former=current(access.case, PART_B),
        late=tuple(late_judgements(access.case, organisation, at, PART_B)),
    )


@dataclass(frozen=True, slots=True)
class RowGroup:
    """The rows of one category of harmful events."""

    code: str
    title: str
    rows: tuple[FormRow, ...]


class PartBForm(BaseForm):
    """Part B as it is filled in; judging again starts from the answers of the former version."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, setup: PartBSetup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setup = setup
        self.fields["versie"].initial = setup.former.version if setup.former else 0
        for event in HARMFUL_EVENTS.values():
            self._add_kind(event)
        self._add_conclusion()
        if setup.late:
            self.add_field("te_laat", late_field(setup.late))
        self._carry_over()
        if not self.is_bound:
            first = next(iter(HARMFUL_EVENTS))
            self.fields[f"soort_{first}"].widget.attrs["autofocus"] = True

    def _add_kind(self, event: HarmfulEvent) -> None:
        self.add_field(
            f"soort_{event.code}", ThreeWayField(label=event.label, choices=PRESENT_ABSENT_UNKNOWN)
        )
        self.add_field(f"toelichting_{event.code}", note_field("Toelichting", 500))
        source = forms.ChoiceField(label="Bron", choices=(NO_SOURCE, *SOURCE_CHOICES), required=False)
        self.add_field(f"bron_{event.code}", source)

    def _add_conclusion(self) -> None:
        sources = forms.MultipleChoiceField(
            label="Waarop berust de beoordeling",
            choices=SOURCE_CHOICES,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Nodig zodra u ja of nee concludeert.",
        )
        self.add_field("bronnen", sources)
        self.add_field(
            "conclusie", ThreeWayField(label="Conclusie: structureel onveilig", choices=CONCLUSIONS)
        )
        reason = note_field("Waarom anders dan het voorstel", 2000)
        reason.help_text = "Alleen nodig als uw conclusie afwijkt van het voorstel."
        self.add_field("afwijking", reason)
        self.add_field("toelichting", note_field("Toelichting bij de conclusie", 4000))
        share = forms.BooleanField(
            label="Onderbouwing delen met OM en politie voor hun taak",
            required=False,
            help_text="Zonder dit zien zij alleen de conclusie.",
        )
        self.add_field("delen", share)

    def _carry_over(self) -> None:
        former = self.setup.former
        if former is None:
            return
        for row in former.criteria.all():
            if f"soort_{row.code}" in self.fields:
                self.fields[f"soort_{row.code}"].initial = row.answer
                self.fields[f"toelichting_{row.code}"].initial = row.note
                self.fields[f"bron_{row.code}"].initial = row.source
        self.fields["bronnen"].initial = former.sources
        self.fields["toelichting"].initial = former.explanation

    def groups(self) -> list[RowGroup]:
        """The kinds by category, numbered through."""
        numbers = {code: number for number, code in enumerate(HARMFUL_EVENTS, start=1)}
        return [
            RowGroup(
                code=category.code,
                title=category.label,
                rows=tuple(
                    FormRow(
                        number=str(numbers[event.code]),
                        text=event.label,
                        choice=self[f"soort_{event.code}"],
                        note=self[f"toelichting_{event.code}"],
                        source=self[f"bron_{event.code}"],
                    )
                    for event in category.events
                ),
            )
            for category in HARM_CATEGORIES
        ]

    # What was answered so far: also when the form is not complete, for the proposal as one goes

    def _said(self, name: str) -> str:
        value = (
            self.data.get(name, "") if self.is_bound else self.get_initial_for_field(self.fields[name], name)
        )
        return str(value or "")

    def answers(self) -> dict[str, Presence]:
        """The kinds that have an answer."""
        given = {code: self._said(f"soort_{code}") for code in HARMFUL_EVENTS}
        known = {answer.value for answer in Presence}
        return {code: Presence(value) for code, value in given.items() if value in known}

    def conclusion(self) -> Outcome | None:
        """The conclusion chosen so far."""
        value = self._said("conclusie")
        return Outcome(value) if value in {outcome.value for outcome in Outcome} else None

    def has_reason(self) -> bool:
        """Whether a reason to differ from the proposal was typed."""
        return bool(self._said("afwijking").strip())

    def proposal(self) -> Proposal:
        """What the rules propose for what was answered so far."""
        return propose_structural(self.answers(), self.setup.pattern)

    def part_b(self) -> PartB:
        """What the service concludes; only for a form that is valid."""
        data = self.cleaned_data
        main_source = data["bronnen"][0] if len(data["bronnen"]) == 1 else ""
        return PartB(
            kinds=tuple(self._answer(code, main_source) for code in HARMFUL_EVENTS),
            conclusion=Outcome(data["conclusie"]),
            deviation_reason=data["afwijking"],
            explanation=data["toelichting"],
            sources=tuple(data["bronnen"]),
            share_grounds=data["delen"],
            late_reason=data.get("te_laat", ""),
            based_on=data["versie"],
        )

    def _answer(self, code: str, main_source: str) -> HarmAnswer:
        """An answer without a source of its own has the only source of the assessment, when there is one."""
        data = self.cleaned_data
        answer = Presence(data[f"soort_{code}"])
        source = data[f"bron_{code}"]
        if not source and answer is not Presence.UNKNOWN:
            source = main_source
        return HarmAnswer(code=code, answer=answer, note=data[f"toelichting_{code}"], source=source)
