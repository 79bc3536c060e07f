"""What givers share beyond the table in the canary case, and the draft of the table that a path names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.rules.categories import Category
from cases.access.rules.sharing import Ground
from cases.access.sharing_models import SharingAct
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from cases.sharing.acts import NewAct, share, withdraw
from cases.sharing.table import start_draft
from cases.sharing.versions import open_version
from tests.factories.cast import Cast

K = OrganisationKind
# Who shares what with whom in the canary case; the second of them is taken back again.
SHARED: Final = (K.RECLASSERING, K.VT, Category.ADVICE)
TAKEN_BACK: Final = (K.RECLASSERING, K.POLITIE, Category.ADVICE)


def share_beyond_the_table(cast: Cast, case: Case, word: Callable[..., str], at: datetime) -> UUID:
    """Probation shares its advice with Veilig Thuis, and with police until it changes its mind."""
    actor = cast.actor("3ro")
    with acting_as(actor):
        acts = [
            share(
                case=case,
                act=NewAct(
                    recipient=cast.organisation(recipient),
                    category=category,
                    ground=ground,
                    purpose="Veiligheid van het gezin",
                    explanation=word(SharingAct, "explanation", K.RECLASSERING),
                    until=at.date().replace(month=12),
                ),
                actor=actor,
                at=at,
            )
            for (_, recipient, category), ground in ((SHARED, Ground.MELDCODE), (TAKEN_BACK, Ground.DANGER))
        ]
        reason = word(SharingAct, "withdrawal_reason", K.RECLASSERING)
        withdraw(act=acts[1], reason=reason, actor=actor, at=at)
    return acts[0].public_id


def draft_of_the_table(cast: Cast, at: datetime) -> UUID:
    """The draft of the disclosure table; begun when there is none."""
    officer = cast.actor("vt.privacy")
    with acting_as(officer):
        return (open_version() or start_draft(actor=officer, at=at)).public_id
