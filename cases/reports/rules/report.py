"""What a report to Veilig Thuis holds, in the fields of the national message (JZV Meldingen 1.0)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class ReporterKind(StrEnum):
    """Who reports: it decides what may be fed back."""

    POLICE = "police"
    PROFESSIONAL = "professional"
    CITIZEN = "citizen"


REPORTER_LABELS: Final[dict[ReporterKind, str]] = {
    ReporterKind.POLICE: "politie",
    ReporterKind.PROFESSIONAL: "professional",
    ReporterKind.CITIZEN: "burger",
}


class MessageKind(StrEnum):
    """The kind of message (JZV `soort`)."""

    NAZ = "NAZ"
    VT = "VT"
    ZVH = "ZVH"


MESSAGE_LABELS: Final[dict[MessageKind, str]] = {
    MessageKind.NAZ: "zorgsignaal (NAZ)",
    MessageKind.VT: "melding aan Veilig Thuis",
    MessageKind.ZVH: "signaal aan het Zorg- en Veiligheidshuis",
}


class Answer(StrEnum):
    """The answer to a question of the message; not answered is unknown, never no."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


ANSWER_LABELS: Final[dict[Answer, str]] = {
    Answer.YES: "ja",
    Answer.NO: "nee",
    Answer.UNKNOWN: "onbekend",
}

# The questions of the message with their codes.
EXISTING_CARE: Final = "VT-001"
RESTRAINING_ORDER: Final = "VT-002"
QUESTIONS: Final[dict[str, str]] = {
    EXISTING_CARE: "Is er al hulp of zorg in het gezin?",
    RESTRAINING_ORDER: "Is er een tijdelijk huisverbod opgelegd?",
}


class DescribedAs(StrEnum):
    """What a person is according to the reporter; it makes nobody a suspect."""

    VICTIM = "victim"
    CHILD = "child"
    SUSPECTED = "suspected"
    WITNESS = "witness"
    NETWORK = "network"


DESCRIBED_LABELS: Final[dict[DescribedAs, str]] = {
    DescribedAs.VICTIM: "slachtoffer",
    DescribedAs.CHILD: "kind",
    DescribedAs.SUSPECTED: "mogelijk pleger",
    DescribedAs.WITNESS: "getuige",
    DescribedAs.NETWORK: "netwerk of rol onbekend",
}

# The role in the case: a person becomes suspect when police registers that, not by a report.
ROLE_OF: Final[dict[DescribedAs, str]] = {
    DescribedAs.VICTIM: "victim",
    DescribedAs.CHILD: "child",
    DescribedAs.SUSPECTED: "network",
    DescribedAs.WITNESS: "witness",
    DescribedAs.NETWORK: "network",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who reported. `anonymous`: the family does not learn who it was, and nobody outside Veilig Thuis."""

    kind: ReporterKind = ReporterKind.POLICE
    anonymous: bool = False
    name: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedIncident:
    """The occasion of the report: when, where, what, and since when it goes on."""

    happened_at: datetime | None = None
    place: str = ""
    description: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """What the reporter writes: the worrying situation, and what is asked of Veilig Thuis.

    `reference`: the reporter's own registration number; `reported_at`: when the reporter wrote it (default:
    the moment of receipt); `late_reason`: why police reports later than on the day of the arrest.
    """

    situation: str
    request: str = ""
    acute: bool = False
    feedback_wanted: bool = True
    late_reason: str = ""
    kind: MessageKind = MessageKind.VT
    reference: str = ""
    reported_at: datetime | None = None
    reporter: Reporter = Reporter()
    incident: ReportedIncident = ReportedIncident()
    explanation: str = ""
    further_information: str = ""
    existing_care: Answer = Answer.UNKNOWN
    existing_care_note: str = ""
    restraining_order: Answer = Answer.UNKNOWN
    restraining_order_note: str = ""


LONGEST: Final = 5000
LIMITS: Final[dict[str, int]] = {
    "situation": LONGEST,
    "explanation": LONGEST,
    "further_information": LONGEST,
    "request": 300,
    "reference": 60,
    "existing_care_note": 300,
    "restraining_order_note": 300,
}


def report_text_errors(report: NewReport, at: datetime) -> dict[str, list[str]]:
    """What is wrong with the texts and moments of a report, per field of NewReport ("incident.place")."""
    errors: dict[str, list[str]] = {}
    if not report.situation.strip():
        errors["situation"] = ["Beschrijf de zorgelijke situatie."]
    for name, limit in LIMITS.items():
        if len(getattr(report, name)) > limit:
            errors[name] = [f"Gebruik ten hoogste {limit} tekens."]
    errors.update(_incident_errors(report.incident, at))
    errors.update(_reporter_errors(report))
    if report.reported_at is not None and report.reported_at > at:
        errors["reported_at"] = ["Dit moment ligt in de toekomst."]
    return errors


def _incident_errors(incident: ReportedIncident, at: datetime) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if incident.happened_at is not None and incident.happened_at > at:
        errors["incident.happened_at"] = ["Dit moment ligt in de toekomst."]
    if len(incident.place) > 200:
        errors["incident.place"] = ["Gebruik ten hoogste 200 tekens."]
    if len(incident.description) > LONGEST:
        errors["incident.description"] = [f"Gebruik ten hoogste {LONGEST} tekens."]
    if incident.since and incident.until and incident.until < incident.since:
        errors["incident.until"] = ["Het einde ligt voor het begin."]
    return errors


def _reporter_errors(report: NewReport) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    reporter = report.reporter
    if len(reporter.name) > 120:
        errors["reporter.name"] = ["Gebruik ten hoogste 120 tekens."]
    if len(reporter.contact) > 200:
        errors["reporter.contact"] = ["Gebruik ten hoogste 200 tekens."]
    if reporter.kind is ReporterKind.POLICE and reporter.anonymous:
        errors["reporter.anonymous"] = ["De politie meldt niet anoniem."]
    if reporter.kind is not ReporterKind.POLICE and report.feedback_wanted and not reporter.contact.strip():
        errors["reporter.contact"] = ["Vul in hoe de melder te bereiken is, of kies: geen terugkoppeling."]
    return errors
