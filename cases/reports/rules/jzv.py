"""The national message "JZV Meldingen": from a message to a report, and from an outcome to its status.

A message is a mapping as it came in as JSON, with the Dutch names of the standard. What is not in it is
unknown; what cannot be read is named with its place in the message, never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from cases.reports.rules.outcome import OUTCOME_LABELS, OutcomeStatus
from cases.reports.rules.report import (
    EXISTING_CARE,
    RESTRAINING_ORDER,
    Answer,
    DescribedAs,
    MessageKind,
    NewReport,
    ReportedIncident,
    Reporter,
    ReporterKind,
)

Message = Mapping[str, Any]
Problems = dict[str, list[str]]

_ANSWERS: Final = {"ja": Answer.YES, "nee": Answer.NO, "onbekend": Answer.UNKNOWN, "": Answer.UNKNOWN}
_GENDERS: Final = {"M": "m", "V": "f", "O": "x", "": "x"}
_ROLES: Final = {
    "slachtoffer": DescribedAs.VICTIM,
    "kind": DescribedAs.CHILD,
    "pleger": DescribedAs.SUSPECTED,
    "getuige": DescribedAs.WITNESS,
    "netwerk": DescribedAs.NETWORK,
    "": DescribedAs.NETWORK,
}
_REPORTERS: Final = {
    "politie": ReporterKind.POLICE,
    "professional": ReporterKind.PROFESSIONAL,
    "burger": ReporterKind.CITIZEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePerson:
    """A `natuurlijkPersoon` of the message, as plain values; what is not known is empty."""

    described_as: DescribedAs
    last_name: str
    first_names: str = ""
    infix: str = ""
    birth_date: date | None = None
    gender: str = "x"
    bsn: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A message as it was read; `problems` names by its place in the message what could not be."""

    report: NewReport
    persons: tuple[MessagePerson, ...]
    problems: Mapping[str, Sequence[str]]


def read_message(message: Message, *, reporter: ReporterKind = ReporterKind.POLICE) -> Read:
    """Read a message of the standard. `reporter`: the kind of sender when the message itself does not say."""
    problems: Problems = defaultdict(list)
    situation = _part(message, "zorgelijkeSituatie", problems)
    answers = _answers(situation, problems)
    care, care_note = answers.get(EXISTING_CARE, (Answer.UNKNOWN, ""))
    order, order_note = answers.get(RESTRAINING_ORDER, (Answer.UNKNOWN, ""))
    report = NewReport(
        situation=_text(situation, "situatieSchets"),
        explanation=_text(situation, "nadereOmschrijving"),
        existing_care=care,
        existing_care_note=care_note,
        restraining_order=order,
        restraining_order_note=order_note,
        request=_text(message, "verzoek"),
        acute=_flag(message, "acuut", problems, default=False),
        feedback_wanted=_flag(message, "terugkoppelingGewenst", problems, default=True),
        kind=_kind(message, problems),
        reference=_text(message, "registratienummer"),
        reported_at=_moment(message, "datumTijd", "datumTijd", problems),
        reporter=_reporter(message, reporter, problems),
        incident=_incident(_part(message, "incident", problems), problems),
        further_information=_text(message, "overigeInformatie"),
    )
    if not report.reference:
        problems["registratienummer"].append("Het registratienummer ontbreekt.")
    return Read(report, _persons(message, problems), dict(problems))


def status_message(
    *, reference: str, status: OutcomeStatus, sent_at: datetime, explanation: str = ""
) -> dict[str, str]:
    """The outcome message for the reporter's system; `explanation` is the text that the reporter may read."""
    answer = {
        "registratienummer": reference,
        "status": status.value,
        "omschrijving": OUTCOME_LABELS[status],
        "datumTijd": sent_at.isoformat(),
    }
    return {**answer, "toelichting": explanation} if explanation else answer


def _text(part: Message, name: str) -> str:
    value = part.get(name)
    return "" if value is None else str(value).strip()


def _part(message: Message, name: str, problems: Problems) -> Message:
    value = message.get(name)
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return value
    problems[name].append("Dit onderdeel heeft geen velden.")
    return {}


def _rows(part: Message, name: str, place: str, problems: Problems) -> list[tuple[str, Message]]:
    """The rows of a list, each with its place; one row may stand without a list."""
    value = part.get(name)
    if value is None:
        return []
    rows = value if isinstance(value, list | tuple) else [value]
    found = []
    for number, row in enumerate(rows):
        where = f"{place}[{number}]"
        if isinstance(row, Mapping):
            found.append((where, row))
        else:
            problems[where].append("Dit onderdeel heeft geen velden.")
    return found


def _flag(message: Message, name: str, problems: Problems, *, default: bool) -> bool:
    value = message.get(name)
    if value is None:
        return default
    if isinstance(value, bool):
        return value
    problems[name].append("Dit is waar of onwaar.")
    return default


def _moment(part: Message, name: str, place: str, problems: Problems) -> datetime | None:
    text = _text(part, name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        problems[place].append("Dit is geen moment met tijdzone, zoals 2026-03-10T14:02:00+01:00.")
        return None
    return moment


def _day(part: Message, name: str, place: str, problems: Problems) -> date | None:
    text = _text(part, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        problems[place].append("Dit is geen datum, zoals 2026-03-10.")
        return None


def _kind(message: Message, problems: Problems) -> MessageKind:
    text = _text(message, "soort") or MessageKind.VT.value
    try:
        return MessageKind(text)
    except ValueError:
        problems["soort"].append("De soort is NAZ, VT of ZVH.")
        return MessageKind.VT


def _reporter(message: Message, kind: ReporterKind, problems: Problems) -> Reporter:
    part = _part(message, "melder", problems)
    said = _text(part, "soort").lower()
    if said and said not in _REPORTERS:
        problems["melder.soort"].append("De melder is politie, professional of burger.")
    return Reporter(
        kind=_REPORTERS.get(said, kind),
        anonymous=_flag(part, "anoniem", problems, default=False),
        name=_text(part, "naam"),
        contact=_text(part, "bereikbaarheid"),
    )


def _incident(part: Message, problems: Problems) -> ReportedIncident:
    period = part.get("periodeVanTot")
    span: Message = period if isinstance(period, Mapping) else {}
    return ReportedIncident(
        happened_at=_moment(part, "datumTijd", "incident.datumTijd", problems),
        place=_text(part, "locatie"),
        description=_text(part, "omschrijving"),
        since=_day(span, "van", "incident.periodeVanTot.van", problems),
        until=_day(span, "tot", "incident.periodeVanTot.tot", problems),
    )


def _answers(situation: Message, problems: Problems) -> dict[str, tuple[Answer, str]]:
    found = {}
    for _, row in _rows(situation, "vraagAntwoord", "zorgelijkeSituatie.vraagAntwoord", problems):
        said = _text(row, "antwoord")
        answer = _ANSWERS.get(said.lower())
        # A sentence is no yes or no: it is kept as a note beside "unknown".
        note = _text(row, "toelichting") or ("" if answer is not None else said)
        found[_text(row, "code")] = (answer or Answer.UNKNOWN, note)
    return found


def _persons(message: Message, problems: Problems) -> tuple[MessagePerson, ...]:
    persons = tuple(
        _person(row, place, problems)
        for place, row in _rows(message, "natuurlijkPersoon", "natuurlijkPersoon", problems)
    )
    if not persons:
        problems["natuurlijkPersoon"].append("Er staat niemand in de melding.")
    return persons


def _person(row: Message, place: str, problems: Problems) -> MessagePerson:
    name, born = (_part(row, part, problems) for part in ("naam", "geboorte"))
    gender, role = _text(row, "geslachtsaanduiding").upper(), _text(row, "rol").lower()
    if gender not in _GENDERS:
        problems[f"{place}.geslachtsaanduiding"].append("De geslachtsaanduiding is M, V of O.")
    if role not in _ROLES:
        problems[f"{place}.rol"].append("De rol is slachtoffer, kind, pleger, getuige of netwerk.")
    last_name = _text(name, "geslachtsnaam")
    if not last_name:
        problems[f"{place}.naam.geslachtsnaam"].append("De geslachtsnaam ontbreekt.")
    channels = {
        _text(channel, "soort").lower(): _text(channel, "waarde")
        for _, channel in _rows(row, "communicatiemiddel", f"{place}.communicatiemiddel", problems)
    }
    return MessagePerson(
        described_as=_ROLES.get(role, DescribedAs.NETWORK),
        last_name=last_name,
        first_names=_text(name, "voornamen"),
        infix=_text(name, "voorvoegsel"),
        birth_date=_day(born, "datum", f"{place}.geboorte.datum", problems),
        gender=_GENDERS.get(gender, "x"),
        bsn=_text(row, "burgerservicenummer"),
        address=_address(_part(row, "adres", problems)),
        phone=channels.get("telefoon", ""),
        email=channels.get("email", ""),
    )


def _address(part: Message) -> str:
    number = "".join(_text(part, name) for name in ("huisnummer", "huisletter"))
    addition = _text(part, "huisnummertoevoeging")
    street = " ".join(word for word in (_text(part, "straatnaam"), number, addition) if word)
    town = " ".join(word for word in (_text(part, "postcode"), _text(part, "woonplaats")) if word)
    return ", ".join(line for line in (street, town) if line)
