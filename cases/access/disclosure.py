"""Which information of a case an actor may see: one answer for pages, REST, mails and documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import F

from cases.access.actor import Actor
from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.rules.disclosure import ALWAYS_SEEN, Answer, DisclosureTable, Phase, decide
from cases.access.rules.grants import Grant
from cases.access.rules.levels import Level
from cases.access.rules.sharing import CLIENT_GIVERS, Ground
from cases.access.schedule import disclosure_table, kind_of
from cases.organisations.rules import OrganisationKind

__all__ = ["Disclosure", "Opened", "Shared", "consents_by_case", "disclosure_table", "marks_by_case"]


@dataclass(frozen=True, slots=True)
class Shared:
    """A section that a giver shares with the actor's organisation by an act of its own.

    `person_id`: only what is about her or him; None: the section as a whole. `until`: the last day. `barred`:
    it may not be passed on. `attachment_id`: this one attachment and nothing else of the section.
    """

    giver_id: int
    giver_kind: OrganisationKind
    category: Category
    person_id: int | None
    ground: Ground
    until: date
    barred: bool = True
    attachment_id: int | None = None

    def covers(self, person_id: int | None, attachment_id: int | None) -> bool:
        """Whether a record about a person, or an attachment, is among what is shared."""
        if self.attachment_id is not None:
            return self.attachment_id == attachment_id
        return self.person_id in (None, person_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """What givers opened to one organisation in one case: marked for its task, or shared by an act.

    `marks`: (giver, category). A shared section on the ground of consent is here only while that stands.
    """

    marks: frozenset[tuple[int, Category]] = frozenset()
    shared: tuple[Shared, ...] = ()

    def on(self, day: date) -> tuple[Shared, ...]:
        """The shared sections that are open on a day."""
        return tuple(one for one in self.shared if day <= one.until)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The disclosure table applied to one actor and one case.

    `marks`: the sections that a giver opened for the actor's task, as (giver, category). `consents`: where a
    person consents to sharing with the actor's organisation now, as (giver, category, person); without a
    person where the giver's records are all about one. `shared`: what is shared beyond the table today.
    `closed`: what stays closed in an emergency, whatever the table says.
    """

    actor: Actor
    level: Level
    phase: Phase
    running_task: bool
    marks: frozenset[tuple[int, Category]]
    table: DisclosureTable
    consents: frozenset[tuple[int, Category, int | None]] = frozenset()
    shared: tuple[Shared, ...] = ()
    closed: frozenset[Category] = frozenset()

    def answer(
        self,
        category: Category,
        giver_id: int,
        person_id: int | None = None,
        attachment_id: int | None = None,
    ) -> Answer:
        """Whether the actor may see a record of this category given by this organisation, and why.

        `person_id`: whom the record is about; consent is a person's own, so without it there is none.
        `attachment_id`: the record is this attachment, which its giver can share by itself.
        """
        kind = self.actor.organisation_kind
        if category in self.closed:
            return Answer(False, "Noodtoegang opent dit nooit.", existence=False)
        acts = [
            one
            for one in self.shared
            if (one.giver_id, one.category) == (giver_id, category) and one.covers(person_id, attachment_id)
        ]
        giver_kind = acts[0].giver_kind if acts else None
        if giver_kind is None and self.table.asks_giver(kind, category):
            giver_kind = kind_of(giver_id)
        return decide(
            kind,
            category,
            is_giver=giver_id == self.actor.organisation_id,
            marked=(giver_id, category) in self.marks,
            consent=not self.consents.isdisjoint(
                {(giver_id, category, None), (giver_id, category, person_id)}
            ),
            phase=self.phase,
            running_task=self.running_task,
            table=self.table,
            giver_kind=giver_kind,
            shared=frozenset(one.ground for one in acts),
        )

    def may_see(
        self,
        category: Category,
        giver_id: int,
        person_id: int | None = None,
        attachment_id: int | None = None,
    ) -> bool:
        """Whether the actor may see it; at level `that` only one's own records and that-information."""
        if category in ALWAYS_SEEN:
            return True
        if self.level < Level.VIEW and giver_id != self.actor.organisation_id:
            return False
        return self.answer(category, giver_id, person_id, attachment_id).allowed

    def may_know_of(
        self,
        category: Category,
        giver_id: int,
        person_id: int | None = None,
        attachment_id: int | None = None,
    ) -> bool:
        """Whether the actor may know that there is something; only then it is said to be held back."""
        if self.level < Level.VIEW and giver_id != self.actor.organisation_id:
            return False
        return self.answer(category, giver_id, person_id, attachment_id).existence


def marks_by_case(actor: Actor, case_ids: Iterable[int]) -> dict[int, Opened]:
    """Per case what givers opened to the actor's organisation, in one query: by mark for its kind, or by act.

    Read at every request, so that a withdrawal works at the next one.
    """
    return opened_to(actor.organisation_id, actor.organisation_kind, case_ids)


# Written out: it is asked for every page of a case, and having it composed from the models each time took
# 2 ms, twice as long as answering it. By consent only where that stands now: what was said last counts.
_OPENED: Final = """
    SELECT case_id, organisation_id, category, '', '', NULL::bigint, NULL::date, false, NULL::bigint
      FROM cases_disclosuremark
     WHERE case_id = ANY(%(cases)s) AND recipient_kind = %(kind)s AND withdrawn_at IS NULL
     UNION ALL
    SELECT act.case_id, act.organisation_id, act.category, act.ground, giver.kind, act.person_id, act.until,
           act.passing_on_barred, act.attachment_id
      FROM cases_sharingact AS act
      JOIN cases_organisation AS giver ON giver.id = act.organisation_id
     WHERE act.case_id = ANY(%(cases)s) AND act.recipient_id = %(recipient)s AND act.withdrawn_at IS NULL
       AND (act.ground <> %(consent)s OR %(given)s = (
               SELECT said.step
                 FROM cases_disclosureconsent AS said
                WHERE said.case_id = act.case_id AND said.organisation_id = act.organisation_id
                  AND said.person_id = act.person_id AND said.category = act.category
                  AND said.recipient_kind = %(kind)s
                ORDER BY said.id DESC
                LIMIT 1))
"""


def opened_to(organisation_id: int, kind: OrganisationKind, case_ids: Iterable[int]) -> dict[int, Opened]:
    """Per case what givers opened to an organisation of a kind."""
    marks: dict[int, set[tuple[int, Category]]] = {case_id: set() for case_id in case_ids}
    shared: dict[int, list[Shared]] = {case_id: [] for case_id in marks}
    if not marks:
        return {}
    asked = {
        "cases": list(marks),
        "kind": kind.value,
        "recipient": organisation_id,
        "consent": Ground.CONSENT.value,
        "given": ConsentStep.GIVEN.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, asked)
        rows = cursor.fetchall()
    for case_id, giver, category, ground, giver_kind, person_id, until, barred, attachment_id in rows:
        if not ground:
            marks[case_id].add((giver, Category(category)))
            continue
        from_kind = OrganisationKind(giver_kind)
        shared[case_id].append(
            Shared(
                giver_id=giver,
                giver_kind=from_kind,
                category=Category(category),
                person_id=None if from_kind in CLIENT_GIVERS else person_id,
                ground=Ground(ground),
                until=until,
                barred=barred,
                attachment_id=attachment_id,
            )
        )
    return {case_id: Opened(frozenset(found), tuple(shared[case_id])) for case_id, found in marks.items()}


def consents_by_case(
    actor: Actor, case_ids: Iterable[int], on: date
) -> dict[int, frozenset[tuple[int, Category, int | None]]]:
    """Per case, what persons consent to share with the actor's kind of organisation: read at every request.

    A withdrawal therefore works at the next one. No query for a kind that shares nothing by consent.
    """
    found: dict[int, set[tuple[int, Category, int | None]]] = {case_id: set() for case_id in case_ids}
    asked = {
        row.category
        for row in disclosure_table(on).rows()
        if row.recipient is actor.organisation_kind and row.grant is Grant.CONSENT
    }
    if asked and found:
        key = ("case_id", "organisation_id", "category", "person_id")
        last = (
            DisclosureConsent.objects.filter(
                case_id__in=found,
                recipient_kind=actor.organisation_kind.value,
                category__in=[category.value for category in asked],
            )
            .annotate(giver_kind=F("organisation__kind"))
            .order_by(*key, "-pk")
            .distinct(*key)
        )
        for row in last:
            if row.step == ConsentStep.GIVEN.value:
                whole = OrganisationKind(row.giver_kind) in CLIENT_GIVERS
                person_id = None if whole else row.person_id
                found[row.case_id].add((row.organisation_id, Category(row.category), person_id))
    return {case_id: frozenset(consents) for case_id, consents in found.items()}
