"""What somebody had in hand goes to others the moment she or he leaves (domain guide, section 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.access.exclusion import closed_to
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseLead, LeadHandover, VictimContactPerson
from cases.casefiles.permissions import check_can_move_leaver
from cases.casefiles.services import appoint_lead, lock_case, record_event
from cases.casefiles.services.first_lead import lead_besides
from cases.organisations.models import User
from cases.organisations.rules import Role
from cases.terms.models import Term
from cases.terms.rules.states import TermStatus


@dataclass(frozen=True, slots=True)
class Handed:
    """What went over: cases that she or he led, terms on her or his name, victims with a fixed contact.

    `heirs`: whom it went to.
    """

    cases: int
    terms: int
    contacts: int
    heirs: frozenset[User]


@one_write
def hand_over_work(*, leaver: User, actor: Actor, at: datetime) -> Handed:
    """Give all that somebody has in hand to the team lead, at once and without a gap.

    The actor is the team lead who takes it, or the administrator, who gives it to a team lead; a case from
    which every team lead is excluded goes to a colleague. A term goes to who leads the case. Raises
    NotAllowed, and Conflict when nobody can take a case over.
    """
    check_can_move_leaver(actor, leaver.organisation_id)
    heirs: set[User] = set()
    cases = _leads(leaver, actor, at, heirs)
    contacts = _contacts(leaver, actor, at, heirs)
    terms = _terms(leaver, actor, at, heirs)
    LeadHandover.objects.filter(user=leaver, status="offered").update(status="withdrawn", answered_at=at)
    return Handed(cases, terms, contacts, frozenset(heirs))


def _leads(leaver: User, actor: Actor, at: datetime, heirs: set[User]) -> int:
    leads = CaseLead.objects.filter(user=leaver, organisation=leaver.organisation_id, until__isnull=True)
    moved = 0
    for lead in leads.select_related("case").order_by("case_id"):
        lock_case(lead.case_id)
        heir = _heir(lead.case_id, leaver, actor)
        appoint_lead(case=lead.case, user=heir, actor=actor, at=at)
        LeadHandover.objects.filter(
            case=lead.case, organisation=leaver.organisation_id, status="offered"
        ).update(status="withdrawn", answered_at=at)
        record_event(
            case=lead.case,
            kind="lead_changed",
            category=Category.THAT,
            summary=f"{heir.display_name} is nu aanspreekpunt bij {leaver.organisation.short_name}.",
            actor=actor,
            at=at,
        )
        heirs.add(heir)
        moved += 1
    return moved


def _contacts(leaver: User, actor: Actor, at: datetime, heirs: set[User]) -> int:
    named = VictimContactPerson.objects.filter(user=leaver, until__isnull=True).select_related("case")
    moved = 0
    for former in named.order_by("case_id", "pk"):
        lock_case(former.case_id)
        heir = _heir(former.case_id, leaver, actor)
        former.until = at
        former.save(update_fields=["until"])
        new = VictimContactPerson.objects.create(
            case_id=former.case_id,
            victim_id=former.victim_id,
            user=heir,
            organisation_id=former.organisation_id,
            since=at,
            recorded_by_id=actor.user_id,
        )
        record_event(
            case=former.case,
            kind="victim_contact_named",
            category=Category.IDENTITY,
            summary=f"{heir.display_name} is de vaste contactpersoon van het slachtoffer bij de politie.",
            actor=actor,
            at=at,
            subject=new,
        )
        heirs.add(heir)
        moved += 1
    return moved


def _terms(leaver: User, actor: Actor, at: datetime, heirs: set[User]) -> int:
    """What she or he was to do, and what she or he had said to act on."""
    theirs = Term.objects.filter(status=TermStatus.OPEN.value)
    on_name = theirs.filter(person=leaver, organisation=leaver.organisation_id)
    acted_on = theirs.filter(taken_over_by=leaver)
    terms = (on_name | acted_on).select_related("case").order_by("case_id", "pk")
    moved = 0
    for term in terms.select_for_update(of=("self",), no_key=True):
        heir = _lead_of(term.case, leaver) or _heir(term.case_id, leaver, actor)
        if term.person_id == leaver.pk:
            term.person = heir
        if term.taken_over_by_id == leaver.pk:
            term.taken_over_by, term.taken_over_at = heir, at
        term.save(update_fields=["person", "taken_over_by", "taken_over_at"])
        heirs.add(heir)
        moved += 1
    return moved


def _lead_of(case: Case, leaver: User) -> User | None:
    leads = CaseLead.objects.filter(case=case, organisation=leaver.organisation_id, until__isnull=True)
    lead = leads.exclude(user=leaver).filter(user__is_active=True).select_related("user").first()
    return lead.user if lead else None


def _heir(case_id: int, leaver: User, actor: Actor) -> User:
    leads = User.objects.filter(
        organisation=leaver.organisation_id, is_active=True, roles__contains=[Role.TEAM_LEAD.value]
    ).exclude(pk=leaver.pk)
    own = leads.filter(pk=actor.user_id).select_related("organisation").first()
    if own is not None and case_id not in closed_to(own.pk, leaver.organisation_id):
        return own
    if not leads.exists():
        raise Conflict(
            "Er is geen andere teamleider die de zaken kan overnemen. Wijs eerst een teamleider aan."
        )
    heir = lead_besides(case_id, leaver.organisation_id, user_id=leaver.pk)
    if heir is None:
        raise Conflict(
            "Een van de zaken kan niemand overnemen: iedereen is ervan uitgesloten."
            " Overleg met de privacyfunctionaris."
        )
    return heir
