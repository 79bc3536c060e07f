"""Who is shut out in the demo: an administrator from one case, and somebody who said whom she knows."""

from __future__ import annotations

from datetime import date, datetime

from cases.access.actor import Actor
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.models import User
from cases.sharing.exclusion import NewExclusion, NewRelation, declare_relation, exclude
from cases.sharing.models import Exclusion, OwnRelation
from cases.sharing.rules import Tie


def keep_exclusions(at: datetime) -> None:
    """Once: so that the page of the privacy officer of Veilig Thuis has something to look at."""
    people = User.objects.select_related("organisation")
    lead, handler = Actor.of(people.get(username="vt.lead")), Actor.of(people.get(username="vt"))
    with acting_as(lead, at=at):
        first = Case.objects.order_by("pk").first()
        if first is not None and not Exclusion.objects.exists():
            new = NewExclusion(reason="Buren van het gezin.", user=people.get(username="vt.beheer"))
            exclude(case=first, new=new, actor=lead, at=at)
    with acting_as(handler, at=at):
        if not OwnRelation.objects.exists():
            known = NewRelation(tie=Tie.RELATIVE, last_name="Zomerdijk", birth_date=date(1971, 5, 4))
            declare_relation(new=known, actor=handler, at=at)
