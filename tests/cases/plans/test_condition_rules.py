"""Condition patterns: complete defaults, and names filled in while the rest stays to be edited."""

from __future__ import annotations

import pytest

from cases.plans.rules.conditions import (
    CONDITION_PATTERNS,
    PATTERN_BY_CODE,
    ConditionLevel,
    ConditionPattern,
    condition_text,
)


@pytest.mark.parametrize("pattern", CONDITION_PATTERNS, ids=lambda pattern: pattern.code)
def test_every_pattern_says_what_follows_and_fits_the_field(pattern: ConditionPattern) -> None:
    assert pattern.consequence.endswith(".")
    assert len(pattern.text) <= 400
    assert len(pattern.consequence) <= 300


def test_codes_are_unique() -> None:
    assert len(PATTERN_BY_CODE) == len(CONDITION_PATTERNS)


def test_there_are_floor_demands_and_additional_conditions() -> None:
    assert {pattern.level for pattern in CONDITION_PATTERNS} == set(ConditionLevel)


def test_names_are_filled_in() -> None:
    text = condition_text(PATTERN_BY_CODE["no_contact"], bound="De heer Arslan", protected="mevrouw Bos")
    assert text.startswith("De heer Arslan heeft geen contact met mevrouw Bos:")
    assert "[" not in text


def test_a_placeholder_without_a_name_stays_visible() -> None:
    assert "[adres of gebied]" in condition_text(PATTERN_BY_CODE["stay_away"], bound="A", protected="B")
