"""Nothing lost and nothing twice, with many sweepers, broken connections and terms that end meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction

from cases.access.errors import Conflict
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.terms.models import Term, TermStage
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.services import NewTerm, meet_term, start_terms
from cases.terms.sweep import sweep_due
from tests.cases.outbox.mailbox import mail_server
from tests.cases.terms.making import DUE, START, Thing, a_case
from tests.factories.cast import Cast

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed_db")]

SWEEPERS = 16
STAGES = 20_000
CUTS = 25
LATE = DUE + timedelta(days=1)


def owed_notices(cast: Cast, case: Case, number: int) -> list[Term]:
    """That many terms of one case, each with an alarm (and more) that is due."""
    police, owner, person = cast.actor("politie"), cast.organisation(OrganisationKind.OM), cast.user("om")
    wanted = [
        NewTerm(
            kind=TermKind.INFORM_VICTIM,
            organisation=owner,
            person=person,
            start=START,
            parameters=Parameters(hours=1),
            subject=Thing(),
        )
        for _ in range(number)
    ]
    with acting_as(police):
        # Recorded after the warnings: an alarm and two escalations each.
        return start_terms(case=case, terms=wanted, actor=police, at=DUE)


def in_threads(work: Callable[[int], None], number: int = SWEEPERS) -> None:
    """Do the work in that many threads at once; the first fault of any of them is raised."""
    start = threading.Barrier(number)

    def run(index: int) -> None:
        try:
            start.wait()
            work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        list(pool.map(run, range(number)))


@contextmanager
def past_the_wall() -> Iterator[None]:
    """Look as the guard."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        yield


def stage_states() -> Counter[str]:
    """How many stages are in which state, without those that wait to be said again."""
    with past_the_wall():
        return Counter(TermStage.objects.filter(round=0).order_by().values_list("status", flat=True))


def test_sixteen_sweepers_give_twenty_thousand_stages_once_each(cast: Cast) -> None:
    terms = owed_notices(cast, a_case(cast, OrganisationKind.OM), STAGES // 3 + 1)
    fired = [0] * SWEEPERS

    def sweep(index: int) -> None:
        fired[index] = sweep_due(at=LATE, source="beat" if index % 2 else "loop").fired

    in_threads(sweep)
    assert sum(fired) == 3 * len(terms) >= STAGES
    assert stage_states() == {"fired": 3 * len(terms)}
    with past_the_wall():
        alarms = OutboxMessage.objects.filter(
            payload__stage="due", channel="in_app", recipient=cast.user("om")
        )
        assert alarms.count() == len(terms)


def test_cut_connections_lose_and_double_nothing(cast: Cast) -> None:
    terms = owed_notices(cast, a_case(cast, OrganisationKind.OM), 500)
    over = threading.Event()

    def cut() -> None:
        """Play the administrator who ends a session at random, again and again."""
        for _ in range(CUTS):
            if over.wait(0.1):
                break
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    " ORDER BY random() LIMIT 1"
                )
        connection.close()

    def sweep(index: int) -> None:
        while True:
            try:
                sweep_due(at=LATE, source=f"{index}", batch=50)
            except OperationalError:
                connection.close()
            else:
                return

    saboteur = threading.Thread(target=cut)
    saboteur.start()
    try:
        in_threads(sweep, 4)
    finally:
        over.set()
        saboteur.join()
    # The session of this thread may have been cut too.
    connection.close()
    sweep_due(at=LATE, source="last")
    assert stage_states() == {"fired": 3 * len(terms)}
    with past_the_wall():
        keys = list(OutboxMessage.objects.order_by("pk").values_list("dedup_key", flat=True))
    assert len(keys) == len(set(keys))
    told = Counter(key.rsplit(":", 2)[0] for key in keys)
    assert len(told) == 3 * len(terms)


def test_term_that_ends_during_the_sweep_is_either_heard_or_silent(cast: Cast) -> None:
    terms = owed_notices(cast, a_case(cast, OrganisationKind.OM), 200)
    om = cast.actor("om")

    def end_or_sweep(index: int) -> None:
        if index % 2:
            sweep_due(at=LATE, source=f"{index}", batch=20)
            return
        for term in terms[index // 2 :: 4]:
            with acting_as(om):
                meet_term(term=term, actor=om, at=LATE, late_reason="toets")

    in_threads(end_or_sweep, 8)
    sweep_due(at=LATE, source="last")
    states = stage_states()
    assert states["pending"] == 0
    assert states["fired"] + states["cancelled"] == 3 * len(terms)
    with past_the_wall():
        assert set(Term.objects.order_by().values_list("status", flat=True)) == {"met_late"}


def test_two_users_cannot_both_end_a_term(cast: Cast) -> None:
    [term] = owed_notices(cast, a_case(cast, OrganisationKind.OM), 1)
    om = cast.actor("om")
    outcomes: list[str] = []

    def end(index: int) -> None:
        try:
            with acting_as(om):
                meet_term(term=term, actor=om, at=LATE, late_reason=f"reden {index}")
        except Conflict:
            outcomes.append("conflict")
        else:
            outcomes.append("met")

    in_threads(end, 4)
    assert sorted(outcomes) == ["conflict", "conflict", "conflict", "met"]


def test_two_users_cannot_start_the_same_term_twice(cast: Cast) -> None:
    case, police, om = (
        a_case(cast, OrganisationKind.OM),
        cast.actor("politie"),
        cast.organisation(OrganisationKind.OM),
    )
    first_decision = NewTerm(
        kind=TermKind.FIRST_DECISION, organisation=om, start=START, parameters=Parameters(hours=9)
    )

    def start(index: int) -> None:
        try:
            with acting_as(police):
                start_terms(case=case, terms=[first_decision], actor=police, at=START)
        except Conflict:
            return

    in_threads(start, 4)
    with past_the_wall():
        assert Term.objects.count() == 1


def test_eight_senders_deliver_each_mail_once(cast: Cast) -> None:
    terms = owed_notices(cast, a_case(cast, OrganisationKind.OM), 20)
    sweep_due(at=LATE, source="test")
    with past_the_wall():
        waiting = OutboxMessage.objects.filter(channel="email").count()
    assert waiting > len(terms)
    with mail_server() as mailbox:
        in_threads(lambda index: void(deliver_due(clock=lambda: LATE)), 8)
    assert len(mailbox.letters) == waiting
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == waiting


def void(result: object) -> None:
    """Nothing: the work counts, not its answer."""
