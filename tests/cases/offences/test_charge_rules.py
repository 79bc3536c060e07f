"""Charges: first-decision hours, remand, eight years, klacht, attempt, preparation, art. 304 and 316."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.offences.rules.charge import (
    Charge,
    LegalAnswer,
    Mode,
    is_punishable,
    maximum_of,
    why_not_punishable,
)
from cases.offences.rules.charges import (
    allows_remand,
    charges_needing_klacht,
    first_decision_hours,
    has_stalking,
    is_eight_year,
    needs_klacht,
    prosecution_barred,
    to_confirm,
)
from cases.offences.rules.klacht import klacht_deadline, klacht_in_time, may_withdraw, withdrawal_deadline
from cases.offences.rules.relation import RELATION_LABELS, Relation

YES, NO, UNKNOWN = LegalAnswer.YES, LegalAnswer.NO, LegalAnswer.UNKNOWN
STALKING = Charge("285b")
BROKEN_ORDER = Charge("184a")
TRESPASS = Charge("138-1")


@pytest.mark.parametrize(
    ("codes", "hours", "article"),
    [
        (["285b", "184a"], 9, "art. 285b Sr"),
        (["184a"], 9, "art. 184a Sr"),
        (["138-1", "300-1"], 9, "art. 300 lid 1 Sr"),
        (["WTH-11"], 9, "Wet tijdelijk huisverbod"),
        (["138-1"], 6, "voor geen van de feiten"),
        (["266", "426bis"], 6, "voor geen van de feiten"),
        (["306-2"], 6, "voor geen van de feiten"),
    ],
)
def test_the_first_decision_has_nine_hours_when_an_offence_allows_remand_else_six(
    codes: list[str], hours: int, article: str
) -> None:
    answer = first_decision_hours([Charge(code) for code in codes])
    assert answer.hours == hours
    assert article in answer.basis


def test_without_an_offence_there_are_no_hours() -> None:
    with pytest.raises(ValueError, match="Zonder feit"):
        first_decision_hours([])


def test_remand_looks_at_the_description_so_attempt_counts() -> None:
    assert allows_remand([Charge("310", Mode.ATTEMPT)])
    assert first_decision_hours([Charge("310", Mode.ATTEMPT)]).hours == 9


def test_an_attempt_that_is_not_punishable_allows_no_remand() -> None:
    attempt = Charge("300-1", Mode.ATTEMPT)
    assert not allows_remand([attempt])
    assert first_decision_hours([attempt]).hours == 6


@pytest.mark.parametrize("code", ["300-1", "300-2", "300-3", "426bis", "429ter"])
def test_attempted_mishandeling_and_attempted_minor_offences_are_not_punishable(code: str) -> None:
    assert "niet strafbaar" in (why_not_punishable(Charge(code, Mode.ATTEMPT)) or "")


@pytest.mark.parametrize(
    ("code", "punishable"), [("302-1", True), ("289", True), ("301-2", False), ("285b", False)]
)
def test_preparation_is_punishable_only_of_offences_of_eight_years(code: str, *, punishable: bool) -> None:
    assert is_punishable(Charge(code, Mode.PREPARATION)) is punishable


@pytest.mark.parametrize(
    ("charge", "text"),
    [
        (Charge("302-1"), "8 jaar"),
        (Charge("302-1", relation=Relation.SPOUSE), "10 jaar en 8 maanden"),
        (Charge("302-1", Mode.ATTEMPT), "5 jaar en 4 maanden"),
        (Charge("302-1", Mode.PREPARATION), "4 jaar"),
        (Charge("303-1", Mode.ATTEMPT), "8 jaar"),
        (Charge("289", Mode.ATTEMPT), "20 jaar"),
        (Charge("289", Mode.PREPARATION), "15 jaar"),
        (Charge("287", Mode.ATTEMPT), "16 jaar en 8 maanden"),
        (Charge("300-1", aggravated=True), "4 jaar"),
        (Charge("300-1", relation=Relation.FORMER_PARTNER), "3 jaar"),
        (Charge("285b", relation=Relation.SPOUSE), "3 jaar"),
    ],
)
def test_the_maximum_follows_from_relation_and_mode(charge: Charge, text: str) -> None:
    assert maximum_of(charge).text == text


@pytest.mark.parametrize("relation", list(Relation), ids=lambda relation: RELATION_LABELS[relation])
def test_art_304_raises_for_family_but_never_for_an_ex_partner(relation: Relation) -> None:
    not_named = {Relation.FORMER_PARTNER, Relation.CLOSE_RELATIVE, Relation.OTHER}
    raised = maximum_of(Charge("300-1", relation=relation)).text == "4 jaar"
    assert raised is (relation not in not_named)


@pytest.mark.parametrize(
    ("charge", "answer"),
    [
        (Charge("302-1"), YES),
        (Charge("289", Mode.ATTEMPT), YES),
        (Charge("303-1", Mode.ATTEMPT), YES),
        (Charge("285b"), NO),
        (Charge("300-1", relation=Relation.SPOUSE), NO),
        # Raised to eight years by art. 304: optional for the court, to be confirmed.
        (Charge("300-3", relation=Relation.CHILD), UNKNOWN),
        (Charge("301-2", aggravated=True), UNKNOWN),
        (Charge("300-3"), UNKNOWN),
        (Charge("300-3", relation=Relation.FORMER_PARTNER), NO),
        (Charge("301-2", aggravated=False), NO),
        # Attempt or preparation brings eight years below eight: to be confirmed.
        (Charge("302-1", Mode.ATTEMPT), UNKNOWN),
        (Charge("302-1", Mode.PREPARATION), UNKNOWN),
        (Charge("300-3", Mode.ATTEMPT), NO),
    ],
)
def test_an_eight_year_offence_is_yes_no_or_to_be_confirmed(charge: Charge, answer: LegalAnswer) -> None:
    finding = is_eight_year([charge])
    assert finding.answer is answer
    assert finding.basis


def test_one_eight_year_offence_is_enough_and_an_unsure_one_outweighs_a_no() -> None:
    assert is_eight_year([STALKING, Charge("302-1")]).answer is YES
    assert is_eight_year([STALKING, Charge("302-1", Mode.ATTEMPT)]).answer is UNKNOWN
    assert is_eight_year([STALKING, BROKEN_ORDER]).answer is NO


def test_without_charges_it_is_unknown_whether_there_is_an_eight_year_offence() -> None:
    assert is_eight_year([]).answer is UNKNOWN


def test_stalking_needs_a_klacht_and_a_broken_order_does_not() -> None:
    assert needs_klacht(STALKING).answer is YES
    assert needs_klacht(BROKEN_ORDER).answer is NO
    assert charges_needing_klacht([BROKEN_ORDER, STALKING]) == (STALKING,)


def test_dwang_needs_a_klacht_only_when_it_was_by_threat_of_libel() -> None:
    finding = needs_klacht(Charge("284"))
    assert finding.answer is UNKNOWN
    assert "smaad" in finding.basis[0]


@pytest.mark.parametrize(
    ("relation", "barred", "klacht"),
    [
        (Relation.SPOUSE, YES, NO),
        (Relation.SEPARATED_SPOUSE, NO, YES),
        (Relation.MOTHER, NO, YES),
        (Relation.LEGAL_FATHER, NO, YES),
        (Relation.CHILD, NO, YES),
        (Relation.CLOSE_RELATIVE, NO, YES),
        (Relation.CHILD_IN_AUTHORITY, NO, UNKNOWN),
        (Relation.CHILD_IN_HOUSEHOLD, NO, UNKNOWN),
        (Relation.LIFE_COMPANION, NO, NO),
        (Relation.FORMER_PARTNER, NO, NO),
        (Relation.ENTRUSTED_MINOR, NO, NO),
        (Relation.OTHER, NO, NO),
        (None, UNKNOWN, UNKNOWN),
    ],
)
@pytest.mark.parametrize("code", ["310", "311-1", "312-1", "350-1"])
def test_theft_and_damage_within_the_family_follow_art_316(
    code: str, relation: Relation | None, barred: LegalAnswer, klacht: LegalAnswer
) -> None:
    charge = Charge(code, relation=relation)
    assert prosecution_barred(charge).answer is barred
    assert needs_klacht(charge).answer is klacht


def test_art_316_says_nothing_about_violence() -> None:
    assert prosecution_barred(Charge("300-1", relation=Relation.SPOUSE)).answer is NO


def test_stalking_is_seen_among_the_charges() -> None:
    assert has_stalking([TRESPASS, STALKING])
    assert not has_stalking([TRESPASS, BROKEN_ORDER])


def test_everything_to_be_confirmed_is_listed_with_its_article() -> None:
    assert to_confirm([STALKING, Charge("300-3")])[0].startswith("art. 300 lid 3 Sr:")
    assert to_confirm([STALKING]) == ()


@pytest.mark.parametrize(
    ("charge", "title"),
    [
        (Charge("302-1", Mode.ATTEMPT), "poging tot zware mishandeling (art. 302 lid 1 Sr)"),
        (Charge("289", Mode.PREPARATION), "voorbereiding van moord (art. 289 Sr)"),
        (BROKEN_ORDER, "handelen in strijd met een gedragsaanwijzing (art. 184a Sr)"),
    ],
)
def test_a_charge_reads_as_a_dutch_phrase(charge: Charge, title: str) -> None:
    assert charge.title == title


@pytest.mark.parametrize(
    ("knowledge", "last_day"),
    [
        (date(2026, 3, 10), date(2026, 6, 10)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_a_klacht_can_be_made_for_three_months_after_the_day_of_knowledge(
    knowledge: date, last_day: date
) -> None:
    assert klacht_deadline(knowledge) == last_day
    assert klacht_in_time(knowledge, last_day)
    assert not klacht_in_time(knowledge, last_day + timedelta(days=1))


def test_a_klacht_can_be_withdrawn_for_eight_days() -> None:
    made = date(2026, 2, 25)
    assert withdrawal_deadline(made) == date(2026, 3, 5)
    assert may_withdraw(made, date(2026, 3, 5))
    assert not may_withdraw(made, date(2026, 3, 6))
    assert not may_withdraw(made, date(2026, 2, 24))
