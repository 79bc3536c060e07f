"""A creation is done once, however often it is sent: the answer is remembered for a day per organisation.

What is remembered holds ids and addresses only. The row is inserted first: a second request with the same
key waits for the first on the unique index, and then finds its answer; when the first fails nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from cases.api.problems import ApiRefusal
from cases.organisations.models import AnsweredRequest
from cases.organisations.services import REMEMBERED_FOR

_CLAIM: Final = """
INSERT INTO cases_answeredrequest AS row (organisation_id, key, fingerprint, answer, asked_at)
VALUES (%s, %s, %s, '{}', %s)
ON CONFLICT (organisation_id, key) DO UPDATE
    SET fingerprint = EXCLUDED.fingerprint, answer = EXCLUDED.answer, asked_at = EXCLUDED.asked_at
    WHERE row.asked_at < %s
RETURNING id
"""


def fingerprint_of(*, method: str, path: str, user_id: int, body: Any) -> str:
    """What makes two requests the same: who asks what where."""
    text = json.dumps([method, path, user_id, body], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def claim(*, organisation_id: int, key: UUID, fingerprint: str, at: datetime) -> dict[str, Any] | None:
    """Claim a key for this request; gives the answer when the same request was answered already.

    Raises ApiRefusal when the key was used for another request.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [organisation_id, key, fingerprint, at, at - REMEMBERED_FOR])
        if cursor.fetchone():
            return None
    row = AnsweredRequest.objects.get(organisation=organisation_id, key=key)
    if row.fingerprint != fingerprint:
        raise ApiRefusal("sleutel-hergebruikt")
    answer: dict[str, Any] = row.answer
    return answer


def remember(*, organisation_id: int, key: UUID, answer: dict[str, Any]) -> None:
    """Keep the answer with the claimed key."""
    AnsweredRequest.objects.filter(organisation=organisation_id, key=key).update(answer=answer)
