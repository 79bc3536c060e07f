"""Reading the charges of a case, what they mean by law, and the klacht."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.casefiles.models import Case
from cases.offences.models import Charge, ProsecutionComplaint
from cases.offences.rules import charge as rules
from cases.offences.rules import charges as together
from cases.offences.rules.charges import FirstDecisionHours
from cases.offences.rules.relation import Relation


def running_charges(case: Case) -> QuerySet[Charge]:
    """The running charges of the case, in the order in which they were recorded."""
    return Charge.objects.filter(case=case, withdrawn_at__isnull=True).order_by("pk")


def charges_of(case: Case) -> list[Charge]:
    """The running charges of the case with who gave them, in the order in which they were recorded."""
    return list(running_charges(case).select_related("organisation"))


def as_rule(charge: Charge) -> rules.Charge:
    """A recorded charge as the rules know it, bound to the catalogue version that it was recorded with."""
    return rules.Charge(
        code=charge.offence_code,
        mode=rules.Mode(charge.mode),
        # Not raised says nothing more than the relation does: without one it is not known.
        aggravated=charge.aggravated or None,
        relation=Relation(charge.relation) if charge.relation else None,
        version=charge.catalogue_version,
    )


def rule_charges(case: Case) -> list[rules.Charge]:
    """The running charges of the case as the rules know them."""
    return [as_rule(charge) for charge in charges_of(case)]


def first_decision_hours(case: Case) -> FirstDecisionHours:
    """9 or 6 hours with the ground (art. 56a Sv). Raises ValueError for a case without charges."""
    return together.first_decision_hours(rule_charges(case))


def has_stalking(case: Case) -> bool:
    """Whether stalking is among the running charges."""
    return together.has_stalking(rule_charges(case))


def complaint_of(case: Case) -> ProsecutionComplaint | None:
    """The last answer about the klacht; None when nobody has asked."""
    return (
        ProsecutionComplaint.objects.filter(case=case)
        .select_related("made_by", "organisation")
        .order_by("-recorded_at", "-pk")
        .first()
    )
