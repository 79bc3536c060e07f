"""Reading the intake: where the suspect is, and the child check."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.access.rules.categories import Category
from cases.assessments.models import Incident, SafetyAssessment
from cases.casefiles.link_models import LabelStep
from cases.casefiles.models import Case, CaseRole
from cases.offences.models import Charge
from cases.offences.queries import charges_of
from cases.organisations.models import Organisation
from cases.persons.rules.age import is_child_on
from cases.plans.models import Breach
from cases.terms.rules.wording import day_text, local, moment_text
from zsm.intake.models import ChildCheck, Custody, EarlierOutcome, MeasureCheck, StartCorrection


def current_custody(case: Case) -> Custody | None:
    """Where the suspect is now; None when nothing is recorded or the last period has ended."""
    return Custody.objects.filter(case=case, ends_at__isnull=True).select_related("organisation").first()


def custody_history(case: Case) -> list[Custody]:
    """Every period, oldest first."""
    return list(Custody.objects.filter(case=case).select_related("organisation").order_by("starts_at", "pk"))


def children_of(case: Case) -> list[CaseRole]:
    """The children of the case, a victim who is one first, in the order in which they were recorded."""
    roles = CaseRole.objects.filter(case=case, role__in=("victim", "child"))
    return children_among(case, roles.select_related("person").order_by("pk"), charges_of(case))


def children_among(case: Case, roles: Iterable[CaseRole], charges: Iterable[Charge]) -> list[CaseRole]:
    """Those of the roles who are children, a victim who is one first.

    A victim is one who was under 18 on the first day of an offence; without offences when the case began.
    """
    rows = list(roles)
    day = min((charge.committed_on for charge in charges), default=local(case.opened_at).date())
    victims = [row for row in rows if row.role == "victim" and is_child_on(row.person.birth_date, day)]
    return [*victims, *(row for row in rows if row.role == "child")]


def adults_in(case: Case, roles: Iterable[CaseRole]) -> set[int]:
    """Those of the roles who are known to have been adults on the first day of an offence, by person."""
    day = min((charge.committed_on for charge in charges_of(case)), default=local(case.opened_at).date())
    return {
        row.person_id
        for row in roles
        if row.person.birth_date is not None and not is_child_on(row.person.birth_date, day)
    }


def child_check_of(case: Case) -> ChildCheck | None:
    """The last answer of the child check; None when nobody has asked."""
    return (
        ChildCheck.objects.filter(case=case)
        .select_related("organisation")
        .order_by("-recorded_at", "-pk")
        .first()
    )


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact put on record since the suspect is not held, on which a new arrest may rest.

    `code` names the record; `text` says what kind of fact it is and when, not what it tells; `category` and
    `giver` decide who may know of it.
    """

    code: str
    text: str
    category: Category
    giver: Organisation


def new_facts(case: Case, custody: Custody) -> tuple[NewFact, ...]:
    """What was put on record since a period of custody began; unsafety that was found counts (section 4)."""
    since = custody.starts_at if custody.status != "held" else (custody.ends_at or custody.starts_at)
    events = Incident.objects.filter(case=case, error_reason="", recorded_at__gt=since)
    breaches = Breach.objects.filter(measure__case=case, recorded_at__gt=since)
    found = SafetyAssessment.objects.filter(case=case, conclusion="yes", concluded_at__gt=since)
    return (
        *(
            NewFact(
                f"incident:{row.public_id}",
                f"onveilige gebeurtenis van {day_text(row.happened_on)}, "
                f"vastgelegd {moment_text(row.recorded_at)}",
                Category.INCIDENTS,
                row.organisation,
            )
            for row in events.select_related("organisation").order_by("recorded_at", "pk")
        ),
        *(
            NewFact(
                f"breach:{row.public_id}",
                f"overtreding van een maatregel, {moment_text(row.happened_at)}",
                Category.DECISION,
                row.organisation,
            )
            for row in breaches.select_related("organisation").order_by("recorded_at", "pk")
        ),
        *(
            NewFact(
                f"unsafety:{row.public_id}",
                f"onveiligheid (onderdeel {row.part}), vastgesteld {moment_text(row.concluded_at)}",
                Category.ASSESSMENT_CONCLUSION,
                row.organisation,
            )
            for row in found.select_related("organisation").order_by("concluded_at", "pk")
        ),
    )


def suspicion_denied(case: Case) -> bool:
    """Whether the last thing that OM stated of the suspicion is that there is none."""
    last = case.prosecution_facts.order_by("-version").first()
    return last is not None and last.suspicion == "no"


def corrections_of(case: Case) -> list[StartCorrection]:
    """The corrections of the start of the first decision, newest first."""
    rows = StartCorrection.objects.filter(case=case).select_related("organisation", "recorded_by")
    return list(rows.order_by("-recorded_at", "-pk"))


def measure_check_of(case: Case) -> MeasureCheck | None:
    """The last answer to whether a restraining order or other measure is in force; None when not checked."""
    rows = MeasureCheck.objects.filter(case=case).select_related("organisation")
    return rows.order_by("-recorded_at", "-pk").first()


def earlier_outcome_of(case: Case) -> EarlierOutcome | None:
    """What Veilig Thuis told last of an earlier report; None when it was not asked or did not tell yet."""
    rows = EarlierOutcome.objects.filter(case=case).select_related("organisation")
    return rows.order_by("-recorded_at", "-pk").first()


def label_steps_of(case: Case) -> list[LabelStep]:
    """The steps about the HG label, newest first."""
    rows = LabelStep.objects.filter(case=case).select_related("organisation", "recorded_by")
    return list(rows.order_by("-recorded_at", "-pk"))
