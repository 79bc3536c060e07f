"""What records were before a change, who changed them, and who may see that (security, L4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse

from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.wall import GUARD_ROLE, WEB_ROLE, acting_as, set_context, worker_transaction
from cases.audit.history import history_of
from cases.audit.models import RecordChange
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import open_case
from cases.persons.models import Person
from cases.reports.models import Report, ReportedPerson
from cases.terms.models import Term
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import register_case, register_stalking_case
from tests.ground.database import afresh
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]
AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)

# They say how the application runs, or are written once by a trigger or job of their own.
WITHOUT_HISTORY = {
    "cases_accesslogentry",
    "cases_logseal",
    "cases_logpruning",
    "cases_logreview",
    "cases_recordchange",
    "cases_draft",
    "cases_outboxmessage",
    "cases_termstage",
    "cases_tablelist",
    "cases_answeredrequest",
    "cases_familysystem",
    # Rows are added only: the web has no right to change one.
    "cases_addressreveal",
    # Who may act for whom hangs on no case; its steps stand in the access log.
    "cases_dutygrant",
    "cases_accountact",
    # Of no case: who equated a day and who took that back stand in the row.
    "cases_decreedday",
    # An address of one user, of which only a fingerprint is kept; made anew, never changed.
    "cases_calendarfeed",
    # Of one organisation only, which the partners in the case may not know; its steps are its columns.
    "cases_deliverytask",
    # Its steps are its own columns, each set once.
    "cases_emergencyaccess",
    # Which mail somebody wants; of no case, and the access log says when it was changed.
    "cases_messagewish",
    "cases_messageposition",
    "cases_quiethours",
    # How an organisation is staffed; its rows are only added and ended.
    "cases_dutyhours",
    "cases_dutymember",
    # Of one organisation only, which the partners in the case may not know; added and lifted by name.
    "cases_ownrelation",
    "cases_exclusion",
    # A count per user and day, kept by the function that answers.
    "cases_searchquota",
    "zsm_tablesession",
    "zsm_tableseat",
}
IGNORED = {"cases_case": {"version"}, "cases_term": {"alarmed_at"}}


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, as police registered it."""
    return register_stalking_case(cast, AT - timedelta(hours=2))


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def by_hand(sql: str, *params: Any) -> None:
    """A statement typed by somebody who holds the database; the wall is off for its role."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE veiligheid_guard")
        cursor.execute(sql, params)
        assert cursor.rowcount, sql
        cursor.execute("RESET ROLE")


def changes_of(table: str) -> list[RecordChange]:
    with past_the_wall():
        return list(RecordChange.objects.filter(table_name=table).order_by("pk"))


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def watched() -> dict[str, tuple[set[str], list[str]]]:
    """By table: the columns that its trigger watches (empty: all) and its arguments."""
    found = rows(
        "SELECT c.relname,"
        " ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum = ANY(t.tgattr)),"
        " string_to_array(encode(t.tgargs, 'escape'), '\\000')"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname = 'record_history' AND t.tgenabled = 'A'"
    )
    return {table: (set(columns), list(arguments)) for table, columns, arguments in found}


def test_every_table_on_a_case_or_person_keeps_its_history() -> None:
    forced = rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity"
        " AND (starts_with(relname, 'cases_') OR starts_with(relname, 'zsm_'))"
    )
    missing = {table for (table,) in forced} - WITHOUT_HISTORY - set(watched())
    assert missing == set(), (
        "CALL history_on('…') in a migration, or name it in WITHOUT_HISTORY with its reason"
    )


def test_no_column_is_left_out_of_the_history_by_accident() -> None:
    for table, (columns, _) in watched().items():
        if columns:
            every = {
                name
                for (name,) in rows(
                    f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0"
                    " AND NOT attisdropped"
                )
            }
            assert every - columns == IGNORED.get(table, set()), table


def protected_columns(model: type[models.Model]) -> set[str]:
    declared = getattr(model, "INFORMATION", {})
    return {
        field.attname
        for field in model._meta.concrete_fields
        if declared.get(field.name) is Category.PROTECTED_ADDRESS
    }


def test_no_protected_address_can_land_in_the_history() -> None:
    tables = watched()
    for model in apps.get_models():
        table = model._meta.db_table
        if table in tables:
            hidden = set(tables[table][1][3].split(","))
            assert protected_columns(model) <= hidden, table


def test_a_statement_by_hand_is_kept_as_coming_from_outside(cast: Cast, case: Case) -> None:
    by_hand("UPDATE cases_case SET offence_place = 'elders' WHERE id = %s", case.pk)
    [change] = changes_of("cases_case")
    assert change.before == {"offence_place": case.offence_place}
    assert change.after == {"offence_place": "elders"}
    assert (change.case_id, change.user_id, change.login) == (case.pk, None, "veiligheid_owner")


def test_a_statement_under_the_wall_is_kept_with_its_actor(cast: Cast, case: Case) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        Case.objects.filter(pk=case.pk).update(offence_place="op straat")
    [change] = changes_of("cases_case")
    assert (change.user_id, change.organisation_id) == (police.user_id, police.organisation_id)


def test_what_hangs_on_a_parent_or_a_person_is_kept_under_the_case_or_the_person(
    cast: Cast, case: Case
) -> None:
    with past_the_wall():
        victim = CaseRole.objects.get(case=case, role="victim").person_id
    by_hand("UPDATE cases_person SET last_name = 'Anders' WHERE id = %s", victim)
    [change] = changes_of("cases_person")
    assert (change.case_id, change.person_id) == (None, victim)
    by_hand("DELETE FROM cases_measureprotection WHERE id = (SELECT min(id) FROM cases_measureprotection)")
    [change] = changes_of("cases_measureprotection")
    assert (change.case_id, change.operation) == (case.pk, "removed")
    assert change.giver_id is not None
    assert set(change.after.values()) == {None}


def test_nothing_is_kept_of_what_did_not_change_or_says_nothing(cast: Cast, case: Case) -> None:
    before = changes_of("cases_term")
    by_hand(
        "UPDATE cases_case SET version = version + 1, offence_place = offence_place WHERE id = %s", case.pk
    )
    with worker_transaction():
        Term.objects.filter(case=case).update(alarmed_at=AT)
    assert changes_of("cases_case") == []
    assert changes_of("cases_term") == before


def test_a_protected_address_is_kept_as_changed_and_no_more(cast: Cast, case: Case) -> None:
    with past_the_wall():
        report = Report.objects.get(case=case)
        named = ReportedPerson.objects.create(
            case=case,
            report=report,
            person=CaseRole.objects.get(case=case, role="victim").person,
            described_as="victim",
            address="Lijsterbes 12",
            organisation=report.organisation,
        )
        ReportedPerson.objects.filter(pk=named.pk).update(address="Meidoorn 7")
    [change] = changes_of("cases_reportedperson")
    assert change.before == change.after == {"address": "(afgeschermd)"}


@pytest.mark.parametrize(
    "change", ["UPDATE cases_recordchange SET login = 'x'", "DELETE FROM cases_recordchange"]
)
def test_the_history_cannot_be_changed_even_by_the_guard(case: Case, change: str) -> None:
    by_hand("UPDATE cases_case SET offence_place = 'elders' WHERE id = %s", case.pk)
    set_context(GUARD_ROLE)
    with pytest.raises(DatabaseError, match="append-only"):
        rows(change)


def test_the_web_role_cannot_write_history() -> None:
    set_context(WEB_ROLE)
    with pytest.raises(DatabaseError, match="permission denied"):
        rows("INSERT INTO cases_recordchange DEFAULT VALUES")


def test_each_column_is_shown_by_its_own_category_and_the_rest_is_counted(cast: Cast, case: Case) -> None:
    vt = cast.user("vt")
    with past_the_wall():
        report = Report.objects.get(case=case)
    by_hand("UPDATE cases_report SET situation = 'GEHEIM', reference = 'R-9' WHERE id = %s", report.pk)

    def seen_by(username: str) -> tuple[list[str], int]:
        actor = cast.actor(username)
        with acting_as(actor):
            found = history_of(open_case(actor, case.public_id, at=AT))
        return [field.field.name for change in found.changes for field in change.fields], found.held_back

    assert vt.organisation_id != report.organisation_id
    assert "situation" in seen_by("vt")[0]
    assert "situation" not in seen_by("shn")[0]
    with acting_as(cast.actor("politie-rk")):
        assert not RecordChange.objects.exists()


def test_the_tab_says_what_was_and_what_became_and_by_whom(sign_in: SignIn, cast: Cast, case: Case) -> None:
    with acting_as(cast.actor("politie")):
        Case.objects.filter(pk=case.pk).update(offence_place="Op het station")
    by_hand(
        "UPDATE cases_person SET last_name = 'Nieuwenaam' WHERE id IN (SELECT person_id FROM cases_caserole"
        " WHERE case_id = %s AND role = 'suspect')",
        case.pk,
    )
    page = sign_in("om").get(reverse("cases:changes", kwargs={"zaak": case.public_id})).content.decode()
    assert "Op het station" in page
    assert "Sanne Vermeulen, Politie Duinrand" in page
    assert "Nieuwenaam" in page
    assert "buiten de toepassing (veiligheid_owner)" in page


def test_a_child_that_may_not_be_known_is_not_known_by_its_history_either(
    sign_in: SignIn, cast: Cast
) -> None:
    case = register_case(cast, 0, AT - timedelta(hours=2))
    with past_the_wall():
        child = CaseRole.objects.select_related("person").filter(case=case, role="child").first()
        assert child is not None
        Person.objects.filter(pk=child.person_id).update(first_names="Kindernaam")
        # The prosecution was given the children of this story; victim support was not.
        assert Participation.objects.filter(case=case, organisation__kind="shn").exists()
    path = reverse("cases:changes", kwargs={"zaak": case.public_id})
    assert "Kindernaam" in sign_in("vt").get(path).content.decode()
    page = sign_in("shn").get(path).content.decode()
    assert "Kindernaam" not in page
    assert "1 wijziging niet voor uw organisatie" in page
