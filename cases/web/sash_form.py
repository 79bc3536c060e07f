"""The form of the SASH: sixteen questions as rows, the concern, the weighing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms

from cases.assessments.models import Sash
from cases.assessments.queries import current_sash, draft_sash, sash_suggestions, stalker_is_ex_partner
from cases.assessments.rules.answers import Presence
from cases.assessments.rules.sash import CONCERN_LABELS, QUESTIONS, Concern, Question, questions_for
from cases.assessments.rules.stalking_checklist import Suggestion
from cases.assessments.services import SashGiven, SashInput
from cases.casefiles.queries import CaseAccess
from cases.web.forms import PRESENT_ABSENT_UNKNOWN, BaseForm, ThreeWayField
from cases.web.judged_rows import FormRow, note_field

CONCERNS: Final = tuple((concern.value, label.capitalize()) for concern, label in CONCERN_LABELS.items())
EX_PARTNER: Final = (("yes", "Ja"), ("no", "Nee"))
# The names that the service knows, by the fields of this form.
FIELDS: Final = {"explanation": "afweging"}


@dataclass(frozen=True, slots=True)
class SashSetup:
    """What the form starts from: the draft, else the version that stands, else the checklist."""

    draft: Sash | None
    former: Sash | None
    suggestions: dict[str, Suggestion]
    ex_partner: bool

    @property
    def source(self) -> Sash | None:
        """The record whose answers are filled in."""
        return self.draft or self.former


def setup_of(access: CaseAccess) -> SashSetup:
    """What is on record to start from."""
    draft = draft_sash(access.case, access.actor.organisation_id)
    former = current_sash(access.case)
    source = draft or former
    return SashSetup(
        draft=draft,
        former=former,
        suggestions={} if source else sash_suggestions(access.case),
        ex_partner=source.ex_partner if source else stalker_is_ex_partner(access.case),
    )


class SashForm(BaseForm):
    """The SASH as it is filled in; a draft may be incomplete."""

    versie = forms.IntegerField(widget=forms.HiddenInput)
    bewaard = forms.CharField(widget=forms.HiddenInput, required=False)
    ex_partner = forms.ChoiceField(
        label="Is de stalker een ex-partner?", choices=EX_PARTNER, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, setup: SashSetup, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setup = setup
        self.fields["versie"].initial = setup.former.version if setup.former else 0
        self.fields["bewaard"].initial = setup.draft.saved_at.isoformat() if setup.draft else ""
        self.fields["ex_partner"].initial = "yes" if setup.ex_partner else "no"
        for question in QUESTIONS:
            self.add_field(f"vraag_{question.code}", _question_field(question))
            self.add_field(f"toelichting_{question.code}", note_field("Toelichting", 500))
        self._add_weighing()
        self._carry_over()
        if not self.is_bound:
            self.fields[f"vraag_{QUESTIONS[0].code}"].widget.attrs["autofocus"] = True

    def _add_weighing(self) -> None:
        concern = ThreeWayField(
            label="Niveau van ongerustheid",
            choices=CONCERNS,
            required=False,
            help_text="Nodig om in te dienen; een alarmbel maakt het hoog. Weeg aantal en ernst: er is geen "
            "puntentelling.",
        )
        self.add_field("niveau", concern)
        self.add_field("afweging", note_field("Afweging", 4000))

    def _carry_over(self) -> None:
        source = self.setup.source
        if source is not None:
            for row in source.answers.all():
                self.fields[f"vraag_{row.code}"].initial = row.answer
                self.fields[f"toelichting_{row.code}"].initial = row.note
            self.fields["niveau"].initial = source.concern
            self.fields["afweging"].initial = source.explanation
        for code, suggestion in self.setup.suggestions.items():
            self.fields[f"toelichting_{code}"].initial = suggestion.note
            if suggestion.presence is not None:
                self.fields[f"vraag_{code}"].initial = suggestion.presence.value

    def rows(self) -> list[FormRow]:
        """The thirteen questions about every stalker."""
        return [self._row(number, question) for number, question in _numbered() if not question.ex_partner]

    def ex_partner_rows(self) -> list[FormRow]:
        """The three questions about a former partner."""
        return [self._row(number, question) for number, question in _numbered() if question.ex_partner]

    def _row(self, number: int, question: Question) -> FormRow:
        return FormRow(
            number=str(number),
            text=question.label,
            choice=self[f"vraag_{question.code}"],
            note=self[f"toelichting_{question.code}"],
        )

    # What was answered so far: also for a draft that is not complete

    def _said(self, name: str) -> str:
        value = (
            self.data.get(name, "") if self.is_bound else self.get_initial_for_field(self.fields[name], name)
        )
        return str(value or "")

    def is_ex_partner(self) -> bool:
        """Whether the questions about a former partner are asked."""
        return self._said("ex_partner") == "yes"

    def answers(self) -> dict[str, Presence]:
        """The questions that are asked and have an answer."""
        known = {answer.value for answer in Presence}
        asked = questions_for(ex_partner=self.is_ex_partner())
        given = {question.code: self._said(f"vraag_{question.code}") for question in asked}
        return {code: Presence(value) for code, value in given.items() if value in known}

    def concern(self) -> Concern | None:
        """The concern chosen so far."""
        value = self._said("niveau")
        return Concern(value) if value in {concern.value for concern in Concern} else None

    def sash(self) -> SashInput:
        """What the service keeps; only for a form that is valid."""
        data = self.cleaned_data
        answers = self.answers()
        return SashInput(
            ex_partner=self.is_ex_partner(),
            answers=tuple(
                SashGiven(
                    code=question.code,
                    answer=answers.get(question.code),
                    note=data[f"toelichting_{question.code}"],
                )
                for question in QUESTIONS
            ),
            concern=self.concern(),
            explanation=data["afweging"],
            based_on=data["versie"],
            seen=_moment(data["bewaard"]),
        )


def _numbered() -> list[tuple[int, Question]]:
    return list(enumerate(QUESTIONS, start=1))


def _question_field(question: Question) -> ThreeWayField:
    alarm = " Alarmbel: aanwezig maakt het niveau hoog." if question.alarm else ""
    return ThreeWayField(
        label=question.label,
        choices=PRESENT_ABSENT_UNKNOWN,
        required=False,
        help_text=f"{question.description}{alarm}",
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
