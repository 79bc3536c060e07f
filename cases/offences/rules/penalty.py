"""Maximum penalties and the fractions that the Criminal Code takes of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

MONTHS_PER_YEAR = 12
# Art. 45 lid 3 and 46 lid 2 Sr: what takes the place of a life sentence for attempt and for preparation.
LIFE_FOR_ATTEMPT_MONTHS = 20 * MONTHS_PER_YEAR
LIFE_FOR_PREPARATION_MONTHS = 15 * MONTHS_PER_YEAR


@dataclass(frozen=True, slots=True)
class Maximum:
    """The highest sentence that the law puts on an offence.

    `months` is the longest fixed term in months; `life` says that a life sentence is possible as well;
    `detention` that it is "hechtenis" (minor offences) instead of imprisonment.
    """

    months: int
    life: bool = False
    detention: bool = False

    @property
    def text(self) -> str:
        """The maximum in Dutch, for instance "5 jaar en 4 maanden"."""
        years, months = divmod(self.months, MONTHS_PER_YEAR)
        parts = [f"{years} jaar"] if years else []
        if months:
            parts.append("1 maand" if months == 1 else f"{months} maanden")
        fixed = " en ".join(parts)
        if self.life:
            return f"levenslang of {fixed}"
        return f"{fixed} hechtenis" if self.detention else fixed

    def reaches(self, years: int) -> bool:
        """Whether the maximum is this number of years of imprisonment or more."""
        return not self.detention and (self.life or self.months >= years * MONTHS_PER_YEAR)

    def for_attempt(self) -> Maximum:
        """The maximum minus a third, in whole months rounded down; life becomes 20 years (art. 45 Sr)."""
        if self.life:
            return replace(self, months=LIFE_FOR_ATTEMPT_MONTHS, life=False)
        return replace(self, months=self.months * 2 // 3)

    def for_preparation(self) -> Maximum:
        """The maximum minus a half, in whole months rounded down; life becomes 15 years (art. 46 Sr)."""
        if self.life:
            return replace(self, months=LIFE_FOR_PREPARATION_MONTHS, life=False)
        return replace(self, months=self.months // 2)


def years(count: int, and_months: int = 0) -> Maximum:
    """A maximum of so many years and months of imprisonment."""
    return Maximum(count * MONTHS_PER_YEAR + and_months)


def months(count: int) -> Maximum:
    """A maximum of so many months of imprisonment."""
    return Maximum(count)


def months_of_detention(count: int) -> Maximum:
    """A maximum of so many months of detention (hechtenis), for a minor offence."""
    return Maximum(count, detention=True)


def life_or_years(count: int) -> Maximum:
    """A life sentence, or at most so many years."""
    return Maximum(count * MONTHS_PER_YEAR, life=True)
