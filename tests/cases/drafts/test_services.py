"""Drafts are one's own, replace each other, go when the form is accepted, and expire."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from cases.access.errors import InvalidInput
from cases.access.wall import acting_as, worker_transaction
from cases.drafts.models import Draft
from cases.drafts.queries import draft_of
from cases.drafts.rules import KEPT_FOR, LARGEST
from cases.drafts.services import discard_draft, remove_expired, save_draft
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
PLACE = "/zaken/1/veiligheid"


def test_the_newest_contents_replace_the_older_ones(cast: Cast) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        save_draft(place=PLACE, typed={"a": ["half"]}, actor=vt, at=AT)
        save_draft(place=PLACE, typed={"a": ["heel"]}, actor=vt, at=AT + timedelta(minutes=1))
        found = draft_of(vt, PLACE, at=AT + timedelta(hours=1))
        assert found is not None
        assert found.fields == {"a": ["heel"]}
        assert Draft.objects.count() == 1


def test_a_colleague_neither_reads_nor_replaces_it(cast: Cast) -> None:
    vt, lead = cast.actor("vt"), cast.actor("vt.lead")
    with acting_as(vt):
        save_draft(place=PLACE, typed={"a": ["van mij"]}, actor=vt, at=AT)
    with acting_as(lead):
        assert draft_of(lead, PLACE, at=AT) is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_draft")
            assert cursor.fetchone() == (0,)
        save_draft(place=PLACE, typed={"a": ["van haar"]}, actor=lead, at=AT)
        discard_draft(place=PLACE, actor=lead)
    with acting_as(vt):
        kept = draft_of(vt, PLACE, at=AT)
        assert kept is not None
        assert kept.fields == {"a": ["van mij"]}


def test_after_a_week_it_is_not_given_back_and_the_worker_removes_it(cast: Cast) -> None:
    vt = cast.actor("vt")
    long_ago = datetime.now(UTC) - KEPT_FOR - timedelta(minutes=1)
    with acting_as(vt):
        save_draft(place=PLACE, typed={"a": ["oud"]}, actor=vt, at=long_ago)
        save_draft(place="/elders", typed={"a": ["nieuw"]}, actor=vt, at=datetime.now(UTC))
        assert draft_of(vt, PLACE, at=long_ago + KEPT_FOR) is None
    with worker_transaction():
        assert remove_expired(at=datetime.now(UTC)) == 1
    with acting_as(vt):
        assert [draft.place for draft in Draft.objects.all()] == ["/elders"]


def test_too_much_is_refused_with_a_message(cast: Cast) -> None:
    vt = cast.actor("vt")
    with acting_as(vt), pytest.raises(InvalidInput) as refusal:
        save_draft(place=PLACE, typed={"a": ["x" * LARGEST]}, actor=vt, at=AT)
    assert refusal.value.errors == {"velden": ["Dit is te veel om als concept te bewaren."]}
