"""What has to be right before an intake is registered: everything that is wrong is told at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from cases.access.errors import InvalidInput
from cases.casefiles.rules.participation import ParticipationFacts, participation_missing
from cases.offences.rules.charge import Charge, LegalAnswer
from cases.offences.rules.charges import allows_remand, has_stalking, needs_klacht
from cases.offences.services import NewComplaint, checked_charges, complaint_errors
from cases.persons.rules.age import is_child_on, is_minor_on
from cases.persons.services import checked_contact, checked_person
from cases.terms.rules.catalogue import first_day
from cases.terms.rules.kinds import TermKind
from zsm.intake.rules import RELATIONS, SUSPECT, VICTIM, VICTIM_IS_PARENT, WARDS, Met
from zsm.intake.services.arrest import Arrest, ArrestIntake, Hearing, HearingIntake, Intake, RunningMeasure

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
ARREST_MODES: Final = frozenset({"red_handed", "otherwise"})

Errors = dict[str, list[str]]


@contextmanager
def errors_under(section: str, errors: Errors | None = None) -> Iterator[None]:
    """Name the section in what is wrong inside ("suspect.bsn"); collects into `errors`, else raises again."""
    try:
        yield
    except InvalidInput as wrong:
        named = prefixed(section, wrong.errors)
        if errors is None:
            raise InvalidInput(named) from wrong
        for key, messages in named.items():
            errors[key].extend(messages)


def prefixed(section: str, errors: Mapping[str, Sequence[str]]) -> Errors:
    """The errors with the name of their section before the field."""
    return {".".join(filter(None, (section, field))): list(messages) for field, messages in errors.items()}


def check_intake(intake: Intake, at: datetime) -> list[Charge]:
    """The charges as the rules know them. Raises InvalidInput with everything that is wrong, per section."""
    errors: Errors = defaultdict(list)
    today = at.astimezone(AMSTERDAM).date()
    for slot, involved in intake.slots():
        with errors_under(slot, errors):
            checked_person(involved.person, at)
    charges: list[Charge] = []
    with errors_under("", errors):
        charges = checked_charges(intake.charges, today)
    if intake.safe_contact is not None:
        with errors_under("contact", errors):
            checked_contact(intake.safe_contact)
    errors.update(prefixed("case", case_errors(intake, charges, today)))
    if isinstance(intake, ArrestIntake):
        errors.update(prefixed("arrest", arrest_errors(intake.arrest, at)))
    if isinstance(intake, HearingIntake):
        errors.update(prefixed("hearing", hearing_errors(intake.hearing, at)))
    errors.update(prefixed("complaint", _complaint_errors(intake, charges, today)))
    if intake.measure is not None:
        errors.update(prefixed("measure", _measure_errors(intake.measure, intake)))
    errors.update(_person_errors(intake, charges))
    errors.update(_guardian_errors(intake, charges))
    if errors:
        raise InvalidInput(dict(errors))
    return charges


def case_errors(intake: Intake, charges: Sequence[Charge], today: date) -> Errors:
    """What is wrong with the label, the relation and the report."""
    errors: Errors = {}
    if intake.relation_ended_on is not None and intake.relation_ended_on > today:
        errors["relation_ended_on"] = ["Deze dag ligt in de toekomst."]
    reports = intake.report is not None or intake.reported_on is not None
    if reports and not (intake.hg_label or has_stalking(charges)):
        text = "Een melding aan Veilig Thuis hoort bij huiselijk geweld of stalking."
        errors["hg_label"] = [f"{text} Kies het HG-label of laat de melding weg."]
    if intake.reported_on is not None and intake.reported_on > today:
        errors["reported_on"] = ["Deze dag ligt in de toekomst."]
    return errors


def arrest_errors(arrest: Arrest, at: datetime) -> Errors:
    """What is wrong with the moments and the mode of an arrest."""
    errors: Errors = {}
    if arrest.mode not in ARREST_MODES:
        errors["mode"] = ["Kies of de aanhouding op heterdaad was."]
    if not arrest.place.strip():
        errors["place"] = ["Vul in waar de verdachte vastzit."]
    for name in ("arrested_at", "arrived_at", "order_at"):
        moment = getattr(arrest, name)
        if moment is not None and moment > at:
            errors[name] = ["Dit moment ligt in de toekomst."]
    first = first_day(TermKind.FIRST_DECISION)
    if arrest.arrested_at.astimezone(AMSTERDAM).date() < first:
        errors["arrested_at"] = [f"Dit moment ligt te ver terug: termijnen tellen vanaf {first:%d-%m-%Y}."]
    if arrest.arrived_at < arrest.arrested_at:
        errors["arrived_at"] = ["De aankomst ligt voor de aanhouding."]
    if arrest.order_at is not None and arrest.order_at < arrest.arrested_at:
        errors["order_at"] = ["Het bevel ligt voor de aanhouding."]
    return errors


def hearing_errors(hearing: Hearing, at: datetime) -> Errors:
    """What is wrong with the moments and the place of a hearing without arrest."""
    errors: Errors = {}
    if hearing.how not in (Met.SUMMONED.value, Met.BY_CHANCE.value):
        errors["how"] = ["Kies of de verdachte was ontboden of bij toeval is aangetroffen."]
    if not hearing.place.strip():
        errors["place"] = ["Vul in waar de verdachte is gehoord."]
    if hearing.heard_at > at:
        errors["heard_at"] = ["Dit moment ligt in de toekomst."]
    if hearing.inserted_at is not None and hearing.inserted_at < hearing.heard_at:
        errors["inserted_at"] = ["De zaak komt op ZSM na het verhoor."]
    return errors


def _guardian_errors(intake: Intake, charges: Sequence[Charge]) -> Errors:
    """Of a minor suspect the parents or guardians are asked (domain guide, section 8).

    Of a minor victim they can be told: without one on record nobody could be informed in a child's place.
    """
    minor = minor_in(intake, SUSPECT) if charges else None
    wards = {ward for guardian in intake.guardians for ward in WARDS[guardian.guardian_of]}
    if minor is False and SUSPECT in wards:
        return {
            "guardians.known": ["De verdachte is meerderjarig: laat ouders of voogd van de verdachte weg."]
        }
    if charges and VICTIM in wards and minor_in(intake, VICTIM) is False:
        text = "Het slachtoffer is meerderjarig: laat ouders of voogd van het slachtoffer weg."
        return {"guardians.known": [text]}
    answered = SUSPECT in wards or intake.guardians_unknown or intake.victim_is in VICTIM_IS_PARENT
    if minor and not answered:
        text = "De verdachte was minderjarig. Vul in wie de ouders of voogd zijn, of kies: nog niet bekend."
        return {"guardians.known": [text]}
    return {}


def _complaint_errors(intake: Intake, charges: Sequence[Charge], today: date) -> Errors:
    """The klacht is asked from the intake on when an offence needs one (domain guide, section 4)."""
    if intake.complaint is None:
        needed = any(needs_klacht(charge).answer is LegalAnswer.YES for charge in charges)
        return {"answer": ["Een van de feiten vraagt een klacht. Vul in of die is gedaan."]} if needed else {}
    given = intake.complaint
    complaint = NewComplaint(answer=given.answer, made_on=given.made_on, received_by=given.received_by)
    return complaint_errors(complaint, today)


def _measure_errors(measure: RunningMeasure, intake: Intake) -> Errors:
    errors: Errors = {}
    if not measure.protects_victim and not (measure.protects_children and intake.children):
        errors["protects"] = ["Kies wie de maatregel beschermt."]
    if measure.protects_children and not intake.children:
        errors["protects"] = ["Er zijn geen kinderen vastgelegd."]
    if measure.breached_at is None and measure.breach_description.strip():
        errors["breached_at"] = ["Vul in wanneer de maatregel is overtreden."]
    if measure.breached_at is not None and not measure.breach_description.strip():
        errors["breach_description"] = ["Vul in wat er gebeurde."]
    return errors


def _person_errors(intake: Intake, charges: Sequence[Charge]) -> Errors:
    errors: Errors = {}
    suspect, victim = intake.suspect.person, intake.victim.person
    if suspect.bsn and suspect.bsn == victim.bsn:
        errors["victim.bsn"] = ["Verdachte en slachtoffer kunnen niet hetzelfde BSN hebben."]
    if charges:
        for missing in participation_missing(participation_facts(intake, charges)):
            errors["suspect.birth_date"] = [missing.text]
    return errors


def participation_facts(intake: Intake, charges: Sequence[Charge]) -> ParticipationFacts:
    """What of the intake decides who takes part (tables, section 1)."""
    return ParticipationFacts(
        suspect_registered=True,
        suspect_minor=suspect_minor(intake),
        hg_label=intake.hg_label,
        stalking=has_stalking(charges),
        children=bool(intake.children),
        victim_minor=victim_minor(intake),
        # Halt sits at the table for offences that allow no remand.
        light_offence=not allows_remand(charges),
    )


def suspect_minor(intake: Intake) -> bool | None:
    """Whether the suspect was under 18 on the day of the offence; None without a birth date."""
    return minor_in(intake, SUSPECT)


def victim_minor(intake: Intake) -> bool:
    """Whether the victim is known to have been a child on the day of the offence."""
    return is_child_on(intake.victim.person.birth_date, intake.offence_day)


def minor_in(intake: Intake, place: str) -> bool | None:
    """Whether suspect or victim was under 18 on the day of the offence; None without a birth date."""
    involved = intake.suspect if place == SUSPECT else intake.victim
    born = involved.person.birth_date
    if born is None or born > intake.offence_day:
        return None
    return is_minor_on(born, intake.offence_day)


def victim_relation_kind(intake: Intake) -> str:
    """The kind of relation in the family system: what the victim is to the suspect."""
    return RELATIONS[intake.victim_is][0]
