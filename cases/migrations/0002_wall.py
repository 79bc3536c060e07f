"""The second wall: row-level security, grants and the append-only log (architecture, section 4; security, A5, L3).

A table that hangs on a case or person is forced behind policies; a table that is missing here fails the
catalogue test. The roles themselves are made by the supervisor (and by compose), not here.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Levels of participation: that 10, view 20, contribute 30 (tables, section 1).
TAKES_PART = """EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = {table}.{column}
    AND p.organisation_id = wall_organisation() AND p.level >= {level} AND p.ended_at IS NULL)"""

# Tables with the case in a column.
ON_CASE = (
    "cases_disclosuremark",
    "cases_caserole",
    "cases_caselead",
    "cases_caseevent",
    "cases_charge",
    "cases_prosecutioncomplaint",
    "cases_report",
    "cases_incident",
    "cases_safetyassessment",
    "cases_safetycondition",
    "cases_safetymeasure",
    "cases_victimnotice",
    "cases_term",
)

# Tables that hang on another one: table, parent, column. They are seen and changed with their parent.
ON_PARENT = (
    ("cases_termstage", "cases_term", "term_id"),
    ("cases_assessedcriterion", "cases_safetyassessment", "assessment_id"),
    ("cases_assessedthreat", "cases_safetyassessment", "assessment_id"),
    ("cases_unsafeperson", "cases_safetyassessment", "assessment_id"),
    ("cases_measureprotection", "cases_safetymeasure", "measure_id"),
    ("cases_breach", "cases_safetymeasure", "measure_id"),
    ("cases_noticeattempt", "cases_victimnotice", "notice_id"),
    ("cases_safecontact", "cases_person", "person_id"),
)

FUNCTIONS = """
CREATE FUNCTION wall_organisation() RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT NULLIF(current_setting('app.organisation', true), '')::bigint $$;
CREATE FUNCTION wall_user() RETURNS bigint LANGUAGE sql STABLE AS
    $$ SELECT NULLIF(current_setting('app.user', true), '')::bigint $$;

-- Policies on participation may not read participation (recursion), so these two look as the guard.
CREATE FUNCTION wall_participates(wanted bigint, at_least int) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = wanted
        AND p.organisation_id = wall_organisation() AND p.level >= at_least AND p.ended_at IS NULL) $$;
CREATE FUNCTION wall_may_add_participant(wanted bigint, organisation bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT wall_participates(wanted, 30) OR (
        organisation = wall_organisation()
        AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = wanted)
        AND NOT EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = wanted)) $$;
ALTER FUNCTION wall_participates(bigint, int) OWNER TO veiligheid_guard;
ALTER FUNCTION wall_may_add_participant(bigint, bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_participates(bigint, int), wall_may_add_participant(bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_participates(bigint, int), wall_may_add_participant(bigint, bigint)
    TO veiligheid_web, veiligheid_worker;
"""

LOG = """
CREATE FUNCTION access_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$;
CREATE TRIGGER access_log_rows BEFORE UPDATE OR DELETE ON cases_accesslogentry
    FOR EACH ROW EXECUTE FUNCTION access_log_is_append_only();
CREATE TRIGGER access_log_truncate BEFORE TRUNCATE ON cases_accesslogentry
    FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_append_only();
ALTER TABLE cases_accesslogentry ENABLE ALWAYS TRIGGER access_log_rows;
ALTER TABLE cases_accesslogentry ENABLE ALWAYS TRIGGER access_log_truncate;
ALTER TABLE cases_accesslogentry ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_accesslogentry FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_add ON cases_accesslogentry FOR INSERT TO veiligheid_web, veiligheid_worker
    WITH CHECK (organisation_id IS NOT DISTINCT FROM wall_organisation());
GRANT INSERT ON cases_accesslogentry TO veiligheid_web, veiligheid_worker;
GRANT USAGE ON SEQUENCE cases_accesslogentry_id_seq TO veiligheid_web, veiligheid_worker;
"""

# Staff, organisations and sessions tell nothing about a case; sessions and sign-in are written by the web role.
PLAIN = """
GRANT SELECT ON cases_region, cases_zsmlocation, cases_municipality, cases_municipalityrouting,
    cases_organisation, cases_user, cases_user_groups, cases_user_user_permissions,
    auth_group, auth_group_permissions, auth_permission, django_content_type, cases_sweepheartbeat
    TO veiligheid_web, veiligheid_worker;
GRANT UPDATE (last_login, password) ON cases_user TO veiligheid_web;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO veiligheid_web;
GRANT SELECT ON django_migrations TO veiligheid_web, veiligheid_worker;
GRANT INSERT, UPDATE ON cases_sweepheartbeat TO veiligheid_worker;
"""

WORKER = """
CREATE POLICY worker_all ON cases_term TO veiligheid_worker USING (true) WITH CHECK (true);
CREATE POLICY worker_all ON cases_termstage TO veiligheid_worker USING (true) WITH CHECK (true);
CREATE POLICY worker_all ON cases_outboxmessage TO veiligheid_worker USING (true) WITH CHECK (true);
CREATE POLICY worker_read ON cases_case FOR SELECT TO veiligheid_worker USING (true);
CREATE POLICY worker_read ON cases_participation FOR SELECT TO veiligheid_worker USING (true);
GRANT SELECT, UPDATE ON cases_term, cases_termstage TO veiligheid_worker;
GRANT SELECT, INSERT, UPDATE ON cases_outboxmessage TO veiligheid_worker;
CREATE POLICY worker_read ON cases_caselead FOR SELECT TO veiligheid_worker USING (true);
GRANT SELECT ON cases_case, cases_participation, cases_caselead TO veiligheid_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO veiligheid_worker;
"""


def protect(table: str, *, read: str, write: str) -> str:
    """Force a table behind three policies for the web role; rows are never deleted."""
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON {table} FOR SELECT TO veiligheid_web USING ({read});
CREATE POLICY wall_add ON {table} FOR INSERT TO veiligheid_web WITH CHECK ({write});
CREATE POLICY wall_change ON {table} FOR UPDATE TO veiligheid_web USING ({write}) WITH CHECK ({write});
GRANT SELECT, INSERT, UPDATE ON {table} TO veiligheid_web;
GRANT USAGE ON SEQUENCE {table}_id_seq TO veiligheid_web;
"""


def on_case(table: str, column: str = "case_id") -> str:
    """Seen from level view, changed from level contribute."""
    return protect(
        table,
        read=TAKES_PART.format(table=table, column=column, level=20),
        write=TAKES_PART.format(table=table, column=column, level=30),
    )


def on_parent(table: str, parent: str, column: str) -> str:
    """Seen and changed with the parent row, whose own policy decides."""
    rule = f"EXISTS (SELECT 1 FROM {parent} parent WHERE parent.id = {table}.{column})"
    return protect(table, read=rule, write=rule)


CASE = protect(
    "cases_case",
    read=TAKES_PART.format(table="cases_case", column="id", level=10),
    write=TAKES_PART.format(table="cases_case", column="id", level=30),
)

PARTICIPATION = protect(
    "cases_participation",
    read="organisation_id = wall_organisation() OR wall_participates(case_id, 20)",
    write="wall_may_add_participant(case_id, organisation_id)",
)

# A person is seen through the cases in which she or he has a role; a family system through its cases.
SEEN_IN_A_CASE = "EXISTS (SELECT 1 FROM cases_caserole r WHERE r.person_id = {column})"
PERSON = protect(
    "cases_person",
    read=SEEN_IN_A_CASE.format(column="cases_person.id"),
    write=SEEN_IN_A_CASE.format(column="cases_person.id"),
)
FAMILY = protect(
    "cases_familysystem",
    read="EXISTS (SELECT 1 FROM cases_case c WHERE c.family_system_id = cases_familysystem.id)",
    write="EXISTS (SELECT 1 FROM cases_case c WHERE c.family_system_id = cases_familysystem.id)",
)


def between_persons(table: str) -> str:
    """A relation or link is seen by who sees both persons."""
    rule = " AND ".join(
        SEEN_IN_A_CASE.format(column=f"{table}.{column}") for column in ("person_id", "other_id")
    )
    return protect(table, read=rule, write=rule)


# In-app and mail messages hold ids only; a user reads her or his own, a participant may queue for its case.
OUTBOX = protect(
    "cases_outboxmessage",
    read="recipient_id = wall_user() OR "
    + TAKES_PART.format(table="cases_outboxmessage", column="case_id", level=20),
    write="recipient_id = wall_user() OR "
    + TAKES_PART.format(table="cases_outboxmessage", column="case_id", level=30),
)

STATEMENTS = [
    "CREATE SEQUENCE cases_case_number; GRANT USAGE ON SEQUENCE cases_case_number TO veiligheid_web;",
    FUNCTIONS,
    PARTICIPATION,
    CASE,
    *(on_case(table) for table in ON_CASE),
    PERSON,
    FAMILY,
    between_persons("cases_personrelation"),
    between_persons("cases_personlink"),
    *(on_parent(*row) for row in ON_PARENT),
    OUTBOX,
    LOG,
    PLAIN,
    WORKER,
]


class Migration(migrations.Migration):
    """Raise the wall over every table of the first migration."""

    dependencies: ClassVar = [
        ("cases", "0001_case_file"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations: ClassVar = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in STATEMENTS]
