"""Reading what victims want, and what follows from it for the prosecutor and before a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from cases.access.rules.categories import Category
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import CaseAccess
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.victims.models import VictimCall, VictimNotice, VictimWishes
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.notices import Purpose
from cases.victims.rules.wishes import THREE_QUESTIONS, ToldBy, is_task_done, prosecution_of_all


def wishes_versions(case: Case, victim: Person) -> list[VictimWishes]:
    """Every version of the wishes of one victim, the newest first."""
    rows = VictimWishes.objects.filter(case=case, victim=victim).select_related("organisation", "recorded_by")
    return list(rows.order_by("-version"))


def last_wishes(case: Case, victim: Person) -> VictimWishes | None:
    """The last version of the wishes of one victim."""
    return next(iter(wishes_versions(case, victim)), None)


def wishes_by_victim(case: Case) -> dict[int, VictimWishes]:
    """The last version of the wishes of each victim who has any, by key of the person."""
    rows = (
        VictimWishes.objects.filter(case=case)
        .select_related("organisation")
        .order_by("victim_id", "-version")
        .distinct("victim_id")
    )
    return {row.victim_id: row for row in rows}


def may_see_wishes(access: CaseAccess, wishes: VictimWishes) -> bool:
    """Whether the actor may see everything that was recorded; Veilig Thuis never does, only the answers."""
    if access.actor.works_for(OrganisationKind.VT):
        return False
    return access.may_see(Category.WISHES, wishes.organisation_id, wishes.victim_id)


def three_answers(access: CaseAccess, wishes: VictimWishes) -> dict[str, str]:
    """The answers to the three questions by question; empty for who may not see them now.

    For Veilig Thuis that is: only while the victim's consent stands.
    """
    if not access.may_see(Category.WISHES, wishes.organisation_id, wishes.victim_id):
        return {}
    return {question: getattr(wishes, name) for name, question in THREE_QUESTIONS.items()}


def wants_prosecution(case: Case) -> YesNoUnknown:
    """Whether the victims of the case want prosecution: one who does is enough, no only when all say so."""
    wishes = wishes_by_victim(case)
    victims = CaseRole.objects.filter(case=case, role="victim").values_list("person_id", flat=True)
    return prosecution_of_all(
        [YesNoUnknown(wishes[key].prosecution) if key in wishes else YesNoUnknown.UNKNOWN for key in victims]
    )


def wishes_task_is_done(case: Case) -> bool:
    """Whether for every victim wishes, or enough attempts of Slachtofferhulp, are on record."""
    victims = list(CaseRole.objects.filter(case=case, role="victim").values_list("person_id", flat=True))
    known = set(wishes_by_victim(case))
    counted = (
        VictimCall.objects.filter(case=case, organisation__kind=OrganisationKind.SHN.value)
        .values("victim_id")
        .annotate(number=Count("pk", filter=~Q(outcome="reached")))
        .values_list("victim_id", "number")
    )
    attempts = dict(counted)
    return bool(victims) and all(
        is_task_done(has_wishes=key in known, attempts=attempts.get(key, 0)) for key in victims
    )


def victims_who_ask_for_release(case: Case) -> list[Person]:
    """The victims who want to be told of a release or escape (art. 51ac Sv)."""
    asking = {
        key
        for key, row in wishes_by_victim(case).items()
        if row.informed_of_release == YesNoUnknown.YES.value
    }
    return list(Person.objects.filter(pk__in=asking).order_by("pk"))


@dataclass(frozen=True, slots=True)
class BeforeRelease:
    """One victim who asked to be told before a release, and how that stands.

    `informer`: who was named to tell (None: nobody yet). `told_at`: when it was done (None: not yet).
    """

    victim: Person
    how: ToldBy
    informer: Organisation | None
    told_at: datetime | None

    @property
    def done(self) -> bool:
        """Whether the victim was told."""
        return self.told_at is not None


def notice_before_release(case: Case, *, since: datetime) -> tuple[BeforeRelease, ...]:
    """Who must be told before the suspect is released, and whether it was done (art. 51ac Sv).

    `since`: when the custody that ends now began; what was told in an earlier custody does not count.
    Empty: no victim asked for it. Name the teller with `services.require_release_notices`.
    """
    victims = victims_who_ask_for_release(case)
    wishes = wishes_by_victim(case) if victims else {}
    notices = (
        VictimNotice.objects.filter(
            case=case, victim__in=victims, purpose=Purpose.RELEASE.value, required_at__gte=since
        )
        .select_related("informer")
        .order_by("pk")
    )
    by_victim: dict[int, VictimNotice] = {}
    for row in notices:
        known = by_victim.get(row.victim_id)
        if known is None or known.status != "done":
            by_victim[row.victim_id] = row
    return tuple(
        BeforeRelease(
            victim=victim,
            how=ToldBy(wishes[victim.pk].informed_how),
            informer=by_victim[victim.pk].informer if victim.pk in by_victim else None,
            told_at=by_victim[victim.pk].done_at if victim.pk in by_victim else None,
        )
        for victim in victims
    )
