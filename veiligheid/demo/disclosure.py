"""Who is told what in the demo: a table that two people work on, and a section that is shared beyond it."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentManner, ConsentStep
from cases.access.rules.disclosure import Phase
from cases.access.rules.grants import Grant
from cases.access.rules.sharing import Ground
from cases.access.table_models import DisclosureVersion
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.sharing.acts import USUAL, NewAct, share
from cases.sharing.services import NewConsent, record_consent
from cases.sharing.table import NewCell, judge, offer, set_cell, start_draft
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew

TOO_WIDE = NewCell(
    recipient=OrganisationKind.SHN,
    category=Category.INVESTIGATION,
    grant=Grant.ALLOWED,
    basis="Wpg art. 19",
    note="Op verzoek van de regio.",
)
SHELTER = NewCell(
    recipient=OrganisationKind.OPVANG,
    category=Category.IDENTITY,
    grant=Grant.TASK,
    basis="Wmo 2015 art. 5.2.6",
    note="De opvang moet weten wie er komt.",
)
NARROWER = NewCell(
    recipient=OrganisationKind.OM,
    category=Category.PLAN,
    grant=Grant.TASK,
    basis="Wmo 2015 art. 4.1.1 lid 2 onder e",
    note="Na ZSM alleen wat voor het toezicht op de maatregel nodig is.",
    giver=OrganisationKind.VT,
    phase=Phase.BEFORE_OR_AFTER,
)


def propose_changes(at: datetime) -> None:
    """Let the two privacy officers work on the table, once."""
    if DisclosureVersion.objects.exists():
        return
    writer, second = (_officer(username) for username in ("vt.privacy", "om.privacy"))
    refused_at = at - timedelta(days=6)
    with acting_as(writer):
        version = start_draft(actor=writer, at=refused_at)
        set_cell(version=version, cell=TOO_WIDE, actor=writer, at=refused_at)
        offer(
            version=version,
            effective_from=local(refused_at).date() + timedelta(days=14),
            motivation="Slachtofferhulp wil het dossier lezen voor het eerste gesprek.",
            actor=writer,
            at=refused_at,
        )
    with acting_as(second):
        reason = "Meer dan nodig is: voor het eerste gesprek volstaan identiteit en contactgegevens."
        judge(version=version, approved=False, reason=reason, actor=second, at=at - timedelta(days=5))
    with acting_as(writer):
        draft = start_draft(actor=writer, at=at - timedelta(days=1))
        for cell in (SHELTER, NARROWER):
            set_cell(version=draft, cell=cell, actor=writer, at=at - timedelta(days=1))


def _officer(username: str) -> Actor:
    return Actor.of(User.objects.select_related("organisation").get(username=username))


def shared_by_the_meldcode(case: Case, crew: Crew, at: datetime) -> None:
    """The suspect does not want probation to tell Veilig Thuis; it weighs that, and does so all the same."""
    actor = crew.probation
    with acting_as(actor):
        suspect = CaseRole.objects.select_related("person").get(case=case, role="suspect").person
        refused = NewConsent(
            step=ConsentStep.REFUSED,
            stepped_at=at,
            manner=ConsentManner.IN_PERSON,
            note="Hij zegt dat het niemand aangaat.",
        )
        record_consent(
            case=case,
            person=suspect,
            category=Category.ADVICE,
            recipient=OrganisationKind.VT,
            consent=refused,
            actor=actor,
            at=at,
        )
        act = NewAct(
            recipient=crew.organisations[OrganisationKind.VT],
            category=Category.ADVICE,
            ground=Ground.MELDCODE,
            purpose="De voorwaarden van Veilig Thuis afstemmen op het toezicht",
            explanation="Met de aandachtsfunctionaris gewogen: het gevaar gaat voor zijn weigering.",
            until=local(at).date() + USUAL,
        )
        share(case=case, act=act, actor=actor, at=at)
