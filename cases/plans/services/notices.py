"""Telling the victim about a measure: never without a named organisation (guard 6), never 3RO in stalking."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import GuardRefusal
from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.access.rules.refusal import Missing
from cases.casefiles.models import Case
from cases.casefiles.services import Subject
from cases.offences.queries import has_stalking
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.rules.changes import INFORMERS
from cases.victims.services import require_notices

NO_INFORMER = Missing("informer", "Niet vastgelegd wie het slachtoffer informeert. Wijs een organisatie aan.")
NOT_3RO = Missing(
    "informer_3ro_stalking",
    "De reclassering heeft bij stalking nooit contact met het slachtoffer. Wijs een ander aan.",
)
UNSUITABLE = Missing(
    "informer_unsuitable", "Deze organisatie informeert geen slachtoffers over besluiten. Wijs een ander aan."
)
NO_PARTNER = Missing("informer_unknown", "Kies een organisatie die aan de zaak deelneemt.")


def check_informer(case: Case, informer: Organisation | None) -> Organisation:
    """The named organisation; raises GuardRefusal unless it takes part and may inform this victim."""
    if informer is None:
        raise GuardRefusal([NO_INFORMER])
    if informer.kind == OrganisationKind.RECLASSERING.value and has_stalking(case):
        raise GuardRefusal([NOT_3RO])
    if OrganisationKind(informer.kind) not in INFORMERS:
        raise GuardRefusal([UNSUITABLE])
    takes_part = Participation.objects.filter(
        case=case, organisation=informer, ended_at__isnull=True, level__gte=Level.VIEW
    )
    if not takes_part.exists():
        raise GuardRefusal([NO_PARTNER])
    return informer


def tell_victims(
    case: Case, about: str, subject: Subject, informer: Organisation, *, actor: Actor, at: datetime
) -> None:
    """Have every victim informed about a measure or what happened with it; each notice has its own term."""
    require_notices(case=case, about=about[:300], subject=subject, informer=informer, actor=actor, at=at)
