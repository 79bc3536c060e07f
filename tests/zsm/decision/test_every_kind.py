"""Each of the seventeen kinds of decision: taken by service and page, its fields, its effects."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
import time_machine

from cases.access.errors import GuardRefusal, InvalidInput
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyMeasure
from cases.terms.models import Term
from cases.terms.rules.wording import local
from cases.victims.models import VictimNotice
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.ground.database import afresh
from tests.zsm.decision.kinds import KINDS, Taken, values_of
from tests.zsm.decision.making import (
    DECIDED,
    a_held_case,
    concluded,
    decided,
    past_the_wall,
    stated,
)
from veiligheid.demo.stories import minor_son_hits_his_mother
from zsm.decision.models import DecisionOrder
from zsm.decision.rules.act import Order, field_key
from zsm.decision.rules.checklist import Guard, Override
from zsm.decision.rules.fields import FIELDS
from zsm.decision.rules.kinds import DecisionKind
from zsm.intake.queries import current_custody

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

by_kind = pytest.mark.parametrize("taken", KINDS, ids=lambda taken: taken.kind.value)


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> tuple[Case, Case]:
    """The case of an adult suspect and that of a minor, both at the moment of the decision."""
    adult, minor = a_held_case(cast), a_held_case(cast, minor_son_hits_his_mother)
    for case in (adult, minor):
        concluded(cast, case)
        stated(cast, case)
    return adult, minor


@pytest.fixture
def case(rolled_back: None, made: tuple[Case, Case], taken: Taken) -> Case:
    """The case in which this kind of decision can be taken, for one test."""
    adult, minor = made
    return afresh(minor if taken.kind is DecisionKind.HALT else adult)


def override_of(taken: Taken) -> Override | None:
    guards = frozenset(Guard(number) for number in taken.set_aside)
    return Override(guards, "De wet dwingt dit af.", frozenset()) if guards else None


def test_every_kind_is_in_the_table() -> None:
    assert [taken.kind for taken in KINDS] == list(DecisionKind)


@by_kind
def test_each_kind_asks_its_fields_and_has_its_effects(cast: Cast, case: Case, taken: Taken) -> None:
    values = values_of(taken.kind, case.pk, DECIDED)
    assert {field.name for field in FIELDS[taken.kind] if field.required} <= set(values)
    for field in FIELDS[taken.kind]:
        if not field.required:
            continue
        less = {name: value for name, value in values.items() if name != field.name}
        with pytest.raises(InvalidInput) as refused:
            decided(cast, case, Order(taken.kind, less), override=override_of(taken))
        assert field_key(taken.kind, field.name) in refused.value.errors
    if taken.set_aside:
        with pytest.raises(GuardRefusal):
            decided(cast, case, Order(taken.kind, values))
    decision = decided(cast, case, Order(taken.kind, values), override=override_of(taken))
    with past_the_wall():
        assert decision.overridden_guards == list(taken.set_aside)
        kinds = set(Term.objects.filter(case=case, status="open").values_list("kind", flat=True))
        assert {kind.value for kind in taken.starts} <= kinds
        case.refresh_from_db()
        custody = current_custody(case)
        notice = VictimNotice.objects.get(case=case, subject_public_id=decision.public_id)
        imposed = SafetyMeasure.objects.filter(case=case, imposed_at=DECIDED).values_list("kind", flat=True)
        assert list(imposed) == ([taken.measure] if taken.measure else [])
    assert custody is not None
    assert (case.state, custody.status) == (taken.state, taken.custody)
    assert notice.about
    # A dismissal ends the criminal track, never the case (tables, section 2).
    assert (case.criminal_ended_at is not None) is taken.ends_track
    assert case.state != "closed"


def posted(taken: Taken, values: dict[str, object], informer: str) -> dict[str, Any]:
    """The act as the form sends it."""
    sent: dict[str, Any] = {
        "soorten": [taken.kind.value],
        "getoond": taken.kind.value,
        "informer": informer,
        "motivering": "Gevaar voor personen.",
        "gezien": "0",
        "stap": "besluiten",
        "opzij": [str(number) for number in taken.set_aside],
        "opzij_motivering": "De wet dwingt dit af.",
    }
    for name, value in values.items():
        sent[field_key(taken.kind, name)] = _typed(value)
    return sent


def _typed(value: object) -> object:
    if isinstance(value, datetime):
        return local(value).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@by_kind
def test_each_kind_is_taken_on_the_page(cast: Cast, case: Case, taken: Taken) -> None:
    sent = posted(
        taken,
        values_of(taken.kind, case.pk, DECIDED),
        str(cast.organisation(OrganisationKind.SHN).public_id),
    )
    first = next(field for field in FIELDS[taken.kind] if field.required)
    with time_machine.travel(DECIDED, tick=False):
        client = signed_in_client(cast.user("om"))
        url = f"/zaken/{case.public_id}/zsm/besluit"
        less = {name: value for name, value in sent.items() if name != field_key(taken.kind, first.name)}
        assert client.post(url, less).status_code == 400
        assert client.post(url, sent).status_code == 302
        second = client.post(url, sent)
    assert second.status_code == 409
    with past_the_wall():
        orders = DecisionOrder.objects.filter(decision__case=case)
        assert [order.kind for order in orders] == [taken.kind.value]
