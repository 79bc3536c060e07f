"""The case of the matrix: the stalking case, with somebody at every level of participation."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie
from uuid import UUID, uuid4

import pytest

from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.rules.sharing import Ground
from cases.access.wall import acting_as
from cases.assessments.services import hand_in_sash
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import Joining, join
from cases.casefiles.services.addresses import NewAddress, protect_address
from cases.organisations.rules import OrganisationKind, Role
from cases.persons.models import PersonLink
from cases.persons.rules.addresses import AddressKind
from cases.plans.models import Breach, SafetyMeasure
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.services import NewCondition, set_condition
from cases.sharing.acts import NewAct, share
from cases.sharing.table import start_draft
from cases.staff.rules import Account
from cases.staff.services import add_colleague
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.services import require_notices
from tests.cases.attachments.giving import give
from tests.factories.cast import Cast
from tests.factories.client import WallClient, signed_in_client
from tests.factories.files import photo
from tests.factories.reports import person_in, report_on_victim, wrong_addressee
from tests.factories.screenings import sash
from tests.factories.story import REGISTERED, register_case, register_stalking_case
from tests.factories.together import handover_that_came_back
from tests.permissions.policy import SUBJECTS
from tests.zsm.advice.making import triaged
from zsm.consultation.rules.table import DayPart
from zsm.consultation.services import open_table
from zsm.investigation.models import InvestigationItem
from zsm.investigation.rules import NewItem
from zsm.investigation.services import choose_investigation, write_plan


@pytest.fixture(scope="module")
def cast() -> Cast:
    """The fixed cast, for a whole module."""
    return Cast()


@pytest.fixture(scope="module")
def sign_in(module_db: None, cast: Cast) -> Callable[[str], WallClient]:
    """Gives a new client of a subject, whose session was made once for the whole module."""
    sessions = {subject: signed_in_client(cast.user(subject)).cookies for subject in SUBJECTS}

    def client_of(subject: str) -> WallClient:
        client = WallClient(raise_request_exception=True)
        client.cookies = SimpleCookie({name: cookie.value for name, cookie in sessions[subject].items()})
        return client

    return client_of


@pytest.fixture(scope="module")
def case(module_db: None, cast: Cast) -> Case:
    """The stalking case; Halt reads along and the Zorg- en Veiligheidshuis knows that it exists."""
    case = register_stalking_case(cast)
    police = cast.actor("politie")
    with acting_as(police):
        rows = [
            Joining(cast.organisation(OrganisationKind.HALT), Level.VIEW, "test"),
            Joining(cast.organisation(OrganisationKind.ZVH), Level.THAT, "test"),
        ]
        join(case=case, joining=rows, actor=police, at=REGISTERED)
    return case


@pytest.fixture(scope="module")
def objects(cast: Cast, case: Case) -> dict[str, UUID]:
    """The objects that a path can name, all of this case."""
    vt = cast.actor("vt")
    with acting_as(vt):
        victim = CaseRole.objects.select_related("person").get(case=case, role="victim").person
        measure = SafetyMeasure.objects.get(case=case)
        condition = set_condition(
            case=case,
            condition=NewCondition(
                level=ConditionLevel.FLOOR,
                text="De verdachte heeft geen contact met het slachtoffer.",
                binds=CaseRole.objects.get(case=case, role="suspect").person,
                supervisor=cast.organisation(OrganisationKind.POLITIE),
                breach_reporter=cast.organisation(OrganisationKind.VT),
                breach_reported_to=cast.organisation(OrganisationKind.POLITIE),
                consequence="aanhouding",
                starts_on=REGISTERED.date(),
            ),
            actor=vt,
            at=REGISTERED,
        )
        breach = Breach.objects.get(measure=measure)
    report = report_on_victim(cast, case, REGISTERED)
    outcome = wrong_addressee(cast, report, REGISTERED)
    with acting_as(vt):
        reported = person_in(report)
    contact = handover_that_came_back(cast, case, REGISTERED)
    om = cast.actor("om")
    with acting_as(om):
        (notice,) = require_notices(
            case=case,
            about="De verdachte zit vast.",
            subject=measure,
            informer=cast.organisation(OrganisationKind.SHN),
            actor=om,
            at=REGISTERED,
        )
        plan = choose_investigation(
            case=case, question="Wie was erbij?", wanted_on=None, actor=om, at=REGISTERED
        )
        first_decision = Term.objects.get(case=case, kind=TermKind.FIRST_DECISION.value)
    police = cast.actor("politie")
    with acting_as(police):
        taken = hand_in_sash(case=case, sash=sash(), actor=police, at=REGISTERED)
        acts = [NewItem("Buren horen", "recherche")]
        write_plan(plan=plan, items=acts, actor=police, at=REGISTERED)
        act = InvestigationItem.objects.get(plan=plan)
        hidden = protect_address(
            case=case,
            person=victim,
            address=NewAddress(kind=AddressKind.HOME, street="Rietkraag 417"),
            actor=police,
            at=REGISTERED,
        )
    elsewhere = register_case(cast, 9, REGISTERED)
    with acting_as(police):
        other = CaseRole.objects.select_related("person").get(case=elsewhere, role="victim").person
        link = PersonLink.objects.create(
            person=victim,
            other=other,
            identifiers="naam en geboortedatum",
            organisation_id=police.organisation_id,
            confirmed_by_id=police.user_id,
            confirmed_at=REGISTERED,
        )
    weighed = triaged(cast, case, at=REGISTERED)
    kpc = cast.actor("kpc")
    with acting_as(kpc):
        location = cast.municipality().zsm_location
        table = open_table(location=location, part=DayPart.MORNING, actor=kpc, at=REGISTERED)
    probation = cast.actor("3ro")
    with acting_as(probation):
        sharing = share(
            case=case,
            act=NewAct(
                recipient=cast.organisation(OrganisationKind.VT),
                category=Category.ADVICE,
                ground=Ground.MELDCODE,
                purpose="test",
                explanation="test",
                until=REGISTERED.date(),
            ),
            actor=probation,
            at=REGISTERED,
        )
    officer = cast.actor("vt.privacy")
    with acting_as(officer):
        draft = start_draft(actor=officer, at=REGISTERED)
    administrator = cast.actor("vt.beheer")
    with acting_as(administrator):
        new = Account(
            display_name="Hanna Pol", email="h.pol@vt.example", roles=frozenset({Role.CASE_HANDLER})
        )
        colleague = add_colleague(username="h.pol", account=new, actor=administrator, at=REGISTERED)
    free = give(cast, case, at=REGISTERED)
    waiting = give(cast, case, photo(), at=REGISTERED)
    return {
        "bijlage": free.public_id,
        "wachtend": waiting.public_id,
        "versie": draft.public_id,
        "verstrekking": sharing.public_id,
        "tafel": table.public_id,
        "zaak": case.public_id,
        "lijst": uuid4(),
        # A duty is nobody's here: its own tests look at who may withdraw it.
        "dienst": uuid4(),
        "ander": other.public_id,
        "koppeling": link.public_id,
        "medewerker": colleague.public_id,
        "overkomst": uuid4(),
        "noodtoegang": uuid4(),
        "uidb64": uuid4(),
        "token": uuid4(),
        "dag": uuid4(),
        "taak": uuid4(),
        "sleutel": uuid4(),
        "punt": uuid4(),
        "termijn": first_decision.public_id,
        "uitsluiting": uuid4(),
        "persoon": victim.public_id,
        "maatregel": measure.public_id,
        "voorwaarde": condition.public_id,
        "schending": breach.public_id,
        "melding": report.public_id,
        "uitkomst": outcome.public_id,
        "betrokkene": reported.public_id,
        "onderdeel": act.public_id,
        "adres": hidden.public_id,
        "onthulling": uuid4(),
        "vrijgave": uuid4(),
        "brief": notice.official_letter.public_id,
        "contact": contact.public_id,
        "sash": taken.public_id,
        "triage": weighed.public_id,
        "plan": plan.public_id,
        "ontsnapping": uuid4(),
        "detentie": uuid4(),
        "verzoek": uuid4(),
        "afspraak": uuid4(),
        "aanbieding": uuid4(),
        "overdracht": contact.handover.public_id,
        "bericht": notice.public_id,
    }
