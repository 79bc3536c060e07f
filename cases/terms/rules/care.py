"""Terms of Veilig Thuis and of working together (legal facts, section 1)."""

from __future__ import annotations

from datetime import date
from typing import Final

from cases.terms.rules.kinds import TermKind
from cases.terms.rules.vocabulary import Choice, Counting, Extension, Length, Situation, TermRule, Way
from cases.terms.rules.ways import AT_ONCE, FIVE_WORKING_DAYS, ON_FIXED_DAY

# The Wmo 2015 and its Uitvoeringsbesluit are in force from this day.
WMO_2015: Final = date(2015, 1, 1)

VT_ASSESSMENT: Final = TermRule(
    kind=TermKind.VT_ASSESSMENT,
    version=1,
    valid_from=WMO_2015,
    basis="handelingsprotocol Veilig Thuis; werkproces VT & ZSM, stap 2",
    starts_at="ontvangst van de melding",
    ways={Situation.STANDARD: FIVE_WORKING_DAYS, Situation.ACUTE: AT_ONCE},
)

VT_INQUIRY_STARTS: Final = TermRule(
    kind=TermKind.VT_INQUIRY_STARTS,
    version=1,
    valid_from=WMO_2015,
    basis="art. 4.1.7 Uitvoeringsbesluit Wmo 2015",
    starts_at="ontvangst van de melding",
    ways={Situation.STANDARD: Way(Counting.END_OF_DAY, Length(days=5), moves=True, stages="days")},
)

VT_INQUIRY_ENDS: Final = TermRule(
    kind=TermKind.VT_INQUIRY_ENDS,
    version=1,
    valid_from=WMO_2015,
    basis="art. 4.1.7 Uitvoeringsbesluit Wmo 2015",
    starts_at="besluit tot onderzoek",
    ways={Situation.STANDARD: Way(Counting.END_OF_DAY, Length(weeks=10), moves=True, stages="weeks")},
)

INFORM_PERSON_ON_RECORD: Final = TermRule(
    kind=TermKind.INFORM_PERSON_ON_RECORD,
    version=1,
    valid_from=WMO_2015,
    basis="art. 5.3.1 Wmo 2015",
    starts_at="vastlegging van de gegevens",
    ways={Situation.STANDARD: Way(Counting.END_OF_DAY, Length(weeks=4), moves=True, stages="weeks")},
    extension=Extension(
        step=Length(weeks=2),
        basis="art. 5.3.1 Wmo 2015",
        condition="informeren nu de veiligheid in gevaar zou brengen",
    ),
)

VT_ON_SCENE: Final = TermRule(
    kind=TermKind.VT_ON_SCENE,
    version=1,
    valid_from=WMO_2015,
    basis="werkafspraak Noord-Holland",
    starts_at="alarm",
    ways={Situation.STANDARD: Way(Counting.ELAPSED, Length(hours=2))},
)

FEEDBACK_TO_REPORTER: Final = TermRule(
    kind=TermKind.FEEDBACK_TO_REPORTER,
    version=1,
    valid_from=WMO_2015,
    basis="art. 4.1.1 Wmo 2015; lengte is een eigen afspraak",
    starts_at="uitkomst van de beoordeling of van het onderzoek",
    ways={
        Situation.STANDARD: Way(
            Counting.WORKING_DAYS,
            Length(working_days=5),
            choice=Choice(unit="working_days", allowed=range(1, 31)),
            stages="days",
        )
    },
)

MONITORING_CONTACT: Final = TermRule(
    kind=TermKind.MONITORING_CONTACT,
    version=1,
    valid_from=WMO_2015,
    basis="werkwijze Veilig Thuis",
    starts_at="overdracht",
    ways={
        Situation.STANDARD: Way(
            Counting.MONTHS,
            Length(months=3),
            choice=Choice(unit="months", allowed=range(1, 37)),
            stages="agreed",
        )
    },
    to_confirm="na hoeveel maanden",
)

# The default series of monitoring contacts after the handover, in months.
MONITORING_MONTHS: Final = (3, 12)

REASSESS: Final = TermRule(
    kind=TermKind.REASSESS,
    version=1,
    valid_from=WMO_2015,
    basis="werkproces VT & ZSM, bijlage II, 'op welke momenten'",
    starts_at="gebeurtenis waardoor opnieuw moet worden beoordeeld",
    ways={Situation.STANDARD: FIVE_WORKING_DAYS, Situation.ACUTE: AT_ONCE},
    # When acute it is due at once: every answer comes after that, and asking why would only delay it.
    late_reason_required=False,
)

HANDOVER: Final = TermRule(
    kind=TermKind.HANDOVER,
    version=1,
    valid_from=WMO_2015,
    basis="werkproces VT & ZSM, stap 7; lengte is een eigen afspraak",
    starts_at="eindbeslissing",
    ways={
        Situation.STANDARD: Way(
            Counting.WORKING_DAYS,
            Length(working_days=5),
            choice=Choice(unit="working_days", allowed=range(1, 31)),
            stages="days",
        )
    },
    late_reason_required=False,
)

ACUTE_PHASE: Final = TermRule(
    kind=TermKind.ACUTE_PHASE,
    version=1,
    valid_from=WMO_2015,
    basis="Samen op in acuut",
    starts_at="melding bij politie of Veilig Thuis",
    ways={Situation.STANDARD: Way(Counting.ELAPSED, Length(hours=24), stages="custody")},
)

ACTIEOVERLEG: Final = TermRule(
    kind=TermKind.ACTIEOVERLEG,
    version=1,
    valid_from=WMO_2015,
    basis="werkproces VT & ZSM, figuur 3",
    starts_at="ontvangst van de melding",
    ways={Situation.STANDARD: Way(Counting.END_OF_DAY, Length(days=7), stages="agreed")},
)

ZVH_AGENDA: Final = TermRule(
    kind=TermKind.ZVH_AGENDA,
    version=1,
    valid_from=WMO_2015,
    basis="routekaart Noord-Holland",
    starts_at="verwijzing",
    ways={Situation.STANDARD: Way(Counting.END_OF_DAY, Length(days=14), stages="agreed")},
)

SPREEKUUR: Final = TermRule(
    kind=TermKind.SPREEKUUR,
    version=1,
    valid_from=WMO_2015,
    basis="factsheet Oost-Nederland",
    starts_at="beslissing om aan te houden voor het spreekuur",
    ways={Situation.STANDARD: Way(Counting.END_OF_DAY, Length(days=14), stages="agreed")},
)

PLAN_DATE: Final = TermRule(
    kind=TermKind.PLAN_DATE,
    version=1,
    valid_from=WMO_2015,
    basis="werkproces VT & ZSM, stap 3c en 6",
    starts_at="beslissing om een plandatum te nemen",
    ways={Situation.STANDARD: ON_FIXED_DAY},
)

RULES: Final = (
    VT_ASSESSMENT,
    VT_INQUIRY_STARTS,
    VT_INQUIRY_ENDS,
    INFORM_PERSON_ON_RECORD,
    VT_ON_SCENE,
    FEEDBACK_TO_REPORTER,
    MONITORING_CONTACT,
    REASSESS,
    HANDOVER,
    ACUTE_PHASE,
    ACTIEOVERLEG,
    ZVH_AGENDA,
    SPREEKUUR,
    PLAN_DATE,
)
