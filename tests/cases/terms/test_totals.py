"""What a team lead is told in numbers: per kind and moment, of what is open, neutrally, and only then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access.wall import acting_as, worker_transaction
from cases.casefiles.models import Case
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.sharing.exclusion import NewExclusion, exclude
from cases.terms.digest import queue_digests
from cases.terms.models import Term
from cases.terms.rules.kinds import KIND_LABELS, NEUTRAL_LABELS, TermKind
from cases.terms.totals import Total, summed, totals_of
from tests.cases.outbox.mailbox import mail_server
from tests.cases.terms.making import a_case, a_term
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

MORNING = ams("2026-03-11 06:00")
OM = OrganisationKind.OM
KIND = TermKind.FIRST_DECISION


def owed(cast: Cast, due_at: datetime, **more: object) -> Case:
    """A term of the prosecution that falls due at a moment."""
    case = a_case(cast, OM)
    term = a_term(cast, case)
    with past_the_wall():
        Term.objects.filter(pk=term.pk).update(due_at=due_at, **more)
    return case


def counted(cast: Cast, at: datetime = MORNING) -> list[Total]:
    with worker_transaction():
        return totals_of(cast.organisation(OM).pk, at)


@pytest.mark.parametrize(
    ("due_at", "expected"),
    [
        ("2026-03-11 06:00", (1, 0, 0)),
        ("2026-03-11 06:01", (0, 1, 0)),
        # Midnight belongs to the day that it closes.
        ("2026-03-12 00:00", (0, 1, 0)),
        ("2026-03-12 00:01", (0, 0, 1)),
        ("2026-03-17 00:00", (0, 0, 1)),
        ("2026-03-17 00:01", None),
    ],
)
def test_under_which_moment_a_term_counts(
    cast: Cast, due_at: str, expected: tuple[int, int, int] | None
) -> None:
    owed(cast, ams(due_at))
    found = [(row.late, row.today, row.coming) for row in counted(cast)]
    assert found == ([expected] if expected else [])


def test_what_is_somebodys_and_what_is_nobodys_and_what_is_not_counted(cast: Cast) -> None:
    soon = MORNING + timedelta(hours=2)
    om = cast.user("om")
    owed(cast, soon)
    owed(cast, soon, person=om)
    owed(cast, soon, taken_over_by=om, taken_over_at=MORNING)
    owed(cast, soon, status="met", ended_at=MORNING, ended_by=om)
    gone = owed(cast, soon)
    with past_the_wall():
        gone.participations.filter(organisation=om.organisation).update(ended_at=MORNING, end_reason="elders")
    assert counted(cast) == [Total(KIND_LABELS[KIND], late=0, today=3, coming=0, nobodys=1)]
    assert summed(counted(cast)) == Total("Samen", late=0, today=3, coming=0, nobodys=1)
    with worker_transaction():
        (neutral,) = totals_of(cast.organisation(OM).pk, MORNING, labels=dict.fromkeys(TermKind, "taak"))
    assert (neutral.label, neutral.today) == ("taak", 3)


def letters(at: datetime = MORNING) -> list[tuple[str, str]]:
    """To whom the totals went, and what they say."""
    with past_the_wall():
        OutboxMessage.objects.exclude(kind="nightly_totals").filter(channel="email").update(
            next_attempt_at=at + timedelta(days=9)
        )
    with mail_server() as mailbox:
        deliver_due(clock=lambda: at)
    found = []
    for letter in mailbox.letters:
        part = letter.get_body(("plain",))
        assert part is not None
        assert letter["List-Unsubscribe"] == "<http://localhost:8000/meldingen/e-mail>", "it can be left out"
        found.append((str(letter["To"]).partition("@")[0], str(part.get_content())))
    return found


def test_a_team_lead_gets_one_mail_with_numbers_and_neutral_words(cast: Cast) -> None:
    case = owed(cast, MORNING - timedelta(hours=1))
    owed(cast, MORNING + timedelta(hours=3))
    for _ in range(2):
        queue_digests(at=MORNING)
    [(lead, text)] = letters()
    assert lead == "om.lead"
    assert f"- {NEUTRAL_LABELS[KIND]}: 1 te laat, 1 vandaag, 0 in de vijf dagen daarna; 2 van niemand" in text
    assert "Samen: 1 te laat, 1 vandaag" in text
    assert case.number not in text
    assert "/mijn-werk" in text


@pytest.mark.parametrize("what", ["nothing owed any more", "leads no team any more", "the day is over"])
def test_nothing_to_say_is_no_mail(cast: Cast, what: str) -> None:
    owed(cast, MORNING + timedelta(hours=3))
    queue_digests(at=MORNING)
    with past_the_wall():
        if what == "nothing owed any more":
            Term.objects.update(due_at=MORNING + timedelta(days=30))
        elif what == "leads no team any more":
            User.objects.filter(username="om.lead").update(roles=["case_handler"])
    at = MORNING + timedelta(days=1) if what == "the day is over" else MORNING
    assert letters(at) == []


def test_a_case_that_is_closed_to_the_team_lead_is_not_in_her_numbers(cast: Cast) -> None:
    case = owed(cast, MORNING + timedelta(hours=3))
    owed(cast, MORNING + timedelta(hours=3))
    officer = cast.actor("om.privacy")
    with acting_as(officer):
        new = NewExclusion(reason="Zijn buurman.", user=cast.user("om.lead"))
        exclude(case=case, new=new, actor=officer, at=MORNING)
    queue_digests(at=MORNING)
    [(_, text)] = letters()
    assert "Samen: 0 te laat, 1 vandaag" in text


def test_my_work_shows_a_team_lead_the_same_numbers_in_one_query(
    cast: Cast, sign_in: Callable[[str], WallClient]
) -> None:
    owed(cast, MORNING + timedelta(hours=3))
    asked, page = [], ""
    with time_machine.travel(MORNING, tick=False):
        lead = sign_in("om.lead")
        for _ in range(2):
            lead.get(reverse("cases:my-work"))
            with CaptureQueriesContext(connection) as captured:
                page = lead.get(reverse("cases:my-work")).content.decode()
            asked.append(len(captured))
            owed(cast, MORNING - timedelta(hours=3))
        assert "Totalen van het team" in page
        assert "Totalen van het team" not in sign_in("om").get(reverse("cases:my-work")).content.decode()
        assert "Totalen van het team" not in lead.get(f"{reverse('cases:my-work')}?van=mij").content.decode()
    assert asked[0] == asked[1]
