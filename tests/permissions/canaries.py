"""Unique words that stand for sensitive text, each with its giver and category (security, A3)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from string import ascii_lowercase

from django.db import models

from cases.access.rules.categories import Category
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.wording import MONTHS
from cases.web.moments import MONTHS_LONG

_BETWEEN = re.compile(r"[\s ‑-]+|&nbsp;")


def compact(text: str) -> str:
    """The text as canaries are looked for in it: without spaces, hyphens and capitals."""
    return _BETWEEN.sub("", text).lower()


@dataclass(frozen=True)
class Canary:
    """Something that only they may see for whom the disclosure table opens it.

    `where`: the field, such as "Report.situation", or what else holds it. `needles`: the compact forms in
    which it could turn up.
    """

    where: str
    category: Category
    giver: OrganisationKind
    needles: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.where} ({self.category}, gegeven door {self.giver})"


class Canaries:
    """Makes canaries and finds them back."""

    def __init__(self) -> None:
        self._made: list[Canary] = []
        self._holders: dict[str, set[Canary]] = defaultdict(set)
        self._pattern: re.Pattern[str] | None = None

    def __iter__(self) -> Iterator[Canary]:
        return iter(self._made)

    @property
    def fields(self) -> set[str]:
        """The fields that hold a canary."""
        return {canary.where for canary in self._made}

    def word(
        self,
        model: type[models.Model],
        field: str,
        giver: OrganisationKind,
        category: Category | None = None,
    ) -> str:
        """A word for a text field; its category is the one that the field declares, unless given."""
        declared: Category = model.INFORMATION[field]  # type: ignore[attr-defined]  # a check demands it
        word = self._next_word()
        self._add(f"{model.__name__}.{field}", category or declared, giver, word)
        return word

    def story(self, category: Category, giver: OrganisationKind) -> str:
        """A word for an event in the story."""
        word = self._next_word()
        self._add("CaseEvent.summary", category, giver, word)
        return word

    def number(self, where: str, category: Category, giver: OrganisationKind, digits: str) -> str:
        """Digits that stand in a field; found with or without spaces and country code."""
        self._add(where, category, giver, compact(digits).removeprefix("0"))
        return digits

    def day(self, where: str, category: Category, giver: OrganisationKind, day: date) -> date:
        """A day of birth, in every way in which a page could write it."""
        months = {MONTHS_LONG[day.month - 1], MONTHS[day.month - 1]}
        written = [f"{day.day}{month}{day.year}" for month in sorted(months)]
        numeric = (f"{day:%d%m%Y}", f"{day:%Y%m%d}", f"{day:%d/%m/%Y}")
        self._add(where, category, giver, *written, *numeric)
        return day

    def found_in(self, text: str) -> set[Canary]:
        """The canaries that the text gives away."""
        hits = set(self._searching().findall(compact(text)))
        return {canary for needle in hits for canary in self._holders[needle]}

    def _searching(self) -> re.Pattern[str]:
        if self._pattern is None:
            self._pattern = re.compile("|".join(re.escape(needle) for needle in sorted(self._holders)))
        return self._pattern

    def _add(self, where: str, category: Category, giver: OrganisationKind, *needles: str) -> None:
        canary = Canary(where, category, giver, needles)
        self._made.append(canary)
        for needle in needles:
            self._holders[needle].add(canary)
        self._pattern = None

    def _next_word(self) -> str:
        """Letters only, so that it passes for a name; never part of another one."""
        number, letters = len(self._made), len(ascii_lowercase)
        tail = "".join(ascii_lowercase[number // letters**place % letters] for place in (2, 1, 0))
        return f"zqv{tail}x"
