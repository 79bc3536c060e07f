"""Which measures protect whom when the suspect walks out, in the words that guard 1 shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.covers import MeasureInForce
from cases.plans.rules.measure import MeasureKind, Part
from zsm.decision.rules.protection import Protection, RecordedMeasure, Threat, protection

AT: Final = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
DAY: Final = timedelta(days=1)
LABELS: Final = {"ex": "de ex-partner", "child": "het kind"}
SUSPECT: Final = Threat("suspect", "de verdachte", ("ex", "child"))
BROTHER: Final = Threat("brother", "een broer", ("ex",), network=True)

BANS: Final = MeasureInForce(
    kind=MeasureKind.BEHAVIOURAL_ORDER,
    bound="suspect",
    protects=frozenset({"ex", "child"}),
    starts_at=AT - DAY,
    ends_at=AT + 90 * DAY,
    served_at=AT - DAY,
    parts=frozenset({Part.AREA_BAN, Part.CONTACT_BAN}),
)
SERVED: Final = RecordedMeasure(BANS, served_by="brigadier van dienst")


def judged(*records: RecordedMeasure[str], threats: tuple[Threat[str], ...] = (SUSPECT,)) -> Protection:
    return protection(records, threats, LABELS, AT)


def test_bans_that_were_served_keep_everybody_out_of_reach() -> None:
    assert judged(SERVED) == Protection(("de ex-partner", "het kind"), (), ())


def test_without_a_measure_everybody_marked_unsafe_is_uncovered() -> None:
    found = judged()
    assert [gap.person for gap in found.uncovered] == ["de ex-partner", "het kind"]


def test_a_ban_covers_only_whom_it_protects() -> None:
    only_ex = replace(SERVED, measure=replace(BANS, protects=frozenset({"ex"})))
    assert [gap.person for gap in judged(only_ex).uncovered] == ["het kind"]


def test_two_measures_cover_together() -> None:
    for_ex = replace(SERVED, measure=replace(BANS, protects=frozenset({"ex"})))
    for_child = replace(SERVED, measure=replace(BANS, protects=frozenset({"child"})))
    assert judged(for_ex, for_child).uncovered == ()


FLAWS: list[tuple[str, RecordedMeasure[str], str, OrganisationKind]] = [
    (
        "not served",
        replace(SERVED, measure=replace(BANS, served_at=None)),
        "reikt uit en legt vast wanneer en door wie",
        OrganisationKind.POLITIE,
    ),
    ("served by nobody knows whom", RecordedMeasure(BANS), "door wie", OrganisationKind.POLITIE),
    (
        "breached, not judged",
        replace(SERVED, measure=replace(BANS, breach_pending=True)),
        "Het OM beoordeelt de schending",
        OrganisationKind.OM,
    ),
    (
        "breached, judged, not assessed again",
        replace(SERVED, measure=replace(BANS, breach_pending=True), breach_judged=True),
        "Veilig Thuis beoordeelt opnieuw",
        OrganisationKind.VT,
    ),
    (
        "only a duty to report",
        replace(SERVED, measure=replace(BANS, parts=frozenset({Part.DUTY_TO_REPORT}))),
        "neemt de toegang niet weg",
        OrganisationKind.OM,
    ),
    (
        "starts after the release",
        replace(SERVED, measure=replace(BANS, starts_at=AT + timedelta(seconds=1))),
        "gaat pas later in",
        OrganisationKind.OM,
    ),
    (
        "ends on the moment of release",
        replace(SERVED, measure=replace(BANS, ends_at=AT)),
        "is afgelopen",
        OrganisationKind.OM,
    ),
]


@pytest.mark.parametrize(
    ("record", "words", "supplier"), [row[1:] for row in FLAWS], ids=[row[0] for row in FLAWS]
)
def test_a_measure_with_a_flaw_does_not_count_and_says_who_mends_it(
    record: RecordedMeasure[str], words: str, supplier: OrganisationKind
) -> None:
    found = judged(record)
    assert len(found.uncovered) == 2
    (fault,) = found.discounted
    assert words in fault.reason
    assert fault.supplier is supplier


def test_custody_does_not_protect_after_the_release_that_ends_it() -> None:
    custody = MeasureInForce(
        kind=MeasureKind.POLICE_CUSTODY,
        bound="suspect",
        protects=frozenset(),
        starts_at=AT - DAY,
        served_at=AT - DAY,
    )
    found = judged(RecordedMeasure(custody, served_by="hulpofficier"))
    assert len(found.uncovered) == 2
    assert found.discounted == ()


def test_a_measure_against_the_suspect_does_not_stop_the_network() -> None:
    (gap,) = judged(SERVED, threats=(SUSPECT, BROTHER)).uncovered
    assert (gap.person, gap.threat, gap.network) == ("de ex-partner", "een broer", True)


def test_a_measure_against_the_network_does() -> None:
    against_brother = replace(SERVED, measure=replace(BANS, bound="brother"))
    assert judged(SERVED, against_brother, threats=(SUSPECT, BROTHER)).uncovered == ()


def test_a_person_threatened_twice_is_named_unsafe_once() -> None:
    assert judged(threats=(SUSPECT, BROTHER)).unsafe_persons == ("de ex-partner", "het kind")
