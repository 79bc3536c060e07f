"""Reading advice and triage: the facts that decide, what was handed in, one's own draft."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.rules.categories import Category
from cases.assessments.queries import PART_A, PART_B, current
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import CaseAccess
from cases.offences.queries import as_rule, charges_of
from cases.offences.rules.charges import has_stalking
from cases.offences.rules.relation import Relation
from cases.organisations.rules import OrganisationKind
from cases.persons.rules.age import is_minor_on
from cases.plans.models import SafetyCondition
from cases.plans.queries import AMSTERDAM, holds
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from zsm.advice.models import Advice, CivilTriage
from zsm.advice.rules.advice import AdviceFacts
from zsm.intake.queries import children_among, current_custody

PARTNERS: Final = frozenset(
    {Relation.SPOUSE, Relation.SEPARATED_SPOUSE, Relation.LIFE_COMPANION, Relation.FORMER_PARTNER}
)
SUMMONS_KINDS: Final = ("summons", "summons_with_rc")


def advice_facts(case: Case, at: datetime) -> AdviceFacts:
    """What of the case decides about an advice at a moment."""
    charges = charges_of(case)
    roles = list(CaseRole.objects.filter(case=case).select_related("person"))
    born = next((role.person.birth_date for role in roles if role.role == "suspect"), None)
    custody = current_custody(case)
    parts = [part for letter in (PART_A, PART_B) if (part := current(case, letter)) is not None]
    return AdviceFacts(
        minor=any(is_minor_on(born, row.committed_on) for row in charges) if born and charges else None,
        stalking=has_stalking([as_rule(row) for row in charges]),
        held=custody is not None and custody.status == "held",
        police_custody=open_terms_of(case, TermKind.POLICE_CUSTODY).exists(),
        unsafe=any(part.conclusion == "yes" for part in parts),
        partner_violence=any(row.relation and Relation(row.relation) in PARTNERS for row in charges),
        # The decision lies a layer higher: asked through the name of the relation.
        summoned=Case.objects.filter(pk=case.pk, decisions__orders__kind__in=SUMMONS_KINDS).exists(),
        children=bool(children_among(case, roles, charges)),
        vt_conditions=frozenset(str(row.public_id) for row in conditions_in_force(case, at)),
    )


def conditions_in_force(case: Case, at: datetime) -> list[SafetyCondition]:
    """The conditions of Veilig Thuis that hold at a moment, in the order in which they were set."""
    day = at.astimezone(AMSTERDAM).date()
    rows = SafetyCondition.objects.filter(case=case, withdrawn_at__isnull=True)
    rows = rows.select_related("organisation", "binds", "supervisor").order_by("recorded_at", "pk")
    return [row for row in rows if holds(row, day)]


def handed_in(case: Case) -> list[Advice]:
    """Every advice that was handed in, the newest first."""
    rows = Advice.objects.filter(case=case, status="handed_in").select_related("organisation", "recorded_by")
    return list(rows.order_by("-handed_in_at", "-pk"))


def advice_handed_in(case: Case) -> dict[OrganisationKind, Advice]:
    """The last advice of each adviser: what the decision looks at (guards 4 and 5)."""
    last: dict[OrganisationKind, Advice] = {}
    for row in handed_in(case):
        last.setdefault(OrganisationKind(row.organisation.kind), row)
    return last


def seen_advices(access: CaseAccess) -> list[Advice]:
    """What was handed in, as far as the actor may see it."""
    return [row for row in handed_in(access.case) if access.may_see(Category.ADVICE, row.organisation_id)]


def own_draft(access: CaseAccess) -> Advice | None:
    """The draft of the actor's organisation; nobody else's is ever read."""
    return (
        Advice.objects.filter(case=access.case, organisation_id=access.actor.organisation_id, status="draft")
        .select_related("organisation", "recorded_by")
        .first()
    )


def last_own(access: CaseAccess) -> Advice | None:
    """The last advice that the actor's organisation handed in; a new version starts from it."""
    rows = Advice.objects.filter(
        case=access.case, organisation_id=access.actor.organisation_id, status="handed_in"
    )
    return rows.select_related("organisation", "recorded_by").order_by("-version").first()


def triages_of(case: Case) -> list[CivilTriage]:
    """Every version of the civil triage with the answer of Veilig Thuis, the newest first."""
    rows = CivilTriage.objects.filter(case=case).select_related(
        "organisation", "recorded_by", "agreement__organisation", "agreement__recorded_by"
    )
    return list(rows.order_by("-version"))


def current_triage(case: Case) -> CivilTriage | None:
    """The last version of the civil triage; None when there is none yet."""
    return next(iter(triages_of(case)), None)


def seen_triages(access: CaseAccess) -> list[CivilTriage]:
    """The versions of the triage that the actor may see."""
    return [row for row in triages_of(access.case) if access.may_see(Category.CHILDREN, row.organisation_id)]
