"""Writing consent: asked, given, refused, withdrawn. Each step is a row; the last one counts at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.models import DisclosureConsent
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.consent import STEP_LABELS, ConsentBy, ConsentManner, ConsentStep, next_steps
from cases.access.rules.sharing import consent_role
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import lock_case, record_event
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.models import Person
from cases.sharing.permissions import check_can_record_consent
from cases.sharing.queries import last_step
from cases.sharing.sections import Section
from cases.sharing.telling import readers_by, tell_consent_ended

LONGEST_NOTE: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """One step of consent: what was said, by whom, how and when."""

    step: ConsentStep
    stepped_at: datetime
    given_by: ConsentBy = ConsentBy.SELF
    manner: ConsentManner = ConsentManner.PHONE
    note: str = ""


@one_write
def record_consent(
    *,
    case: Case,
    person: Person,
    category: Category,
    recipient: OrganisationKind,
    consent: NewConsent,
    actor: Actor,
    at: datetime,
) -> DisclosureConsent:
    """Record one step of a person's consent for the actor's organisation to share with a kind of partner.

    A withdrawal closes what was open from the next request on. Raises NotAllowed for who does not hold such
    records, Conflict when the person is not in the case or the step cannot follow the last one, InvalidInput
    per field of `NewConsent`.
    """
    case = lock_case(case.pk)
    check_can_record_consent(actor, case.pk, category)
    _check_person(case, person, actor, category)
    last = last_step(case, person, category=category, recipient=recipient, giver_id=actor.organisation_id)
    if consent.step not in next_steps(last):
        stands = f"is al {STEP_LABELS[last]}" if last else "is nog niet gevraagd"
        raise Conflict(f"De toestemming {stands}. Vernieuw de pagina.")
    _check(consent, at)
    section = Section(case, actor.organisation_id, category, person.pk)
    withdrawn = consent.step is ConsentStep.WITHDRAWN
    before = readers_by(section, recipient, at) if withdrawn else frozenset()
    saved = DisclosureConsent.objects.create(
        case=case,
        person=person,
        organisation_id=actor.organisation_id,
        category=category.value,
        recipient_kind=recipient.value,
        step=consent.step.value,
        given_by=consent.given_by.value,
        manner=consent.manner.value,
        stepped_at=consent.stepped_at,
        note=consent.note.strip(),
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    record_event(
        case=case,
        kind=f"consent_{consent.step.value}",
        category=category,
        summary=(
            f"Toestemming om {CATEGORY_LABELS[category]} te delen met {ORGANISATION_LABELS[recipient]}: "
            f"{STEP_LABELS[consent.step]}."
        ),
        actor=actor,
        at=at,
        happened_at=consent.stepped_at,
        subject=saved,
        # Whoever reads by this consent reads that it was given, never that it was asked or refused before.
        person=person if consent.step is ConsentStep.GIVEN else None,
    )
    if withdrawn:
        tell_consent_ended(saved, before, at)
    return saved


def _check_person(case: Case, person: Person, actor: Actor, category: Category) -> None:
    """Raise Conflict unless the consent of this person opens what the actor's organisation recorded."""
    roles = set(CaseRole.objects.filter(case=case, person=person).values_list("role", flat=True))
    if consent_role(actor.organisation_kind, category) == "suspect":
        if "suspect" not in roles:
            raise Conflict("Wat uw organisatie vastlegt gaat over de verdachte: die geeft toestemming.")
    elif not roles - {"suspect"}:
        raise Conflict("Toestemming geeft een betrokkene van deze zaak, nooit de verdachte.")


def _check(consent: NewConsent, at: datetime) -> None:
    errors: dict[str, list[str]] = {}
    if consent.stepped_at > at:
        errors["stepped_at"] = ["Dit moment ligt in de toekomst."]
    if len(consent.note.strip()) > LONGEST_NOTE:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]
    if errors:
        raise InvalidInput(errors)
