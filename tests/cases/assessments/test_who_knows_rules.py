"""Every unknown of part A has a name beside it."""

from __future__ import annotations

from cases.assessments.rules.criteria import CRITERIA
from cases.assessments.rules.who_knows import WHO_COULD_KNOW
from cases.organisations.rules import OrganisationKind


def test_for_every_criterion_somebody_else_than_veilig_thuis_could_know() -> None:
    assert set(WHO_COULD_KNOW) == {criterion.code for criterion in CRITERIA}
    assert all(kinds and OrganisationKind.VT not in kinds for kinds in WHO_COULD_KNOW.values())
