"""Terms of deprivation of liberty and of orders, one legal article per rule (legal facts, section 1)."""

from __future__ import annotations

from datetime import date
from typing import Final

from cases.terms.rules.kinds import TermKind
from cases.terms.rules.vocabulary import Choice, Counting, Extension, Length, Situation, TermRule, Way
from cases.terms.rules.ways import EARLIEST

# Art. 56a Sv: 9 hours for an offence that allows remand, else 6; the hours 00:00-09:00 do not count.
# Art. 56b Sv: the 6 hours can be extended once to establish identity.
FIRST_DECISION: Final = TermRule(
    kind=TermKind.FIRST_DECISION,
    version=1,
    # The 9 hours came with the Wet raadsman bij politieverhoor.
    valid_from=date(2017, 3, 1),
    basis="art. 56a, 56b Sv",
    starts_at="aankomst op de plaats van verhoor of bevel van de (hulp)officier van justitie",
    ways={
        Situation.STANDARD: Way(
            Counting.DAYTIME_HOURS,
            choice=Choice(unit="hours", allowed=(6, 9), required=True),
            stages="first_decision",
        )
    },
    extension=Extension(
        step=Length(hours=6),
        times=1,
        only_base=Length(hours=6),
        basis="art. 56b Sv",
        condition="de identiteit nog moet worden vastgesteld en het bevel is ondertekend",
    ),
    to_confirm="het begin van de termijn",
)

POLICE_CUSTODY: Final = TermRule(
    kind=TermKind.POLICE_CUSTODY,
    version=1,
    valid_from=EARLIEST,
    basis="art. 57, 58 en 136 Sv",
    starts_at="bevel tot inverzekeringstelling",
    ways={Situation.STANDARD: Way(Counting.EARLIER_READING, Length(days=3), stages="custody")},
    extension=Extension(
        step=Length(days=3),
        times=1,
        basis="art. 58 lid 2 Sv",
        condition="de officier van justitie dit bij dringende noodzaak beveelt",
    ),
)

BEFORE_RC: Final = TermRule(
    kind=TermKind.BEFORE_RC,
    version=1,
    valid_from=EARLIEST,
    basis="art. 59a Sv",
    starts_at="aanhouding",
    ways={Situation.STANDARD: Way(Counting.EARLIER_READING, Length(days=3, hours=18), stages="custody")},
)

REMAND: Final = TermRule(
    kind=TermKind.REMAND,
    version=1,
    valid_from=EARLIEST,
    basis="art. 64 Sv",
    starts_at="tenuitvoerlegging van het bevel tot bewaring",
    ways={Situation.STANDARD: Way(Counting.EARLIER_READING, Length(days=14), pauses=True, stages="order")},
)

DETENTION: Final = TermRule(
    kind=TermKind.DETENTION,
    version=1,
    valid_from=EARLIEST,
    basis="art. 65, 66 Sv",
    starts_at="bevel tot gevangenhouding",
    ways={
        Situation.STANDARD: Way(
            Counting.EARLIER_READING,
            Length(days=90),
            choice=Choice(unit="days", allowed=range(1, 91)),
            stages="order",
        )
    },
    extension=Extension(
        step=Length(days=89),
        times=2,
        total=Length(days=90),
        basis="art. 66 lid 3 Sv",
        condition="de rechtbank dit beveelt",
    ),
)

BEHAVIOURAL_ORDER: Final = TermRule(
    kind=TermKind.BEHAVIOURAL_ORDER,
    version=1,
    valid_from=EARLIEST,
    basis="art. 509hh Sv",
    starts_at="bevel (gedragsaanwijzing)",
    ways={
        Situation.STANDARD: Way(
            Counting.CALENDAR_DAYS,
            Length(days=90),
            choice=Choice(unit="days", allowed=range(1, 91)),
            stages="order",
        )
    },
    extension=Extension(
        step=Length(days=90),
        times=3,
        basis="art. 509hh lid 3 Sv",
        condition="de verdachte wordt vervolgd",
    ),
)

# The Algemene termijnenwet does not apply (art. 13 Wet tijdelijk huisverbod).
TEMPORARY_RESTRAINING_ORDER: Final = TermRule(
    kind=TermKind.TEMPORARY_RESTRAINING_ORDER,
    version=1,
    valid_from=EARLIEST,
    basis="art. 2, 9 en 13 Wet tijdelijk huisverbod",
    starts_at="oplegging van het huisverbod",
    ways={Situation.STANDARD: Way(Counting.CALENDAR_DAYS, Length(days=10), stages="order")},
    extension=Extension(
        step=Length(days=18),
        total=Length(weeks=4),
        basis="art. 9 Wet tijdelijk huisverbod",
        condition="de burgemeester dit besluit",
    ),
)

RULES: Final = (
    FIRST_DECISION,
    POLICE_CUSTODY,
    BEFORE_RC,
    REMAND,
    DETENTION,
    BEHAVIOURAL_ORDER,
    TEMPORARY_RESTRAINING_ORDER,
)
