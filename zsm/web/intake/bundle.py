"""All forms of the intake as one: checked together, and what is wrong told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.forms import BaseFormSet
from django.http import QueryDict

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.casefiles.known import known_people
from cases.web.components import LinkItem
from cases.web.forms import BaseForm
from cases.web.person_forms import MatchForm, PersonForm
from cases.web.rows import is_removed
from cases.web.safe_contact_form import SafeContactForm
from zsm.intake.rules import SUSPECT, VICTIM, Met
from zsm.web.intake.case_forms import ArrestForm, CaseForm, ChargeForm, ChargeFormSet, ComplaintForm
from zsm.web.intake.people_forms import (
    ChildCheckForm,
    ChildForm,
    ChildFormSet,
    GuardianCheckForm,
    GuardianForm,
    GuardianFormSet,
    SuspectForm,
)
from zsm.web.intake.safety_forms import MeasureForm, ReportForm
from zsm.web.intake.start_forms import Carried, CarriedForm, HearingForm, StartForm

# The service of breaches knows these fields by other names than the form of the measure.
BREACH_FIELDS: Final = {"happened_at": "breached_at", "description": "breach_description"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a formset; `matches` asks about a child who may be known already."""

    form: BaseForm
    matches: MatchForm | None = None

    @property
    def removed(self) -> bool:
        """Whether the user took the row away."""
        return is_removed(self.form)


class IntakeForms:
    """The forms of one view of the page: unbound to begin with, bound to what was sent."""

    def __init__(self, data: QueryDict | None = None, carried: Carried | None = None) -> None:
        self._data = data
        self.carried = carried
        self.along = CarriedForm(carried, data, prefix="koppeling") if carried else None
        self.start = StartForm(data, prefix="begin")
        self.hearing = HearingForm(data, prefix="verhoor")
        self.case = CaseForm(data, prefix="zaak", initial=carried.initial() if carried else None)
        first = carried.charges() if carried and data is None else None
        self.charges: BaseFormSet[ChargeForm] = ChargeFormSet(data, prefix="feiten", initial=first)
        self.arrest = ArrestForm(data, prefix="aanhouding")
        self.suspect = SuspectForm(data, prefix="verdachte")
        self.victim = PersonForm(data, prefix="slachtoffer")
        self.child_check = ChildCheckForm(data, prefix="kindcheck")
        self.children: BaseFormSet[ChildForm] = ChildFormSet(data, prefix="kinderen")
        self.guardian_check = GuardianCheckForm(data, prefix="ouders")
        self.guardians: BaseFormSet[GuardianForm] = GuardianFormSet(data, prefix="ouder")
        self.complaint = ComplaintForm(data, prefix="klacht")
        self.measure = MeasureForm(data, prefix="maatregel")
        self.contact = SafeContactForm(data, prefix="contact")
        self.report = ReportForm(data, prefix="melding")
        self.matches: dict[str, MatchForm] = {}

    def check(self, actor: Actor, at: datetime) -> list[int]:
        """Check every form, so that everything is told at once, and look who may be known already.

        Gives the keys of the persons who are shown; `problems` tells what is wrong.
        """
        for formset in (self.charges, self.children, self.guardians):
            formset.is_valid()
        self._compare_guardians()
        if self.child_check.is_valid():
            self._compare_children()
        return self._ask_matches(actor, at)

    def _compare_children(self) -> None:
        says, rows = self.child_check.says_children, bool(self.filled_children())
        along = bool(self.along and self.along.is_valid() and self.along.children_along())
        if says and not rows and not along:
            self.child_check.add_error("has_children", "Vul van elk kind de gegevens in.")
        if (rows or along) and not says:
            self.child_check.add_error("has_children", "U kiest geen 'ja', maar er staan kinderen ingevuld.")

    def _compare_guardians(self) -> None:
        if not self.guardian_check.is_valid():
            return
        says, rows = self.guardian_check.cleaned_data["known"] == "yes", bool(self.filled_guardians())
        if says != rows:
            text = (
                "Vul de ouder of voogd in." if says else "U kiest geen 'ja', maar er staat iemand ingevuld."
            )
            self.guardian_check.add_error("known", text)

    def filled_guardians(self) -> list[GuardianForm]:
        """The rows for parents and guardians in which something stands, in the order of the page."""
        return [form for form in self.guardians if form.has_changed() and not is_removed(form)]

    def _ask_matches(self, actor: Actor, at: datetime) -> list[int]:
        shown: list[int] = []
        for slot, form in self.persons().items():
            if not form.is_valid():
                continue
            known = known_people(actor, form.person().identity, at)
            shown += [candidate.person.pk for candidate in known]
            self.matches[slot] = MatchForm(known, self._data, prefix=f"bekend-{slot}")
        return shown

    def filled_children(self) -> list[ChildForm]:
        """The rows for children in which something stands, in the order of the page."""
        return [form for form in self.children if form.has_changed() and not is_removed(form)]

    def filled_charges(self) -> list[ChargeForm]:
        """The rows for offences in which something stands, in the order of the page."""
        return [form for form in self.charges if form.has_changed() and not is_removed(form)]

    def persons(self) -> dict[str, PersonForm]:
        """The form of everybody, by place in the arrest."""
        children = {f"child-{number}": form for number, form in enumerate(self.filled_children())}
        guardians = {f"guardian-{number}": form for number, form in enumerate(self.filled_guardians())}
        return {**self._couple(), **children, **guardians}

    def _couple(self) -> dict[str, PersonForm]:
        """Suspect and victim, without whom is carried over from the linked case."""
        if self.carried is None:
            return {SUSPECT: self.suspect, VICTIM: self.victim}
        return {} if self.carried.suspect else {SUSPECT: self.suspect}

    def take_errors(self, error: InvalidInput) -> None:
        """Put what the service refused on the field that it is about."""
        for key, messages in error.errors.items():
            section, _, field = key.partition(".")
            form = self.report if field == "reported_on" else self._form_of(section, field)
            name = BREACH_FIELDS.get(field, field) if section == "breach" else field
            for message in messages:
                form.add_error(name if name in form.fields else None, message)

    def _form_of(self, section: str, field: str) -> BaseForm:
        if field == "match" and section in self.matches:
            return self.matches[section]
        sections: dict[str, BaseForm] = {
            **self.persons(),
            "arrest": self.arrest,
            "hearing": self.hearing,
            "guardians": self.guardian_check,
            "link": self.along or self.case,
            "complaint": self.complaint,
            "measure": self.measure,
            "breach": self.measure,
            "contact": self.contact,
            "report": self.report,
            "charges": self.charges.forms[0],
        }
        return sections.get(section, self.case)

    def problems(self) -> list[LinkItem]:
        """Everything that is wrong, in the order of the page, each with a link to its field."""
        return [item for form in self._in_order() for item in _problems(form)] + [
            LinkItem(text=str(message))
            for formset in (self.charges, self.children, self.guardians)
            for message in formset.non_form_errors()
        ]

    def _in_order(self) -> Iterator[BaseForm]:
        yield from (self.start, self.case, *(form for form in self.charges if not is_removed(form)))
        yield from (self.complaint, self.moments)
        couple = self._couple()
        yield from (form for slot, form in couple.items() if slot == SUSPECT)
        yield from self._matches_of(SUSPECT)
        yield self.guardian_check
        for number, guardian in enumerate(self.filled_guardians()):
            yield guardian
            yield from self._matches_of(f"guardian-{number}")
        yield from (form for slot, form in couple.items() if slot == VICTIM)
        yield from self._matches_of(VICTIM)
        yield self.contact
        yield self.child_check
        for number, form in enumerate(self.filled_children()):
            yield form
            yield from self._matches_of(f"child-{number}")
        yield from (self.measure, self.report, *([self.along] if self.along else []))

    def _matches_of(self, slot: str) -> list[MatchForm]:
        return [self.matches[slot]] if slot in self.matches else []

    @property
    def moments(self) -> BaseForm:
        """The form for how it went: of the hearing, or of the arrest."""
        return self.hearing if self.start.chosen in (Met.SUMMONED, Met.BY_CHANCE) else self.arrest

    @property
    def guardian_rows(self) -> list[Row]:
        """The rows for parents and guardians as the page shows them, with who may be known already."""
        return self._rows(self.guardians)

    @property
    def charge_rows(self) -> list[Row]:
        """The rows for offences as the page shows them."""
        return [Row(form) for form in self.charges]

    @property
    def child_rows(self) -> list[Row]:
        """The rows for children as the page shows them, with who may be known already."""
        return self._rows(self.children)

    def _rows(self, forms: Iterable[BaseForm]) -> list[Row]:
        places = {id(form): slot for slot, form in self.persons().items()}
        return [Row(form, self.matches.get(places.get(id(form), ""))) for form in forms]


def _problems(form: BaseForm) -> list[LinkItem]:
    whole = [LinkItem(text=str(message), url=f"#{form.prefix}") for message in form.non_field_errors()]
    fields = [
        LinkItem(text=str(message), url=f"#{field.auto_id}") for field in form for message in field.errors
    ]
    return whole + fields
