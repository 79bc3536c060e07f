"""Writing the wishes of a victim: a new version each time, and what that sets in motion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, mark_for_task, record_event
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.rules.contact import DUTCH
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open
from cases.victims.models import VictimWishes
from cases.victims.permissions import check_can_record_wishes
from cases.victims.queries import last_wishes, wishes_task_is_done
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.wishes import LONGEST_LANGUAGE, Statement, ToldBy, text_errors
from cases.victims.services.calls import check_call_is_open, check_victim

PURPOSE = "Advies over de afdoening"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWishes:
    """What a victim wants, as she or he said it; unknown and empty are answers too.

    The last three texts are the three questions, which Veilig Thuis gets by consent only. `share_with`: who
    needs the wishes for its own task (3RO, RvdK).
    """

    spoken_at: datetime
    prosecution: YesNoUnknown = YesNoUnknown.UNKNOWN
    contact: str = ""
    protection: str = ""
    informed_of_release: YesNoUnknown = YesNoUnknown.UNKNOWN
    informed_how: ToldBy = ToldBy.UNKNOWN
    statement: Statement = Statement.UNKNOWN
    language: str = DUTCH
    interpreter: bool = False
    says_of_safety: str = ""
    wants_now: str = ""
    sees_solution: str = ""
    share_with: frozenset[OrganisationKind] = frozenset()


@one_write
def record_wishes(
    *, case: Case, victim: Person, wishes: NewWishes, actor: Actor, at: datetime
) -> VictimWishes:
    """Record the wishes of a victim as a new version; with those of every victim the task of SHN is met.

    Raises NotAllowed for who is not Slachtofferhulp, Conflict for who is no victim, GuardRefusal in an ex
    officio case of which the victim was not told, InvalidInput per field of `NewWishes`.
    """
    case = lock_case(case.pk)
    check_can_record_wishes(actor, case.pk)
    check_victim(case, victim)
    check_call_is_open(case, victim, actor)
    _check(wishes, at)
    last = last_wishes(case, victim)
    saved = VictimWishes.objects.create(
        case=case,
        victim=victim,
        version=last.version + 1 if last else 1,
        prosecution=wishes.prosecution.value,
        contact=wishes.contact.strip(),
        protection=wishes.protection.strip(),
        informed_of_release=wishes.informed_of_release.value,
        informed_how=wishes.informed_how.value,
        statement=wishes.statement.value,
        language=wishes.language.strip() or DUTCH,
        interpreter=wishes.interpreter,
        says_of_safety=wishes.says_of_safety.strip(),
        wants_now=wishes.wants_now.strip(),
        sees_solution=wishes.sees_solution.strip(),
        spoken_at=wishes.spoken_at,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    if wishes.share_with:
        mark_for_task(
            case=case,
            category=Category.WISHES,
            recipients=sorted(wishes.share_with),
            purpose=PURPOSE,
            actor=actor,
            at=at,
        )
    event = record_event(
        case=case,
        kind="wishes_recorded",
        category=Category.WISHES,
        summary="Wensen van het slachtoffer vastgelegd." if last is None else "Wensen bijgewerkt.",
        actor=actor,
        at=at,
        happened_at=wishes.spoken_at,
        subject=saved,
        person=victim,
    )
    if wishes_task_is_done(case):
        meet_if_open(case=case, kind=TermKind.WISHES, event=event, actor=actor, at=at)
    return saved


def _check(wishes: NewWishes, at: datetime) -> None:
    errors = text_errors(
        {
            "contact": wishes.contact,
            "protection": wishes.protection,
            "says_of_safety": wishes.says_of_safety,
            "wants_now": wishes.wants_now,
            "sees_solution": wishes.sees_solution,
        }
    )
    if wishes.spoken_at > at:
        errors["spoken_at"] = ["Dit moment ligt in de toekomst."]
    if len(wishes.language.strip()) > LONGEST_LANGUAGE:
        errors["language"] = [f"Gebruik ten hoogste {LONGEST_LANGUAGE} tekens."]
    if wishes.informed_of_release is YesNoUnknown.YES and wishes.informed_how is ToldBy.UNKNOWN:
        errors["informed_how"] = ["Vul in hoe het slachtoffer gewaarschuwd wil worden."]
    allowed = {OrganisationKind.RECLASSERING, OrganisationKind.RVDK}
    if not wishes.share_with <= allowed:
        errors["share_with"] = ["Delen voor een taak kan met de reclassering en de Raad."]
    if errors:
        raise InvalidInput(errors)
