"""A national amount of cases, made inside the database out of a few real ones (performance, "Goals").

Some cases are registered by the services; every further case is a copy of one of them: the rows are cloned
table by table, whatever columns there are by now. Identifiers move by a fixed stride per copy, UUIDs are
derived, moments shift back. One copy in `OPEN_EVERY` runs; the others are closed, with a few of their terms
and events.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from django.db import connection, transaction
from psycopg import sql

from cases.access.wall import GUARD_ROLE, set_context
from cases.casefiles.models import Case
from tests.benchmarks.measuring import NOON
from tests.factories.cast import Cast
from tests.factories.story import register_case
from veiligheid.supervisor.postgres import SUPERUSER, Server

OPEN_EVERY: Final = 31
# The models of the huge region and of the small one, whose board holds about so many running cases.
HUGE: Final = 9
SMALL: Final = 1
TEMPLATES: Final = HUGE + SMALL
ON_SMALL_BOARD: Final = 60
MINUTES_APART: Final = 4

# Parents before children. A closed case keeps the first so many rows of the tables named with a number.
TABLES: Final = (
    "cases_familysystem",
    "cases_person",
    "cases_case",
    "cases_participation",
    "cases_caserole",
    "cases_personrelation",
    "cases_charge",
    "cases_caselead",
    "cases_caseevent",
    "cases_term",
    "cases_termstage",
    "zsm_custody",
)
KEPT_WHEN_CLOSED: Final = {"cases_caseevent": 6, "cases_term": 3, "cases_termstage": 0}
CASE_OF: Final = {
    "cases_familysystem": "SELECT family_system_id FROM cases_case WHERE id = ANY(%(cases)s)",
    "cases_person": (
        "SELECT p.id FROM cases_person p JOIN cases_case c ON c.family_system_id = p.family_system_id"
        " WHERE c.id = ANY(%(cases)s)"
    ),
    "cases_case": "SELECT unnest(%(cases)s::bigint[])",
    "cases_personrelation": (
        "SELECT r.id FROM cases_personrelation r JOIN cases_caserole cr ON cr.person_id = r.person_id"
        " WHERE cr.case_id = ANY(%(cases)s)"
    ),
    "cases_termstage": (
        "SELECT s.id FROM cases_termstage s JOIN cases_term t ON t.id = s.term_id"
        " WHERE t.case_id = ANY(%(cases)s)"
    ),
}
# What a closed copy says instead of what its model says.
CLOSED: Final = {
    ("cases_case", "state"): "'closed'",
    ("cases_case", "closed_at"): "t.opened_at + interval '30 days'",
    ("cases_participation", "case_open"): "false",
    ("cases_term", "status"): "'met'",
    ("cases_term", "ended_at"): "t.started_at + interval '1 hour'",
    ("cases_term", "ended_by_id"): "t.recorded_by_id",
    ("cases_term", "met_by_id"): "NULL",
    ("zsm_custody", "ends_at"): "t.starts_at + interval '9 hours'",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much there is, for the head of the report."""

    cases: int
    running: int
    participations: int
    terms: int
    running_terms: int
    seconds: float


class National:
    """Fills the connected database; may be called again to let it grow."""

    def __init__(self, server: Server, database: str, cases: int) -> None:
        self.server, self.database = server, database
        self.copies = 0
        # One of so many copies has a case of the small region.
        self.small_every = max(1, cases // TEMPLATES // OPEN_EVERY // ON_SMALL_BOARD)
        self.models: dict[str, list[int]] = {}
        self.small_models: dict[str, list[int]] = {}
        self.stride = 0
        self.begun = time.perf_counter()

    def grow_to(self, cases: int) -> Sizes:
        """Let there be about so many cases; gives what there is then."""
        if not self.models:
            self._register()
        wanted = cases // TEMPLATES
        with psycopg.connect(
            host=str(self.server.sockets), user=SUPERUSER, dbname=self.database, autocommit=True
        ) as owner:
            # The copies are right by construction; checking each key would take most of the time.
            owner.execute("SET session_replication_role = replica")
            while self.copies < wanted:
                upto = min(self.copies + 1000, wanted)
                self._copy(owner, self.copies + 1, upto)
                self.copies = upto
                sys.stderr.write(f"\r{upto * TEMPLATES:>9,} cases")
                sys.stderr.flush()
            sys.stderr.write("\n")
            for table in TABLES:
                self._go_on_after_the_copies(owner, table)
                owner.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))
            owner.execute("CHECKPOINT")
            return self._sizes(owner)

    # --- the models -------------------------------------------------------------------------------

    def _register(self) -> None:
        """A few real cases in both regions, by the services; no case is near the end of its clock."""
        cast, at = Cast(), NOON
        for number in range(HUGE):
            register_case(cast, number, at)
        self._note(self.models)
        for number in range(HUGE, TEMPLATES):
            register_case(cast, number, at, by="politie-rk", municipality="Waalburg")
        self._note(self.small_models)
        for table, keys in self.small_models.items():
            self.small_models[table] = [key for key in keys if key not in self.models[table]]
            self.models[table] = keys

    def _note(self, models: dict[str, list[int]]) -> None:
        """Remember the rows of all cases that there are now."""
        with transaction.atomic():
            set_context(GUARD_ROLE)
            keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
            with connection.cursor() as cursor:
                for table in TABLES:
                    chosen = CASE_OF.get(table, f"SELECT id FROM {table} WHERE case_id = ANY(%(cases)s)")
                    cursor.execute(f"SELECT DISTINCT id FROM ({chosen}) x(id) ORDER BY 1", {"cases": keys})
                    models[table] = [key for (key,) in cursor.fetchall()]
                    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
                    self.stride = max(self.stride, cursor.fetchone()[0] + 1)

    # --- copying ----------------------------------------------------------------------------------

    def _copy(self, owner: psycopg.Connection[Any], first: int, last: int) -> None:
        for table in TABLES:
            columns = list(self._columns(owner, table))
            kept = KEPT_WHEN_CLOSED.get(table)
            rows = self.models[table]
            statement = sql.SQL(
                "INSERT INTO {table} ({names}) SELECT {values} FROM generate_series({first}, {last}) AS n"
                " JOIN {table} t ON t.id = ANY({rows}) AND (t.id <> ALL({small}) OR n % {every} = 0) {kept}"
            ).format(
                table=sql.Identifier(table),
                names=sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns),
                values=sql.SQL(", ").join(sql.SQL(value) for _, value in columns),
                first=sql.Literal(first),
                last=sql.Literal(last),
                rows=sql.Literal(rows),
                small=sql.Literal(self.small_models[table]),
                every=sql.Literal(self.small_every),
                kept=sql.SQL("")
                if kept is None
                else sql.SQL("WHERE n % {} = 0 OR t.id = ANY({})").format(
                    sql.Literal(OPEN_EVERY), sql.Literal(self._first_of_each_case(owner, table, kept))
                ),
            )
            owner.execute(statement)

    @staticmethod
    def _go_on_after_the_copies(owner: psycopg.Connection[Any], table: str) -> None:
        """What is registered from now on gets keys that no copy has."""
        owner.execute(
            sql.SQL(
                "SELECT setval(pg_get_serial_sequence({name}, 'id'), (SELECT max(id) FROM {table}))"
            ).format(name=sql.Literal(table), table=sql.Identifier(table))
        )

    def _first_of_each_case(self, owner: psycopg.Connection[Any], table: str, kept: int) -> list[int]:
        if not kept:
            return []
        found = owner.execute(
            sql.SQL(
                "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY case_id ORDER BY id) AS place"
                " FROM {} WHERE id = ANY(%s)) x WHERE place <= %s"
            ).format(sql.Identifier(table)),
            [self.models[table], kept],
        )
        return [key for (key,) in found]

    def _columns(self, owner: psycopg.Connection[Any], table: str) -> Iterator[tuple[str, str]]:
        """Every column with the value of copy `n` of row `t`."""
        parents = dict(
            owner.execute(
                "SELECT a.attname, c.confrelid::regclass::text FROM pg_constraint c"
                " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
                " WHERE c.contype = 'f' AND c.conrelid = %s::regclass",
                [table],
            ).fetchall()
        )
        described = owner.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND table_schema = 'public' ORDER BY ordinal_position",
            [table],
        )
        for name, kind in described.fetchall():
            value = self._value(table, name, kind, parents.get(name))
            if (instead := CLOSED.get((table, name))) is not None:
                value = f"CASE WHEN n % {OPEN_EVERY} = 0 THEN {value} ELSE {self._shifted(instead, kind)} END"
            yield name, value

    def _value(self, table: str, name: str, kind: str, parent: str | None) -> str:
        if name == "id" or parent in self.models:
            return f"t.{name} + n::bigint * {self.stride}"
        if kind == "uuid":
            return f"md5(t.{name}::text || n)::uuid"
        if kind == "timestamp with time zone":
            return self._shifted(f"t.{name}", kind)
        if (table, name) == ("cases_case", "number"):
            return "'C' || n || '-' || right(t.number, 2)"
        return f"t.{name}"

    @staticmethod
    def _shifted(value: str, kind: str) -> str:
        """Copies of long ago; what runs keeps its moments, so that boards and clocks are those of now."""
        if kind != "timestamp with time zone":
            return value
        return (
            f"CASE WHEN n % {OPEN_EVERY} = 0 THEN {value}"
            f" ELSE {value} - n * interval '{MINUTES_APART} minutes' - interval '40 days' END"
        )

    def _sizes(self, owner: psycopg.Connection[Any]) -> Sizes:
        def count(query: str) -> int:
            found = owner.execute(query.encode()).fetchone()
            return int(found[0]) if found else 0

        return Sizes(
            cases=count("SELECT count(*) FROM cases_case"),
            running=count("SELECT count(*) FROM cases_case WHERE state <> 'closed'"),
            participations=count("SELECT count(*) FROM cases_participation"),
            terms=count("SELECT count(*) FROM cases_term"),
            running_terms=count("SELECT count(*) FROM cases_term WHERE status = 'open'"),
            seconds=time.perf_counter() - self.begun,
        )
