"""What partners owe around a decision, a measure or an agreement (tables, section 3).

Moments marked *choice* in the tables are agreements of this application, not law.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cases.terms.rules.kinds import TermKind
from cases.terms.rules.vocabulary import Choice, Counting, Length, Situation, TermRule, Way
from cases.terms.rules.ways import (
    AT_ONCE,
    AT_THAT_MOMENT,
    AT_THE_END_OF_THE_MEASURE,
    EARLIEST,
    FIVE_WORKING_DAYS,
    NO_MOMENT,
    ON_AGREED_DAY,
    ON_FIXED_DAY,
    ONE_HOUR_BEFORE,
    SAME_DAY,
    TWO_HOURS_BEFORE,
)


def _task(
    kind: TermKind,
    basis: str,
    starts_at: str,
    ways: Mapping[Situation, Way],
    *,
    late_reason_required: bool = False,
) -> TermRule:
    return TermRule(
        kind=kind,
        version=1,
        valid_from=EARLIEST,
        basis=basis,
        starts_at=starts_at,
        ways=ways,
        late_reason_required=late_reason_required,
    )


HELD: Final = "verdachte is opgehouden"
HELD_OR_HEARD: Final = "verdachte is opgehouden of gehoord"

# Held: the same day. Heard: before the case is put on ZSM, which is the moment to count back from.
SAME_DAY_OR_BEFORE_ZSM: Final = {Situation.HELD: SAME_DAY, Situation.STANDARD: AT_THAT_MOMENT}

AROUND_THE_FIRST_DECISION: Final = (
    _task(
        TermKind.REPORT_TO_VT,
        "factsheet Oost-Nederland",
        "aanhouding of verhoor",
        SAME_DAY_OR_BEFORE_ZSM,
        late_reason_required=True,
    ),
    _task(TermKind.CHILD_CHECK, "werkproces VT & ZSM, kindcheck", HELD_OR_HEARD, SAME_DAY_OR_BEFORE_ZSM),
    _task(TermKind.IB_OF_VICTIM, "werkproces VT & ZSM, stap 2", HELD_OR_HEARD, SAME_DAY_OR_BEFORE_ZSM),
    _task(TermKind.HUISVERBOD_CHECK, "werkproces VT & ZSM, intake", HELD_OR_HEARD, SAME_DAY_OR_BEFORE_ZSM),
    _task(
        TermKind.SASH,
        "werkproces VT & ZSM, bijlage X",
        "label of feit stalking",
        {Situation.HELD: TWO_HOURS_BEFORE, Situation.STANDARD: FIVE_WORKING_DAYS},
    ),
    _task(
        TermKind.KLACHT_ASKED,
        "art. 285b lid 2 Sr",
        "label of feit stalking",
        {Situation.HELD: TWO_HOURS_BEFORE, Situation.STANDARD: FIVE_WORKING_DAYS},
    ),
    _task(
        TermKind.KNOWN_ANSWER,
        "werkproces VT & ZSM, stap 2",
        HELD,
        {Situation.HELD: TWO_HOURS_BEFORE, Situation.STANDARD: NO_MOMENT},
    ),
    # Not held, and part A missing at the release: Veilig Thuis does it the same day (domain guide, 7.3).
    _task(
        TermKind.PART_A,
        "werkproces VT & ZSM, stap 2",
        HELD,
        {Situation.HELD: TWO_HOURS_BEFORE, Situation.STANDARD: SAME_DAY},
    ),
    # The suspect is heard and Veilig Thuis had a report already: it tells what came of it.
    _task(
        TermKind.ASSESSMENT_OUTCOME,
        "werkproces VT & ZSM, stap 2",
        "verdachte is gehoord en er was al een melding",
        {Situation.STANDARD: AT_THAT_MOMENT},
    ),
    _task(
        TermKind.JUDGE_HG_LABEL,
        "werkproces VT & ZSM, intake; de lengte is een eigen afspraak",
        "voorstel voor het HG-label",
        {Situation.STANDARD: SAME_DAY},
    ),
    _task(
        TermKind.WISHES,
        "werkproces VT & ZSM, stap 3",
        "HG-zaak geregistreerd",
        {Situation.HELD: AT_THAT_MOMENT, Situation.STANDARD: NO_MOMENT},
    ),
    _task(
        TermKind.ADVICE,
        "werkproces VT & ZSM, stap 5",
        "verdenking vastgesteld, of minderjarige verdachte",
        {Situation.HELD: ONE_HOUR_BEFORE, Situation.STANDARD: ON_AGREED_DAY},
    ),
    _task(
        TermKind.CIVIL_TRIAGE,
        "werkproces VT & ZSM, stap 4",
        "kinderen in het gezinssysteem",
        {Situation.HELD: AT_THAT_MOMENT, Situation.STANDARD: ON_AGREED_DAY},
    ),
    _task(
        TermKind.PROSECUTION_FACTS,
        "werkproces VT & ZSM, stap 1 en 3",
        HELD_OR_HEARD,
        {Situation.HELD: AT_THAT_MOMENT, Situation.STANDARD: ON_AGREED_DAY},
    ),
    _task(
        TermKind.INVESTIGATION_PLAN,
        "werkproces VT & ZSM, stap 3",
        "OM kiest voor nader onderzoek",
        {Situation.STANDARD: ON_AGREED_DAY},
    ),
    _task(
        TermKind.INVESTIGATION_ITEM,
        "werkproces VT & ZSM, stap 3",
        "OM keurt het opsporingsplan goed",
        {Situation.STANDARD: ON_AGREED_DAY},
    ),
    _task(
        TermKind.SAME_DAY_SAFETY,
        "besluit van de officier van justitie tegen een waarborg in",
        "afwijking van een waarborg",
        {Situation.STANDARD: SAME_DAY},
    ),
)

VICTIM_AND_MEASURES: Final = (
    _task(
        TermKind.INFORM_VICTIM,
        "art. 51ac Sv; werkproces VT & ZSM, stap 7; lengte is een eigen afspraak",
        "beslissing, maatregel of uitkomst bij de rechter-commissaris",
        {
            Situation.STANDARD: Way(
                Counting.ELAPSED, Length(hours=4), choice=Choice(unit="hours", allowed=range(1, 73))
            )
        },
        late_reason_required=True,
    ),
    _task(
        TermKind.SERVE_MEASURE,
        "werkproces VT & ZSM, stap 6",
        "beslissing of bevel",
        {Situation.STANDARD: AT_THAT_MOMENT},
    ),
    _task(
        TermKind.REGISTER_MEASURE,
        "werkproces VT & ZSM, stap 6",
        "beslissing of bevel",
        {Situation.STANDARD: AT_THAT_MOMENT},
    ),
    _task(
        TermKind.MEASURE_ENDS,
        "werkproces VT & ZSM, bijlage II, 'op welke momenten'",
        "begin van de maatregel",
        {Situation.STANDARD: AT_THE_END_OF_THE_MEASURE},
        late_reason_required=True,
    ),
    _task(
        TermKind.TELL_MEASURE_ENDS,
        "werkproces VT & ZSM, stap 7",
        "begin van de maatregel",
        {Situation.STANDARD: AT_THE_END_OF_THE_MEASURE},
        late_reason_required=True,
    ),
    _task(
        TermKind.TELL_BREACH,
        "werkproces VT & ZSM, overtreding van een maatregel",
        "overtreding",
        {Situation.STANDARD: AT_ONCE},
    ),
    _task(
        TermKind.JUDGE_BREACH,
        "werkproces VT & ZSM, overtreding van een maatregel",
        "overtreding gemeld aan het OM",
        {Situation.STANDARD: SAME_DAY},
    ),
)

BETWEEN_PARTNERS: Final = (
    _task(
        TermKind.ACTION_DUE,
        "Actieoverleg, opsporings- en veiligheidsplan",
        "afspraak in het Actieoverleg",
        {Situation.STANDARD: ON_FIXED_DAY},
    ),
    _task(
        TermKind.PARTNER_REQUEST,
        "verzoek tussen partners",
        "verzoek",
        {Situation.STANDARD: ON_AGREED_DAY},
    ),
)

RULES: Final = (*AROUND_THE_FIRST_DECISION, *VICTIM_AND_MEASURES, *BETWEEN_PARTNERS)
