"""Ways of counting that several kinds share."""

from __future__ import annotations

from datetime import date
from typing import Final

from cases.terms.rules.vocabulary import Counting, Length, Way

# Nothing older is computed here; for most articles this is not the day on which they came into force.
EARLIEST: Final = date(2015, 1, 1)

AT_ONCE: Final = Way(Counting.ELAPSED, stages="at_once")
FIVE_WORKING_DAYS: Final = Way(Counting.WORKING_DAYS, Length(working_days=5), stages="days")
SAME_DAY: Final = Way(Counting.SAME_DAY, stages="same_day")

ON_AGREED_DAY: Final = Way(Counting.ON_DAY, stages="agreed")
ON_FIXED_DAY: Final = Way(Counting.ON_DAY, required=True, stages="agreed")
NO_MOMENT: Final = Way(Counting.NO_MOMENT)

AT_THAT_MOMENT: Final = Way(Counting.BEFORE_MOMENT)
AT_THE_END_OF_THE_MEASURE: Final = Way(Counting.BEFORE_MOMENT, required=True, stages="measure")
ONE_HOUR_BEFORE: Final = Way(Counting.BEFORE_MOMENT, Length(hours=1))
TWO_HOURS_BEFORE: Final = Way(Counting.BEFORE_MOMENT, Length(hours=2))
