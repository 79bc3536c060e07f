"""What another organisation would see in a case, and by which rows: categories and numbers, no contents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count

from cases.access.actor import NO_USER, Actor
from cases.access.exclusion import closed_to
from cases.access.rules.categories import Category
from cases.access.rules.disclosure import ALWAYS_SEEN, Answer
from cases.access.rules.levels import Level
from cases.access.schedule import disclosure_table
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.queries import CaseAccess, access_of, visible_to
from cases.organisations.models import Organisation, User
from cases.sharing.keeping import check_can_keep_table
from cases.terms.rules.wording import local

EXCLUDED: Final = Answer(False, "Uitgesloten van deze zaak: dat gaat voor elke regel.", existence=False)


@dataclass(frozen=True, slots=True)
class Explained:
    """One section of a giver: how many events it holds, seen or not, and why."""

    giver: Organisation
    category: Category
    number: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Explanation:
    """What an organisation would see in a case now. `level`: None when it has no part in it."""

    case: Case
    reader: Organisation
    level: Level | None
    version: int
    sections: tuple[Explained, ...]


def explain(
    *, number: str, reader: Organisation, actor: Actor, at: datetime, user: User | None = None
) -> Explanation:
    """What the reader would see in the case with this number, by the same answers as the pages.

    `user`: one of the reader's staff; whether she or he is shut out is told about the officer's own staff
    only, for it says whom somebody knows. Only for cases of the officer's own organisation; of a section
    whose very existence that organisation may not know, nothing is told. Raises NotAllowed, and
    Case.DoesNotExist as for an unknown number.
    """
    check_can_keep_table(actor)
    case = visible_to(actor).get(number=number)
    own = access_of(actor, case, at)
    there = access_of(Actor.of_application(reader), case, at)
    asked = user.pk if user is not None and user.organisation_id == actor.organisation_id else NO_USER
    excluded = case.pk in closed_to(asked, reader.pk)
    sections = []
    if own is not None:
        for giver, category, person_id, found in _recorded(case):
            if category in ALWAYS_SEEN or not own.may_know_of(category, giver.pk, person_id):
                continue
            answer = EXCLUDED if excluded else _answer(there, category, giver.pk, person_id)
            sections.append(Explained(giver, category, found, answer))
    return Explanation(
        case=case,
        reader=reader,
        level=there.level if there else None,
        version=disclosure_table(local(at).date()).version,
        sections=tuple(sections),
    )


def _answer(there: CaseAccess | None, category: Category, giver_id: int, person_id: int | None) -> Answer:
    if there is None:
        return Answer(False, "Neemt geen deel aan deze zaak en krijgt hoogstens dat-informatie.")
    if there.level < Level.VIEW and giver_id != there.actor.organisation_id:
        return Answer(False, "Weet alleen dat deze zaak bestaat.")
    return there.disclosure.answer(category, giver_id, person_id)


def _recorded(case: Case) -> list[tuple[Organisation, Category, int | None, int]]:
    """Per giver and category how many events there are, in order of giver and category."""
    rows = list(
        CaseEvent.objects.filter(case=case)
        .values_list("organisation_id", "category", "person_id")
        .annotate(number=Count("pk"))
        .order_by("organisation__name", "category", "person_id")
    )
    givers = Organisation.objects.in_bulk({giver for giver, *_ in rows})
    return [(givers[giver], Category(category), person, number) for giver, category, person, number in rows]
