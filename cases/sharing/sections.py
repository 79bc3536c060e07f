"""A section of what somebody recorded, as it is shared: who of the others may read it at a moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from cases.access.actor import Actor
from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.sharing_models import SharingAct
from cases.casefiles.models import Case
from cases.casefiles.queries import access_of
from cases.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Section:
    """What one giver recorded in a case: a whole section, what is about one person, or one attachment."""

    case: Case
    giver_id: int
    category: Category
    person_id: int | None = None
    attachment_id: int | None = None

    @classmethod
    def of_act(cls, act: SharingAct) -> Self:
        """What an act of sharing opens."""
        category = Category(act.category)
        return cls(act.case, act.organisation_id, category, act.person_id, act.attachment_id)

    @classmethod
    def of_consent(cls, consent: DisclosureConsent) -> Self:
        """What a person's consent is about."""
        category = Category(consent.category)
        return cls(consent.case, consent.organisation_id, category, consent.person_id)

    def readers(self, organisations: Collection[int], at: datetime) -> frozenset[int]:
        """Those of these organisations that may read it now, by whatever opens it."""
        others = Organisation.objects.filter(pk__in=organisations).exclude(pk=self.giver_id)
        return frozenset(reader.pk for reader in others if self.is_open_to(reader, at))

    def is_open_to(self, reader: Organisation, at: datetime) -> bool:
        """Whether one other organisation may read it now, by whatever opens it."""
        there = access_of(Actor.of_application(reader), self.case, at)
        return there is not None and there.may_see(
            self.category, self.giver_id, self.person_id, self.attachment_id
        )
