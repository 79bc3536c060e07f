"""Writing who must not receive anything: own relations, exclusions, and lifting them (security, A9).

What a user led or owed goes to colleagues in the same write, so that no term is left with somebody who no
longer sees it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.exclusion import closed_to
from cases.access.models import Participation
from cases.access.permissions import check_level, check_role
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseLead, CaseRole, LeadHandover
from cases.casefiles.services import appoint_lead, lock_case, record_event
from cases.casefiles.services.first_lead import lead_besides
from cases.organisations.models import Organisation, User
from cases.organisations.rules import OrganisationKind, Role
from cases.persons.models import Person
from cases.persons.rules.names import sound_key
from cases.sharing.models import Exclusion, OwnRelation
from cases.sharing.rules import Tie
from cases.sharing.telling import tell_excluded, tell_lifted
from cases.terms.models import Term
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.states import TermStatus

LONGEST_REASON: Final = 300
OLDEST: Final = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRelation:
    """Whom one knows: by family name and birth date, whether she or he is in a case or not."""

    tie: Tie
    last_name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewExclusion:
    """Who must not receive anything, and why: a colleague or another organisation.

    `person`: of every case with this person; without it of this case.
    """

    reason: str
    user: User | None = None
    organisation: Organisation | None = None
    person: Person | None = None


def check_can_exclude(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is a team lead or privacy officer of her or his own organisation."""
    check_role(actor, Role.TEAM_LEAD, Role.PRIVACY_OFFICER, task="Uitsluiten van een zaak")


def check_reviews_exclusions(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a privacy officer, who alone looks at them all and lifts them."""
    check_role(actor, Role.PRIVACY_OFFICER, task="Uitsluitingen beheren")


def reviews_exclusions(actor: Actor) -> bool:
    """Whether the page of exclusions is for this actor."""
    return actor.has(Role.PRIVACY_OFFICER)


def relations_of(actor: Actor) -> list[OwnRelation]:
    """What the actor said of her- or himself, the newest first."""
    return list(OwnRelation.objects.filter(user=actor.user_id).order_by("-declared_at", "-pk"))


def relations_in(actor: Actor) -> QuerySet[OwnRelation]:
    """What the staff of the actor's organisation said, for its privacy officer."""
    rows = OwnRelation.objects.filter(organisation=actor.organisation_id).select_related("user", "lifted_by")
    return rows.order_by("-declared_at", "-pk")


def exclusions_in(actor: Actor) -> QuerySet[Exclusion]:
    """What the actor's organisation decided, for its privacy officer."""
    rows = Exclusion.objects.filter(organisation=actor.organisation_id)
    related = ("case", "user", "excluded", "decided_by", "lifted_by")
    return rows.select_related(*related).order_by("-decided_at", "-pk")


@one_write
def declare_relation(*, new: NewRelation, actor: Actor, at: datetime) -> OwnRelation:
    """Say whom one knows; from the next request on every case with that person is closed to one.

    The answer is the same whether or not that person is in a case. Raises InvalidInput per field.
    """
    errors: dict[str, list[str]] = {}
    name = new.last_name.strip()
    if not name:
        errors["last_name"] = ["Vul de achternaam in."]
    if new.birth_date is None or not OLDEST <= new.birth_date <= at.date():
        errors["birth_date"] = ["Vul de geboortedatum in; die ligt niet in de toekomst."]
    if errors:
        raise InvalidInput(errors)
    saved = OwnRelation.objects.create(
        user_id=actor.user_id,
        organisation_id=actor.employer_id or actor.organisation_id,
        tie=new.tie.value,
        last_name=name[:120],
        name_key=sound_key(name)[:80],
        birth_date=new.birth_date,
        declared_at=at,
    )
    _let_go(User.objects.select_related("organisation").get(pk=actor.user_id), actor=actor, at=at)
    return saved


@one_write
def declare_known_person(*, case: Case, person: Person, tie: Tie, actor: Actor, at: datetime) -> OwnRelation:
    """Say on a case that one knows a person of it; the case is closed from the next request on.

    Raises Conflict when she or he is no person of this case.
    """
    check_level(actor, case.pk, Level.VIEW)
    if not CaseRole.objects.filter(case=case, person=person).exists():
        raise Conflict("Deze persoon hoort niet bij deze zaak.")
    saved = OwnRelation.objects.create(
        user_id=actor.user_id,
        organisation_id=actor.employer_id or actor.organisation_id,
        tie=tie.value,
        last_name=person.last_name,
        name_key=person.name_key,
        birth_date=person.birth_date,
        person=person,
        declared_at=at,
    )
    _let_go(User.objects.select_related("organisation").get(pk=actor.user_id), actor=actor, at=at)
    return saved


@one_write
def exclude(*, case: Case, new: NewExclusion, actor: Actor, at: datetime) -> Exclusion:
    """Close a case, or every case with a person of it, to a colleague or to another organisation.

    Raises NotAllowed, InvalidInput per field of `NewExclusion`, GuardRefusal while the organisation still
    owes something in this case, Conflict when it is excluded already.
    """
    check_can_exclude(actor)
    check_level(actor, case.pk, Level.VIEW)
    _check(case, new, actor)
    if new.organisation is not None:
        _check_owes_nothing(case, new.organisation)
    target = {"user": new.user, "excluded": new.organisation}
    where = {"case": None if new.person else case, "person": new.person}
    if Exclusion.objects.filter(lifted_at__isnull=True, **target, **where).exists():
        raise Conflict("Deze uitsluiting staat er al.")
    saved = Exclusion.objects.create(
        **target,
        **where,
        reason=new.reason.strip(),
        organisation_id=actor.organisation_id,
        decided_by_id=actor.user_id,
        decided_at=at,
    )
    if new.user is not None:
        _let_go(new.user, actor=actor, at=at)
    if _writes_in(actor, case):
        _tell(case, new, saved, actor, at)
    tell_excluded(saved, at)
    return saved


def _check(case: Case, new: NewExclusion, actor: Actor) -> None:
    errors: dict[str, list[str]] = {}
    if (new.user is None) == (new.organisation is None):
        errors["user"] = ["Kies een collega of een andere organisatie, niet beide."]
    elif new.user is not None and new.user.organisation_id != actor.organisation_id:
        errors["user"] = ["Een medewerker sluit haar of zijn eigen organisatie uit."]
    elif new.user is not None and new.user.pk == actor.user_id:
        errors["user"] = ["Kent u zelf iemand in deze zaak? Geef dat op bij de persoon."]
    elif new.organisation is not None and new.organisation.pk == actor.organisation_id:
        errors["organisation"] = ["Uw eigen organisatie kunt u niet uitsluiten."]
    if new.person is not None and not CaseRole.objects.filter(case=case, person=new.person).exists():
        errors["person"] = ["Kies een persoon van deze zaak."]
    if not new.reason.strip() or len(new.reason.strip()) > LONGEST_REASON:
        errors["reason"] = [f"Geef de reden, in ten hoogste {LONGEST_REASON} tekens."]
    if errors:
        raise InvalidInput(errors)


def _check_owes_nothing(case: Case, organisation: Organisation) -> None:
    """Who owes a step by law is not shut out: first its place goes over to another organisation."""
    decides = Participation.objects.filter(
        case=case, organisation=organisation, level__gte=Level.DECIDE, ended_at__isnull=True
    )
    owed = Term.objects.filter(case=case, organisation=organisation, status=TermStatus.OPEN.value)
    supplier = OrganisationKind(organisation.kind)
    missing = [
        Missing(code=f"owes_{kind}", text=f"Nog open: {KIND_LABELS[TermKind(kind)]}.", supplier=supplier)
        for kind in sorted(set(owed.values_list("kind", flat=True)))
    ]
    if decides.exists():
        text = f"{organisation.short_name} beslist in deze zaak. Verplaats eerst de deelname."
        missing.insert(0, Missing(code="decides", text=text, supplier=supplier))
    if missing:
        raise GuardRefusal(missing, f"{organisation.short_name} kan nog niet worden uitgesloten.")


def _writes_in(actor: Actor, case: Case) -> bool:
    """Whether the actor's organisation adds to the story; one that only reads along is told nothing of it."""
    return Participation.objects.filter(
        case=case,
        organisation=actor.organisation_id,
        level__gte=Level.CONTRIBUTE,
        ended_at__isnull=True,
    ).exists()


def _tell(case: Case, new: NewExclusion, saved: Exclusion, actor: Actor, at: datetime) -> None:
    who = new.organisation.short_name if new.organisation else f"Een medewerker van {actor.organisation_name}"
    record_event(
        case=lock_case(case.pk),
        kind="excluded",
        category=Category.THAT,
        summary=f"{who} is uitgesloten van deze zaak.",
        actor=actor,
        at=at,
        subject=saved,
    )


@one_write
def lift_exclusion(*, exclusion: Exclusion, reason: str, actor: Actor, at: datetime) -> Exclusion:
    """End an exclusion. Raises NotAllowed, InvalidInput ("reason"), Conflict when it was lifted already."""
    check_reviews_exclusions(actor)
    exclusion = Exclusion.objects.select_for_update(of=("self",)).get(pk=exclusion.pk)
    _lift(exclusion, exclusion.user_id, reason, actor, at)
    tell_lifted(exclusion, at)
    return exclusion


@one_write
def lift_relation(*, relation: OwnRelation, reason: str, actor: Actor, at: datetime) -> OwnRelation:
    """End what a colleague said, for instance of somebody with the same name. Raises as `lift_exclusion`."""
    check_reviews_exclusions(actor)
    if relation.user_id == actor.user_id:
        raise NotAllowed("Wat u zelf opgaf, heft een andere privacyfunctionaris op.")
    relation = OwnRelation.objects.select_for_update(of=("self",)).get(pk=relation.pk)
    _lift(relation, relation.user_id, reason, actor, at)
    return relation


def _lift(row: Exclusion | OwnRelation, user_id: int | None, reason: str, actor: Actor, at: datetime) -> None:
    if row.organisation_id != actor.organisation_id or user_id == actor.user_id:
        raise NotAllowed("Dit heft de privacyfunctionaris van de eigen organisatie op, nooit voor zichzelf.")
    if not reason.strip() or len(reason.strip()) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Geef de reden, in ten hoogste {LONGEST_REASON} tekens."]})
    if row.lifted_at is not None:
        raise Conflict("Dit is al opgeheven.")
    row.lifted_at, row.lifted_by_id, row.lift_reason = at, actor.user_id, reason.strip()
    row.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])


def relation_of(actor: Actor, public_id: UUID) -> OwnRelation | None:
    """One of the relations in the actor's organisation."""
    return relations_in(actor).filter(public_id=public_id).first()


def exclusion_of(actor: Actor, public_id: UUID) -> Exclusion | None:
    """One of the exclusions that the actor's organisation decided."""
    return exclusions_in(actor).filter(public_id=public_id).first()


def _let_go(user: User, *, actor: Actor, at: datetime) -> None:
    """What the user led or owed in the cases that are closed now goes to colleagues, without a gap."""
    closed = closed_to(user.pk, user.organisation_id)
    if not closed:
        return
    Term.objects.filter(case__in=closed, person=user, status=TermStatus.OPEN.value).update(person=None)
    LeadHandover.objects.filter(case__in=closed, user=user, status="offered").update(
        status="withdrawn", answered_at=at
    )
    leads = CaseLead.objects.filter(case__in=closed, user=user, until__isnull=True)
    _appoint_others(leads.select_related("case", "user__organisation"), actor=actor, at=at)


def release_closed_leads(*, case: Case, actor: Actor, at: datetime) -> None:
    """Let nobody lead a case that turns out to be about somebody whom she or he knows.

    Asked when persons join a case: one question, however many take part.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id FROM cases_caselead l WHERE l.case_id = %s AND l.until IS NULL"
            " AND l.case_id = ANY(wall_excluded_cases(l.user_id, l.organisation_id))",
            [case.pk],
        )
        closed = [key for (key,) in cursor.fetchall()]
    if not closed:
        return
    leads = CaseLead.objects.filter(pk__in=closed)
    _appoint_others(leads.select_related("case", "user__organisation"), actor=actor, at=at)


def _appoint_others(leads: QuerySet[CaseLead], *, actor: Actor, at: datetime) -> None:
    for lead in leads.order_by("case_id", "pk"):
        heir = lead_besides(lead.case_id, lead.organisation_id, user_id=lead.user_id)
        if heir is None:
            # Nobody else works there: the name stays, so that partners have somebody to call.
            continue
        appoint_lead(case=lead.case, user=heir, actor=actor, at=at)
        record_event(
            case=lead.case,
            kind="lead_changed",
            category=Category.THAT,
            summary=f"{heir.display_name} is nu aanspreekpunt bij {heir.organisation.short_name}.",
            actor=actor,
            at=at,
        )
