"""Reading what SHN and VT settled, their calls, and whether a call is open."""

from __future__ import annotations

from typing import Final

from cases.access.rules.refusal import Missing
from cases.casefiles.models import Case
from cases.offences.queries import rule_charges
from cases.offences.rules.charges import charges_needing_klacht
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.victims.models import (
    CallAgreement,
    CrimeReport,
    NoticeAttempt,
    ProsecutionTold,
    VictimCall,
    VictimNotice,
)
from cases.victims.rules.calls import AgreementStatus, YesNoUnknown, call_refusal, call_warning, is_ex_officio
from cases.victims.rules.contact import Outcome

REACHED: Final = Outcome.REACHED.value


def running_agreement(case: Case, victim: Person) -> CallAgreement | None:
    """What stands about the first call: a proposal or an agreement; None when nobody proposed yet."""
    return (
        CallAgreement.objects.filter(case=case, victim=victim)
        .exclude(status=AgreementStatus.REPLACED.value)
        .select_related("organisation", "recorded_by", "agreed_by")
        .first()
    )


def calls_with(case: Case, victim: Person) -> list[VictimCall]:
    """Every call of SHN and VT with this victim, the newest first."""
    rows = VictimCall.objects.filter(case=case, victim=victim).select_related("organisation", "recorded_by")
    return list(rows.order_by("-called_at", "-pk"))


def call_warning_for(case: Case, victim: Person, caller: OrganisationKind) -> str:
    """Why a call of this organisation now is against what was settled; empty when it is not."""
    agreement = running_agreement(case, victim)
    reached = {row.organisation.kind for row in calls_with(case, victim) if row.outcome == REACHED}
    informed = NoticeAttempt.objects.filter(notice__case=case, notice__victim=victim, outcome=REACHED)
    reached.update(informed.values_list("organisation__kind", flat=True))
    return call_warning(
        caller,
        status=AgreementStatus(agreement.status) if agreement else None,
        first=OrganisationKind(agreement.first) if agreement else None,
        called=[OrganisationKind(kind) for kind in reached],
    )


def last_crime_report(case: Case, victim: Person) -> CrimeReport | None:
    """The last version of whether the victim reported the offence; None: nobody recorded it."""
    rows = CrimeReport.objects.filter(case=case, victim=victim).select_related("organisation", "recorded_by")
    return rows.order_by("-version").first()


def is_ex_officio_for(case: Case, victim: Person) -> bool:
    """Whether the case is prosecuted without this victim having asked."""
    report = last_crime_report(case, victim)
    return is_ex_officio(
        made_report=YesNoUnknown(report.made) if report else YesNoUnknown.UNKNOWN,
        klacht_needed=bool(charges_needing_klacht(rule_charges(case))),
    )


def is_told_of_prosecution(case: Case, victim: Person) -> bool:
    """Whether the victim knows of the prosecution: recorded as such, or told of a decision."""
    told = ProsecutionTold.objects.filter(case=case, victim=victim)
    notices = VictimNotice.objects.filter(case=case, victim=victim, purpose="decision", status="done")
    return told.exists() or notices.exists()


def call_refusal_of(case: Case, victim: Person) -> tuple[Missing, ...]:
    """What keeps Slachtofferhulp from calling this victim, with who supplies it."""
    if not is_ex_officio_for(case, victim):
        return ()
    return call_refusal(ex_officio=True, told=is_told_of_prosecution(case, victim))
