"""Reports as the tests make them: a mother and a child, reported by a neighbour or by police."""

from __future__ import annotations

from datetime import date

from cases.organisations.models import Municipality
from cases.persons.services import NewPerson
from cases.reports.rules.report import DescribedAs, NewReport, ReportedIncident, Reporter, ReporterKind
from cases.reports.services import Named, ReportIntake

MOTHER = NewPerson(first_names="Marit", last_name="Zuidema", birth_date=date(1990, 2, 3), gender="f")
SON = NewPerson(first_names="Bram", last_name="Zuidema", birth_date=date(2018, 5, 6), gender="m")
MAN = NewPerson(first_names="Gerlof", last_name="Tamminga", birth_date=date(1987, 7, 8), gender="m")
NEIGHBOUR = Reporter(kind=ReporterKind.CITIZEN, anonymous=True, name="De buurvrouw", contact="belt zelf")
REPORT = NewReport(
    situation="Geschreeuw en gebonk, daarna staat het kind huilend buiten.",
    reporter=NEIGHBOUR,
    incident=ReportedIncident(place="Woning", description="Ruzie in de nacht."),
)


def intake(
    municipality: Municipality, report: NewReport = REPORT, *, people: tuple[Named, ...] = ()
) -> ReportIntake:
    """A report about mother, son and a man who may have done it."""
    return ReportIntake(report=report, municipality=municipality, persons=people or everybody())


def everybody() -> tuple[Named, ...]:
    """The three of them; the mother's address as the neighbour wrote it."""
    return (
        Named(person=MOTHER, described_as=DescribedAs.VICTIM, address="Schelpenpad 4, 6001 XK Duinstede"),
        Named(person=SON, described_as=DescribedAs.CHILD),
        Named(person=MAN, described_as=DescribedAs.SUSPECTED),
    )
