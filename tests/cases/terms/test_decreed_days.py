"""A day equated with a holiday: counts for what starts, moves what runs, and nothing that is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.recounting import SECOND_ROUND_AFTER, recount_decreed
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role
from cases.terms.calendar import current_calendar, forget_calendar, shown_calendar
from cases.terms.decreed_models import DecreedDay
from cases.terms.decreeing import equate_day, running_day, withdraw_day
from cases.terms.models import Term, TermStage
from cases.terms.recounting import Preview, preview_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.services import cancel_term, meet_term, recompute_term
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import Thing, a_case, a_term, seen, told
from tests.cases.terms.rules.moments import ams, end_of
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
OM, VT = OrganisationKind.OM, OrganisationKind.VT
ASSESSMENT = TermKind.VT_ASSESSMENT
# Monday; Thursday 14 May is Ascension Day, so five working days end on Tuesday 19 May.
MONDAY = ams("2026-05-11 10:00")
NOW = MONDAY + timedelta(hours=1)
FRIDAY = date(2026, 5, 15)
BEFORE, AFTER = end_of("2026-05-19"), end_of("2026-05-20")
GROUND = "Besluit X"
PAGE = "cases:decreed-days"


@pytest.fixture(autouse=True)
def calendar_read_anew() -> Iterator[None]:
    forget_calendar()
    yield
    forget_calendar()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast, OM, VT, at=MONDAY)


def decreed(cast: Cast, day: date = FRIDAY, *, at: datetime = NOW) -> DecreedDay:
    keeper = cast.actor("vt.beheer")
    with acting_as(keeper):
        return equate_day(day=day, ground=GROUND, actor=keeper, at=at)


def withdrawn(cast: Cast, row: DecreedDay, *, at: datetime = NOW) -> DecreedDay:
    keeper = cast.actor("vt.beheer")
    with acting_as(keeper):
        return withdraw_day(public_id=row.public_id, reason="Verkeerde dag.", actor=keeper, at=at)


def outlook(cast: Cast, username: str = "vt.beheer", *, gone: bool = False, at: datetime = NOW) -> Preview:
    actor = cast.actor(username)
    with acting_as(actor):
        return preview_of(day=FRIDAY, ground=GROUND, withdrawn=gone, actor=actor, at=at)


def the_day() -> DecreedDay:
    with past_the_wall():
        return DecreedDay.objects.get()


def test_what_starts_after_the_decree_counts_with_it_and_names_it(cast: Cast, case: Case) -> None:
    decreed(cast)
    term = a_term(cast, case, ASSESSMENT, VT, start=MONDAY)
    assert term.due_at == AFTER
    assert "vr 15 mei 2026 (bij besluit gelijkgestelde dag, Besluit X)" in " ".join(term.steps)
    vt = cast.actor("vt")
    with acting_as(vt):
        again = recompute_term(
            term=term, parameters=Parameters(), reason="proef", start=MONDAY, actor=vt, at=NOW
        )
        assert again.due_at == AFTER
    fires = {row.stage: row.fires_at for row in seen(TermStage) if row.term_id == again.pk}
    assert fires["working_day_1"] == ams("2026-05-19 09:00")


def test_what_runs_is_counted_again_with_its_warnings_and_told(cast: Cast, case: Case) -> None:
    subject = Thing()
    term = a_term(cast, case, ASSESSMENT, VT, start=MONDAY, person="vt", subject=subject)
    first = a_term(cast, case, start=MONDAY, subject=subject)
    with past_the_wall():
        version = Case.objects.get(pk=case.pk).version
    decreed(cast)
    assert recount_decreed(at=NOW) == 1
    former, untouched, now = seen(Term)
    assert (former.pk, former.status, former.ended_at) == (term.pk, "cancelled", NOW)
    assert former.end_reason == (
        "Opnieuw berekend: vr 15 mei 2026 is met een feestdag gelijkgesteld (Besluit X)."
    )
    assert former.ended_by_id == cast.user("vt.beheer").pk
    assert (untouched.pk, untouched.status, untouched.due_at) == (first.pk, "open", first.due_at)
    assert (now.status, now.due_at, now.person_id) == ("open", AFTER, cast.user("vt").pk)
    assert (now.subject_type, now.subject_public_id) == ("thing", subject.public_id)
    assert now.steps[0].endswith("Eerder: loopt af di 19 mei 24:00.")
    assert "bij besluit gelijkgestelde dag, Besluit X" in " ".join(now.steps)
    stages = {row.stage: row for row in seen(TermStage) if row.term_id == now.pk}
    assert stages["due"].fires_at == AFTER
    assert stages["working_day_1"].fires_at == ams("2026-05-19 09:00")
    assert {row.status for row in seen(TermStage) if row.term_id == term.pk} == {"cancelled"}
    with past_the_wall():
        event = CaseEvent.objects.get(case=case, kind="term_counted_again")
        assert event.summary == (
            "Termijn opnieuw berekend, vr 15 mei 2026 is met een feestdag gelijkgesteld:"
            " Veiligheidsbeoordeling van de melding loopt nu af wo 20 mei 24:00."
        )
        assert (event.organisation_id, event.recorded_by_id) == (term.organisation_id, None)
        assert event.subject_public_id == now.public_id
        assert Case.objects.get(pk=case.pk).version == version + 1
    sweep_due(at=BEFORE, source="test")
    assert told("due", "in_app").isdisjoint({"vt", "vt.lead"})
    sweep_due(at=AFTER, source="test")
    assert told("due", "in_app") >= {"vt", "vt.lead"}


def test_what_is_over_met_or_cancelled_stays_as_it_was(cast: Cast, case: Case) -> None:
    late = a_term(cast, case, ASSESSMENT, VT, start=MONDAY, subject=Thing())
    done = a_term(cast, case, ASSESSMENT, VT, start=MONDAY, subject=Thing())
    gone = a_term(cast, case, ASSESSMENT, VT, start=MONDAY, subject=Thing())
    vt = cast.actor("vt")
    with acting_as(vt):
        meet_term(term=done, actor=vt, at=NOW)
        cancel_term(term=gone, reason="proef", actor=vt, at=NOW)
    decreed(cast, at=BEFORE)
    assert outlook(cast, at=BEFORE, gone=True).total == 0
    assert recount_decreed(at=BEFORE) == 0
    assert [(row.pk, row.due_at) for row in seen(Term)] == [(row.pk, BEFORE) for row in (late, done, gone)]


def test_withdrawing_brings_the_former_moment_back_also_when_that_is_over(cast: Cast, case: Case) -> None:
    row = decreed(cast)
    a_term(cast, case, ASSESSMENT, VT, start=MONDAY, person="vt")
    assert recount_decreed(at=NOW) == 0
    at = AFTER - timedelta(hours=6)
    seen_before = outlook(cast, gone=True, at=at)
    assert (seen_before.total, seen_before.late) == (1, 1)
    row = withdrawn(cast, row, at=at)
    assert recount_decreed(at=at) == 1
    [now] = [term for term in seen(Term) if term.status == "open"]
    assert now.due_at == BEFORE
    assert now.steps[0].startswith("Opnieuw berekend wo 20 mei 18:00: vr 15 mei 2026 is weer een gewone dag")
    sweep_due(at=at, source="test")
    assert told("due", "in_app") == {"vt", "vt.lead"}
    keeper = cast.actor("vt.beheer")
    with acting_as(keeper):
        with pytest.raises(Conflict, match="al ingetrokken"):
            running_day(row.public_id)
        assert current_calendar().decreed == frozenset()
    # The same day may be decreed again.
    decreed(cast, at=at)


def test_term_that_keeps_its_end_warns_on_the_day_that_is_right_now(cast: Cast, case: Case) -> None:
    start = ams("2026-03-09 10:00")
    term = a_term(cast, case, TermKind.VT_INQUIRY_ENDS, VT, start=start)
    assert outlook(cast).warnings == 1
    decreed(cast)
    assert recount_decreed(at=NOW) == 0
    [row] = seen(Term)
    assert (row.pk, row.due_at) == (term.pk, end_of("2026-05-18"))
    stages = {row.stage: row for row in seen(TermStage)}
    # Its new moment, Thursday 7 May, has passed: it is said at once.
    assert (stages["working_days_5"].fires_at, stages["working_days_5"].next_try_at) == (NOW, NOW)


def test_work_goes_on_where_it_stopped_and_a_second_round_finds_who_came_between(
    cast: Cast, case: Case
) -> None:
    for _ in range(5):
        a_term(cast, case, ASSESSMENT, VT, start=MONDAY, subject=Thing())
    decreed(cast)
    # No time left: one batch each call, and the next call goes on behind it.
    assert [recount_decreed(at=NOW, batch=2, seconds=0) for _ in range(2)] == [2, 2]
    assert recount_decreed(at=NOW, batch=2) == 1
    row = the_day()
    assert (row.rounds, row.looked_through, row.counted_again) == (1, 0, 5)
    assert recount_decreed(at=NOW, batch=2) == 0
    # A request that read the calendar before the decree commits after the first round.
    with past_the_wall():
        hidden = DecreedDay.objects.filter(pk=row.pk)
        hidden.update(day=date(2026, 6, 1))
    a_term(cast, case, ASSESSMENT, VT, start=MONDAY, subject=Thing())
    with past_the_wall():
        hidden.update(day=FRIDAY)
    assert recount_decreed(at=NOW + SECOND_ROUND_AFTER, batch=2) == 1
    assert {term.due_at for term in seen(Term) if term.status == "open"} == {AFTER}
    row = the_day()
    assert (row.rounds, row.counted_again) == (2, 6)
    assert recount_decreed(at=NOW + 2 * SECOND_ROUND_AFTER) == 0


def test_preview_counts_for_all_and_names_cases_to_who_may_see_them(cast: Cast, case: Case) -> None:
    for subject in (Thing(), Thing()):
        a_term(cast, case, ASSESSMENT, VT, start=MONDAY, subject=subject)
    a_term(cast, case, start=MONDAY)
    found = outlook(cast)
    assert found.per_kind == (("Veiligheidsbeoordeling van de melding", 2),)
    assert [(row.was, row.becomes, row.number) for row in found.shifts] == [(BEFORE, AFTER, 2)]
    assert found.cases == ()
    assert [(row.status, row.due_at) for row in seen(Term)][:2] == [("open", BEFORE)] * 2
    roles = [Role.FUNCTIONAL_ADMINISTRATOR.value, Role.CASE_HANDLER.value]
    with past_the_wall():
        User.objects.filter(username__in=("vt.beheer", "vt-rk")).update(roles=roles)
    named = outlook(Cast()).cases
    assert [(row.case_number, row.was, row.becomes) for row in named] == [(case.number, BEFORE, AFTER)] * 2
    outsider = outlook(Cast(), "vt-rk")
    assert (outsider.total, outsider.cases) == (2, ())


@pytest.mark.parametrize(
    ("day", "ground", "field"),
    [
        (date(2026, 5, 14), GROUND, "day"),
        (date(2026, 5, 16), GROUND, "day"),
        (date(2026, 1, 5), GROUND, "day"),
        (date(2032, 1, 5), GROUND, "day"),
        (FRIDAY, " ", "ground"),
    ],
)
def test_what_cannot_be_decreed_is_refused_at_its_field(
    cast: Cast, day: date, ground: str, field: str
) -> None:
    keeper = cast.actor("vt.beheer")
    with acting_as(keeper), pytest.raises(InvalidInput) as refusal:
        equate_day(day=day, ground=ground, actor=keeper, at=NOW)
    assert set(refusal.value.errors) == {field}


def test_only_an_administrator_keeps_the_calendar_and_the_database_says_so_too(cast: Cast) -> None:
    row = decreed(cast)
    with acting_as(keeper := cast.actor("vt.beheer")), pytest.raises(InvalidInput, match=r"."):
        equate_day(day=FRIDAY, ground=GROUND, actor=keeper, at=NOW)
    for username in ("vt", "vt.lead", "vt.privacy", "om"):
        actor = cast.actor(username)
        with acting_as(actor):
            with pytest.raises(NotAllowed, match="functioneel beheerder"):
                equate_day(day=date(2026, 6, 1), ground=GROUND, actor=actor, at=NOW)
            with pytest.raises(NotAllowed):
                withdraw_day(public_id=row.public_id, reason="x", actor=actor, at=NOW)
            with pytest.raises(NotAllowed):
                preview_of(day=FRIDAY, ground=GROUND, withdrawn=False, actor=actor, at=NOW)
            assert not DecreedDay.objects.filter(pk=row.pk).update(rounds=2)
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                DecreedDay.objects.create(
                    day=date(2026, 6, 1),
                    ground="x",
                    added_by=cast.user(username),
                    added_at=NOW,
                    changed_at=NOW,
                )


def test_clocks_turn_with_the_calendar_that_the_process_knows(cast: Cast, case: Case) -> None:
    term = a_term(cast, case, TermKind.VT_INQUIRY_ENDS, VT, start=ams("2026-03-09 10:00"))
    with acting_as(cast.actor("vt")):
        before = term.warning_spans()
    decreed(cast)
    with acting_as(cast.actor("vt")):
        assert term.warning_spans() == before
        forget_calendar()
        assert shown_calendar().decreed == {FRIDAY}
        # The decreed day pushes the warning back over the weekend.
        assert FRIDAY in current_calendar().decreed


@pytest.mark.usefixtures("clock")
def test_page_shows_what_changes_before_it_is_confirmed_and_the_log_says_so(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    a_term(cast, case, ASSESSMENT, VT, start=MONDAY)
    client, page = sign_in("vt.beheer"), reverse(PAGE)
    assert "Er is geen dag gelijkgesteld." in client.get(page).content.decode()
    typed = {"day": "2026-05-15", "ground": GROUND}
    refused = client.post(page, {**typed, "day": "2026-05-16"})
    assert refused.status_code == 400
    assert "al een zaterdag of zondag" in refused.content.decode()
    assert f'value="{GROUND}"' in refused.content.decode()
    shown = client.post(page, typed).content.decode()
    assert "1 lopende termijn krijgt een ander moment" in shown
    assert "wo 20 mei 24:00" in shown
    assert case.number not in shown
    with past_the_wall():
        assert not DecreedDay.objects.exists()
    done = client.post(page, {**typed, "bevestigd": "ja"}, follow=True).content.decode()
    assert "termijnen worden herberekend" in done
    recount_decreed(at=NOW)
    assert "1 termijn opnieuw berekend" in client.get(page).content.decode()
    path = reverse("cases:decreed-day-withdraw", kwargs={"dag": the_day().public_id})
    assert "1 lopende termijn krijgt een ander moment" in client.get(path).content.decode()
    assert client.post(path, {"reason": ""}).status_code == 400
    ended = client.post(path, {"reason": "Verkeerde dag."}, follow=True).content.decode()
    assert f"Ingetrokken door {cast.user('vt.beheer').display_name}" in ended
    assert "al ingetrokken" in client.get(path, follow=True).content.decode()
    with past_the_wall():
        said = AccessLogEntry.objects.filter(route__startswith="cases:decreed", action="write", status=302)
        assert list(said.order_by("pk").values_list("purpose", flat=True)) == [
            "werkkalender: 15-05-2026 met een feestdag gelijkgesteld",
            "werkkalender: 15-05-2026 ingetrokken",
        ]
