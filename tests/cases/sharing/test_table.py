"""The disclosure table as data: two people change it, from a day to come, and nobody what is in force."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.rules.disclosure import DEFAULT_ROWS, Phase
from cases.access.rules.grants import Grant
from cases.access.schedule import disclosure_table, forget_schedule
from cases.access.table_models import DisclosureCell, DisclosureVersion
from cases.access.wall import acting_as
from cases.organisations.rules import OrganisationKind
from cases.sharing.table import NewCell, discard, drop_cell, judge, offer, restore_cell, set_cell, take_back
from cases.sharing.versions import changes_of, version_rows
from tests.cases.sharing.tables import (
    BEGINS,
    JUDGED,
    JUDICIAL_FOR_VT,
    SECOND,
    WRITER,
    WRITTEN,
    approved,
    drafted,
    offered,
)
from tests.factories.cast import Cast
from tests.factories.family import make_family
from tests.zsm.decision.making import past_the_wall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_schedule")]

K = OrganisationKind
CELL = (K.VT, Category.JUDICIAL)


def test_without_versions_the_default_of_the_law_holds() -> None:
    table = disclosure_table(BEGINS)
    assert (table.version, len(table.rows())) == (1, len(DEFAULT_ROWS))


def test_a_draft_begins_with_every_row_and_changes_only_what_is_written(cast: Cast) -> None:
    version = drafted(cast)
    assert version.number == 2
    assert version.based_on is None
    [change] = changes_of(version)
    assert (change.before, change.after) != (None, None)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.grant, change.after.grant) == (Grant.ONLY_THAT, Grant.ALLOWED)
    assert len(version_rows(version)) == len(DEFAULT_ROWS)


def test_a_draft_or_an_offer_changes_nothing_for_anybody(cast: Cast) -> None:
    offered(cast)
    forget_schedule()
    assert disclosure_table(BEGINS + timedelta(days=30))[CELL].grant is Grant.ONLY_THAT


def test_an_approved_version_holds_from_its_first_day_and_not_before(cast: Cast) -> None:
    approved(cast)
    before, after = disclosure_table(BEGINS - timedelta(days=1)), disclosure_table(BEGINS)
    assert (before.version, before[CELL].grant) == (1, Grant.ONLY_THAT)
    assert (after.version, after[CELL].grant) == (2, Grant.ALLOWED)
    assert after[CELL].basis == "Wjsg art. 39f"


def test_the_pages_answer_by_the_version_of_the_day(cast: Cast) -> None:
    family = make_family(cast)
    approved(cast, begins=date(2026, 3, 11))
    police = cast.organisation(K.POLITIE).pk
    with acting_as(cast.actor("vt")):
        today = family.seen_by(cast, "vt")
        tomorrow = family.seen_by(cast, "vt", at=JUDGED + timedelta(days=8))
        assert not today.may_see(Category.JUDICIAL, police)
        assert tomorrow.may_see(Category.JUDICIAL, police)


def test_the_next_version_builds_on_the_last_approved_one(cast: Cast) -> None:
    first = approved(cast)
    identity = NewCell(
        recipient=K.HALT, category=Category.IDENTITY, grant=Grant.ONLY_THAT, basis="Wpg art. 20"
    )
    second = drafted(cast, identity, at=JUDGED)
    assert (second.number, second.based_on) == (3, first)
    assert [change.row.recipient for change in changes_of(second)] == [K.HALT]


def test_one_version_is_written_or_judged_at_a_time(cast: Cast) -> None:
    offered(cast)
    with pytest.raises(Conflict, match="nog open"):
        drafted(cast)


@pytest.mark.parametrize("username", ["vt", "vt.lead", "vt.beheer", "om"])
def test_only_a_privacy_officer_writes(cast: Cast, username: str) -> None:
    version, actor = drafted(cast), cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed, match="privacyfunctionaris"):
        set_cell(version=version, cell=JUDICIAL_FOR_VT, actor=actor, at=WRITTEN)


def test_the_second_officer_does_not_write_in_the_draft_of_the_first(cast: Cast) -> None:
    version, actor = drafted(cast), cast.actor(SECOND)
    with acting_as(actor), pytest.raises(NotAllowed, match="die het begon"):
        set_cell(version=version, cell=JUDICIAL_FOR_VT, actor=actor, at=WRITTEN)


def test_who_wrote_it_does_not_judge_it(cast: Cast) -> None:
    version, actor = offered(cast), cast.actor(WRITER)
    with acting_as(actor), pytest.raises(NotAllowed, match="andere privacyfunctionaris"):
        judge(version=version, approved=True, reason="Akkoord.", actor=actor, at=JUDGED)


def test_the_database_refuses_two_eyes_too(cast: Cast) -> None:
    version = offered(cast)
    with pytest.raises(DatabaseError, match="disclosure_four_eyes"), transaction.atomic():
        DisclosureVersion.objects.filter(pk=version.pk).update(
            state="approved", judged_by=version.made_by, judged_at=JUDGED, judgement="x"
        )


@pytest.mark.parametrize("begins", [JUDGED.date(), JUDGED.date() - timedelta(days=3)])
def test_a_day_that_runs_is_never_changed(cast: Cast, begins: date) -> None:
    version, actor = drafted(cast, at=JUDGED), cast.actor(WRITER)
    with acting_as(actor), pytest.raises(InvalidInput) as refused:
        offer(version=version, effective_from=begins, motivation="Nu.", actor=actor, at=JUDGED)
    assert set(refused.value.errors) == {"effective_from"}


def test_late_in_the_evening_tomorrow_is_too_soon(cast: Cast) -> None:
    late = JUDGED.replace(hour=23, minute=30)
    version, actor = drafted(cast, at=late), cast.actor(WRITER)
    with acting_as(actor), pytest.raises(InvalidInput):
        offer(
            version=version,
            effective_from=late.date() + timedelta(days=1),
            motivation="Morgen.",
            actor=actor,
            at=late,
        )


def test_an_offer_whose_day_has_begun_is_not_approved_any_more(cast: Cast) -> None:
    version, actor = offered(cast), cast.actor(SECOND)
    late = JUDGED + timedelta(days=7)
    with acting_as(actor):
        with pytest.raises(Conflict, match="andere dag"):
            judge(version=version, approved=True, reason="Akkoord.", actor=actor, at=late)
        refused = judge(version=version, approved=False, reason="Te laat.", actor=actor, at=late)
    assert refused.state == "refused"


def test_a_judgement_needs_a_reason(cast: Cast) -> None:
    version, actor = offered(cast), cast.actor(SECOND)
    with acting_as(actor), pytest.raises(InvalidInput):
        judge(version=version, approved=True, reason=" ", actor=actor, at=JUDGED)


def test_a_draft_that_changes_nothing_is_not_offered(cast: Cast) -> None:
    version, actor = drafted(cast), cast.actor(WRITER)
    with acting_as(actor):
        restore_cell(version=version, row=changes_of(version)[0].row, actor=actor, at=WRITTEN)
        with pytest.raises(Conflict, match="nog niets"):
            offer(version=version, effective_from=BEGINS, motivation="x", actor=actor, at=WRITTEN)


def test_what_is_offered_is_taken_back_before_it_is_changed(cast: Cast) -> None:
    version, actor = offered(cast), cast.actor(WRITER)
    with acting_as(actor):
        with pytest.raises(Conflict, match="wacht op goedkeuring"):
            set_cell(version=version, cell=JUDICIAL_FOR_VT, actor=actor, at=WRITTEN)
        taken = take_back(version=version, actor=actor, at=WRITTEN)
        set_cell(version=taken, cell=JUDICIAL_FOR_VT, actor=actor, at=WRITTEN)
        assert discard(version=taken, actor=actor, at=WRITTEN).state == "discarded"


def test_another_officer_may_let_a_draft_lapse_whose_writer_is_away(cast: Cast) -> None:
    version, actor = drafted(cast), cast.actor(SECOND)
    with acting_as(actor):
        assert discard(version=version, actor=actor, at=WRITTEN).state == "discarded"
    drafted(cast)


def test_a_row_for_one_giver_goes_before_the_general_one_until_it_is_taken_out(cast: Cast) -> None:
    family = make_family(cast)
    special = replace(JUDICIAL_FOR_VT, giver=K.OM)
    version = drafted(cast, special)
    actor = cast.actor(WRITER)
    police, om = cast.organisation(K.POLITIE).pk, cast.organisation(K.OM).pk
    with acting_as(actor):
        [change] = changes_of(version)
        drop_cell(version=version, row=change.row, actor=actor, at=WRITTEN)
        assert changes_of(version) == ()
        set_cell(version=version, cell=special, actor=actor, at=WRITTEN)
        offer(version=version, effective_from=BEGINS, motivation="x", actor=actor, at=WRITTEN)
    second = cast.actor(SECOND)
    with acting_as(second):
        judge(version=version, approved=True, reason="Akkoord.", actor=second, at=JUDGED)
    forget_schedule()
    with acting_as(cast.actor("vt")):
        access = family.seen_by(cast, "vt")
        assert access.may_see(Category.JUDICIAL, om)
        assert not access.may_see(Category.JUDICIAL, police)


def test_a_general_row_is_changed_and_never_taken_out(cast: Cast) -> None:
    version, actor = drafted(cast), cast.actor(WRITER)
    with acting_as(actor), pytest.raises(Conflict, match="elke gever"):
        drop_cell(version=version, row=changes_of(version)[0].row, actor=actor, at=WRITTEN)


def test_what_is_wrong_with_a_row_is_said_per_field(cast: Cast) -> None:
    version, actor = drafted(cast), cast.actor(WRITER)
    wrong = NewCell(
        recipient=K.VT,
        category=Category.THAT,
        grant=Grant.ALLOWED,
        basis=" ",
        note="x" * 301,
        giver=K.VT,
        phase=Phase.TOGETHER,
        valid_from=BEGINS,
        valid_to=BEGINS,
    )
    with acting_as(actor), pytest.raises(InvalidInput) as refused:
        set_cell(version=version, cell=wrong, actor=actor, at=WRITTEN)
    assert set(refused.value.errors) == {"category", "giver", "basis", "note", "valid_to"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE cases_disclosurecell SET \"grant\" = 'allowed'", "no draft"),
        ("DELETE FROM cases_disclosurecell", "never removed"),
        ("UPDATE cases_disclosureversion SET effective_from = '2026-03-04'", "settled"),
        ("UPDATE cases_disclosureversion SET state = 'draft'", "settled"),
        ("DELETE FROM cases_disclosureversion", "never removed"),
        ("TRUNCATE cases_disclosurecell", "never removed"),
    ],
)
def test_the_database_refuses_to_change_what_is_approved_whoever_asks(
    cast: Cast, change: str, said: str
) -> None:
    approved(cast)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match=said), transaction.atomic():
            cursor.execute(change)


def test_every_step_stands_in_the_access_log_by_the_database_itself(cast: Cast) -> None:
    version = approved(cast)
    with past_the_wall():
        rows = AccessLogEntry.objects.filter(action="rights", route="verstrekkingentabel").order_by("pk")
        told = list(rows.values_list("user__username", "purpose"))
    assert told == [
        (WRITER, f"versie {version.number}: draft, vanaf onbepaald"),
        (WRITER, f"versie {version.number}: offered, vanaf {BEGINS}"),
        (SECOND, f"versie {version.number}: approved, vanaf {BEGINS}"),
    ]


def test_nobody_inserts_an_approved_version(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="begins as a draft"), transaction.atomic():
        DisclosureVersion.objects.create(
            number=9,
            state="approved",
            effective_from=BEGINS,
            made_by=cast.user(WRITER),
            made_at=WRITTEN,
            judged_by=cast.user(SECOND),
            judged_at=JUDGED,
        )


def test_a_request_pays_nothing_for_a_table_that_is_known(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    approved(cast)
    with django_assert_num_queries(2):
        disclosure_table(BEGINS)
    with django_assert_num_queries(0):
        disclosure_table(BEGINS)
        disclosure_table(BEGINS - timedelta(days=1))


def test_another_process_hears_of_a_new_version_when_it_reads_the_schedule_again(
    cast: Cast, settings: Settings
) -> None:
    assert disclosure_table(BEGINS).version == 1
    version, actor = offered(cast), cast.actor(SECOND)
    with acting_as(actor):
        judge(version=version, approved=True, reason="Akkoord.", actor=actor, at=JUDGED)
    assert disclosure_table(BEGINS).version == 1
    settings.DISCLOSURE_SCHEDULE_SECONDS = 0
    assert disclosure_table(BEGINS).version == 2


def test_a_cell_round_trips_through_the_database(cast: Cast) -> None:
    version = drafted(cast)
    rows = {row.key: row for row in version_rows(version)}
    unchanged = [row for row in DEFAULT_ROWS if (row.recipient, row.category) != CELL]
    assert all(rows[row.key] == row for row in unchanged)
    assert DisclosureCell.objects.filter(version=version).count() == len(DEFAULT_ROWS)
