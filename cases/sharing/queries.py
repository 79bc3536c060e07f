"""Reading the consent of a person: every step, and how it stands."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cases.access.actor import Actor
from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.sharing_models import SharingAct
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person


def consent_steps(
    case: Case, person: Person, *, category: Category, recipient: OrganisationKind
) -> list[DisclosureConsent]:
    """Every step of one person's consent for one kind of partner, the newest first."""
    return list(
        DisclosureConsent.objects.filter(
            case=case, person=person, category=category.value, recipient_kind=recipient.value
        )
        .select_related("organisation", "recorded_by")
        .order_by("-pk")
    )


def last_step(
    case: Case, person: Person, *, category: Category, recipient: OrganisationKind, giver_id: int
) -> ConsentStep | None:
    """The last step that one giver recorded; None: nothing yet."""
    steps = consent_steps(case, person, category=category, recipient=recipient)
    own = next((row for row in steps if row.organisation_id == giver_id), None)
    return ConsentStep(own.step) if own else None


def own_consent_steps(case: Case, actor: Actor) -> list[DisclosureConsent]:
    """Every step that the actor's organisation recorded in a case, the newest first."""
    rows = DisclosureConsent.objects.filter(case=case, organisation_id=actor.organisation_id)
    return list(rows.select_related("organisation", "person").order_by("-pk"))


def consents_seen(access: CaseAccess) -> QuerySet[DisclosureConsent]:
    """The steps of consent that the actor may see: its own, and who reads wishes those of their victim.

    Never what Veilig Thuis could be given by it: it would learn that the victim was asked, or refused.
    """
    rows = DisclosureConsent.objects.filter(case=access.case)
    seen = Q(organisation_id=access.actor.organisation_id)
    if not access.actor.works_for(OrganisationKind.VT):
        wishes = Q(category=Category.WISHES.value)
        for giver, person in set(rows.filter(wishes).values_list("organisation_id", "person_id")):
            if access.may_see(Category.WISHES, giver, person):
                seen |= wishes & Q(organisation_id=giver, person_id=person)
    return rows.filter(seen).select_related("organisation", "person")


def acts_seen(access: CaseAccess) -> QuerySet[SharingAct]:
    """What the actor's organisation ever shared beyond the table, and what others share with it now."""
    standing = {
        (one.giver_id, one.category.value, one.ground.value, one.attachment_id)
        for one in access.disclosure.shared
    }
    received = [
        act.pk
        for act in acts_received(access.case, access.actor)
        if (act.organisation_id, act.category, act.ground, act.attachment_id) in standing
    ]
    rows = SharingAct.objects.filter(case=access.case)
    rows = rows.filter(Q(organisation_id=access.actor.organisation_id) | Q(pk__in=received))
    return rows.select_related("recipient", "organisation", "person", "attachment")


def acts_given(case: Case, actor: Actor) -> list[SharingAct]:
    """What the actor's organisation ever shared beyond the table, the newest first."""
    rows = SharingAct.objects.filter(case=case, organisation_id=actor.organisation_id)
    return list(rows.select_related("recipient", "person", "organisation", "attachment").order_by("-pk"))


def acts_received(case: Case, actor: Actor) -> list[SharingAct]:
    """What others share with the actor's organisation and did not withdraw, the newest first.

    Whether it opens something now, by consent and term, is the answer of the disclosure.
    """
    rows = SharingAct.objects.filter(case=case, recipient_id=actor.organisation_id, withdrawn_at__isnull=True)
    return list(rows.select_related("recipient", "organisation", "attachment").order_by("-pk"))
