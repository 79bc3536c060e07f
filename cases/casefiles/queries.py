"""Reading cases: every read starts from what is visible to the actor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cases.access.actor import Actor, on_behalf
from cases.access.disclosure import (
    Disclosure,
    Opened,
    consents_by_case,
    disclosure_table,
    marks_by_case,
)
from cases.access.emergency_models import EmergencyAccess
from cases.access.models import Participation
from cases.access.permissions import check_casework
from cases.access.rules.categories import Category
from cases.access.rules.disclosure import Phase
from cases.access.rules.emergency import NEVER_OPENS
from cases.access.rules.levels import Level
from cases.casefiles.models import Case, CaseEvent, CaseLead, CaseRole
from cases.casefiles.rules.states import CaseState
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

ROLE_ORDER = {"suspect": 0, "victim": 1, "child": 2, "witness": 3, "network": 4}

# In these states the partners work the case together; before and after, sharing needs a running task.
WORKED_TOGETHER = frozenset({CaseState.PREPARING, CaseState.AT_ZSM, CaseState.AWAITING})


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """One case as one actor may know it; `emergency_until`: read in an emergency, until then."""

    actor: Actor
    case: Case
    level: Level
    disclosure: Disclosure
    emergency_until: datetime | None = None

    def may_see(
        self,
        category: Category,
        giver_id: int,
        person_id: int | None = None,
        attachment_id: int | None = None,
    ) -> bool:
        """Whether the actor may see a record of this category given by this organisation.

        `person_id`: whom it is about, for what is shared by her or his consent. `attachment_id`: it is this
        attachment.
        """
        return self.disclosure.may_see(category, giver_id, person_id, attachment_id)

    def may_know_of(
        self,
        category: Category,
        giver_id: int,
        person_id: int | None = None,
        attachment_id: int | None = None,
    ) -> bool:
        """Whether the actor may at least know that there is something; only then it is held back aloud."""
        return self.disclosure.may_know_of(category, giver_id, person_id, attachment_id)


@dataclass(frozen=True, slots=True)
class Story:
    """The events of a case that the actor may see, newest first, and how many are held back.

    Counted is only what the actor may know to be there; `ask`: who recorded that, in order of name.
    """

    events: tuple[CaseEvent, ...]
    held_back: int
    ask: tuple[str, ...] = ()


def participations_of(actor: Actor) -> QuerySet[Participation]:
    """The running participations of the actor's organisation: the start of every case list.

    Without the cases from which the actor is excluded.
    """
    rows = Participation.objects.filter(organisation_id=actor.organisation_id, ended_at__isnull=True)
    return rows.exclude(case_id__in=actor.excluded_cases) if actor.excluded_cases else rows


def visible_to(actor: Actor) -> QuerySet[Case]:
    """The cases in which the actor's organisation takes part."""
    return Case.objects.filter(pk__in=participations_of(actor).values("case_id"))


def open_case(actor: Actor, public_id: UUID, *, at: datetime) -> CaseAccess:
    """One case for one actor at a moment (the disclosure table has a validity).

    Raises Case.DoesNotExist for an outsider, exactly as for a case that does not exist, and NotAllowed
    when the actor's role has no part in casework.
    """
    rows = list(
        participations_of(actor)
        .filter(case__public_id=public_id)
        .select_related(
            "case__zsm_location",
            "case__offence_municipality",
            "case__victim_municipality",
            "case__organisation",
        )
    )
    if not any(row.level >= Level.VIEW for row in rows):
        emergency = _in_emergency(actor, public_id, at)
        if emergency is not None:
            return emergency
    if not rows:
        raise Case.DoesNotExist(f"no case for organisation {actor.organisation_id}")
    check_casework(actor)
    case = rows[0].case
    level = Level(max(row.level for row in rows))
    marks = marks_by_case(actor, [case.pk])[case.pk]
    consents = consents_by_case(actor, [case.pk], _day(at))[case.pk]
    return CaseAccess(
        actor=actor,
        case=case,
        level=level,
        disclosure=disclosure_of(actor, case, level, at, marks, consents=consents),
    )


def _in_emergency(actor: Actor, public_id: UUID, at: datetime) -> CaseAccess | None:
    """The case as who has emergency access to it reads it: as the table says of the own kind, but see A11."""
    if not actor.emergency_cases:
        return None
    opened = (
        EmergencyAccess.objects.filter(
            user=actor.user_id, content_object__public_id=public_id, ended_at__isnull=True, ends_at__gt=at
        )
        .filter(content_object__in=actor.emergency_cases)
        .select_related(
            "content_object__zsm_location",
            "content_object__offence_municipality",
            "content_object__victim_municipality",
            "content_object__organisation",
        )
        .order_by("-ends_at")
        .first()
    )
    if opened is None:
        return None
    check_casework(actor)
    case: Case = opened.content_object
    marks = marks_by_case(actor, [case.pk])[case.pk]
    consents = consents_by_case(actor, [case.pk], _day(at))[case.pk]
    disclosure = disclosure_of(actor, case, Level.VIEW, at, marks, consents=consents)
    disclosure = replace(disclosure, running_task=True, closed=NEVER_OPENS)
    return CaseAccess(actor, case, Level.VIEW, disclosure, emergency_until=opened.ends_at)


def access_of(actor: Actor, case: Case, at: datetime) -> CaseAccess | None:
    """A case as an organisation that may be another than the own one knows it; None when it takes no part.

    For what must be known of a partner before something is given to it; never for showing.
    """
    rows = Participation.objects.filter(
        case=case, organisation_id=actor.organisation_id, ended_at__isnull=True
    ).values_list("level", flat=True)
    highest = max(rows, default=None)
    if highest is None:
        return None
    opened = marks_by_case(actor, [case.pk])[case.pk]
    consents = consents_by_case(actor, [case.pk], _day(at))[case.pk]
    level = Level(highest)
    return CaseAccess(actor, case, level, disclosure_of(actor, case, level, at, opened, consents=consents))


def disclosure_of(
    actor: Actor,
    case: Case,
    level: Level,
    at: datetime,
    opened: Opened,
    *,
    consents: frozenset[tuple[int, Category, int | None]] = frozenset(),
) -> Disclosure:
    """The disclosure answers of one actor in one case, with the sections that givers opened to her or him.

    A list that shows nothing by consent leaves `consents` out: then nothing is opened by it.
    """
    together, day = CaseState(case.state) in WORKED_TOGETHER, _day(at)
    return Disclosure(
        actor=actor,
        level=level,
        phase=Phase.TOGETHER if together else Phase.BEFORE_OR_AFTER,
        running_task=level >= Level.CONTRIBUTE,
        marks=opened.marks,
        table=disclosure_table(day),
        consents=consents,
        shared=opened.on(day),
    )


def _day(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()


def story(access: CaseAccess, *, limit: int = 100) -> Story:
    """What happened in the case, by what the actor may see."""
    events = (
        CaseEvent.objects.filter(case=access.case)
        .select_related("organisation", "employer")
        .order_by("-happened_at", "-id")
    )
    shown, held_back = [], []
    for event in events[:limit]:
        if sees_event(access, event):
            shown.append(event)
        elif knows_of_event(access, event):
            held_back.append(event.organisation.short_name)
    return Story(events=tuple(shown), held_back=len(held_back), ask=tuple(sorted(set(held_back))))


def sees_event(access: CaseAccess, event: CaseEvent) -> bool:
    """Whether the actor may read the event; the consent of who it is about counts."""
    return access.may_see(Category(event.category), event.organisation_id, event.person_id)


def knows_of_event(access: CaseAccess, event: CaseEvent) -> bool:
    """Whether the actor may know that there is such an event at all."""
    return access.may_know_of(Category(event.category), event.organisation_id, event.person_id)


def signed_in_the_name_of(access: CaseAccess) -> dict[UUID, str]:
    """Of what was recorded by who stood in: how it is signed, by the key of the record.

    Looked up through the story, which keeps the employer of that moment. The first event about a record tells
    who made it; what was done with it later changes no signature.
    """
    stood_in = CaseEvent.objects.filter(case=access.case, employer__isnull=False)
    events = (
        CaseEvent.objects.filter(case=access.case, subject_public_id__in=stood_in.values("subject_public_id"))
        .select_related("organisation", "employer")
        .order_by("-pk")
    )
    return signatures_in(events)


def signatures_in(newest_first: Iterable[CaseEvent]) -> dict[UUID, str]:
    """The signatures that these events give, by the key of the record."""
    first = {event.subject_public_id: event for event in newest_first if event.subject_public_id}
    return {
        key: on_behalf(event.employer.short_name, event.organisation.short_name)
        for key, event in first.items()
        if event.employer is not None
    }


@dataclass(frozen=True, slots=True)
class VersionedEvent:
    """An event with the version that the case got through it."""

    event: CaseEvent
    version: int


@dataclass(frozen=True, slots=True)
class News:
    """What happened since a version, as far as the actor may see it: `version` is the last one looked at."""

    events: tuple[VersionedEvent, ...]
    held_back: int
    version: int
    more: bool


def events_since(access: CaseAccess, version: int, *, limit: int) -> News:
    """The events after a version of the case, in the order in which they were recorded.

    A case begins at version 1 and every event raises it by one, so the place of an event is its version.
    """
    first = max(version, 1)
    rows = list(
        CaseEvent.objects.filter(case=access.case)
        .select_related("organisation", "employer")
        .order_by("pk")[first - 1 : first + limit]
    )
    looked_at = rows[:limit]
    seen = tuple(
        VersionedEvent(event, first + place)
        for place, event in enumerate(looked_at, start=1)
        if sees_event(access, event)
    )
    known = sum(1 for event in looked_at if sees_event(access, event) or knows_of_event(access, event))
    return News(
        events=seen,
        held_back=known - len(seen),
        version=first + len(looked_at) if looked_at else max(version, 0),
        more=len(rows) > limit,
    )


def roles_in(access: CaseAccess) -> list[CaseRole]:
    """The persons of the case whom the actor may see, in the order suspect, victim, children, others.

    A child is shown under its own category (tables, section 5).
    """
    return sorted(
        (
            role
            for role in CaseRole.objects.filter(case=access.case).select_related("person")
            if sees_role(access, role)
        ),
        key=lambda role: (ROLE_ORDER[role.role], role.pk),
    )


def sees_role(access: CaseAccess, role: CaseRole) -> bool:
    """Whether the actor may know this person in this case; a child has a category of its own."""
    return access.may_see(
        Category.CHILDREN if role.role == "child" else Category.IDENTITY, role.organisation_id
    )


def participants(access: CaseAccess) -> list[Participation]:
    """Who takes part in the case, in order of level and name."""
    return list(
        Participation.objects.filter(case=access.case, ended_at__isnull=True)
        .select_related("organisation")
        .order_by("-level", "organisation__name")
    )


def leads_of(access: CaseAccess) -> dict[int, str]:
    """The name of the lead of each participating organisation that has one, by organisation."""
    leads = CaseLead.objects.filter(case=access.case, until__isnull=True)
    return dict(leads.values_list("organisation_id", "user__display_name"))


def responsible_organisation(case: Case, kind: OrganisationKind) -> Organisation | None:
    """The organisation of a kind that works on the case: of two the one that decides; None without any.

    For Veilig Thuis this is the responsible one; the others are informants.
    """
    row = (
        Participation.objects.filter(
            case=case, organisation__kind=kind.value, level__gte=Level.CONTRIBUTE, ended_at__isnull=True
        )
        .select_related("organisation")
        .order_by("-level", "pk")
        .first()
    )
    return row.organisation if row else None
