"""Which organisation serves a municipality: who takes part by routing (tables, section 1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.casefiles.rules.participation import Joins, Routing
from cases.organisations.models import Municipality, MunicipalityRouting, Organisation
from cases.organisations.rules import ORGANISATION_LABELS


@dataclass(frozen=True, slots=True)
class Routed:
    """A row of the participation table with the organisation that it means for one case."""

    row: Joins
    organisation: Organisation


@dataclass(frozen=True, slots=True)
class Routes:
    """Who takes part by routing, and per municipality field what no routing exists for (Dutch sentences)."""

    found: tuple[Routed, ...]
    missing: dict[str, list[str]]


def routes(rows: Iterable[Joins], *, offence: Municipality, victim: Municipality, on: date) -> Routes:
    """The organisations that serve the place of the offence and the victim's municipality on a day.

    Rows whose organisation somebody has to name are left out.
    """
    places = {
        Routing.OFFENCE_PLACE: ("offence_municipality", offence),
        Routing.VICTIM_MUNICIPALITY: ("victim_municipality", victim),
    }
    serving = MunicipalityRouting.objects.valid_on(on).filter(municipality__in=(offence, victim))
    known = {
        (route.municipality_id, route.kind): route.organisation
        for route in serving.select_related("organisation").order_by("valid_from")
    }
    found: list[Routed] = []
    missing: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.routing not in places:
            continue
        field, municipality = places[row.routing]
        organisation = known.get((municipality.pk, row.kind.value))
        if organisation is None:
            missing[field].append(_no_route(row, municipality))
        else:
            found.append(Routed(row, organisation))
    return Routes(tuple(found), dict(missing))


def _no_route(row: Joins, municipality: Municipality) -> str:
    what = ORGANISATION_LABELS[row.kind]
    return f"Voor {municipality.name} is geen {what} ingesteld. Vraag het de functioneel beheerder."


def serves(organisation: Organisation, municipality: Municipality, on: date) -> bool:
    """Whether an organisation is the one of its kind for a municipality on a day."""
    rows = MunicipalityRouting.objects.valid_on(on).filter(municipality=municipality, kind=organisation.kind)
    return rows.filter(organisation=organisation).exists()
