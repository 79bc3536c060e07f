"""The persons and measures that the fields of an order name, as the actor may know them."""

from __future__ import annotations

from cases.casefiles.queries import CaseAccess, roles_in
from cases.plans.queries import recorded_measures
from zsm.decision.rules.order_text import Names


def names_in(access: CaseAccess) -> Names:
    """The names for the fields that hold persons and measures."""
    return Names(
        persons={str(role.person.public_id): role.person.full_name for role in roles_in(access)},
        measures={
            str(measure.public_id): f"{measure.label} ({measure.basis})"
            for measure in recorded_measures(access.case)
        },
    )
