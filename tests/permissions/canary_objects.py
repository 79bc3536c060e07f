"""What only the paths of REST name, in the canary case; what is not there yet is named by the case itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from cases.access.trail import Trail
from cases.access.wall import acting_as
from cases.assessments.models import Sash
from cases.audit.queries import review_items
from cases.casefiles.models import Case, Handover
from cases.organisations.account_models import AccountAct
from cases.organisations.rules import Role
from cases.sharing.emergency import Wanted, open_in_emergency
from cases.sharing.exclusion import NewExclusion, exclude
from cases.staff.duty import NewDuty, grant_duty
from cases.staff.rules import Account
from cases.staff.services import add_colleague, let_go
from cases.terms.models import Term
from cases.terms.rules.wording import local
from cases.victims.models import CallAgreement
from tests.factories.cast import Cast
from tests.factories.undelivered import a_task
from zsm.advice.models import CivilTriage
from zsm.decision.models import Escape, OtherDetention
from zsm.investigation.models import InvestigationPlan


def named_by_rest(case: Case) -> dict[str, UUID]:
    """The last record of each kind, by the argument that names it."""
    last = {
        "sash": Sash.objects.filter(case=case, status="handed_in").order_by("pk").last(),
        "triage": CivilTriage.objects.filter(case=case).order_by("pk").last(),
        "plan": InvestigationPlan.objects.filter(case=case).order_by("pk").last(),
        "ontsnapping": Escape.objects.filter(case=case).order_by("pk").last(),
        "detentie": OtherDetention.objects.filter(case=case).order_by("pk").last(),
        "afspraak": CallAgreement.objects.filter(case=case).order_by("pk").last(),
        "overdracht": Handover.objects.filter(case=case).order_by("pk").last(),
        "termijn": Term.objects.filter(case=case).order_by("pk").last(),
        # Nobody's: what was decided about staff is no part of a case (see `about_staff`).
        "dienst": None,
        "medewerker": None,
        "overkomst": None,
        "noodtoegang": None,
        "uidb64": None,
        "token": None,
        "uitsluiting": None,
        "punt": None,
        # Nobody's: a decreed day is about no case, and the secret of a calendar address stands nowhere.
        "dag": None,
        "taak": None,
        "sleutel": None,
        "aanbieding": None,
        "verzoek": None,
    }
    return {name: row.public_id if row else case.public_id for name, row in last.items()}


def about_staff(cast: Cast, case: Case, at: datetime) -> dict[str, UUID]:
    """What Veilig Thuis decided about staff, and what its privacy officer looks back on, by the argument."""
    lead, officer, day = cast.actor("vt.lead"), cast.actor("vt.privacy"), local(at).date()
    begins = at + timedelta(days=1)
    duty = NewDuty(user=cast.user("vt-rk"), starts_at=begins, ends_at=begins + timedelta(days=1))
    stranger = NewExclusion(reason="Kent de familie.", organisation=cast.user("gemeente").organisation)
    with acting_as(lead, at=at):
        granted = grant_duty(new=duty, actor=lead, at=at)
        excluded = exclude(case=case, new=stranger, actor=lead, at=at)
    with acting_as(officer, at=at):
        unusual = review_items(officer, day, day)[0]
    return {
        "dienst": granted.public_id,
        "uitsluiting": excluded.public_id,
        "punt": unusual.key,
        "medewerker": cast.user("vt").public_id,
        "noodtoegang": _in_an_emergency(cast, case, at),
        "overkomst": _on_the_way_to_veilig_thuis(cast, at),
        "taak": a_task(cast, case, at).public_id,
    }


def _on_the_way_to_veilig_thuis(cast: Cast, at: datetime) -> UUID:
    """Somebody whom the other region let go to Veilig Thuis Duinrand."""
    there = cast.actor("vt.beheer-rk")
    account = Account(
        display_name="Roos Veldman", email="r.veldman@vt.example", roles=frozenset({Role.CASE_HANDLER})
    )
    with acting_as(there, at=at):
        mover = add_colleague(username="r.veldman", account=account, actor=there, at=at)
        let_go(user=mover, destination=cast.user("vt").organisation, note="", actor=there, at=at)
        return AccountAct.objects.get(user=mover, step="released").public_id


def _in_an_emergency(cast: Cast, case: Case, at: datetime) -> UUID:
    """Police of the other region opened the case; it waits for a judgement."""
    outsider = cast.actor("politie.lead-rk")
    wanted = Wanted(number=case.number, reason="Zij belt en de verbinding valt weg.")
    with acting_as(outsider, at=at):
        return open_in_emergency(wanted=wanted, actor=outsider, at=at, trail=Trail())
