"""Reading the consent of a person: every step, and how it stands."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep
from cases.access.sharing_models import SharingAct
from cases.casefiles.models import Case
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
