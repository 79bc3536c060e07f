"""Who reads which term in the mail of the night: the same persons to whom its stages turn.

Of the term the person, else the organisation's lead in the case, else everybody who does the work there (and
where nobody does, those who lead it), and who has a duty for the organisation at that moment. Only active
users with a role in casework, only cases in which the organisation still takes part and may read. As in the
sweep, tables of upper concepts are named as text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection

from cases.access.rules.levels import Level
from cases.organisations.rules import CASEWORK_ROLES
from cases.terms.sweep import WORKERS

# Per reader the terms with her or his name; those without a name stand under NULL, for every worker.
_STATEMENT: Final = """
WITH reader AS MATERIALIZED (
    SELECT u.id, u.roles && %(workers)s::varchar[] AS works
    FROM cases_user u
    WHERE u.organisation_id = %(organisation)s AND u.is_active AND u.roles && %(casework)s::varchar[]
    UNION ALL
    -- Who has a duty for the organisation at this moment does its work; two duties are one reader.
    SELECT DISTINCT u.id, true
    FROM cases_dutygrant g JOIN cases_user u ON u.id = g.user_id AND u.organisation_id = g.employer_id
    WHERE g.organisation_id = %(organisation)s AND u.is_active AND g.withdrawn_at IS NULL
      AND g.starts_at <= %(at)s AND g.ends_at > %(at)s
), owed AS (
    SELECT t.id, COALESCE(
        (SELECT reader.id FROM reader WHERE reader.id = t.person_id),
        (SELECT reader.id FROM cases_caselead l JOIN reader ON reader.id = l.user_id
         WHERE l.case_id = t.case_id AND l.organisation_id = t.organisation_id AND l.until IS NULL)
    ) AS user_id
    FROM cases_term t
    WHERE t.status = 'open' AND t.due_at <= %(until)s AND t.organisation_id = %(organisation)s
      AND EXISTS (SELECT 1 FROM cases_participation p
                  WHERE p.case_id = t.case_id AND p.organisation_id = t.organisation_id
                    AND p.ended_at IS NULL AND p.level >= %(view)s)
)
SELECT user_id, array_agg(id),
       CASE WHEN user_id IS NULL THEN ARRAY(
           SELECT id FROM reader WHERE works OR NOT EXISTS (SELECT 1 FROM reader WHERE works)
       ) END
FROM owed GROUP BY user_id
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be read in one organisation, as keys: `named` per user, `shared` by all `workers`."""

    named: dict[int, list[int]] = field(default_factory=dict)
    shared: list[int] = field(default_factory=list)
    workers: list[int] = field(default_factory=list)

    @property
    def readers(self) -> set[int]:
        """The users who have something to read."""
        return set(self.named) | set(self.workers)

    def terms_of(self, user_id: int) -> list[int]:
        """What one user reads."""
        return self.named.get(user_id, []) + (self.shared if user_id in self.workers else [])


def reading_in(organisation_id: int, *, until: datetime, at: datetime) -> Reading:
    """What falls due in an organisation up to a moment, by who reads it: one query however many terms.

    `at`: now; who has a duty for the organisation at that moment reads too.
    """
    reading = Reading()
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, _parameters(organisation_id, until, at))
        for user_id, terms, workers in cursor.fetchall():
            if user_id is None:
                reading.shared.extend(terms)
                reading.workers.extend(workers)
            else:
                reading.named[user_id] = terms
    return reading


def _parameters(organisation_id: int, until: datetime, at: datetime) -> dict[str, Any]:
    return {
        "organisation": organisation_id,
        "until": until,
        "at": at,
        "view": int(Level.VIEW),
        "workers": [role.value for role in WORKERS],
        "casework": sorted(role.value for role in CASEWORK_ROLES),
    }
