"""Writing the charges of a case and the klacht."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.offences.models import Charge, ProsecutionComplaint
from cases.offences.permissions import check_can_add_charges, check_can_record_complaint
from cases.offences.queries import as_rule, charges_of
from cases.offences.rules import charge as rules
from cases.offences.rules.catalogue import UnknownOffence, offence
from cases.offences.rules.charge import Mode, why_not_punishable
from cases.offences.rules.relation import Relation
from cases.persons.models import Person
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
LONGEST_REASON: Final = 200
ANSWERED: Final = frozenset({"yes", "no"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCharge:
    """An offence of which the suspect is suspected. `relation`: what the victim is to the suspect."""

    code: str
    committed_on: date
    mode: Mode = Mode.COMPLETED
    relation: Relation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewComplaint:
    """The answer about the klacht: "yes", "no" or "unknown"; a yes has a day, a person and a receiver."""

    answer: str
    made_on: date | None = None
    made_by: Person | None = None
    received_by: str = ""


def checked_charges(charges: Sequence[NewCharge], on: date) -> list[rules.Charge]:
    """The charges as the rules know them, each in the catalogue version of its own day.

    Raises InvalidInput under "charges": none, unknown on that day, twice, in the future, or a mode that is
    not punishable.
    """
    problems: list[str] = [] if charges else ["Vul ten minste één feit in."]
    checked: list[rules.Charge] = []
    for new in charges:
        if new.committed_on > on:
            problems.append("De pleegdatum ligt in de toekomst.")
            continue
        try:
            entry = offence(new.code, new.committed_on)
        except UnknownOffence as unknown:
            problems.append(str(unknown))
            continue
        charge = rules.Charge(code=new.code, mode=new.mode, relation=new.relation, version=str(entry.version))
        if reason := why_not_punishable(charge):
            problems.append(reason)
        if any((charge.code, charge.mode) == (other.code, other.mode) for other in checked):
            problems.append(f"{entry.title} staat er twee keer.")
        checked.append(charge)
    if problems:
        raise InvalidInput({"charges": problems})
    return checked


@one_write
def add_charges(*, case: Case, charges: Sequence[NewCharge], actor: Actor, at: datetime) -> list[Charge]:
    """Add charges with the version of the catalogue that they were read from.

    Raises NotAllowed and InvalidInput (key "charges").
    """
    check_can_add_charges(actor, case.pk)
    lock_case(case.pk)
    checked = checked_charges(charges, at.astimezone(AMSTERDAM).date())
    present = {(charge.offence_code, charge.mode) for charge in charges_of(case)}
    if twice := [charge.title for charge in checked if (charge.code, charge.mode.value) in present]:
        raise InvalidInput({"charges": [f"{title} staat al in de zaak." for title in twice]})
    saved = [
        Charge.objects.create(
            case=case,
            offence_code=charge.code,
            offence_name=charge.offence.name,
            catalogue_version=charge.version,
            mode=charge.mode.value,
            relation=charge.relation.value if charge.relation else "",
            aggravated=charge.offence.raised_maximum is not None and bool(charge.raised_by_relation),
            committed_on=new.committed_on,
            organisation_id=actor.organisation_id,
            recorded_by_id=actor.user_id,
            recorded_at=at,
        )
        for new, charge in zip(charges, checked, strict=True)
    ]
    record_event(
        case=case,
        kind="charges_added",
        category=Category.IDENTITY,
        summary=_shortened(f"Verdenking: {', '.join(charge.title for charge in checked)}."),
        actor=actor,
        at=at,
    )
    return saved


@one_write
def withdraw_charge(*, case: Case, charge: Charge, reason: str, actor: Actor, at: datetime) -> Charge:
    """Drop a charge with the reason; it stays on record. The last one cannot be dropped, only replaced.

    Raises NotAllowed, Conflict when it is no running charge of the case, and InvalidInput under "reason".
    """
    check_can_add_charges(actor, case.pk)
    lock_case(case.pk)
    running = {row.pk: row for row in charges_of(case)}
    if charge.pk not in running:
        raise Conflict("Dit feit is intussen al vervallen. Vernieuw de pagina.")
    if len(running) == 1:
        raise Conflict("Een zaak heeft ten minste één feit. Voeg eerst het juiste feit toe.")
    given = reason.strip()
    if not given or len(given) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Geef de reden, in hoogstens {LONGEST_REASON} tekens."]})
    dropped = running[charge.pk]
    dropped.withdrawn_at, dropped.withdrawal_reason = at, given
    dropped.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record_event(
        case=case,
        kind="charge_withdrawn",
        category=Category.IDENTITY,
        summary=_shortened(f"Feit vervallen: {as_rule(dropped).title}."),
        actor=actor,
        at=at,
        subject=dropped,
    )
    return dropped


def _shortened(text: str, most: int = 500) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


@one_write
def record_complaint(
    *, case: Case, complaint: NewComplaint, actor: Actor, at: datetime
) -> ProsecutionComplaint:
    """Record whether the klacht was made, when, by whom and before whom (art. 164 and 165 Sv).

    A yes or no meets the term "klacht asked". Raises NotAllowed and InvalidInput per field of NewComplaint.
    """
    check_can_record_complaint(actor, case.pk)
    lock_case(case.pk)
    if errors := complaint_errors(complaint, at.astimezone(AMSTERDAM).date()):
        raise InvalidInput(errors)
    made = complaint.answer == "yes"
    saved = ProsecutionComplaint.objects.create(
        case=case,
        answer=complaint.answer,
        made_on=complaint.made_on if made else None,
        made_by=complaint.made_by if made else None,
        received_by=complaint.received_by.strip() if made else "",
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    if complaint.answer in ANSWERED:
        meet_if_open(case=case, kind=TermKind.KLACHT_ASKED, actor=actor, at=at)
    record_event(
        case=case,
        kind="complaint_recorded",
        category=Category.INVESTIGATION,
        summary=_complaint_summary(saved),
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved


def complaint_errors(complaint: NewComplaint, on: date) -> dict[str, list[str]]:
    """What is wrong with an answer about the klacht, per field."""
    if complaint.answer not in (*ANSWERED, "unknown"):
        return {"answer": ["Kies of er klacht is gedaan: ja, nee of nog niet bekend."]}
    if complaint.answer != "yes":
        return {}
    errors: dict[str, list[str]] = {}
    if complaint.made_on is None:
        errors["made_on"] = ["Vul in op welke dag de klacht is gedaan."]
    elif complaint.made_on > on:
        errors["made_on"] = ["De dag van de klacht ligt in de toekomst."]
    if not complaint.received_by.strip():
        errors["received_by"] = [
            "Vul in bij wie de klacht is gedaan: een officier of hulpofficier (art. 165 Sv)."
        ]
    return errors


def _complaint_summary(complaint: ProsecutionComplaint) -> str:
    if complaint.answer == "yes" and complaint.made_on:
        return f"Klacht gedaan op {complaint.made_on:%d-%m-%Y}, opgenomen door {complaint.received_by}."
    if complaint.answer == "no":
        return "Klacht gevraagd: het slachtoffer doet geen klacht."
    return "Klacht: nog niet bekend."
