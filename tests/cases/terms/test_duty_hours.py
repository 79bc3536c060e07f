"""An alarm goes to who is there; when nobody is there it goes a step up at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.urls import reverse

from cases.access.errors import InvalidInput, NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.duty_hours import covers, hours_text
from cases.organisations.duty_hours_models import DutyHours
from cases.organisations.rules import OrganisationKind
from cases.outbox.queries import inbox
from cases.sharing.models import Exclusion
from cases.terms.duty import NewHours, add_duty_hours, duty_hours_of, end_duty_hours, there_now
from cases.terms.rules.kinds import TermKind
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import DUE, START, a_case, a_term, told
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.decision.making import past_the_wall

OM, VT, SHN = OrganisationKind.OM, OrganisationKind.VT, OrganisationKind.SHN
SignIn = Callable[[str], WallClient]
WORKDAYS = (0, 1, 2, 3, 4)
EVERY_DAY = (*WORKDAYS, 5, 6)
MIDNIGHT = time()


@pytest.mark.parametrize(
    ("hours", "at", "there"),
    [
        ((WORKDAYS, time(8, 30), time(17)), "2026-03-10 08:30", True),
        ((WORKDAYS, time(8, 30), time(17)), "2026-03-10 08:29", False),
        ((WORKDAYS, time(8, 30), time(17)), "2026-03-10 16:59", True),
        ((WORKDAYS, time(8, 30), time(17)), "2026-03-10 17:00", False),
        ((WORKDAYS, time(8, 30), time(17)), "2026-03-14 10:00", False),
        # A shift of the night belongs to the day on which it begins.
        (((4,), time(22), time(6)), "2026-03-13 23:00", True),
        (((4,), time(22), time(6)), "2026-03-14 05:59", True),
        (((4,), time(22), time(6)), "2026-03-14 06:00", False),
        (((4,), time(22), time(6)), "2026-03-13 05:00", False),
        ((EVERY_DAY, MIDNIGHT, MIDNIGHT), "2026-03-15 03:00", True),
        ((EVERY_DAY, MIDNIGHT, MIDNIGHT), "2026-03-15 00:00", True),
        # The clock goes forward on 29 March 2026 at two and back on 25 October at three.
        (((6,), time(2, 30), time(4)), "2026-03-29 03:30", True),
        (((6,), time(2, 30), time(4)), "2026-10-25 02:45", True),
    ],
)
@pytest.mark.django_db
def test_the_rule_and_the_sweep_agree_on_who_is_there(
    cast: Cast, hours: tuple[tuple[int, ...], time, time], at: str, there: bool
) -> None:
    moment, (weekdays, begins, ends) = ams(at), hours
    assert covers(weekdays, begins, ends, moment) is there
    roster(cast, "om.lead", NewHours(name="dienst", weekdays=weekdays, begins=begins, ends=ends))
    term = a_term(cast, a_case(cast, OM), TermKind.INFORM_VICTIM, OM, start=moment - timedelta(hours=4))
    assert term.due_at == moment
    sweep_due(at=moment, source="test")
    workers = {"om", "om.assistent", "om.secretaris"}
    assert told("due", "in_app") == (workers | {"om.lead"} if there else {"om.lead", "kpc", "politie.lead"})


@pytest.mark.parametrize(
    ("weekdays", "begins", "ends", "text"),
    [
        (WORKDAYS, time(8, 30), time(17), "ma, di, wo, do, vr 08:30–17:00"),
        (EVERY_DAY, MIDNIGHT, MIDNIGHT, "elke dag, dag en nacht"),
        ((4,), time(22), time(6), "vr 22:00–06:00 (volgende dag)"),
    ],
)
def test_hours_in_words(weekdays: tuple[int, ...], begins: time, ends: time, text: str) -> None:
    assert hours_text(weekdays, begins, ends) == text


def roster(cast: Cast, keeper: str, *hours: NewHours) -> list[DutyHours]:
    """These hours, kept by a user of the cast."""
    actor = cast.actor(keeper)
    with acting_as(actor):
        return [add_duty_hours(hours=row, actor=actor, at=START) for row in hours]


def shift(cast: Cast, *members: str, begins: time = MIDNIGHT, ends: time = MIDNIGHT) -> NewHours:
    """A shift of every day with these members."""
    users = [cast.user(name) for name in members]
    return NewHours(name="dienst", weekdays=EVERY_DAY, begins=begins, ends=ends, members=users)


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast, OM, VT)


@pytest.mark.django_db
def test_alarm_goes_to_who_is_there_beside_the_one_who_has_the_case(cast: Cast, case: Case) -> None:
    roster(cast, "om.lead", shift(cast, "om.secretaris"))
    a_term(cast, case, TermKind.INFORM_VICTIM, OM, person="om")
    sweep_due(at=START + timedelta(hours=4), source="test")
    assert told("due", "in_app") == {"om", "om.secretaris", "om.lead"}


@pytest.mark.django_db
def test_who_has_the_case_and_is_there_hears_it_alone(cast: Cast, case: Case) -> None:
    roster(cast, "om.lead", shift(cast, "om", "om.secretaris"))
    a_term(cast, case, TermKind.INFORM_VICTIM, OM, person="om")
    sweep_due(at=START + timedelta(hours=4), source="test")
    assert told("due", "in_app") == {"om", "om.lead"}


@pytest.mark.django_db
def test_nobody_on_duty_goes_up_one_step_at_once_and_says_so(cast: Cast, case: Case) -> None:
    roster(cast, "vt.lead", shift(cast, "vt", begins=time(8), ends=time(9)), shift(cast, "vt.lead"))
    a_term(cast, case, TermKind.INFORM_VICTIM, VT, person="vt")
    sweep_due(at=START + timedelta(hours=4), source="test")
    # The team lead is there: no need to wake the partners.
    assert told("due", "in_app") == {"vt", "vt.lead"}
    lead = cast.actor("vt.lead")
    with acting_as(lead):
        notice = inbox(lead, START + timedelta(hours=4))[0].notice
    assert notice.text.endswith("Bij VT Duinrand was toen niemand in dienst.")


@pytest.mark.django_db
def test_nobody_there_at_all_is_heard_by_coordinator_and_partners_at_once(cast: Cast, case: Case) -> None:
    roster(cast, "vt.lead", shift(cast, "vt", begins=time(8), ends=time(9)))
    a_term(cast, case, TermKind.INFORM_VICTIM, VT, person="vt")
    sweep_due(at=START + timedelta(hours=4), source="test")
    assert told("due", "in_app") == {"vt", "vt.lead", "kpc", "om.lead", "politie.lead"}


@pytest.mark.django_db
def test_nine_hours_know_no_quiet_hours_their_warning_goes_up_too(cast: Cast, case: Case) -> None:
    roster(cast, "om.lead", shift(cast, "om", begins=time(8), ends=time(9)))
    a_term(cast, case, person="om")
    sweep_due(at=DUE - timedelta(hours=1), source="test")
    assert told("before_1h", "email") == {"om", "om.lead", "kpc", "politie.lead", "vt.lead"}
    # Half-way there is nothing to do at once: it waits for who has the case.
    assert told("half", "in_app") == {"om"}


@pytest.mark.django_db
def test_ended_hours_count_no_more(cast: Cast, case: Case) -> None:
    [row] = roster(cast, "vt.lead", shift(cast, "vt", begins=time(8), ends=time(9)))
    lead = cast.actor("vt.lead")
    with acting_as(lead):
        end_duty_hours(public_id=row.public_id, actor=lead, at=START)
        assert duty_hours_of(lead) == []
    a_term(cast, case, TermKind.INFORM_VICTIM, VT, person="vt")
    sweep_due(at=START + timedelta(hours=4), source="test")
    assert told("due", "in_app") == {"vt", "vt.lead"}


@pytest.mark.django_db
def test_hours_are_those_of_the_own_organisation(cast: Cast) -> None:
    roster(cast, "vt.lead", shift(cast, "vt"))
    om = cast.actor("om.lead")
    with acting_as(om):
        assert duty_hours_of(om) == []
        with pytest.raises(InvalidInput):
            add_duty_hours(hours=shift(cast, "vt"), actor=om, at=START)
    vt = cast.actor("vt")
    with acting_as(vt), pytest.raises(NotAllowed):
        add_duty_hours(hours=shift(cast, "vt"), actor=vt, at=START)


@pytest.mark.django_db
def test_hours_are_kept_on_a_page_and_the_log_says_so(cast: Cast, sign_in: SignIn) -> None:
    client, page = sign_in("vt.beheer"), reverse("cases:duty-hours")
    assert "Er zijn geen diensturen" in client.get(page).content.decode()
    typed = {"name": "Crisisdienst", "weekdays": ["0", "6"], "begins": "17:00", "ends": "08:30"}
    refused = client.post(page, {**typed, "ends": "25:00"})
    assert refused.status_code == 400
    assert 'value="Crisisdienst"' in refused.content.decode()
    shown = client.post(page, {**typed, "members": [str(cast.user("vt").public_id)]}, follow=True)
    text = shown.content.decode()
    assert "ma, zo 17:00–08:30 (volgende dag)" in text
    assert cast.user("vt").display_name in text
    with past_the_wall():
        entry = AccessLogEntry.objects.filter(action=AccessLogEntry.ACTION_WRITE).latest("pk")
        assert entry.purpose == "diensturen toegevoegd: Crisisdienst"
        row = DutyHours.objects.get()
    assert there_now([row], ams("2026-03-09 18:00")) == [row]
    ended = client.post(reverse("cases:duty-hours-end", kwargs={"dienst": row.public_id}), follow=True)
    assert "zijn beëindigd" in ended.content.decode()
    assert "Er zijn geen diensturen" in ended.content.decode()


@pytest.mark.django_db
def test_who_is_excluded_from_the_case_is_not_the_one_who_is_there(cast: Cast, case: Case) -> None:
    roster(cast, "om.lead", shift(cast, "om", "om.secretaris"))
    with past_the_wall():
        Exclusion.objects.create(
            case=case,
            user=cast.user("om"),
            reason="kent de betrokkene",
            organisation=cast.organisation(OM),
            decided_by=cast.user("om.lead"),
            decided_at=START,
        )
    a_term(cast, case, TermKind.INFORM_VICTIM, OM, person="om")
    sweep_due(at=START + timedelta(hours=4), source="test")
    assert told("due", "in_app") == {"om.secretaris", "om.lead"}
