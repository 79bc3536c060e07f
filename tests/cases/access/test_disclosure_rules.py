"""The disclosure table against tables, section 5, cell by cell, and what wins over a cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.access.rules.categories import Category
from cases.access.rules.disclosure import (
    DEFAULT_ROWS,
    DEFAULT_TABLE,
    TABLE_START,
    Answer,
    Phase,
    decide,
    table_on,
)
from cases.access.rules.grants import Grant
from cases.access.rules.levels import LEVEL_LABELS, LEVEL_TEXTS, Level
from cases.organisations.rules import OrganisationKind

# As printed in the tables: ✓ gives, c with consent, t what concerns the task, · only that.
TABLE = """
                        politie om vt 3ro rvdk shn halt lokaal zvh expert
identity                ✓       ✓  ✓  ✓   ✓    ✓   t    ✓      ✓   t
contact                 ✓       ✓  ✓  t   t    ✓   ·    ✓      t   ·
protected_address       t       ·  t  ·   t    ·   ·    ·      ·   ·
report                  ✓       t  ✓  t   ✓    ·   ·    t      t   t
incidents               ✓       ✓  ✓  ✓   ✓    t   ·    t      ✓   t
investigation           ✓       ✓  t  t   t    ·   t    ·      ·   t
judicial                ✓       ✓  ·  ✓   ✓    ·   t    ·      ·   ·
assessment_conclusion   ✓       ✓  ✓  ✓   ✓    t   ·    ✓      ✓   t
assessment_grounds      t       t  ✓  t   ✓    ·   ·    t      t   t
medical                 t       t  ✓  t   t    ·   ·    c      ·   t
plan                    ✓       ✓  ✓  ✓   ✓    t   ·    ✓      ✓   t
advice                  ·       ✓  t  ✓   ✓    ·   ·    ·      ·   ·
wishes                  ✓       ✓  c  t   t    ✓   ·    ·      ·   ·
decision                ✓       ✓  ✓  ✓   ✓    ✓   t    ✓      ✓   t
children                t       t  ✓  t   ✓    ·   ·    ✓      t   t
screenings              ✓       ✓  ✓  ✓   t    ·   ·    ·      t   t
"""
HEADER, *LINES = TABLE.strip().splitlines()
CELLS = [
    (OrganisationKind(kind), Category(line.split()[0]), mark)
    for line in LINES
    for kind, mark in zip(HEADER.split(), line.split()[1:], strict=True)
]
# What each mark shows: plainly, with consent recorded, with the section marked.
SHOWS = {
    "✓": (True, True, True),
    "c": (False, True, False),
    "t": (False, False, True),
    "·": (False, False, False),
}


def ask(
    kind: OrganisationKind,
    category: Category,
    *,
    is_giver: bool = False,
    marked: bool = False,
    consent: bool = False,
    phase: Phase = Phase.TOGETHER,
    running_task: bool = False,
    excluded: bool = False,
) -> Answer:
    return decide(
        kind,
        category,
        is_giver=is_giver,
        marked=marked,
        consent=consent,
        phase=phase,
        running_task=running_task,
        excluded=excluded,
    )


@pytest.mark.parametrize(("kind", "category", "mark"), CELLS)
def test_every_cell_shows_what_the_table_says(kind: OrganisationKind, category: Category, mark: str) -> None:
    plain, with_consent, when_marked = SHOWS[mark]
    assert ask(kind, category).allowed is plain
    assert ask(kind, category, consent=True).allowed is with_consent
    assert ask(kind, category, marked=True).allowed is when_marked


def test_the_table_covers_every_category_that_shows_something() -> None:
    assert {category for _, category, _ in CELLS} == set(Category) - {Category.TECHNICAL, Category.THAT}
    assert len(DEFAULT_ROWS) == len(CELLS) == 160


@pytest.mark.parametrize(("kind", "category", "mark"), CELLS)
def test_before_and_after_nothing_is_shown_without_a_running_task(
    kind: OrganisationKind, category: Category, mark: str
) -> None:
    allowed = {
        running_task: ask(
            kind,
            category,
            marked=True,
            consent=True,
            phase=Phase.BEFORE_OR_AFTER,
            running_task=running_task,
        ).allowed
        for running_task in (False, True)
    }
    assert allowed == {False: False, True: mark != "·"}


@pytest.mark.parametrize("kind", list(OrganisationKind))
@pytest.mark.parametrize("category", [Category.THAT, Category.TECHNICAL])
def test_that_information_is_seen_by_every_participant(kind: OrganisationKind, category: Category) -> None:
    assert ask(kind, category, phase=Phase.BEFORE_OR_AFTER).allowed


@pytest.mark.parametrize(
    "kind",
    [
        OrganisationKind.GEMEENTE,
        OrganisationKind.GI,
        OrganisationKind.JR,
        OrganisationKind.OPVANG,
        OrganisationKind.LEC_EGG,
    ],
)
def test_a_kind_without_a_column_gets_only_that(kind: OrganisationKind) -> None:
    answer = ask(kind, Category.IDENTITY, marked=True, consent=True, running_task=True)
    assert not answer.allowed
    assert "alleen dat-informatie" in answer.reason


def test_the_giver_always_sees_its_own_record() -> None:
    answer = ask(OrganisationKind.SHN, Category.REPORT, is_giver=True, phase=Phase.BEFORE_OR_AFTER)
    assert answer.allowed


def test_a_known_clash_wins_over_every_cell() -> None:
    assert not ask(OrganisationKind.POLITIE, Category.IDENTITY, excluded=True).allowed
    assert not ask(OrganisationKind.POLITIE, Category.IDENTITY, is_giver=True, excluded=True).allowed
    assert ask(OrganisationKind.POLITIE, Category.THAT, excluded=True).allowed


@pytest.mark.parametrize(
    ("kind", "category", "reason"),
    [
        (
            OrganisationKind.VT,
            Category.WISHES,
            "Veilig Thuis ziet wensen van het slachtoffer alleen met toestemming van de betrokkene.",
        ),
        (
            OrganisationKind.VT,
            Category.INVESTIGATION,
            "Veilig Thuis ziet opsporing en bewijs alleen als de gever het voor de taak heeft gemarkeerd.",
        ),
        (
            OrganisationKind.VT,
            Category.JUDICIAL,
            "Veilig Thuis krijgt van justitiële documentatie alleen dat-informatie.",
        ),
    ],
)
def test_a_refusal_gives_its_reason(kind: OrganisationKind, category: Category, reason: str) -> None:
    assert ask(kind, category).reason == reason


def test_the_answer_names_the_row_that_decided_with_its_legal_basis() -> None:
    row = ask(OrganisationKind.OM, Category.PLAN).row
    assert row is not None
    assert row.grant is Grant.ALLOWED
    assert "Wmo 2015" in row.basis


def test_a_row_of_the_privacy_officer_replaces_the_default_from_its_first_day() -> None:
    change = date(2027, 1, 1)
    old = DEFAULT_TABLE[OrganisationKind.VT, Category.JUDICIAL]
    rows = [
        *(row for row in DEFAULT_ROWS if row is not old),
        replace(old, valid_to=change),
        replace(old, grant=Grant.ALLOWED, valid_from=change),
    ]
    before, after = table_on(rows, change - timedelta(days=1)), table_on(rows, change)
    cell = (OrganisationKind.VT, Category.JUDICIAL)
    assert (before[cell].grant, after[cell].grant) == (Grant.ONLY_THAT, Grant.ALLOWED)


def test_two_rows_for_one_cell_on_one_day_are_refused() -> None:
    with pytest.raises(ValueError, match="Dubbele regel"):
        table_on([*DEFAULT_ROWS, DEFAULT_ROWS[0]], TABLE_START)


def test_before_the_table_starts_everybody_gets_only_that() -> None:
    assert table_on(DEFAULT_ROWS, TABLE_START - timedelta(days=1)) == {}


def test_the_levels_rise_from_that_to_decide() -> None:
    assert Level.THAT < Level.VIEW < Level.CONTRIBUTE < Level.DECIDE
    assert set(LEVEL_LABELS) == set(LEVEL_TEXTS) == set(Level)
