"""What came of a report, and that its reporter hears of it twice, without an address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.reports.models import Report, ReportedPerson, ReportOutcome
from cases.reports.rules.outcome import FeedbackManner, OutcomeStatus, Stage
from cases.reports.services import (
    NewOutcome,
    decide_inquiry,
    end_inquiry,
    inform_person,
    open_reported_case,
    postpone_informing,
    record_outcome,
    send_feedback,
    start_inquiry,
)
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open
from tests.cases.reports.making import intake
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED

pytestmark = pytest.mark.django_db
S = OutcomeStatus


@pytest.fixture
def report(cast: Cast) -> Report:
    vt = cast.actor("vt")
    with acting_as(vt):
        return open_reported_case(intake=intake(cast.municipality()), actor=vt, at=OPENED)


def assessed(cast: Cast, report: Report) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        meet_if_open(case=report.case, kind=TermKind.VT_ASSESSMENT, subject=report, actor=vt, at=OPENED)


def came_of_it(cast: Cast, report: Report, status: S, stage: Stage = Stage.ASSESSMENT) -> ReportOutcome:
    vt = cast.actor("vt")
    outcome = NewOutcome(stage=stage, status=status, explanation="Zie de beoordeling.")
    with acting_as(vt):
        return record_outcome(report=report, outcome=outcome, actor=vt, at=OPENED)


def statuses(cast: Cast, kind: TermKind) -> list[str]:
    with acting_as(cast.actor("vt")):
        return list(Term.objects.filter(kind=kind).order_by("pk").values_list("status", flat=True))


def test_an_outcome_needs_the_assessment_first(cast: Cast, report: Report) -> None:
    with pytest.raises(GuardRefusal) as refusal:
        came_of_it(cast, report, S.ASSESSED_NO_FOLLOW_UP)
    assert [missing.code for missing in refusal.value.missing] == ["assessment"]


@pytest.mark.parametrize("status", [S.NOT_ADMISSIBLE, S.WRONG_ADDRESSEE])
def test_what_goes_no_further_here_needs_no_assessment_and_drops_its_term(
    cast: Cast, report: Report, status: S
) -> None:
    came_of_it(cast, report, status)
    assert statuses(cast, TermKind.VT_ASSESSMENT) == ["cancelled"]


def test_the_reporter_hears_it_twice(cast: Cast, report: Report) -> None:
    vt = cast.actor("vt")
    assessed(cast, report)
    first = came_of_it(cast, report, S.FOLLOW_UP_AT_VT)
    assert statuses(cast, TermKind.FEEDBACK_TO_REPORTER) == ["open"]
    with acting_as(vt):
        send_feedback(outcome=first, text="Dank u wel.", manner=FeedbackManner.PHONE, actor=vt, at=OPENED)
        inquiry = decide_inquiry(report=report, reason="Zorgen over het kind.", actor=vt, at=OPENED)
    with pytest.raises(GuardRefusal, match="nog niet"):
        came_of_it(cast, report, S.CLOSED, Stage.FOLLOW_UP)
    with acting_as(vt):
        start_inquiry(inquiry=inquiry, actor=vt, at=OPENED)
        end_inquiry(inquiry=inquiry, conclusion="Geen onveiligheid meer.", actor=vt, at=OPENED)
    second = came_of_it(cast, report, S.CLOSED, Stage.FOLLOW_UP)
    with acting_as(vt):
        send_feedback(outcome=second, text="Het is klaar.", manner=FeedbackManner.PHONE, actor=vt, at=OPENED)
        with pytest.raises(Conflict, match="al gekregen"):
            send_feedback(outcome=second, text="Nog eens.", manner=FeedbackManner.PHONE, actor=vt, at=OPENED)
    assert statuses(cast, TermKind.FEEDBACK_TO_REPORTER) == ["met", "met"]
    assert statuses(cast, TermKind.VT_INQUIRY_STARTS) == statuses(cast, TermKind.VT_INQUIRY_ENDS) == ["met"]


def test_an_inquiry_starts_in_five_days_and_ends_in_ten_weeks(cast: Cast, report: Report) -> None:
    vt, decided = cast.actor("vt"), OPENED + timedelta(days=1)
    with acting_as(vt):
        decide_inquiry(report=report, reason="Patroon.", actor=vt, at=decided)
        with pytest.raises(Conflict):
            decide_inquiry(report=report, reason="Patroon.", actor=vt, at=decided)
        due = dict(Term.objects.filter(subject_type="inquiry").values_list("kind", "due_at"))
    # The fifth day is a Sunday: it moves to Monday.
    assert due == {"vt_inquiry_starts": ams("2026-03-17 00:00"), "vt_inquiry_ends": ams("2026-05-21 00:00")}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Zij woont nu op Schelpenpad 4.", "adres"),
        ("Het gaat om 6001 XK.", "postcode"),
        ("Bel haar op 06 0000 1234.", "telefoonnummer"),
    ],
)
def test_feedback_that_tells_where_somebody_is_is_refused(
    cast: Cast, report: Report, text: str, said: str
) -> None:
    vt = cast.actor("vt")
    assessed(cast, report)
    outcome = came_of_it(cast, report, S.ASSESSED_HANDOVER)
    with acting_as(vt), pytest.raises(InvalidInput) as refusal:
        send_feedback(outcome=outcome, text=text, manner=FeedbackManner.LETTER, actor=vt, at=OPENED)
    assert said in " ".join(refusal.value.errors["text"])


def test_a_person_on_record_is_told_or_it_is_put_off_each_time_with_a_reason(
    cast: Cast, report: Report
) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        row = ReportedPerson.objects.get(report=report, described_as="suspected")
        first = postpone_informing(row=row, reason="Hij bedreigt haar.", actor=vt, at=OPENED)
        second = postpone_informing(row=row, reason="Zij zoekt opvang.", actor=vt, at=OPENED)
        with pytest.raises(InvalidInput):
            postpone_informing(row=row, reason=" ", actor=vt, at=OPENED)
        inform_person(row=row, note="Gesprek op kantoor.", actor=vt, at=OPENED)
        with pytest.raises(Conflict):
            inform_person(row=row, note="Nog eens.", actor=vt, at=OPENED)
        row.refresh_from_db()
    assert (first.due_at, second.due_at) == (ams("2026-04-22 00:00"), ams("2026-05-07 00:00"))
    assert row.informed_note == "Gesprek op kantoor."


@pytest.mark.parametrize("username", ["rvdk", "vt.beheer"])
def test_only_the_veilig_thuis_that_received_it_handles_a_report(
    cast: Cast, report: Report, username: str
) -> None:
    actor = cast.actor(username)
    outcome = NewOutcome(stage=Stage.ASSESSMENT, status=S.NOT_ADMISSIBLE, explanation="x")
    with acting_as(actor):
        row = ReportedPerson.objects.filter(report=report)[0]
        for act in (
            lambda: record_outcome(report=report, outcome=outcome, actor=actor, at=OPENED),
            lambda: decide_inquiry(report=report, reason="x", actor=actor, at=OPENED),
            lambda: inform_person(row=row, note="x", actor=actor, at=OPENED),
            lambda: postpone_informing(row=row, reason="x", actor=actor, at=OPENED),
        ):
            with pytest.raises(NotAllowed):
                act()
