"""Sharing beyond the disclosure table: a giver opens a section, or one attachment, and can take it back.

What is shared is read at every request: a withdrawal, a consent that is withdrawn, a participation that ends
or a table that forbids it close the section at the next one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.consent import ConsentStep
from cases.access.rules.disclosure import ALWAYS_SEEN
from cases.access.rules.grants import Grant
from cases.access.rules.levels import Level
from cases.access.rules.refusal import Missing
from cases.access.rules.sharing import (
    GROUND_LABELS,
    NEEDS_EXPLANATION,
    Ground,
    consent_role,
    grounds_for,
)
from cases.access.sharing_models import SharingAct
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import CaseAccess, access_of
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.sharing.permissions import check_can_share
from cases.sharing.queries import last_step
from cases.sharing.sections import Section
from cases.sharing.telling import tell_closed, tell_shared
from cases.terms.rules.wording import local

# Choices made here: a purpose is reached within weeks, and after a year somebody must judge it again.
USUAL: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=366)
LONGEST_PURPOSE, LONGEST_EXPLANATION, LONGEST_REASON = 200, 500, 300
EXPIRED: Final = "De termijn was verstreken."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAct:
    """What is shared with whom, why and until when; `person`: whose consent opens it.

    `attachment_id`: this one attachment of the category, whose owner was checked by `cases.attachments`.
    """

    recipient: Organisation
    category: Category
    ground: Ground
    purpose: str
    until: date
    explanation: str = ""
    person: Person | None = None
    passing_on_barred: bool = True
    attachment_id: int | None = None

    @property
    def what(self) -> str:
        """What is shared, in words."""
        return "Bijlage" if self.attachment_id else CATEGORY_LABELS[self.category].capitalize()


@one_write
def share(*, case: Case, act: NewAct, actor: Actor, at: datetime) -> SharingAct:
    """Open the actor's own section of a category to one participant.

    Raises NotAllowed for who does not contribute, InvalidInput per field of `NewAct`, Conflict when the
    recipient sees it already, GuardRefusal with everything that is missing: the recipient reads along, the
    ground opens this section to it, the consent stands.
    """
    case = lock_case(case.pk)
    check_can_share(actor, case.pk)
    _check(act, actor, at)
    there = access_of(Actor.of_application(act.recipient), case, at)
    person = act.person if act.ground is Ground.CONSENT else None
    if missing := _missing(case, act, there, actor):
        raise GuardRefusal(missing, "Dit kan zo niet worden gedeeld.")
    if there is not None and there.may_see(
        act.category, actor.organisation_id, person.pk if person else None, act.attachment_id
    ):
        raise Conflict(f"{act.recipient.short_name} ziet dit onderdeel al.")
    same = SharingAct.objects.filter(
        case=case,
        organisation_id=actor.organisation_id,
        recipient=act.recipient,
        category=act.category.value,
        ground=act.ground.value,
        person=person,
        withdrawn_at__isnull=True,
    )
    one = {"attachment": act.attachment_id} if act.attachment_id else {"attachment__isnull": True}
    # What shows nothing any more makes way: its term is over, or its consent was withdrawn and given anew.
    same.filter(**one).update(withdrawn_at=at, withdrawn_by_id=actor.user_id, withdrawal_reason=EXPIRED)
    saved = SharingAct.objects.create(
        case=case,
        organisation_id=actor.organisation_id,
        recipient=act.recipient,
        category=act.category.value,
        person=person,
        attachment_id=act.attachment_id,
        ground=act.ground.value,
        purpose=act.purpose.strip(),
        explanation=act.explanation.strip(),
        passing_on_barred=act.passing_on_barred,
        until=act.until,
        shared_by_id=actor.user_id,
        shared_at=at,
    )
    record_event(
        case=case,
        kind="section_shared",
        category=act.category,
        summary=(f"{act.what} apart gedeeld met {act.recipient.short_name}: {GROUND_LABELS[act.ground]}."),
        actor=actor,
        at=at,
        subject=saved,
        person=person,
    )
    tell_shared(saved, at)
    return saved


@one_write
def withdraw(*, act: SharingAct, reason: str, actor: Actor, at: datetime) -> SharingAct:
    """Take back what was shared; it is closed at the recipient's next request.

    Raises NotAllowed for who is not the giver, Conflict when it was withdrawn before, InvalidInput without a
    reason.
    """
    case = lock_case(act.case_id)
    check_can_share(actor, case.pk)
    if act.organisation_id != actor.organisation_id:
        raise NotAllowed("Alleen wie iets deelde, trekt het in.")
    act = SharingAct.objects.select_for_update(of=("self",)).select_related("recipient").get(pk=act.pk)
    if act.withdrawn_at is not None:
        raise Conflict("Dit is al ingetrokken.")
    text = reason.strip()
    if not text or len(text) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Geef de reden, in ten hoogste {LONGEST_REASON} tekens."]})
    section, recipient = Section.of_act(act), [act.recipient_id]
    before = section.readers(recipient, at)
    act.withdrawn_at, act.withdrawn_by_id, act.withdrawal_reason = at, actor.user_id, text
    act.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    category = Category(act.category)
    what = "Bijlage" if act.attachment_id else CATEGORY_LABELS[category].capitalize()
    record_event(
        case=case,
        kind="section_closed",
        category=category,
        summary=f"{what} niet meer gedeeld met {act.recipient.short_name}.",
        actor=actor,
        at=at,
        subject=act,
    )
    if before - section.readers(recipient, at):
        tell_closed(act, at)
    return act


def _check(act: NewAct, actor: Actor, at: datetime) -> None:
    errors: dict[str, list[str]] = {}
    today = local(at).date()
    purpose, explanation = act.purpose.strip(), act.explanation.strip()
    if act.recipient.pk == actor.organisation_id:
        errors["recipient"] = ["Uw eigen organisatie ziet dit altijd."]
    if act.category in ALWAYS_SEEN:
        errors["category"] = ["Dit weet elke deelnemer al."]
    if not purpose or len(purpose) > LONGEST_PURPOSE:
        errors["purpose"] = [f"Noem het doel, in ten hoogste {LONGEST_PURPOSE} tekens."]
    if len(explanation) > LONGEST_EXPLANATION or (act.ground in NEEDS_EXPLANATION and not explanation):
        errors["explanation"] = [f"Schrijf uw afweging op, in ten hoogste {LONGEST_EXPLANATION} tekens."]
    if not today <= act.until <= today + LONGEST:
        errors["until"] = ["Kies een dag vanaf vandaag, ten hoogste een jaar vooruit."]
    if act.ground is Ground.CONSENT and act.person is None:
        errors["person"] = ["Noem wie toestemming gaf."]
    if errors:
        raise InvalidInput(errors)


def _missing(case: Case, act: NewAct, there: CaseAccess | None, actor: Actor) -> list[Missing]:
    missing = []
    name, kind = act.recipient.short_name, OrganisationKind(act.recipient.kind)
    if there is None or there.level < Level.VIEW:
        knows = "neemt geen deel aan deze zaak" if there is None else "weet alleen dat deze zaak bestaat"
        later = " Het lokale team leest mee als het de overdracht heeft aanvaard." if kind is LOCAL else ""
        missing.append(Missing("reads_along", f"{name} {knows}.{later}"))
    else:
        row = there.disclosure.table.row_for(
            kind, act.category, giver=actor.organisation_kind, phase=there.disclosure.phase
        )
        open_to = grounds_for(
            actor.organisation_kind, kind, act.category, row.grant if row else Grant.ONLY_THAT
        )
        if act.ground not in open_to:
            what = CATEGORY_LABELS[act.category]
            ways = ", ".join(GROUND_LABELS[ground] for ground in open_to)
            text = (
                f"{what.capitalize()} mag alleen naar {name} op deze grond: {ways}."
                if open_to
                else f"{what.capitalize()} mag op geen enkele grond naar {name}."
            )
            missing.append(Missing("ground", text))
    if act.ground is Ground.CONSENT and act.person is not None:
        missing += _consent_missing(case, act, act.person, kind, actor)
    return missing


LOCAL: Final = OrganisationKind.LOKAAL


def _consent_missing(
    case: Case, act: NewAct, person: Person, kind: OrganisationKind, actor: Actor
) -> list[Missing]:
    role = consent_role(actor.organisation_kind, act.category)
    if role is not None and not CaseRole.objects.filter(case=case, person=person, role=role).exists():
        who = "de verdachte" if role == "suspect" else "een slachtoffer"
        return [Missing("consent_person", f"Toestemming voor dit onderdeel geeft {who} van deze zaak.")]
    step = last_step(case, person, category=act.category, recipient=kind, giver_id=actor.organisation_id)
    if step is ConsentStep.GIVEN:
        return []
    text = "De toestemming staat niet vast: leg eerst vast dat zij is gegeven."
    return [Missing("consent", text, actor.organisation_kind)]
