"""Holding the access log against its seals; past the wall, as the guard, by who operates the database.

The statements stand here and not in the database, so that whoever changes functions there changes no verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db import connection, transaction

from cases.access.wall import GUARD_ROLE, set_context
from cases.audit.models import LogPruning, LogSeal
from cases.audit.rules.verification import Checked, Fault, Finding, KeptSeal, findings_in, not_as_kept
from cases.terms.rules.wording import AMSTERDAM

# So many seals are compared in one statement.
STEP: Final = 200
# As long a gap between rows may still be filled by one that commits late (migration 0016).
OPEN_FOR: Final = timedelta(hours=6)

# How a row is written before it is hashed, by the form that its seal names.
_ROWS: Final = {
    1: """jsonb_build_array(e.id, extract(epoch FROM e.at), e.request_id, e.user_id, e.organisation_id,
        e.roles, e.on_behalf_of, e.action, e.route, e.case_ids, e.person_ids, e.categories, e.purpose,
        e.outcome, e.status, host(e.source))::text""",
}

_CHECK: Final = """
SELECT s.number, s.previous, s.hash, s.content,
    encode(sha256(convert_to(jsonb_build_array(s.form, extract(epoch FROM s.sealed_at), s.rows, s.ids,
        s.reach, s.content, s.previous)::text, 'UTF8')), 'hex'),
    coalesce(found.content, ''),
    (s.ids::int8multirange - coalesce(found.ids, '{{}}'::int8multirange))::text,
    EXISTS (SELECT 1 FROM cases_logpruning p WHERE p.batch = s.number),
    s.sealed_at < %s - interval '5 years'
FROM cases_logseal s CROSS JOIN LATERAL (
    SELECT range_agg(int8range(e.id, e.id, '[]')) AS ids,
        encode(sha256(string_agg(sha256(convert_to({row}, 'UTF8')), ''::bytea ORDER BY e.id)), 'hex')
            AS content
    FROM unnest(s.ids::int8multirange) held
        JOIN cases_accesslogentry e ON e.id >= lower(held) AND e.id < upper(held)
) found
WHERE s.form = {form} AND s.number > %s AND s.number <= %s ORDER BY s.number
"""

# Rows below the highest sealed key that stand under no seal, by the first batch that reaches beyond them.
_LOOSE: Final = """
WITH held AS (SELECT range_agg(r) AS ids FROM cases_logseal s, unnest(s.ids::int8multirange) r)
SELECT (SELECT min(s.number) FROM cases_logseal s WHERE s.reach > e.id),
    range_agg(int8range(e.id, e.id, '[]'))::text
FROM held
    CROSS JOIN (SELECT int8range(-9223372036854775808, max(reach) + 1) AS below FROM cases_logseal) top,
    unnest(int8multirange(top.below) - held.ids) gap
    JOIN cases_accesslogentry e ON e.id >= lower(gap) AND e.id < upper(gap)
WHERE e.id < %s GROUP BY 1 ORDER BY 1
"""

_WAITING: Final = """
SELECT count(*), min(at) FROM cases_accesslogentry
WHERE id > (SELECT coalesce(max(reach), 0) FROM cases_logseal)
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier found. `waiting_since`: the oldest row that waits for its seal.

    `rows`: how many the seals hold; `pruned`: how many of them were removed after five years.
    """

    batches: int
    rows: int
    pruned: int
    findings: tuple[Finding, ...]
    waiting: int
    waiting_since: datetime | None


def verify_log(*, at: datetime, kept: Sequence[KeptSeal] = ()) -> Verdict:
    """Compute every seal anew from the rows that stand there now, and hold it against those kept outside."""
    with _past_the_wall():
        standing = dict(LogSeal.objects.order_by("number").values_list("number", "hash"))
        findings = list(findings_in(_checked(max(standing, default=0), at), frozenset(standing.values())))
        # The rows of a batch whose seal is gone stand under none; they were not put between others.
        after_a_gap = {found.batch + 1 for found in findings if found.fault is Fault.BATCH_REMOVED}
        findings += [found for found in _inserted(at) if found.batch not in after_a_gap]
        findings += not_as_kept(kept, standing)
        [(waiting, since)] = _rows(_WAITING)
        rows = sum(LogSeal.objects.values_list("rows", flat=True).order_by())
        pruned = sum(LogPruning.objects.values_list("rows", flat=True).order_by())
    findings.sort(key=lambda finding: finding.batch)
    return Verdict(len(standing), rows, pruned, tuple(findings), waiting, since)


def seal_of_day(day: date) -> LogSeal | None:
    """The last seal that was set before the end of a Dutch day; None when there is none yet."""
    with _past_the_wall():
        end = datetime.combine(day + timedelta(days=1), time(), AMSTERDAM)
        seals = LogSeal.objects.filter(sealed_at__lt=end)
        return seals.order_by("-number").first()


def _checked(last: int, at: datetime) -> Iterator[Checked]:
    for begin in range(0, last, STEP):
        found = [
            row
            for form, written in _ROWS.items()
            for row in _rows(_CHECK.format(row=written, form=form), at, begin, begin + STEP)
        ]
        for number, previous, stored, content, computed, anew, gone, pruned, is_old in sorted(found):
            yield Checked(
                number=number,
                previous=previous,
                hash=stored,
                content=content,
                computed_hash=computed,
                computed_content=anew,
                gone=gone,
                pruned=pruned,
                is_old=is_old,
            )


def _inserted(at: datetime) -> Iterator[Finding]:
    """Rows that turned up between sealed ones; those of the last hours may still get their seal."""
    closed = LogSeal.objects.filter(sealed_at__lte=at - OPEN_FOR).order_by("-number").first()
    # No row of ours has a key below one.
    bound = closed.reach + 1 if closed else 1
    for number, ids in _rows(_LOOSE, bound):
        yield Finding(number, Fault.ROWS_INSERTED, ids)


def _rows(sql: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


@contextmanager
def _past_the_wall() -> Iterator[None]:
    """One moment of the whole log; the role is local to the transaction."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        yield
