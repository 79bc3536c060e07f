"""The tab with the reports of a case: what was reported, how far it is, and the step that comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, sees_role
from cases.reports.models import Inquiry, Report, ReportedPerson, ReportOutcome
from cases.reports.permissions import can_handle
from cases.reports.queries import report_files
from cases.reports.rules.outcome import GOES_ON, OutcomeStatus, Stage
from cases.reports.rules.report import QUESTIONS
from cases.terms.models import Term
from cases.terms.queries import open_terms
from cases.terms.rules.kinds import TermKind
from cases.web.casefile import held_back_text
from cases.web.casepage import frame
from cases.web.components import Action, Badge, Clock, EmptyState, Fact, SourceLine, Tone
from cases.web.moments import day_text, moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.summaries import clock_of
from cases.web.tabs import must_read_along

OF_REPORTS = (
    TermKind.VT_ASSESSMENT,
    TermKind.VT_INQUIRY_STARTS,
    TermKind.VT_INQUIRY_ENDS,
    TermKind.FEEDBACK_TO_REPORTER,
    TermKind.INFORM_PERSON_ON_RECORD,
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in a report, and whether she or he was told that data are kept."""

    name: str
    described_as: str
    address: str
    badge: Badge | None
    clock: Clock | None
    action: Action | None
    note: str


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One report as the actor may know it, with what has to be done now."""

    title: str
    badges: tuple[Badge, ...]
    source: SourceLine
    clocks: tuple[Clock, ...]
    facts: tuple[Fact, ...]
    persons: tuple[PersonLine, ...]
    outcomes: tuple[Fact, ...]
    actions: tuple[Action, ...]
    held_back: str


@case_page(may=must_read_along)
@require_safe
def reports(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Every report of the case, the newest first."""
    builder = _Cards(request, access)
    cards = [builder.card(report) for report in report_files(access.case)]
    request.trail.shows(persons=builder.shown, categories=builder.categories)
    context = frame(
        request,
        access,
        "meldingen",
        cards=cards,
        empty=EmptyState(
            title="Er is geen melding bij Veilig Thuis",
            text="Politie of partner doet een melding; Veilig Thuis legt die van een ander vast.",
            icon="file-text",
        ),
    )
    return render(request, "cases/reports/page.html", context)


class _Cards:
    """Makes the cards of one page, and keeps what was shown for the access log."""

    def __init__(self, request: ActorRequest, access: CaseAccess) -> None:
        self.access = access
        self.at: datetime = request.at
        self.shown: set[int] = set()
        self.categories: set[Category] = set()
        roles = CaseRole.objects.filter(case=access.case).select_related("person")
        self._roles = {role.person_id: role for role in roles}
        kinds = [kind.value for kind in OF_REPORTS]
        terms = open_terms().filter(case=access.case, kind__in=kinds)
        self._terms: dict[object, list[Term]] = {}
        for term in terms:
            self._terms.setdefault(term.subject_public_id, []).append(term)

    def card(self, report: Report) -> ReportCard:
        """One report: content by the category of reports, outcome by that of the conclusion."""
        sees_content = self._sees(Category.REPORT, report.organisation_id)
        handles = can_handle(self.access.actor, report)
        persons, hidden = self._persons(report, handles=handles) if sees_content else ((), 0)
        outcomes, outcomes_hidden = self._outcomes(report)
        hidden += outcomes_hidden + (0 if sees_content else 1)
        return ReportCard(
            title=f"Melding {report.number}",
            badges=self._badges(report, sees_content=sees_content),
            source=SourceLine(organisation=report.organisation.short_name, at=report.received_at),
            clocks=self._clocks(report, *self._inquiry_of(report)),
            facts=self._facts(report) if sees_content else (),
            persons=persons,
            outcomes=outcomes,
            actions=self._actions(report) if handles else (),
            held_back=held_back_text(hidden),
        )

    def _sees(self, category: Category, giver_id: int) -> bool:
        seen = self.access.may_see(category, giver_id)
        if seen:
            self.categories.add(category)
        return seen

    def _clocks(self, *subjects: Report | Inquiry) -> tuple[Clock, ...]:
        return tuple(
            clock_of(term, self.at) for subject in subjects for term in self._terms.get(subject.public_id, ())
        )

    @staticmethod
    def _inquiry_of(report: Report) -> tuple[Inquiry, ...]:
        inquiry = getattr(report, "inquiry", None)
        return (inquiry,) if inquiry is not None else ()

    @staticmethod
    def _badges(report: Report, *, sees_content: bool) -> tuple[Badge, ...]:
        badges = [Badge(text=f"voor {report.receiver.short_name}")]
        if report.joined_open_case:
            badges.append(Badge(text="in lopende zaak"))
        if sees_content and report.acute_at_report:
            badges.append(Badge(text="acuut volgens de melder", tone=Tone.DANGER, shape="alarm"))
        return tuple(badges)

    def _facts(self, report: Report) -> tuple[Fact, ...]:
        """What was reported; who reported it only for the organisation that recorded it."""
        incident = [
            moment_text(report.incident_at, self.at) if report.incident_at else "",
            report.incident_place,
            report.incident_text,
        ]
        period = [
            f"{word} {day_text(day)}"
            for word, day in (("sinds", report.incident_since), ("tot", report.incident_until))
            if day
        ]
        texts = [
            ("Zorgelijke situatie", report.situation),
            ("Nadere omschrijving", report.explanation),
            ("Incident", "\n".join(text for text in incident if text)),
            ("Speelt", " ".join(period)),
            ("Verzoek", report.request),
            ("Overige informatie", report.further_information),
            ("Nummer van de melder", report.reference),
        ]
        facts = [Fact(label=label, value=text) for label, text in texts if text]
        facts += [
            _answer(QUESTIONS["VT-001"], report.get_existing_care_display(), report.existing_care_note),
            _answer(
                QUESTIONS["VT-002"], report.get_restraining_order_display(), report.restraining_order_note
            ),
        ]
        return (*facts, *self._reporter(report))

    def _reporter(self, report: Report) -> tuple[Fact, ...]:
        kind = report.get_reporter_kind_display()
        if report.organisation_id != self.access.actor.organisation_id:
            return (Fact(label="Melder", value=kind),)
        said = [kind, report.reporter_name, report.reporter_contact]
        if report.reporter_anonymous:
            said.append("blijft anoniem voor het gezin")
        return (Fact(label="Melder", value="\n".join(text for text in said if text)),)

    def _persons(self, report: Report, *, handles: bool) -> tuple[tuple[PersonLine, ...], int]:
        lines, hidden = [], 0
        for row in report.persons.all():
            role = self._roles.get(row.person_id)
            if role is None or not sees_role(self.access, role):
                hidden += 1
                continue
            self.shown.add(row.person_id)
            lines.append(self._line(row, handles=handles))
        return tuple(lines), hidden

    def _line(self, row: ReportedPerson, *, handles: bool) -> PersonLine:
        term = next(iter(self._terms.get(row.public_id, ())), None)
        shows_address = row.address and self._sees(Category.PROTECTED_ADDRESS, row.organisation_id)
        badge = action = None
        if row.informed_at is not None:
            badge = Badge(text="geïnformeerd over de vastlegging", tone=Tone.SUCCESS, shape="done")
        elif handles and term is not None:
            keys = {"zaak": self.access.case.public_id, "betrokkene": row.public_id}
            action = Action(
                label="Informeren", url=reverse("cases:report-inform", kwargs=keys), kind="subtle"
            )
        return PersonLine(
            name=row.person.full_name,
            described_as=row.get_described_as_display(),
            address=row.address if shows_address else "",
            badge=badge,
            clock=clock_of(term, self.at) if term else None,
            action=action,
            note=row.informed_note,
        )

    def _outcomes(self, report: Report) -> tuple[tuple[Fact, ...], int]:
        facts: list[Fact] = []
        hidden = 0
        for inquiry in self._inquiry_of(report):
            if self._sees(Category.ASSESSMENT_CONCLUSION, inquiry.organisation_id):
                facts += self._inquiry(inquiry)
            else:
                hidden += 1
        for outcome in report.outcomes.all():
            if self._sees(Category.ASSESSMENT_CONCLUSION, outcome.organisation_id):
                facts.append(_outcome(outcome))
            else:
                hidden += 1
            feedback = getattr(outcome, "feedback", None)
            if feedback is not None and self._sees(Category.REPORT, feedback.organisation_id):
                source = SourceLine(organisation=outcome.organisation.short_name, at=feedback.sent_at)
                told = f"{feedback.text}\n{feedback.get_manner_display().capitalize()}."
                facts.append(Fact(label="Melder gehoord", value=told, source=source))
        return tuple(facts), hidden

    def _inquiry(self, inquiry: Inquiry) -> list[Fact]:
        state = "afgerond" if inquiry.ended_at else "loopt" if inquiry.started_at else "nog niet gestart"
        facts = [Fact(label="Onderzoek", value=state)]
        if self._sees(Category.ASSESSMENT_GROUNDS, inquiry.organisation_id):
            facts.append(Fact(label="Waarom onderzoek", value=inquiry.reason))
        if inquiry.conclusion:
            facts.append(Fact(label="Uitkomst van het onderzoek", value=inquiry.conclusion))
        return facts

    def _actions(self, report: Report) -> tuple[Action, ...]:
        """The one that comes next first; only what is possible now."""
        outcomes = list(report.outcomes.all())
        actions = [
            self._action("Terugkoppelen aan de melder", "report-feedback", uitkomst=outcome)
            for outcome in outcomes
            if self._terms.get(outcome.public_id)
        ]
        inquiry = next(iter(self._inquiry_of(report)), None)
        stages = {outcome.stage: OutcomeStatus(outcome.status) for outcome in outcomes}
        first = stages.get(Stage.ASSESSMENT.value)
        goes_on = first in GOES_ON and Stage.FOLLOW_UP.value not in stages
        if inquiry is not None and inquiry.ended_at is None:
            label = "Onderzoek afronden" if inquiry.started_at else "Onderzoek starten"
            actions.append(self._action(label, "report-inquiry", melding=report))
        elif first is None or goes_on:
            actions.append(self._action("Uitkomst vastleggen", "report-outcome", melding=report))
        if inquiry is None and goes_on:
            actions.append(self._action("Besluiten tot onderzoek", "report-inquiry", melding=report))
        return tuple(actions)

    def _action(self, label: str, route: str, **subject: Report | ReportOutcome) -> Action:
        keys = {name: row.public_id for name, row in subject.items()}
        url = reverse(f"cases:{route}", kwargs={"zaak": self.access.case.public_id, **keys})
        return Action(label=label, url=url)


def _answer(question: str, answer: str, note: str) -> Fact:
    if answer == "onbekend" and not note:
        return Fact(label=question, unknown=True)
    return Fact(label=question, value=f"{answer}. {note}" if note else answer)


def _outcome(outcome: ReportOutcome) -> Fact:
    source = SourceLine(organisation=outcome.organisation.short_name, at=outcome.decided_at)
    label = f"Uitkomst {outcome.get_stage_display()}"
    return Fact(label=label, value=f"{outcome.get_status_display()}\n{outcome.explanation}", source=source)
