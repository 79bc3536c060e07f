"""Finding a case by who is in it, and asking about persons outside one's own cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.permissions import check_casework
from cases.access.rules.categories import Category
from cases.access.trail import Trail
from cases.casefiles.known import SeenRole, seen_roles
from cases.casefiles.models import Case
from cases.casefiles.queries import participations_of
from cases.casefiles.rules.searching import (
    SEARCHES_PER_DAY,
    Question,
    looks_like_case_number,
    looks_like_phone,
    question_errors,
)
from cases.organisations.models import Organisation
from cases.persons.models import Person, SafeContact
from cases.persons.queries import visible_to
from cases.persons.rules.identifiers import clean_bsn, clean_phone
from cases.persons.rules.names import family_name_words, sound_key, written_form
from cases.terms.rules.wording import local

MOST_FOUND: Final = 50
NOBODY_ASKS: Final = "Zoeken buiten de eigen zaken doet een medewerker; noem wie dit vraagt."
USED_UP: Final = (
    f"U hebt vandaag al {SEARCHES_PER_DAY} keer buiten uw zaken gezocht. Morgen kunt u weer zoeken. "
    "Hebt u het nu nodig, bel dan Veilig Thuis."
)


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case of the actor that was looked for: `seen` is who was found in it, None for a case number."""

    case: Case
    seen: SeenRole | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a person is known, and whom to ask; nothing else leaves. `left`: questions left today."""

    contact: Organisation | None
    left: int

    @property
    def known(self) -> bool:
        """Whether there is a case in which she or he is suspect, victim or child."""
        return self.contact is not None


def find_cases(actor: Actor, words: str, *, at: datetime) -> list[FoundCase]:
    """Cases in which the actor's organisation takes part, by case number, telephone number or name.

    A family name is found as written and as it sounds, with or without a first name before it. Only who the
    actor may know is found, and by telephone only whose contact the actor may know. Newest case first.
    Raises NotAllowed without casework.
    """
    check_casework(actor)
    if looks_like_case_number(words):
        cases = Case.objects.filter(number=words.strip(), pk__in=participations_of(actor).values("case_id"))
        return [FoundCase(case) for case in cases]
    found = _by_phone(actor, words, at) if looks_like_phone(words) else _by_name(actor, words, at)
    return sorted(found, key=lambda row: (-row.case.opened_at.timestamp(), row.case.pk))[:MOST_FOUND]


def _by_phone(actor: Actor, words: str, at: datetime) -> list[FoundCase]:
    try:
        number = clean_phone(words)
    except ValueError:
        return []
    contacts = {row.person_id: row for row in SafeContact.objects.filter(phone=number, valid_to__isnull=True)}
    return [
        FoundCase(seen.role.case, seen)
        for person, rows in seen_roles(actor, contacts, at).items()
        for seen in rows
        if seen.access.may_see(Category.CONTACT, contacts[person].organisation_id, person)
    ]


def _by_name(actor: Actor, words: str, at: datetime) -> list[FoundCase]:
    """By the key of the last words: an equality, so that the wall leaves the index usable."""
    typed = family_name_words(words)
    if not typed:
        return []
    endings = [" ".join(typed[start:]) for start in range(len(typed))]
    keys = {sound_key(ending) for ending in endings} - {""}
    persons = visible_to(actor).filter(name_key__in=keys).order_by("pk")
    fitting = [person.pk for person in persons if _fits(person, typed)]
    return [
        FoundCase(seen.role.case, seen) for rows in seen_roles(actor, fitting, at).values() for seen in rows
    ]


def _fits(person: Person, typed: tuple[str, ...]) -> bool:
    """Whether what stands before the family name begins the first names."""
    family = family_name_words(person.last_name)
    before = typed[: max(0, len(typed) - len(family))]
    if sound_key(" ".join(typed[len(before) :])) != sound_key(person.last_name):
        return False
    given = written_form(person.first_names).split()
    return all(any(name.startswith(word) for name in given) for word in before)


def note_found(trail: Trail, found: Iterable[FoundCase]) -> None:
    """Note for the access log whom a search in the own cases showed."""
    for row in found:
        trail.shows(cases=[row.case.pk], categories=[Category.THAT])
        if row.seen is not None:
            child = row.seen.role.role == "child"
            trail.shows(
                persons=[row.seen.role.person_id],
                categories=[Category.CHILDREN if child else Category.IDENTITY],
            )


def ask_known(*, question: Question, purpose: str, actor: Actor, at: datetime, trail: Trail) -> Answer:
    """Ask whether a person is known outside the actor's cases: known or not, and whom to ask.

    The answer costs the same for who is known, who is not, and who is hidden from the actor. Every question
    counts, for the access log (with its purpose and, when there are any, the persons it was about) and for
    the day's number of questions. Raises NotAllowed for who has no part in casework or names nobody,
    InvalidInput per field of `Question` and "purpose", Conflict when the day's questions are used up.
    """
    check_casework(actor)
    if not actor.in_person:
        raise NotAllowed(NOBODY_ASKS)
    errors = question_errors(question, purpose)
    bsn = ""
    if question.bsn and "bsn" not in errors:
        try:
            bsn = clean_bsn(question.bsn)
        except ValueError as wrong:
            errors["bsn"] = [str(wrong)]
    if errors:
        raise InvalidInput(errors)
    used, organisation_id, persons = _answer(question, bsn, at)
    trail.shows(persons=persons or (), categories=[Category.THAT])
    if used is None:
        raise Conflict(USED_UP)
    contact = Organisation.objects.filter(pk=organisation_id or 0).first()
    return Answer(contact=contact, left=SEARCHES_PER_DAY - used)


def _answer(question: Question, bsn: str, at: datetime) -> tuple[int | None, int | None, list[int] | None]:
    name = " ".join(family_name_words(question.last_name))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT used, organisation, persons FROM wall_person_known(%s, %s, %s, %s, %s, %s, %s)",
            [
                bsn,
                name,
                sound_key(question.last_name),
                question.birth_date,
                written_form(question.first_names)[:1],
                local(at).date(),
                SEARCHES_PER_DAY,
            ],
        )
        row = cursor.fetchone()
    return (row[0], row[1], row[2]) if row else (None, None, None)
