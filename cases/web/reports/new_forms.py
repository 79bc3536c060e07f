"""The forms of a new report: what was reported, by whom, about whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.text import capfirst

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.casefiles.known import known_people
from cases.organisations.models import Municipality
from cases.organisations.rules import OrganisationKind
from cases.reports.rules.report import (
    ANSWER_LABELS,
    DESCRIBED_LABELS,
    EXISTING_CARE,
    MESSAGE_LABELS,
    QUESTIONS,
    REPORTER_LABELS,
    RESTRAINING_ORDER,
    Answer,
    DescribedAs,
    MessageKind,
    NewReport,
    ReportedIncident,
    Reporter,
    ReporterKind,
)
from cases.reports.services import Named, ReportIntake
from cases.web.components import LinkItem
from cases.web.forms import BaseForm, DayField, MomentField, ThreeWayField
from cases.web.person_forms import UNSEEN, MatchForm, PersonForm
from cases.web.rows import RowSet, is_removed

MOST_PERSONS: Final = 20
ANSWERS: Final = [(answer.value, capfirst(label)) for answer, label in ANSWER_LABELS.items()]
DESCRIBED: Final = [(kind.value, capfirst(label)) for kind, label in DESCRIBED_LABELS.items()]
AREA: Final = forms.Textarea(attrs={"rows": 4})


class ReporterForm(BaseForm):
    """Who reports, and how she or he can be reached; names as `Reporter`."""

    kind = forms.ChoiceField(
        label="Melder",
        choices=[(kind.value, capfirst(label)) for kind, label in REPORTER_LABELS.items()],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="Naam", max_length=120, required=False, widget=forms.TextInput(attrs=UNSEEN))
    contact = forms.CharField(
        label="Bereikbaar via",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=UNSEEN),
        help_text="Alleen uw organisatie ziet wie de melder is.",
    )
    anonymous = forms.BooleanField(label="De melder blijft anoniem voor het gezin", required=False)
    feedback_wanted = forms.BooleanField(label="De melder wil terugkoppeling", required=False, initial=True)

    def reporter(self) -> Reporter:
        """The reporter as filled in, for the service."""
        given = self.cleaned_data
        return Reporter(
            kind=ReporterKind(given["kind"]),
            anonymous=given["anonymous"],
            name=given["name"],
            contact=given["contact"],
        )


class ReportForm(BaseForm):
    """What was reported, in the fields of the national message; names as `NewReport`."""

    acute = forms.BooleanField(
        label="De situatie is acuut", required=False, help_text="Veilig Thuis beoordeelt dan direct."
    )
    situation = forms.CharField(
        label="Zorgelijke situatie",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Feiten met datum en bron: wat is er gebeurd, wie waren erbij, wat gebeurde er eerder?",
    )
    explanation = forms.CharField(label="Nadere omschrijving", max_length=5000, required=False, widget=AREA)
    existing_care = ThreeWayField(
        label=QUESTIONS[EXISTING_CARE], choices=ANSWERS, initial=Answer.UNKNOWN.value
    )
    existing_care_note = forms.CharField(label="Welke hulp of zorg", max_length=300, required=False)
    restraining_order = ThreeWayField(
        label=QUESTIONS[RESTRAINING_ORDER], choices=ANSWERS, initial=Answer.UNKNOWN.value
    )
    restraining_order_note = forms.CharField(
        label="Toelichting bij het huisverbod", max_length=300, required=False
    )
    request = forms.CharField(label="Verzoek aan Veilig Thuis", max_length=300, required=False)
    further_information = forms.CharField(
        label="Overige informatie", max_length=5000, required=False, widget=AREA
    )
    kind = forms.ChoiceField(
        label="Soort bericht",
        choices=[(kind.value, capfirst(label)) for kind, label in MESSAGE_LABELS.items()],
        initial=MessageKind.VT.value,
    )
    reference = forms.CharField(label="Registratienummer van de melder", max_length=60, required=False)
    reported_at = MomentField(label="Geschreven door de melder op", required=False)


class IncidentForm(BaseForm):
    """The occasion of the report; names as `ReportedIncident`."""

    happened_at = MomentField(label="Wanneer", required=False)
    place = forms.CharField(
        label="Plaats",
        max_length=200,
        required=False,
        help_text="Geen adres: bijvoorbeeld woning, school, straat voor de woning.",
    )
    description = forms.CharField(
        label="Wat gebeurde er", max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    since = DayField(label="Speelt sinds", required=False)
    until = DayField(label="Tot", required=False)


class WhereForm(BaseForm):
    """Where the victim lives and where it happened: who is responsible follows from it."""

    municipality = forms.ModelChoiceField(
        label="Gemeente waar het slachtoffer woont",
        queryset=Municipality.objects.select_related("zsm_location"),
        empty_label="Kies de gemeente",
    )
    place = forms.ModelChoiceField(
        label="Gemeente waar het gebeurde",
        queryset=Municipality.objects.select_related("zsm_location"),
        required=False,
        empty_label="Dezelfde gemeente",
    )


class NamedForm(PersonForm):
    """Somebody whom the report is about."""

    described_as = forms.ChoiceField(
        label="Volgens de melder",
        choices=[
            ("", "Kies"),
            *((kind.value, capfirst(label)) for kind, label in DESCRIBED_LABELS.items()),
        ],
    )
    address = forms.CharField(
        label="Adres volgens de melder",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=UNSEEN),
        help_text="Wordt als beschermd adres behandeld.",
    )
    field_order = (
        *("described_as", "first_names", "infix", "last_name", "birth_date", "gender", "bsn", "address"),
    )


NamedFormSet: type[BaseFormSet[NamedForm]] = formset_factory(
    NamedForm,
    formset=RowSet,
    extra=3,
    max_num=MOST_PERSONS,
    # Without this Django builds a thousand rows for whoever asks for them.
    absolute_max=MOST_PERSONS,
    validate_max=True,
    can_delete=True,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row for a person; `matches` asks about who may be known already."""

    form: BaseForm
    matches: MatchForm | None = None

    @property
    def removed(self) -> bool:
        """Whether the user took the row away."""
        return is_removed(self.form)


class NewReportForms:
    """The forms of one view of the page: unbound to begin with, bound to what was sent."""

    def __init__(self, actor: Actor, data: QueryDict | None = None) -> None:
        self._data = data
        police = actor.works_for(OrganisationKind.POLITIE)
        kind = ReporterKind.POLICE if police else ReporterKind.PROFESSIONAL
        self.where = WhereForm(data, prefix="waar")
        self.reporter = ReporterForm(data, prefix="melder", initial={"kind": kind.value})
        self.report = ReportForm(data, prefix="melding")
        self.incident = IncidentForm(data, prefix="incident")
        self.persons: BaseFormSet[NamedForm] = NamedFormSet(data, prefix="personen")
        self.matches: dict[int, MatchForm] = {}

    def check(self, actor: Actor, at: datetime) -> list[int]:
        """Check every form, and look who may be known already; gives the keys of who is shown for that."""
        self.persons.is_valid()
        shown: list[int] = []
        for number, form in enumerate(self.filled()):
            if form.is_valid():
                known = known_people(actor, form.person().identity, at)
                shown += [candidate.person.pk for candidate in known]
                self.matches[number] = MatchForm(known, self._data, prefix=f"bekend-{number}")
        return shown

    def filled(self) -> list[NamedForm]:
        """The rows in which something stands, in the order of the page."""
        return [form for form in self.persons if form.has_changed() and not is_removed(form)]

    def intake(self) -> ReportIntake:
        """The report as filled in, for the service; only when nothing is wrong."""
        report, where = dict(self.report.cleaned_data), self.where.cleaned_data
        for name, enum in (("kind", MessageKind), ("existing_care", Answer), ("restraining_order", Answer)):
            report[name] = enum(report[name])
        return ReportIntake(
            report=NewReport(
                **report,
                reporter=self.reporter.reporter(),
                incident=ReportedIncident(**self.incident.cleaned_data),
                feedback_wanted=self.reporter.cleaned_data["feedback_wanted"],
            ),
            municipality=where["municipality"],
            place=where["place"],
            persons=tuple(self._named(number, form) for number, form in enumerate(self.filled())),
        )

    def _named(self, number: int, form: NamedForm) -> Named:
        matches = self.matches.get(number)
        return Named(
            person=form.person(),
            described_as=DescribedAs(form.cleaned_data["described_as"]),
            address=form.cleaned_data["address"],
            answers=matches.answers() if matches is not None and matches.is_valid() else {},
        )

    def take_errors(self, error: InvalidInput) -> None:
        """Put what the service refused on the field that it is about."""
        for key, messages in error.errors.items():
            form, name = self._place(key)
            for message in messages:
                form.add_error(name if name in form.fields else None, message)

    def _place(self, key: str) -> tuple[BaseForm, str]:
        section, _, rest = key.partition(".")
        if section.startswith("person-"):
            number = int(section.removeprefix("person-"))
            if rest == "match" and number in self.matches:
                return self.matches[number], ""
            return self.filled()[number], rest
        part, _, name = rest.partition(".")
        parts: dict[str, BaseForm] = {"reporter": self.reporter, "incident": self.incident}
        if section == "report":
            return (parts[part], name) if part in parts else (self.report, rest)
        return self.where, key

    def problems(self) -> list[LinkItem]:
        """Everything that is wrong, in the order of the page, each with a link to its field."""
        return [item for form in self._in_order() for item in _problems(form)] + [
            LinkItem(text=str(message)) for message in self.persons.non_form_errors()
        ]

    def _in_order(self) -> Iterator[BaseForm]:
        yield from (self.reporter, self.report, self.incident, self.where)
        for number, form in enumerate(self.filled()):
            yield form
            if number in self.matches:
                yield self.matches[number]

    @property
    def rows(self) -> list[Row]:
        """The rows for persons as the page shows them, with who may be known already."""
        places = {id(form): number for number, form in enumerate(self.filled())}
        return [Row(form, self.matches.get(places.get(id(form), -1))) for form in self.persons]

    @property
    def empty_row(self) -> Row:
        """The row that the button adds."""
        return Row(self.persons.empty_form)


def _problems(form: BaseForm) -> list[LinkItem]:
    whole: list[Any] = [
        LinkItem(text=str(message), url=f"#{form.prefix}") for message in form.non_field_errors()
    ]
    fields = [
        LinkItem(text=str(message), url=f"#{field.auto_id}") for field in form for message in field.errors
    ]
    return whole + fields
