"""The femicide red flags that the records of a case hold, each with who gave that record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists

from cases.access.rules.categories import Category
from cases.assessments.models import AssessedCriterion, SafetyAssessment
from cases.assessments.queries.safety import PART_A
from cases.assessments.queries.screenings import answers_of, current_sash, former_partnership
from cases.assessments.rules import red_flags as rules
from cases.assessments.rules.answers import Presence
from cases.assessments.rules.red_flags import RaisedFlag, RedFlag, RedFlagFacts
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.offences.queries import as_rule, running_charges
from cases.offences.rules.charges import has_stalking


@dataclass(frozen=True, slots=True)
class CaseFlag:
    """A femicide red flag as shown.

    `source` says which record holds it, `giver_id` who gave that, `category` under which it is shown.
    """

    flag: RedFlag
    certain: bool
    label: str
    source: str
    giver_id: int
    category: Category


def red_flags(case: Case) -> tuple[CaseFlag, ...]:
    """The red flags that any record of the case holds, each with who gave that record.

    Who shows them asks the disclosure table first (domain guide, section 5; tables, section 5): `flags_for`.
    """
    return (*_of_assessment(case), *_of_sash(case))


def flags_for(access: CaseAccess) -> tuple[CaseFlag, ...]:
    """The red flags that the actor may see, each once: what is certain before what is possible."""
    seen = [flag for flag in red_flags(access.case) if access.may_see(flag.category, flag.giver_id)]
    first: dict[RedFlag, CaseFlag] = {}
    for flag in sorted(seen, key=lambda flag: not flag.certain):
        first.setdefault(flag.flag, flag)
    return tuple(first[flag] for flag in RedFlag if flag in first)


def _of_assessment(case: Case) -> Iterable[CaseFlag]:
    newest = SafetyAssessment.objects.filter(case=case, part=PART_A).order_by("-version").values("pk")[:1]
    rows = list(
        AssessedCriterion.objects.filter(assessment__in=newest).select_related("assessment").order_by("pk")
    )
    criteria = {int(row.code): Presence(row.answer) for row in rows}
    # Only with stalking does it matter that they were partners: one question for both.
    charges = running_charges(case).annotate(of_former_partner=Exists(former_partnership(case)))
    stalking = has_stalking([as_rule(charge) for charge in charges])
    facts = RedFlagFacts(
        criteria=criteria,
        stalking=stalking,
        between_ex_partners=stalking and any(charge.of_former_partner for charge in charges),
    )
    giver = rows[0].assessment.organisation_id if rows else case.organisation_id
    return _as_flags(rules.red_flags(facts), giver, Category.ASSESSMENT_CONCLUSION)


def _of_sash(case: Case) -> Iterable[CaseFlag]:
    sash = current_sash(case)
    if sash is None:
        return ()
    raised = rules.sash_flags(answers_of(sash), ex_partner=sash.ex_partner)
    return _as_flags(raised, sash.organisation_id, Category.SCREENINGS)


def _as_flags(raised: Iterable[RaisedFlag], giver: int, category: Category) -> Iterable[CaseFlag]:
    return (CaseFlag(row.flag, row.certain, row.text, row.source, giver, category) for row in raised)
