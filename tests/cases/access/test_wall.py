"""The second wall, tested against the raw connection (security, A5 and L3)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.access.trail import Trail, write_entry
from cases.access.wall import GUARD_ROLE, WEB_ROLE, acting_as, set_context
from cases.casefiles.models import Case
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import Joining, NewCase, join, open_case
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)

# Tables that tell nothing about a case or person; every other table of ours is behind the wall.
OUTSIDE_THE_WALL = {
    "cases_region",
    "cases_zsmlocation",
    "cases_municipality",
    "cases_municipalityrouting",
    "cases_organisation",
    "cases_partnersystem",
    "cases_partnertoken",
    "cases_user",
    "cases_user_groups",
    "cases_user_user_permissions",
    "cases_sweepheartbeat",
    "cases_certificate",
    "cases_outboxgate",
    "cases_sweeplag",
    "cases_disclosureversion",
    "cases_disclosurecell",
}
# Not read by the web role at all: it has no grant.
UNREADABLE = {"cases_logseal", "cases_logpruning"}


def rows(sql: str, *params: str | int) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall()) if cursor.description else []


def a_case(cast: Cast) -> Case:
    police = cast.actor("politie")
    with acting_as(police):
        joining = Joining(cast.organisation(OrganisationKind.POLITIE), Level.DECIDE, "test")
        new = NewCase(CaseState.AT_ZSM, "yes", cast.municipality(), cast.municipality())
        return open_case(new=new, joining=joining, actor=police, at=AT)


def test_every_table_on_a_case_or_person_is_forced_behind_row_level_security() -> None:
    ours = {table for table in connection.introspection.table_names() if table.startswith(("cases_", "zsm_"))}
    protected = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity"
        )
    }
    assert ours - protected == OUTSIDE_THE_WALL


def test_every_protected_table_has_a_policy() -> None:
    with_policy = {name for (name,) in rows("SELECT tablename FROM pg_policies WHERE schemaname = 'public'")}
    tables = {
        model._meta.db_table for model in apps.get_models() if model._meta.app_label in ("cases", "zsm")
    }
    assert tables - OUTSIDE_THE_WALL <= with_policy


def test_the_web_role_neither_owns_nor_bypasses() -> None:
    [(bypass, superuser)] = rows("SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = %s", WEB_ROLE)
    assert not bypass
    assert not superuser
    assert rows("SELECT 1 FROM pg_tables WHERE tableowner = %s", WEB_ROLE) == []


def test_the_web_role_may_delete_sessions_and_drafts_only() -> None:
    deletable = rows(
        "SELECT table_name FROM information_schema.role_table_grants WHERE grantee = %s AND privilege_type IN"
        " ('DELETE', 'TRUNCATE')",
        WEB_ROLE,
    )
    assert sorted(deletable) == [("cases_draft",), ("django_session",)]


def test_without_context_there_are_no_rows(cast: Cast) -> None:
    a_case(cast)
    with acting_as(None):
        for model in apps.get_models():
            table = model._meta.db_table
            if not table.startswith(("cases_", "zsm_")) or table in OUTSIDE_THE_WALL | UNREADABLE:
                continue
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table


def test_a_case_is_seen_by_its_participants_only(cast: Cast) -> None:
    case = a_case(cast)
    with acting_as(cast.actor("politie")):
        assert Case.objects.filter(pk=case.pk).exists()
    for outsider in ("vt", "politie-rk", "om-rk"):
        with acting_as(cast.actor(outsider)):
            assert not Case.objects.filter(pk=case.pk).exists()


def test_level_that_sees_the_number_and_nothing_else(cast: Cast) -> None:
    case = a_case(cast)
    police = cast.actor("politie")
    with acting_as(police):
        that = Joining(cast.organisation(OrganisationKind.ZVH), Level.THAT, "test")
        join(case=case, joining=[that], actor=police, at=AT)
    with acting_as(cast.actor("zvh")):
        assert Case.objects.get(pk=case.pk).number == case.number
        assert Participation.objects.filter(case=case).count() == 1


def test_an_organisation_cannot_add_itself_to_a_case_of_others(cast: Cast) -> None:
    case = a_case(cast)
    with (
        pytest.raises(DatabaseError, match="row-level security"),
        acting_as(cast.actor("politie-rk")),
        transaction.atomic(),
    ):
        Participation.objects.create(
            case_id=case.pk,
            organisation=cast.organisation(OrganisationKind.POLITIE, "Rivierkwartier"),
            level=Level.DECIDE,
            case_opened_at=AT,
            ground="test",
            started_at=AT,
        )


def test_level_view_cannot_write(cast: Cast) -> None:
    case = a_case(cast)
    police = cast.actor("politie")
    with acting_as(police):
        view = Joining(cast.organisation(OrganisationKind.HALT), Level.VIEW, "test")
        join(case=case, joining=[view], actor=police, at=AT)
    with acting_as(cast.actor("halt")):
        assert Case.objects.filter(pk=case.pk).update(offence_place="elders") == 0


def test_the_case_list_reads_the_participation_index(cast: Cast) -> None:
    with acting_as(cast.actor("politie")):
        rows("SET LOCAL enable_seqscan = off")
        organisation = cast.actor("politie").organisation_id
        plan = rows(
            "EXPLAIN SELECT case_id FROM cases_participation WHERE case_open AND organisation_id = %s"
            " ORDER BY case_opened_at DESC, case_id DESC LIMIT 50",
            organisation,
        )
    text = "\n".join(line for (line,) in plan)
    assert "using participation_" in text
    assert "Sort" not in text


def test_a_nested_context_gives_back_the_former_one(cast: Cast) -> None:
    police, vt = cast.actor("politie"), cast.actor("vt")
    with acting_as(police):
        with acting_as(vt):
            assert rows("SELECT wall_organisation()") == [(vt.organisation_id,)]
        assert rows("SELECT wall_organisation(), wall_user()") == [(police.organisation_id, police.user_id)]


@pytest.mark.parametrize(
    "change", ["UPDATE cases_accesslogentry SET route = 'x'", "DELETE FROM cases_accesslogentry"]
)
def test_the_access_log_cannot_be_changed_even_by_the_guard(cast: Cast, change: str) -> None:
    actor = cast.actor("politie")
    with acting_as(actor):
        write_entry(
            Trail(),
            actor=actor,
            at=AT,
            request_id=uuid4(),
            route="t",
            outcome="shown",
            status=200,
            source=None,
        )
    set_context(GUARD_ROLE)
    with pytest.raises(DatabaseError, match="append-only"):
        rows(change)


def test_the_access_log_cannot_be_emptied() -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows("TRUNCATE cases_accesslogentry")


@pytest.mark.parametrize("username", ["politie", "vt", "vt.beheer", "vt.privacy-rk"])
def test_nobody_but_its_privacy_officer_reads_the_access_log_of_an_organisation(
    cast: Cast, username: str
) -> None:
    actor = cast.actor("vt")
    with acting_as(actor):
        write_entry(
            Trail(),
            actor=actor,
            at=AT,
            request_id=uuid4(),
            route="own",
            outcome="shown",
            status=200,
            source=None,
        )
    with acting_as(cast.actor("vt.privacy")):
        assert rows("SELECT count(*) FROM cases_accesslogentry WHERE route = 'own'") == [(1,)]
    with acting_as(cast.actor(username)):
        assert rows("SELECT count(*) FROM cases_accesslogentry WHERE route = 'own'") == [(0,)]


def test_a_row_for_another_organisation_is_refused(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(cast.actor("politie")):
        write_entry(
            Trail(),
            actor=cast.actor("vt"),
            at=AT,
            request_id=uuid4(),
            route="t",
            outcome="shown",
            status=200,
            source=None,
        )
