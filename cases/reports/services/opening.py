"""A report without a suspect opens a case at Veilig Thuis, or joins the running case of its family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.permissions import level_of
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.queries import responsible_organisation
from cases.casefiles.routing import routes
from cases.casefiles.rules.participation import Joins, ParticipationFacts, participants
from cases.casefiles.rules.states import CaseState, StateEvent
from cases.casefiles.services import Joining, NewCase, join, lock_case, open_case
from cases.casefiles.services.moving import move_case
from cases.organisations.models import Municipality, Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import FamilySystem
from cases.persons.rules.age import is_child_on
from cases.reports.models import Report
from cases.reports.permissions import check_can_open_reported_case
from cases.reports.rules.report import DescribedAs, NewReport
from cases.reports.services.alerts import alert_leads, tell_receiver
from cases.reports.services.informing import owe_informing
from cases.reports.services.people import Named, Resolved, record_people, resolve_people
from cases.reports.services.saving import report_errors, save_report
from cases.terms.rules.wording import local

REPORTER_GROUND = "Heeft de melding bij Veilig Thuis vastgelegd."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportIntake:
    """A report with the people whom it is about.

    `municipality`: where the victim lives, it decides which Veilig Thuis is responsible; `place`: where it
    happened, when that is another municipality.
    """

    report: NewReport
    municipality: Municipality
    persons: tuple[Named, ...]
    place: Municipality | None = None


@one_write
def open_reported_case(*, intake: ReportIntake, actor: Actor, at: datetime) -> Report:
    """Take in a report: it joins the running case of the family, reopens a closed one, or opens a new case.

    Which family it is, was answered by hand per person. The leads of a running case are told *that* there
    is a new report. Raises NotAllowed, InvalidInput with everything that is wrong ("report.situation",
    "person-0.bsn", "municipality"), Conflict when the family has a case in which the actor may not write.
    """
    check_can_open_reported_case(actor)
    errors: dict[str, list[str]] = {}
    responsible = _responsible(intake, at)
    if responsible is None:
        errors["municipality"] = [
            f"Voor {intake.municipality.name} is geen Veilig Thuis ingesteld. Vraag het de beheerder."
        ]
    else:
        wrong = report_errors(intake.report, responsible, at)
        errors.update({f"report.{name}": said for name, said in wrong.items()})
    try:
        resolved = resolve_people(intake.persons, actor=actor, at=at)
    except InvalidInput as refusal:
        raise InvalidInput({**errors, **refusal.errors}) from None
    if errors or responsible is None:
        raise InvalidInput(errors)
    running = _running_case(resolved.family, actor)
    if running is not None:
        return _join(running, intake, resolved, responsible, actor=actor, at=at)
    case = _closed_case(resolved.family) or _open(intake, resolved, responsible, actor=actor, at=at)
    if case.state == CaseState.CLOSED.value:
        case = move_case(case=case, event=StateEvent.REPORT_RECEIVED, actor=actor, at=at)
        responsible = responsible_organisation(case, OrganisationKind.VT) or responsible
    saved = _save(case, intake, resolved, responsible, actor=actor, at=at)
    if responsible.pk != actor.organisation_id:
        tell_receiver(saved, at)
    return saved


def _responsible(intake: ReportIntake, at: datetime) -> Organisation | None:
    found = routes(
        [row for row in _rows(intake, at) if row.kind is OrganisationKind.VT],
        offence=intake.place or intake.municipality,
        victim=intake.municipality,
        on=local(at).date(),
    ).found
    return found[0].organisation if found else None


def _rows(intake: ReportIntake, at: datetime) -> tuple[Joins, ...]:
    today = local(at).date()
    facts = ParticipationFacts(
        suspect_registered=False,
        report_received=True,
        children=any(named.described_as is DescribedAs.CHILD for named in intake.persons),
        victim_minor=any(
            named.described_as is DescribedAs.VICTIM and is_child_on(named.person.birth_date, today)
            for named in intake.persons
        ),
    )
    return participants(facts, today)


def _running_case(family: FamilySystem | None, actor: Actor) -> Case | None:
    """The newest running case of the family. Raises Conflict when the actor cannot write in any."""
    if family is None:
        return None
    running = list(
        Case.objects.filter(family_system=family)
        .exclude(state=CaseState.CLOSED.value)
        .order_by("-opened_at", "-pk")
    )
    writable = [row for row in running if (level_of(actor, row.pk) or Level.THAT) >= Level.CONTRIBUTE]
    if running and not writable:
        owner = responsible_organisation(running[0], OrganisationKind.VT) or running[0].organisation
        raise Conflict(
            f"Voor dit gezin loopt zaak {running[0].number}, waarin uw organisatie niet schrijft. Geef de "
            f"melding direct door aan {owner.name}, telefoon {owner.phone}."
        )
    return writable[0] if writable else None


def _closed_case(family: FamilySystem | None) -> Case | None:
    if family is None:
        return None
    return Case.objects.filter(family_system=family).order_by("-opened_at", "-pk").first()


def _join(
    case: Case,
    intake: ReportIntake,
    resolved: Resolved,
    routed: Organisation,
    *,
    actor: Actor,
    at: datetime,
) -> Report:
    """The Veilig Thuis of the case receives it; a case that has none yet gets the one by routing."""
    locked = lock_case(case.pk)
    receiver = responsible_organisation(locked, OrganisationKind.VT)
    if receiver is None:
        receiver = routed
        ground = next(row.ground for row in _rows(intake, at) if row.kind is OrganisationKind.VT)
        join(case=locked, joining=[Joining(receiver, Level.DECIDE, ground)], actor=actor, at=at)
    saved = _save(locked, intake, resolved, receiver, actor=actor, at=at, joined=True)
    alert_leads(saved, actor, at)
    return saved


def _open(
    intake: ReportIntake, resolved: Resolved, responsible: Organisation, *, actor: Actor, at: datetime
) -> Case:
    place = intake.place or intake.municipality
    own = Organisation.objects.get(pk=actor.organisation_id)
    new = NewCase(
        state=CaseState.REPORTED,
        hg_label="no",
        offence_municipality=place,
        victim_municipality=intake.municipality,
        offence_place=intake.report.incident.place.strip()[:120],
        family_system=resolved.family,
        at_zsm=False,
    )
    rows = [
        Joining(found.organisation, found.row.level, found.row.ground, found.row.capacity.value)
        for found in routes(
            _rows(intake, at), offence=place, victim=intake.municipality, on=local(at).date()
        ).found
    ]
    first = Joining(own, Level.CONTRIBUTE, REPORTER_GROUND)
    if own.pk == responsible.pk:
        first = next(row for row in rows if row.organisation.pk == own.pk)
    case = open_case(new=new, joining=first, actor=actor, at=at)
    others = [row for row in rows if row.organisation.pk != own.pk]
    join(case=case, joining=others, actor=actor, at=at)
    return lock_case(case.pk)


def _save(
    case: Case,
    intake: ReportIntake,
    resolved: Resolved,
    receiver: Organisation,
    *,
    actor: Actor,
    at: datetime,
    joined: bool = False,
) -> Report:
    report = save_report(
        case=case, report=intake.report, receiver=receiver, actor=actor, at=at, joined=joined
    )
    persons = record_people(report, intake.persons, resolved, actor=actor, at=at)
    owe_informing(report, persons, actor=actor, at=at)
    return report
