"""The form of part A: ten criteria, access per threatening person, sight, who is unsafe, the conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms

from cases.assessments.models import SOURCE_CHOICES, SafetyAssessment
from cases.assessments.queries import PART_A, current, late_judgements, prefill_of_charges, threatening_roles
from cases.assessments.rules.acute import Access, Proposal, propose
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.criteria import CRITERIA, EIGHT_YEAR_OFFENCE, Criterion, Prefill
from cases.assessments.services import CriterionAnswer, PartA, ThreatAnswer
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, roles_in
from cases.organisations.models import Organisation
from cases.terms.models import Term
from cases.web.forms import PRESENT_ABSENT_UNKNOWN, YES_NO_UNKNOWN, BaseForm, ThreeWayField, dress
from cases.web.judged_rows import NO_SOURCE, FormRow, late_field, note_field

CONCLUSIONS: Final = (
    (Outcome.YES.value, "Ja, acuut"),
    (Outcome.NO.value, "Nee"),
    (Outcome.NOT_YET_KNOWN.value, "Nog niet bekend"),
)
NO_THREAT: Final = "Alleen als er dreiging van deze persoon uitgaat. Zo niet: kies nee."
# The names that the service knows, by the fields of this form.
FIELDS: Final = {
    "unsafe": "onveilig",
    "sources": "bronnen",
    "late_reason": "te_laat",
    "deviation_reason": "afwijking",
}


@dataclass(frozen=True, slots=True)
class PartASetup:
    """What the form of one case starts from."""

    threats: tuple[CaseRole, ...]
    others: tuple[CaseRole, ...]
    prefill: Prefill
    former: SafetyAssessment | None
    late: tuple[Term, ...]


def setup_of(access: CaseAccess, at: datetime) -> PartASetup:
    """The persons, the charges' answer to criterion 1, the former version and what is already late."""
    threats = threatening_roles(access.case)
    organisation = Organisation.objects.get(pk=access.actor.organisation_id)
    return PartASetup(
        threats=tuple(threats),
        others=tuple(role for role in roles_in(access) if role.role != "suspect"),
        prefill=prefill_of_charges(access.case),
        former=current(access.case, PART_A),
        late=tuple(late_judgements(access.case, organisation, at, PART_A)),
    )


class PartAForm(BaseForm):
    """Part A as it is filled in; a re-assessment starts from the answers of the former version."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, setup: PartASetup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setup = setup
        self.fields["versie"].initial = setup.former.version if setup.former else 0
        for criterion in CRITERIA:
            self._add_criterion(criterion)
        for role in setup.threats:
            self._add_threat(role)
        self._add_sight()
        self._add_conclusion()
        if setup.late:
            self._add_late_reason()
        self._carry_over()
        if not self.is_bound:
            self.fields[f"criterium_{CRITERIA[0].code}"].widget.attrs["autofocus"] = True

    def _add(self, name: str, field: forms.Field) -> None:
        self.fields[name] = field
        dress(name, field)

    def _add_criterion(self, criterion: Criterion) -> None:
        help_text = criterion.description
        if criterion.code == EIGHT_YEAR_OFFENCE:
            help_text = " ".join((help_text, "Uit de feiten:", *self.setup.prefill.grounds))
        choice = ThreeWayField(
            label=f"Criterium {criterion.code}", choices=PRESENT_ABSENT_UNKNOWN, help_text=help_text
        )
        self._add(f"criterium_{criterion.code}", choice)
        self._add(f"toelichting_{criterion.code}", note_field("Toelichting", 500))
        source = forms.ChoiceField(label="Bron", choices=(NO_SOURCE, *SOURCE_CHOICES), required=False)
        self._add(f"bron_{criterion.code}", source)

    def _add_threat(self, role: CaseRole) -> None:
        label = f"Toegang van {role.person.full_name}"
        # A guardian or another of the network is asked about as well, and is seldom a danger.
        help_text = "" if role.role == "suspect" else NO_THREAT
        self._add(f"toegang_{role.person.public_id}", ThreeWayField(label=label, help_text=help_text))
        self._add(f"toegang_toelichting_{role.person.public_id}", note_field("Toelichting", 300))

    def _add_sight(self) -> None:
        self._add("zicht", ThreeWayField(label="Zicht door derden", choices=YES_NO_UNKNOWN))
        self._add("zicht_toelichting", note_field("Toelichting", 300))

    def _add_conclusion(self) -> None:
        persons = [
            (str(role.person.public_id), f"{role.person.full_name} ({role.get_role_display()})")
            for role in self.setup.others
        ]
        unsafe = forms.MultipleChoiceField(
            label="Wie is onveilig",
            choices=persons,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Maatregelen moeten bij ieder van hen de toegang wegnemen.",
        )
        self._add("onveilig", unsafe)
        sources = forms.MultipleChoiceField(
            label="Waarop berust de beoordeling",
            choices=SOURCE_CHOICES,
            widget=forms.CheckboxSelectMultiple,
        )
        self._add("bronnen", sources)
        self._add("conclusie", ThreeWayField(label="Conclusie: acuut onveilig", choices=CONCLUSIONS))
        reason = note_field("Waarom anders dan het voorstel", 2000)
        reason.help_text = "Alleen nodig als uw conclusie afwijkt van het voorstel."
        self._add("afwijking", reason)
        self._add("toelichting", note_field("Toelichting bij de conclusie", 4000))
        share = forms.BooleanField(
            label="Onderbouwing delen met OM en politie voor hun taak",
            required=False,
            help_text="Zonder dit zien zij alleen de conclusie.",
        )
        self._add("delen", share)

    def _add_late_reason(self) -> None:
        self._add("te_laat", late_field(self.setup.late))

    def _carry_over(self) -> None:
        """Answers of the former version; without one, what the charges say about criterion 1."""
        former = self.setup.former
        if former is None:
            self._prefill_from_charges()
            return
        for row in former.criteria.all():
            self.fields[f"criterium_{row.code}"].initial = row.answer
            self.fields[f"toelichting_{row.code}"].initial = row.note
            self.fields[f"bron_{row.code}"].initial = row.source
        for threat in former.threats.all():
            name = f"toegang_{threat.person.public_id}"
            if name in self.fields:
                self.fields[name].initial = threat.access
                self.fields[f"toegang_toelichting_{threat.person.public_id}"].initial = threat.note
        self.fields["zicht"].initial = former.sight
        self.fields["zicht_toelichting"].initial = former.sight_note
        self.fields["onveilig"].initial = [str(row.person.public_id) for row in former.unsafe_persons.all()]
        self.fields["bronnen"].initial = former.sources
        self.fields["toelichting"].initial = former.explanation

    def _prefill_from_charges(self) -> None:
        if self.setup.prefill.presence is Presence.UNKNOWN:
            return
        self.fields[f"criterium_{EIGHT_YEAR_OFFENCE}"].initial = self.setup.prefill.presence.value
        self.fields[f"bron_{EIGHT_YEAR_OFFENCE}"].initial = "police_investigation"

    # Parts of the page

    def criterion_rows(self) -> list[FormRow]:
        """The ten criteria in order."""
        return [
            FormRow(
                number=str(criterion.code),
                text=criterion.label,
                choice=self[f"criterium_{criterion.code}"],
                note=self[f"toelichting_{criterion.code}"],
                source=self[f"bron_{criterion.code}"],
            )
            for criterion in CRITERIA
        ]

    def situation_rows(self) -> list[FormRow]:
        """Access per threatening person, then sight by third parties."""
        rows = [
            FormRow(
                number="",
                text=f"{role.person.full_name} ({role.get_role_display()}) heeft toegang",
                choice=self[f"toegang_{role.person.public_id}"],
                note=self[f"toegang_toelichting_{role.person.public_id}"],
            )
            for role in self.setup.threats
        ]
        sight = FormRow(
            number="",
            text="Derden hebben zicht op de situatie",
            choice=self["zicht"],
            note=self["zicht_toelichting"],
        )
        return [*rows, sight]

    # What was answered so far: also when the form is not complete, for the proposal as one goes

    def _said(self, name: str) -> str:
        value = (
            self.data.get(name, "") if self.is_bound else self.get_initial_for_field(self.fields[name], name)
        )
        return str(value or "")

    def answers(self) -> dict[int, Presence]:
        """The criteria that have an answer."""
        given = {criterion.code: self._said(f"criterium_{criterion.code}") for criterion in CRITERIA}
        known = {answer.value for answer in Presence}
        return {code: Presence(value) for code, value in given.items() if value in known}

    def accesses(self) -> list[Access]:
        """Access per threatening person; no answer yet reads as unknown."""
        return [
            Access(role.person.full_name, self._yes_no(f"toegang_{role.person.public_id}"))
            for role in self.setup.threats
        ]

    def sight(self) -> YesNo:
        """Sight by third parties; no answer yet reads as unknown."""
        return self._yes_no("zicht")

    def conclusion(self) -> Outcome | None:
        """The conclusion chosen so far."""
        value = self._said("conclusie")
        return Outcome(value) if value in {outcome.value for outcome in Outcome} else None

    def has_reason(self) -> bool:
        """Whether a reason to differ from the proposal was typed."""
        return bool(self._said("afwijking").strip())

    def _yes_no(self, name: str) -> YesNo:
        value = self._said(name)
        return YesNo(value) if value in {answer.value for answer in YesNo} else YesNo.UNKNOWN

    def proposal(self) -> Proposal:
        """What the rules propose for what was answered so far."""
        return propose(self.answers(), self.accesses(), self.sight())

    def part_a(self) -> PartA:
        """What the service concludes; only for a form that is valid."""
        data = self.cleaned_data
        persons = {str(role.person.public_id): role.person for role in self.setup.others}
        main_source = data["bronnen"][0] if len(data["bronnen"]) == 1 else ""
        return PartA(
            criteria=tuple(self._criterion_answer(criterion.code, main_source) for criterion in CRITERIA),
            threats=tuple(
                ThreatAnswer(
                    person=role.person,
                    access=YesNo(data[f"toegang_{role.person.public_id}"]),
                    note=data[f"toegang_toelichting_{role.person.public_id}"],
                )
                for role in self.setup.threats
            ),
            sight=YesNo(data["zicht"]),
            sight_note=data["zicht_toelichting"],
            unsafe=tuple(persons[key] for key in data["onveilig"]),
            conclusion=Outcome(data["conclusie"]),
            deviation_reason=data["afwijking"],
            explanation=data["toelichting"],
            sources=tuple(data["bronnen"]),
            share_grounds=data["delen"],
            late_reason=data.get("te_laat", ""),
            based_on=data["versie"],
        )

    def _criterion_answer(self, code: int, main_source: str) -> CriterionAnswer:
        """An answer without a source of its own has the only source of the assessment, when there is one."""
        answer = Presence(self.cleaned_data[f"criterium_{code}"])
        source = self.cleaned_data[f"bron_{code}"]
        if not source and answer is not Presence.UNKNOWN:
            source = main_source
        return CriterionAnswer(
            code=code, answer=answer, note=self.cleaned_data[f"toelichting_{code}"], source=source
        )
