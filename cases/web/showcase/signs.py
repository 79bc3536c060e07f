"""Invented clocks, marks, partners, persons and tasks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from cases.terms.rules.wording import AMSTERDAM
from cases.web.components import (
    Action,
    Clock,
    ClockStep,
    OwedItem,
    PartnerState,
    PartnerStatus,
    PersonChip,
    SafetyMark,
    SourceLine,
    clock_from,
    safety_marks,
)
from cases.web.moments import age_text

AT: Final = datetime(2026, 3, 10, 18, 12, tzinfo=AMSTERDAM)
LONG_NAME: Final = "Maximiliaan-Wolfgang van Oude-Nijeveen-Şerifoğlu"
VT: Final = SourceLine(organisation="VT", at=datetime(2026, 3, 10, 14, 2, tzinfo=AMSTERDAM))
POLICE: Final = SourceLine(
    organisation="Politie", at=datetime(2026, 3, 10, 11, 40, tzinfo=AMSTERDAM), by="proces-verbaal"
)
HERE: Final = "#inhoud"


def clock(left: timedelta | None, label: str = "Eerste beslissing", owner: str = "OM") -> Clock:
    """A clock with this much time left, with the steps of the nine-hour rule."""
    steps = (
        ClockStep(text="Start: aankomst op het bureau", moment=AT - timedelta(hours=8, minutes=12)),
        ClockStep(text="9 uur: het feit staat voorlopige hechtenis toe"),
        ClockStep(text="De uren van 00:00 tot 09:00 tellen niet mee"),
        ClockStep(text="Uiterlijk", moment=AT + (left or timedelta())),
    )
    due_at = AT + left if left is not None else None
    return clock_from(
        due_at=due_at,
        at=AT,
        label=label,
        steps=steps if due_at else (),
        basis="art. 56b Sv, regel 2026-01",
        owner=owner,
    )


def clocks() -> tuple[Clock, ...]:
    """All stages."""
    return (
        clock(timedelta(days=3, hours=5, minutes=48), "Beoordeling VT", "VT"),
        clock(timedelta(hours=3, minutes=12)),
        clock(timedelta(minutes=48)),
        clock(timedelta(minutes=-12)),
        clock(None, "Slachtoffer informeren"),
        clock_from(due_at=AT, at=AT, label="Vroeghulp", owner="3RO", met_text="gehaald 17:40"),
    )


def mark_sets() -> tuple[tuple[SafetyMark, ...], ...]:
    """All ways in which unsafety can stand."""
    old = "schending van het contactverbod, 10 mrt 16:30"
    return (
        safety_marks(acute=True, structural=True, source=VT),
        safety_marks(acute=False, structural=True, source=VT),
        safety_marks(acute=None, structural=None),
        safety_marks(acute=False, structural=None, source=VT),
        safety_marks(acute=False, structural=False, source=VT),
        safety_marks(acute=True, structural=False, source=VT, outdated=old),
    )


def partners(*, late: bool = False) -> tuple[PartnerState, ...]:
    """A strip with all five states."""
    states = (
        ("POL", "Politie", PartnerStatus.DONE, ""),
        ("VT", "Veilig Thuis", PartnerStatus.DONE, "onderdeel A gereed"),
        ("SHN", "Slachtofferhulp Nederland", PartnerStatus.BUSY, "eerste gesprek loopt"),
        ("3RO", "Reclassering", PartnerStatus.NEEDED, "advies met EM en DUT"),
        ("OM", "Openbaar Ministerie", PartnerStatus.NOT_YET, ""),
        ("RvdK", "Raad voor de Kinderbescherming", PartnerStatus.NOT_APPLICABLE, ""),
    )
    return tuple(
        PartnerState(short=short, name=name, status=status, detail=detail, late=late and short == "3RO")
        for short, name, status, detail in states
    )


def persons() -> tuple[PersonChip, ...]:
    """Every role, a secret address, a long name, an infant and twelve children."""
    on = AT.date()
    children = tuple(
        PersonChip(
            name=f"Kind {number}",
            role="child",
            role_label="kind",
            age=age_text(date(2012 + number, 5, 2), on),
        )
        for number in range(1, 12)
    )
    return (
        PersonChip(name="M. Bakker", role="suspect", role_label="verdachte", age="34 jaar", url=HERE),
        PersonChip(
            name="S. de Wit", role="victim", role_label="slachtoffer", age="31 jaar", protected=True, url=HERE
        ),
        PersonChip(name=LONG_NAME, role="network", role_label="broer van verdachte", age="40 jaar"),
        PersonChip(name="J. Smit", role="witness", role_label="getuige", note="buurvrouw"),
        PersonChip(name="L. de Wit", role="child", role_label="kind", age=age_text(date(2026, 2, 3), on)),
        PersonChip(
            name="T. Vos",
            role="suspect",
            role_label="verdachte",
            age="16 jaar",
            note="minderjarig op pleegdatum",
        ),
        *children,
    )


def owed() -> tuple[OwedItem, ...]:
    """What partners still owe; the first item is the reader's own."""
    do = Action(label="Advies schrijven", url=HERE, kind="primary")
    return (
        OwedItem(
            text="Advies met overweging EM en DUT",
            supplier="3RO",
            clock=clock(timedelta(minutes=48)),
            mine=True,
            action=do,
            case_number="26-0312",
        ),
        OwedItem(text="Wensen van het slachtoffer", supplier="SHN", clock=clock(None, "Wensen"), url=HERE),
        OwedItem(
            text="Melding aan Veilig Thuis",
            supplier="Politie",
            clock=clock(timedelta(minutes=-12), "Zelfde dag"),
        ),
    )


def actions() -> tuple[Action, ...]:
    """Every kind of button, and one that asks first."""
    kinds = {
        "primary": "Eerste stap",
        "secondary": "Tweede stap",
        "subtle": "Minder belangrijk",
        "danger": "Schending melden",
    }
    asking = Action(label="Vraagt eerst", url=HERE, method="post", confirm="Weet u het zeker?", icon="check")
    return (*(Action(label=label, url=HERE, kind=kind) for kind, label in kinds.items()), asking)
