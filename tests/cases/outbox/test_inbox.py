"""Messages in the application: a user's own, as they stand now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cases.access.models import Participation
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.organisations.rules import OrganisationKind
from cases.outbox.messages import register_message, renderer_of
from cases.outbox.queries import inbox, unread_count
from cases.outbox.rules import Channel
from cases.outbox.services import mark_read, queue_message
from cases.terms.messages import TermStageRenderer
from cases.terms.services import meet_term
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import DUE, a_case, a_term
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

OM = OrganisationKind.OM


def test_alarm_is_there_at_once_newest_first_and_urgent(cast: Cast) -> None:
    case, om = a_case(cast, OM), cast.actor("om")
    a_term(cast, case, person="om")
    sweep_due(at=DUE - timedelta(hours=1), source="test")
    sweep_due(at=DUE, source="test")
    with acting_as(om):
        newest, *older = inbox(om, DUE)
        assert unread_count(om) == 1 + len(older)
    assert newest.notice.text == f"Zaak {case.number}: Eerste beslissing is verlopen (di 10 mrt 19:00)."
    assert newest.notice.path.startswith(f"/zaken/{case.public_id}/termijnen/")
    assert newest.notice.is_urgent
    assert not newest.is_read
    assert not any(item.notice.is_urgent for item in older)


def test_message_about_a_term_that_ended_says_so_and_is_urgent_no_more(cast: Cast) -> None:
    case, om = a_case(cast, OM), cast.actor("om")
    term = a_term(cast, case, person="om")
    sweep_due(at=DUE, source="test")
    with acting_as(om):
        meet_term(term=term, actor=om, at=DUE)
        assert {item.notice.is_urgent for item in inbox(om, DUE)} == {False}
        text = inbox(om, DUE)[0].notice.text
    assert text == f"Zaak {case.number}: Eerste beslissing is inmiddels gehaald (di 10 mrt 19:00)."


def test_reading_marks_ones_own_messages_only(cast: Cast) -> None:
    om, assistant = cast.actor("om"), cast.actor("om.assistent")
    a_term(cast, a_case(cast, OM))
    sweep_due(at=DUE, source="test")
    with acting_as(om):
        first, *rest = inbox(om, DUE)
        assert mark_read(actor=om, at=DUE, messages=[first.message.public_id]) == 1
        assert unread_count(om) == len(rest)
        assert mark_read(actor=om, at=DUE) == len(rest)
        assert unread_count(om) == 0
    with acting_as(assistant):
        assert mark_read(actor=assistant, at=DUE, messages=[first.message.public_id]) == 0
        assert unread_count(assistant) == 1 + len(rest)


def test_message_about_a_case_that_is_no_longer_ones_own_is_left_out(cast: Cast) -> None:
    case, om = a_case(cast, OM), cast.actor("om")
    a_term(cast, case, person="om")
    sweep_due(at=DUE, source="test")
    set_context(GUARD_ROLE)
    Participation.objects.filter(case=case, organisation=cast.organisation(OM)).update(
        ended_at=DUE, end_reason="verplaatst"
    )
    set_context("none")
    with acting_as(om):
        assert inbox(om, DUE) == []


def test_list_goes_on_after_the_last_one_shown(cast: Cast) -> None:
    om = cast.actor("om")
    for _ in range(3):
        a_term(cast, a_case(cast, OM), person="om")
    sweep_due(at=DUE, source="test")
    with acting_as(om):
        whole = [item.message.pk for item in inbox(om, DUE)]
        page = inbox(om, DUE, most=5)
        last = page[-1].message
        rest = inbox(om, DUE, before=(last.created_at, last.pk))
    assert [item.message.pk for item in (*page, *rest)] == whole


def test_number_of_queries_does_not_grow_with_the_messages(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    om = cast.actor("om")
    for _ in range(3):
        a_term(cast, a_case(cast, OM), person="om")
    sweep_due(at=DUE, source="test")
    with acting_as(om), django_assert_num_queries(1):
        assert len(inbox(om, DUE)) > 3


def test_same_occasion_reaches_a_user_once_per_channel(cast: Cast) -> None:
    case, police = a_case(cast, OM), cast.actor("politie")
    with acting_as(police):
        for _ in range(2):
            queue_message(
                kind="lead_offered",
                occasion="test:1",
                recipients=[cast.user("om")],
                channels=[Channel.IN_APP, Channel.EMAIL],
                at=DUE,
                case_id=case.pk,
            )
    om = cast.actor("om")
    with acting_as(om):
        assert len(inbox(om, DUE)) == 1


def test_kind_without_a_renderer_is_refused_when_queued(cast: Cast) -> None:
    with pytest.raises(LookupError):
        queue_message(kind="unheard_of", occasion="x", recipients=[], channels=[], at=DUE)


def test_kind_has_one_renderer() -> None:
    renderer = renderer_of("term_stage")
    register_message("term_stage", renderer)
    with pytest.raises(ValueError, match="two renderers"):
        register_message("term_stage", TermStageRenderer())
