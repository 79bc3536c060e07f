"""Registering an arrest: who takes part, which clocks run, what is owed and what is met at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from cases.access.actor import Actor
from cases.access.errors import InvalidInput, NotAllowed
from cases.access.models import DisclosureMark, Participation
from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent, CaseLead
from cases.offences.models import Charge
from cases.offences.queries import complaint_of
from cases.organisations.models import MunicipalityRouting, ZsmLocation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person, PersonRelation
from cases.persons.queries import safe_contact_of
from cases.plans.models import Breach, SafetyMeasure
from cases.reports.models import Report
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.story import ARRIVED, REGISTERED, register_stalking_case, stalking_intake
from zsm.intake.queries import child_check_of, current_custody
from zsm.intake.services import ArrestIntake, Involved, register_arrest

pytestmark = pytest.mark.django_db


@pytest.fixture
def police(cast: Cast) -> Actor:
    return cast.actor("politie")


def register(cast: Cast, intake: ArrestIntake, at: datetime = REGISTERED, username: str = "politie") -> Case:
    actor = cast.actor(username)
    with acting_as(actor):
        return register_arrest(intake=intake, actor=actor, at=at)


def refused(cast: Cast, intake: ArrestIntake, at: datetime = REGISTERED) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as refusal:
        register(cast, intake, at)
    return refusal.value.errors


def term(case: Case, kind: TermKind) -> Term:
    return Term.objects.select_related("organisation").get(case=case, kind=kind.value)


def test_everybody_who_belongs_in_a_stalking_case_with_children_takes_part(cast: Cast, police: Actor) -> None:
    case = register_stalking_case(cast)
    with acting_as(police):
        rows = Participation.objects.filter(case=case).select_related("organisation")
        taking_part = {(row.organisation.kind, row.capacity, row.level) for row in rows}
    assert taking_part == {
        ("politie", "", Level.DECIDE),
        ("om", "", Level.DECIDE),
        ("vt", "", Level.CONTRIBUTE),
        ("shn", "", Level.CONTRIBUTE),
        ("3ro", "", Level.CONTRIBUTE),
        ("rvdk", "civil", Level.CONTRIBUTE),
    }


def test_minor_suspect_brings_the_raad_instead_of_the_probation_service(cast: Cast, police: Actor) -> None:
    intake = stalking_intake(cast)
    minor = replace(intake.suspect.person, birth_date=ARRIVED.date().replace(year=ARRIVED.year - 17))
    case = register(cast, replace(intake, suspect=Involved(person=minor), guardians_unknown=True))
    with acting_as(police):
        rows = Participation.objects.filter(case=case).select_related("organisation")
        taking_part = {(row.organisation.kind, row.capacity) for row in rows}
        advice = term(case, TermKind.ADVICE)
    assert ("3ro", "") not in taking_part
    assert {("rvdk", "penal"), ("rvdk", "civil")} <= taking_part
    assert advice.organisation.kind == "rvdk"


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        ("2026-03-10 10:00", "2026-03-10 19:00"),
        ("2026-03-10 22:00", "2026-03-11 16:00"),
        ("2026-03-28 20:00", "2026-03-29 14:00"),
    ],
)
def test_first_decision_runs_nine_hours_from_the_arrival_but_not_in_the_night(
    cast: Cast, police: Actor, arrived: str, due: str
) -> None:
    case = register_stalking_case(cast, ams(arrived) + timedelta(minutes=10))
    with acting_as(police):
        first = term(case, TermKind.FIRST_DECISION)
    assert first.due_at == ams(due)
    assert first.organisation.kind == "om"
    assert any("aankomst" in step for step in first.steps)


def test_offence_without_remand_gives_six_hours(cast: Cast, police: Actor) -> None:
    intake = stalking_intake(cast)
    light = replace(intake.charges[0], code="138-1")
    case = register(cast, replace(intake, charges=(light,), complaint=None))
    with acting_as(police):
        assert term(case, TermKind.FIRST_DECISION).due_at == ams("2026-03-10 16:00")
        custody = current_custody(case)
    assert custody is not None
    assert custody.first_decision_hours == 6


def test_location_that_counts_from_the_order_starts_the_clock_there(cast: Cast, police: Actor) -> None:
    ZsmLocation.objects.update(clock_starts_at="order")
    intake = stalking_intake(cast)
    with_order = replace(intake.arrest, order_at=ARRIVED + timedelta(minutes=8))
    case = register(cast, replace(intake, arrest=with_order))
    with acting_as(police):
        assert term(case, TermKind.FIRST_DECISION).due_at == ams("2026-03-10 19:08")


def test_location_that_counts_from_the_order_still_counts_from_the_arrival_without_one(
    cast: Cast, police: Actor
) -> None:
    ZsmLocation.objects.update(clock_starts_at="order")
    case = register_stalking_case(cast)
    with acting_as(police):
        assert term(case, TermKind.FIRST_DECISION).due_at == ams("2026-03-10 19:00")


def test_what_each_organisation_owes_stands_as_a_term(cast: Cast, police: Actor) -> None:
    case = register_stalking_case(cast)
    with acting_as(police):
        running = Term.objects.filter(case=case, status="open").select_related("organisation")
        owed = {(row.organisation.kind, row.kind): row.due_at for row in running}
    before_decision = ams("2026-03-10 19:00")
    assert owed[("vt", "part_a")] == ams("2026-03-10 17:00")
    assert owed[("vt", "known_answer")] == ams("2026-03-10 17:00")
    assert owed[("politie", "sash")] == ams("2026-03-10 17:00")
    assert owed[("3ro", "advice")] == ams("2026-03-10 18:00")
    assert owed[("shn", "wishes")] == before_decision
    assert owed[("rvdk", "civil_triage")] == before_decision
    assert owed[("om", "prosecution_facts")] == before_decision
    assert owed[("politie", "ib_of_victim")] == ams("2026-03-11 00:00")


def test_what_police_answers_at_the_intake_is_met_at_once(cast: Cast, police: Actor) -> None:
    case = register_stalking_case(cast)
    with acting_as(police):
        met = set(Term.objects.filter(case=case, status="met").values_list("kind", flat=True))
    assert met == {"report_to_vt", "child_check", "klacht_asked", "huisverbod_check"}


def test_what_police_does_not_answer_stays_owed(cast: Cast, police: Actor) -> None:
    intake = replace(stalking_intake(cast), report=None, measure=None, measures_checked=False)
    unknown = replace(intake, complaint=replace(intake.complaint, answer="unknown"))  # type: ignore[type-var]  # given above
    case = register(cast, unknown)
    with acting_as(police):
        running = set(Term.objects.filter(case=case, status="open").values_list("kind", flat=True))
    assert {"report_to_vt", "klacht_asked", "huisverbod_check"} <= running


def test_report_to_veilig_thuis_starts_five_working_days(cast: Cast, police: Actor) -> None:
    case = register_stalking_case(cast)
    with acting_as(police):
        assessment = term(case, TermKind.VT_ASSESSMENT)
        report = Report.objects.get(case=case)
    assert assessment.due_at == ams("2026-03-18 00:00")
    assert assessment.subject_public_id == report.public_id
    assert report.receiver.kind == "vt"


def test_report_on_the_day_after_the_arrest_needs_its_reason(cast: Cast) -> None:
    arrived = ams("2026-03-10 23:30")
    intake = stalking_intake(cast, arrived)
    at = ams("2026-03-11 00:15")
    assert list(refused(cast, intake, at)) == ["report.late_reason"]
    report = replace(intake.report, late_reason="Aanhouding laat op de avond.")  # type: ignore[type-var]  # given above
    assert register(cast, replace(intake, report=report), at).number


def test_intake_records_everything_that_was_filled_in(cast: Cast, police: Actor) -> None:
    intake = stalking_intake(cast)
    case = register_stalking_case(cast)
    with acting_as(police):
        charges = Charge.objects.filter(case=case).order_by("pk")
        assert [(row.offence_code, row.relation, row.aggravated) for row in charges] == [
            ("285b", "former_partner", False),
            ("184a", "former_partner", False),
        ]
        victim = Person.objects.get(case_roles__case=case, case_roles__role="victim")
        suspect = Person.objects.get(case_roles__case=case, case_roles__role="suspect")
        complaint, contact, check = complaint_of(case), safe_contact_of(victim), child_check_of(case)
        measure = SafetyMeasure.objects.get(case=case)
        breach = Breach.objects.get(measure=measure)
        relation = PersonRelation.objects.get(person=victim, other=suspect)
        parents = PersonRelation.objects.filter(kind="child").count()
        lead = CaseLead.objects.get(case=case)
    assert complaint is not None
    assert (complaint.answer, complaint.made_by_id) == ("yes", victim.pk)
    assert contact is not None
    assert (contact.phone, contact.phone_safe) == ("+31600000417", True)
    assert check is not None
    assert (check.result, check.present_at_incident) == ("children", True)
    assert (measure.kind, measure.binds_id, measure.served_by) == (
        "behavioural_order",
        suspect.pk,
        cast.user("politie").display_name,
    )
    assert breach.happened_at == intake.arrest.arrested_at - timedelta(minutes=50)
    assert (relation.kind, relation.ended_on) == ("ex_partner", intake.relation_ended_on)
    assert parents == 4
    assert lead.user_id == police.user_id


def test_breach_makes_om_owe_its_judgement(cast: Cast, police: Actor) -> None:
    case = register_stalking_case(cast)
    with acting_as(police):
        assert term(case, TermKind.JUDGE_BREACH).organisation.kind == "om"


def test_children_are_opened_to_who_was_ticked_and_takes_part(cast: Cast, police: Actor) -> None:
    intake = stalking_intake(cast)
    ticked = frozenset({OrganisationKind.OM, OrganisationKind.RECLASSERING, OrganisationKind.HALT})
    case = register(cast, replace(intake, children_open_to=ticked))
    with acting_as(police):
        marks = DisclosureMark.objects.filter(case=case)
        assert {mark.recipient_kind for mark in marks} == {"om", "3ro"}
        assert all(mark.purpose for mark in marks)


def test_story_tells_no_more_than_the_category_of_each_event(cast: Cast, police: Actor) -> None:
    case = register_stalking_case(cast)
    with acting_as(police):
        categories = dict(CaseEvent.objects.filter(case=case).values_list("kind", "category"))
    assert categories["child_check_done"] == "children"
    assert categories["complaint_recorded"] == "investigation"
    assert categories["safe_contact_set"] == "contact"
    assert categories["report_sent"] == "that"


@pytest.mark.parametrize("username", ["vt", "om", "politie.lead", "shn"])
def test_only_hovj_and_case_handlers_of_the_police_register_an_arrest(cast: Cast, username: str) -> None:
    with pytest.raises(NotAllowed):
        register(cast, stalking_intake(cast), username=username)


def test_everything_that_is_wrong_is_told_at_once_by_section(cast: Cast) -> None:
    intake = stalking_intake(cast)
    arrest = replace(intake.arrest, arrived_at=intake.arrest.arrested_at - timedelta(minutes=1), place=" ")
    suspect = replace(intake.suspect.person, bsn="123456789")
    errors = refused(cast, replace(intake, arrest=arrest, suspect=Involved(person=suspect), charges=()))
    assert {"arrest.arrived_at", "arrest.place", "suspect.bsn", "charges"} <= set(errors)


def test_offence_that_needs_a_klacht_is_not_registered_without_asking(cast: Cast) -> None:
    assert list(refused(cast, replace(stalking_intake(cast), complaint=None))) == ["complaint.answer"]


def test_suspect_without_birth_date_is_refused_because_it_decides_who_advises(cast: Cast) -> None:
    intake = stalking_intake(cast)
    unknown = replace(intake.suspect.person, birth_date=None)
    assert list(refused(cast, replace(intake, suspect=Involved(person=unknown)))) == ["suspect.birth_date"]


def test_report_without_domestic_violence_or_stalking_is_refused(cast: Cast) -> None:
    intake = stalking_intake(cast)
    theft = replace(intake.charges[0], code="310")
    errors = refused(cast, replace(intake, hg_label=False, charges=(theft,)))
    assert list(errors) == ["case.hg_label"]


def test_missing_routing_names_the_organisation_and_the_municipality(cast: Cast) -> None:
    MunicipalityRouting.objects.filter(kind="shn").update(valid_to=date(2026, 1, 1))
    errors = refused(cast, stalking_intake(cast))
    assert errors == {
        "case.offence_municipality": [
            "Voor Duinstede is geen Slachtofferhulp Nederland ingesteld. Vraag het de functioneel beheerder."
        ]
    }


def test_refused_intake_leaves_nothing_behind(cast: Cast, police: Actor) -> None:
    intake = stalking_intake(cast)
    assert intake.measure is not None
    breach = replace(intake.measure, breached_at=REGISTERED + timedelta(hours=1))
    assert list(refused(cast, replace(intake, measure=breach))) == ["breach.happened_at"]
    with acting_as(police):
        assert not Case.objects.exists()
        assert not Person.objects.exists()
