"""Where the suspect is: a dated history without gaps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.assessments.queries import current
from cases.casefiles.models import Case
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case
from tests.ground.database import afresh
from tests.zsm.decision.making import concluded
from zsm.intake.queries import current_custody, custody_history
from zsm.intake.services import change_custody, end_custody

pytestmark = pytest.mark.usefixtures("made", "rolled_back")
LATER = REGISTERED + timedelta(hours=5)


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, as police registered it."""
    return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


@pytest.fixture
def prosecutor(cast: Cast) -> Actor:
    return cast.actor("om")


def test_release_ends_the_running_period_at_the_same_moment(case: Case, prosecutor: Actor) -> None:
    since = LATER - timedelta(minutes=30)
    with acting_as(prosecutor):
        change_custody(case=case, status="released", actor=prosecutor, at=LATER, since=since)
        held, released = custody_history(case)
    assert (held.status, held.ends_at) == ("held", since)
    assert (released.status, released.starts_at, released.ends_at) == ("released", since, None)
    assert released.arrested_at == held.arrested_at


def test_status_that_holds_already_is_refused(case: Case, prosecutor: Actor) -> None:
    with acting_as(prosecutor), pytest.raises(Conflict):
        change_custody(case=case, status="held", actor=prosecutor, at=LATER)


def test_change_before_the_running_period_began_is_refused(case: Case, prosecutor: Actor) -> None:
    with acting_as(prosecutor), pytest.raises(InvalidInput):
        change_custody(
            case=case, status="released", actor=prosecutor, at=LATER, since=REGISTERED - timedelta(days=1)
        )


def test_veilig_thuis_changes_no_custody(cast: Cast, case: Case) -> None:
    actor = cast.actor("vt")
    with acting_as(actor), pytest.raises(NotAllowed):
        change_custody(case=case, status="released", actor=actor, at=LATER)


def test_after_the_end_nothing_runs(case: Case, prosecutor: Actor) -> None:
    with acting_as(prosecutor):
        end_custody(case=case, actor=prosecutor, at=LATER)
        assert current_custody(case) is None
        with pytest.raises(Conflict):
            end_custody(case=case, actor=prosecutor, at=LATER)


def test_a_release_puts_the_assessment_of_acute_unsafety_out_of_date(
    cast: Cast, case: Case, prosecutor: Actor
) -> None:
    concluded(cast, case, at=REGISTERED + timedelta(hours=1))
    with acting_as(prosecutor):
        change_custody(case=case, status="released", actor=prosecutor, at=LATER)
        part_a = current(case, "A")
    assert part_a is not None
    assert part_a.outdated_reason == "Er wordt besloten over het vrijlaten van de verdachte."
