"""The mail of the night over a real conversation with a mail server: to whom, once, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseLead
from cases.organisations.models import Organisation, User
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.tasks import queue_nightly_mail
from cases.terms import digest
from cases.terms.digest import queue_digests
from cases.terms.models import Term
from cases.terms.readers import reading_in
from cases.terms.services import meet_term
from tests.cases.outbox.mailbox import mail_server
from tests.cases.terms.making import a_case, a_term, seen
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.story import register_stalking_case
from tests.zsm.decision.making import past_the_wall

MORNING = ams("2026-03-11 06:00")
NEXT_MORNING = ams("2026-03-12 06:00")
OM = OrganisationKind.OM
# Who does the work at the prosecution of Duinrand: not its coordinator and not its team lead.
WORKERS = {"om", "om.assistent", "om.secretaris"}


def digests() -> list[str]:
    """Day and recipient of every mail of the night."""
    names: dict[int | None, str] = dict(User.objects.values_list("pk", "username"))
    mails = [message for message in seen(OutboxMessage) if message.kind == "nightly_digest"]
    return [f"{mail.created_at:%d} {names[mail.recipient_id]}" for mail in mails]


def delivered(at: datetime = MORNING) -> list[EmailMessage]:
    """What arrives at the mail server, of this mail only."""
    with past_the_wall():
        OutboxMessage.objects.exclude(kind="nightly_digest").filter(channel="email").update(
            next_attempt_at=at + timedelta(days=9)
        )
    with mail_server() as mailbox:
        deliver_due(clock=lambda: at)
    return mailbox.letters


def told(at: datetime = MORNING) -> set[str]:
    """The user names to whom a mail of the night arrives."""
    return {str(letter["To"]).partition("@")[0] for letter in delivered(at)}


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def leads(cast: Cast, case: Case, username: str) -> None:
    user = cast.user(username)
    with past_the_wall():
        CaseLead.objects.create(case=case, organisation=user.organisation, user=user, since=MORNING)


def change(cast: Cast, username: str, **values: object) -> None:
    User.objects.filter(pk=cast.user(username).pk).update(**values)


def set_due(moment: datetime) -> None:
    with past_the_wall():
        Term.objects.update(due_at=moment)


# --- to whom --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_has_no_name_goes_to_everybody_who_does_the_work(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    assert queue_digests(at=MORNING) == len(WORKERS)
    assert told() == WORKERS


@pytest.mark.django_db
def test_what_has_a_name_goes_to_that_person_only(cast: Cast) -> None:
    case = a_case(cast, OM)
    leads(cast, case, "om.secretaris")
    a_term(cast, case, person="om.assistent")
    queue_digests(at=MORNING)
    assert told() == {"om.assistent"}


@pytest.mark.django_db
def test_without_a_name_it_goes_to_the_lead_of_the_organisation_in_the_case(cast: Cast) -> None:
    case = a_case(cast, OM)
    leads(cast, case, "om.lead")
    a_term(cast, case)
    queue_digests(at=MORNING)
    assert told() == {"om.lead"}


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"is_active": False}, {"roles": ["privacy_officer"]}])
def test_who_left_or_does_no_casework_is_passed_over_and_nothing_falls_between(
    cast: Cast, values: dict[str, object]
) -> None:
    case = a_case(cast, OM)
    leads(cast, case, "om.secretaris")
    a_term(cast, case, person="om.assistent")
    change(cast, "om.assistent", **values)
    queue_digests(at=MORNING)
    assert told() == {"om.secretaris"}


@pytest.mark.django_db
def test_who_left_after_it_was_queued_gets_nothing(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    queue_digests(at=MORNING)
    change(cast, "om", roles=["functional_administrator"])
    assert told() == set()


@pytest.mark.django_db
def test_where_nobody_does_the_work_those_who_lead_it_read_it(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM))
    for username in WORKERS:
        change(cast, username, is_active=False)
    queue_digests(at=MORNING)
    assert told() == {"kpc", "om.lead"}


@pytest.mark.django_db
@pytest.mark.parametrize("values", [{"ended_at": MORNING, "end_reason": "test"}, {"level": 10}])
def test_an_organisation_that_no_longer_takes_part_reads_nothing(
    cast: Cast, values: dict[str, object]
) -> None:
    case = a_case(cast, OM)
    a_term(cast, case, person="om")
    a_term(cast, a_case(cast, OM), person="om.assistent")
    queue_digests(at=MORNING)
    with past_the_wall():
        case.participations.filter(organisation=cast.user("om").organisation_id).update(**values)
    assert told() == {"om.assistent"}
    assert queue_digests(at=NEXT_MORNING) == 1


# --- when -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_triggers_again_and_again_give_one_mail_a_day(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    assert queue_digests(at=MORNING - timedelta(seconds=1)) == 0
    assert [queue_digests(at=MORNING + timedelta(minutes=minutes)) for minutes in (0, 0, 10, 300)] == [
        1,
        0,
        0,
        0,
    ]
    queue_digests(at=NEXT_MORNING)
    assert digests() == ["11 om", "12 om"]


@pytest.mark.django_db
def test_even_when_the_claim_of_the_day_is_lost_the_outbox_keeps_it_at_one(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    queue_digests(at=MORNING)
    Organisation.objects.update(nightly_mail_queued_on=None)
    queue_digests(at=MORNING)
    assert digests() == ["11 om"]


@pytest.mark.django_db
def test_what_comes_up_during_the_day_waits_for_the_next_night(cast: Cast) -> None:
    assert queue_digests(at=MORNING) == 0
    a_term(cast, a_case(cast, OM), person="om")
    assert queue_digests(at=MORNING + timedelta(hours=3)) == 0
    assert queue_digests(at=NEXT_MORNING) == 1


def test_two_triggers_at_the_same_moment_give_one_mail(committed_db: str) -> None:
    cast, start = Cast(), Barrier(3)
    a_term(cast, a_case(cast, OM))

    def trigger(number: int) -> int:
        start.wait()
        try:
            return queue_digests(at=MORNING)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(trigger, range(3))) == [0, 0, len(WORKERS)]
    assert sorted(digests()) == sorted(f"11 {username}" for username in WORKERS)


@pytest.mark.django_db
def test_after_an_outage_it_comes_the_same_morning_and_not_later(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    assert queue_digests(at=MORNING + timedelta(hours=6)) == 0
    assert queue_digests(at=NEXT_MORNING + timedelta(hours=5)) == 1


@pytest.mark.django_db
def test_a_mail_that_could_not_leave_that_day_is_not_sent_beside_the_next_one(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    queue_digests(at=MORNING)
    queue_digests(at=NEXT_MORNING)
    assert len(delivered(NEXT_MORNING)) == 1
    assert delivered(NEXT_MORNING + timedelta(hours=1)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "night",
    [("2026-03-29 01:30", "2026-03-29 03:30", 0), ("2026-10-25 02:30", "2026-10-25 02:30", 1)],
    ids=["an hour is skipped", "an hour comes twice"],
)
def test_on_the_nights_that_the_clock_changes_there_is_one_mail(
    cast: Cast, night: tuple[str, str, int]
) -> None:
    before, after, fold = night
    a_term(cast, a_case(cast, OM), person="om")
    Organisation.objects.update(nightly_mail_at=time(2, 30))
    queued = [
        queue_digests(at=moment) for moment in (ams(before), ams(after, fold=fold), ams(after[:11] + "06:00"))
    ]
    assert sum(queued) == 1
    assert len(digests()) == 1


@pytest.mark.django_db
def test_each_organisation_has_its_own_time(cast: Cast) -> None:
    case = a_case(cast, OM)
    a_term(cast, case, person="om")
    a_term(cast, case, owner=OrganisationKind.POLITIE, person="politie")
    Organisation.objects.filter(pk=cast.user("om").organisation_id).update(nightly_mail_at=time(7, 30))
    queue_digests(at=MORNING)
    assert digests() == ["11 politie"]
    queue_digests(at=ams("2026-03-11 07:30"))
    assert digests() == ["11 politie", "11 om"]


@pytest.mark.django_db
def test_an_organisation_that_fails_keeps_no_other_from_its_mail(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    case = a_case(cast, OM)
    a_term(cast, case, person="om")
    a_term(cast, case, owner=OrganisationKind.POLITIE, person="politie")
    broken, reading = cast.user("politie").organisation_id, reading_in

    def poisoned(organisation_id: int, *, until: datetime, at: datetime) -> object:
        if organisation_id == broken:
            raise DatabaseError("poisoned")
        return reading(organisation_id, until=until, at=at)

    monkeypatch.setattr(digest, "reading_in", poisoned)
    queue_digests(at=MORNING)
    assert digests() == ["11 om"]
    assert f"organisation {broken} could not be queued" in caplog.text
    monkeypatch.undo()
    queue_digests(at=MORNING + timedelta(minutes=10))
    assert digests() == ["11 om", "11 politie"]


@pytest.mark.django_db
@pytest.mark.parametrize("trigger", [queue_nightly_mail, lambda: call_command("sweep_terms")])
def test_beat_and_loop_both_queue_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, trigger: Callable[[], object]
) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    for module in ("cases.tasks", "cases.management.commands.sweep_terms"):
        monkeypatch.setattr(f"{module}.database_clock", lambda: MORNING)
    with mail_server():
        trigger()
    assert digests() == ["11 om"]


# --- what -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_says_case_label_moment_and_link_as_text_and_as_an_accessible_page(cast: Cast) -> None:
    case = a_case(cast, OM)
    a_term(cast, case, person="om")
    queue_digests(at=MORNING)
    [letter] = delivered()
    assert str(letter["Subject"]) == "Overzicht van vandaag"
    for kind in ("plain", "html"):
        said = body(letter, kind)
        for part in (
            "Te laat",
            f"Zaak {case.number}",
            "di 10 mrt 19:00",
            f"/zaken/{case.public_id}",
            "/mijn-werk",
        ):
            assert part in said, (kind, part)
    page = body(letter, "html")
    for part in (
        '<html lang="nl">',
        "<title>Overzicht van vandaag</title>",
        '<th scope="col"',
        '<th scope="row"',
    ):
        assert part in page
    assert "<img" not in page
    assert "&" not in body(letter, "plain")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "heading"),
    [
        ("2026-03-11 06:00", "Te laat"),
        ("2026-03-12 00:00", "Vandaag"),
        ("2026-03-12 12:00", "Morgen"),
        ("2026-03-14 12:00", "Deze week"),
        ("2026-03-17 00:00", "Later"),
    ],
)
def test_it_has_the_headings_of_my_work(cast: Cast, due: str, heading: str) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    set_due(ams(due))
    queue_digests(at=MORNING)
    [letter] = delivered()
    assert body(letter, "plain").startswith(f"{heading}\n- Zaak ")
    assert f"<h2>{heading}</h2>" in body(letter, "html")


@pytest.mark.django_db
def test_nothing_to_say_is_no_mail(cast: Cast) -> None:
    a_term(cast, a_case(cast, OM), person="om")
    set_due(ams("2026-03-17 00:01"))
    assert queue_digests(at=MORNING) == 0
    assert digests() == []


@pytest.mark.django_db
def test_what_was_met_before_the_mail_leaves_is_left_out(cast: Cast) -> None:
    om = cast.actor("om")
    kept, met = a_case(cast, OM), a_case(cast, OM)
    terms = [a_term(cast, case, person="om") for case in (kept, met)]
    set_due(ams("2026-03-11 12:00"))
    queue_digests(at=MORNING)
    with acting_as(om):
        meet_term(term=Term.objects.get(pk=terms[1].pk), actor=om, at=MORNING)
    [letter] = delivered()
    assert kept.number in body(letter, "plain")
    assert met.number not in body(letter, "plain")


@pytest.mark.django_db
def test_when_everything_was_met_nothing_is_sent(cast: Cast) -> None:
    om, term = cast.actor("om"), a_term(cast, a_case(cast, OM), person="om")
    set_due(ams("2026-03-11 12:00"))
    queue_digests(at=MORNING)
    with acting_as(om):
        meet_term(term=Term.objects.get(pk=term.pk), actor=om, at=MORNING)
    assert delivered() == []
    assert [mail.status for mail in seen(OutboxMessage) if mail.kind == "nightly_digest"] == ["cancelled"]


@pytest.mark.django_db
def test_what_does_not_fit_is_counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "LISTED_AT_MOST", 1)
    for _ in range(3):
        a_term(cast, a_case(cast, OM), person="om")
    queue_digests(at=MORNING)
    [letter] = delivered()
    for kind in ("plain", "html"):
        assert "En nog 2 meer in Mijn werk." in body(letter, kind)


@pytest.mark.django_db
def test_it_names_no_person_no_organisation_and_not_what_it_is_about(cast: Cast) -> None:
    register_stalking_case(cast)
    queue_digests(at=MORNING)
    letters = delivered()
    assert letters
    words = ("Brandwijk", "Wilde", "stalking", "Stalking", "Politie", "OM ", "Slachtoffer", "verdachte")
    for letter in letters:
        said = f"{letter['Subject']} {letter['From']} {body(letter, 'plain')} {body(letter, 'html')}"
        assert [word for word in words if word in said] == []


@pytest.mark.django_db
def test_the_last_day_of_the_mail_is_kept_per_organisation(cast: Cast) -> None:
    queue_digests(at=MORNING)
    assert set(Organisation.objects.values_list("nightly_mail_queued_on", flat=True)) == {date(2026, 3, 11)}
