"""Builders and partials: the stage of a clock, what a safety badge says, what a refusal teaches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.wording import AMSTERDAM
from cases.web.components import (
    Action,
    ClockStage,
    Fact,
    PartnerState,
    PartnerStatus,
    SourceLine,
    TimelineEntry,
    Unsafety,
    clock_from,
    refusal_from,
    safety_marks,
    timeline_days,
)

AT = datetime(2026, 3, 10, 18, 12, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (timedelta(hours=4, seconds=1), ClockStage.CALM),
        (timedelta(hours=4), ClockStage.SOON),
        (timedelta(hours=1, seconds=1), ClockStage.SOON),
        (timedelta(hours=1), ClockStage.ALARM),
        (timedelta(seconds=1), ClockStage.ALARM),
        (timedelta(0), ClockStage.LATE),
        (timedelta(days=-3), ClockStage.LATE),
    ],
)
def test_a_clock_changes_stage_at_exact_bounds(left: timedelta, stage: ClockStage) -> None:
    assert clock_from(due_at=AT + left, at=AT, label="Eerste beslissing").stage is stage


def test_what_is_owed_without_a_moment_does_not_tick() -> None:
    clock = clock_from(due_at=None, at=AT, label="Slachtoffer informeren")
    assert (clock.stage, clock.ticking, clock.due) == (ClockStage.OPEN, False, "")


def test_a_term_that_was_met_is_no_longer_late() -> None:
    clock = clock_from(due_at=AT - timedelta(hours=1), at=AT, label="Besluit", met_text="gehaald 17:10")
    assert (clock.stage, clock.remaining, clock.ticking) == (ClockStage.MET, "gehaald 17:10", False)


def test_acuteness_that_is_not_known_never_reads_as_safe() -> None:
    for structural in (None, False):
        kinds = {mark.kind for mark in safety_marks(acute=None, structural=structural)}
        assert Unsafety.UNKNOWN in kinds
        assert Unsafety.NONE not in kinds


def test_no_unsafety_is_said_only_when_both_parts_say_so() -> None:
    assert [mark.text for mark in safety_marks(acute=False, structural=False)] == ["Geen onveiligheid"]
    assert [mark.text for mark in safety_marks(acute=False, structural=None)] == ["Niet acuut", "Onderdeel B"]


def test_an_unknown_part_names_who_supplies_it() -> None:
    html = render_to_string(
        "components/safety_marks.html",
        {"marks": safety_marks(acute=None, structural=True, supplier="Veilig Thuis")},
    )
    assert "Onderdeel A" in html
    assert "door Veilig Thuis" in html


def test_an_assessment_that_is_out_of_date_says_why() -> None:
    marks = safety_marks(acute=True, structural=False, outdated="schending 10 mrt 16:30")
    assert "achterhaald: schending 10 mrt 16:30" in render_to_string(
        "components/safety_marks.html", {"marks": marks}
    )


def test_a_refusal_names_every_missing_thing_its_supplier_and_the_way_to_mend_it() -> None:
    missing = (
        Missing("part_a", "Onderdeel A ontbreekt.", OrganisationKind.VT),
        Missing("informer", "Er is niet gekozen wie het slachtoffer informeert."),
    )
    refusal = refusal_from(missing, links={"informer": ("/zaken/1/slachtoffer", "Kies wie informeert")})
    html = render_to_string("components/refusal.html", {"refusal": refusal})
    assert "Onderdeel A ontbreekt." in html
    assert "Veilig Thuis levert dit aan" in html
    assert (
        '<a class="utrecht-link utrecht-link--html-a" href="/zaken/1/slachtoffer">Kies wie informeert</a>'
        in html
    )


def test_the_story_is_told_by_amsterdam_day_with_the_newest_above() -> None:
    before_midnight = datetime(2026, 3, 10, 22, 30, tzinfo=UTC)
    after_midnight = datetime(2026, 3, 10, 23, 30, tzinfo=UTC)
    days = timeline_days(
        TimelineEntry(at=at, organisation="VT", text=text)
        for at, text in ((before_midnight, "eerst"), (after_midnight, "later"))
    )
    assert [(day.day.day, [entry.text for entry in day.entries]) for day in days] == [
        (11, ["later"]),
        (10, ["eerst"]),
    ]


def test_a_partner_whose_term_has_passed_is_read_out_as_too_late() -> None:
    late = PartnerState(short="VT", name="Veilig Thuis", status=PartnerStatus.NEEDED, late=True)
    assert "Veilig Thuis: te laat" in render_to_string("components/partner_strip.html", {"partners": (late,)})


def test_an_unknown_fact_does_not_look_like_a_value() -> None:
    html = render_to_string(
        "components/facts.html", {"facts": (Fact(label="Klacht", unknown=True, supplier="Politie"),)}
    )
    assert "nog niet bekend" in html
    assert "Politie levert dit aan" in html


def test_a_source_line_leaves_out_what_is_not_known() -> None:
    assert SourceLine(organisation="VT", at=AT).text == "VT, 10 mrt 18:12"
    assert SourceLine(organisation="Politie", by="proces-verbaal").text == "Politie, proces-verbaal"


def test_an_action_that_writes_is_a_form_with_the_token() -> None:
    action = Action(label="Sluiten", url="/zaken/1/sluiten", method="post", confirm="Zeker?")
    html = render_to_string("components/action.html", {"action": action, "csrf_token": "token"})
    assert 'method="post" action="/zaken/1/sluiten" data-confirm="Zeker?"' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html


def test_what_people_typed_is_never_markup() -> None:
    fact = Fact(label="Naam", value="<script>alert(1)</script>")
    assert "<script>" not in render_to_string("components/facts.html", {"facts": (fact,)})
    panel = Template("{% panel title=title %}{{ value }}{% endpanel %}").render(
        Context({"title": "<b>Nu</b>", "value": "<i>x</i>"})
    )
    assert "&lt;b&gt;Nu&lt;/b&gt;" in panel
    assert "&lt;i&gt;x&lt;/i&gt;" in panel
