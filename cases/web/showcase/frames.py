"""An invented board, case head and table."""

from __future__ import annotations

from datetime import timedelta

from cases.web.components import (
    Action,
    Badge,
    BoardRow,
    CaseHead,
    Cell,
    Column,
    DataTable,
    Pager,
    Row,
    Tab,
    Tone,
    safety_marks,
)
from cases.web.showcase.signs import HERE, LONG_NAME, clock, mark_sets, owed, partners


def board() -> tuple[BoardRow, ...]:
    """Late, alarm, calm without assessment, and everything too long."""
    first, marks = owed(), mark_sets()
    return (
        BoardRow(
            number="26-0309",
            url=HERE,
            title="A. Yıldız",
            detail="mishandeling · vast",
            clock=clock(timedelta(minutes=-12)),
            marks=marks[5],
            partners=partners(late=True),
            owed=first[2:],
        ),
        BoardRow(
            number="26-0312",
            url=HERE,
            title="M. Bakker (34)",
            detail="belaging · vast · 2 kinderen",
            clock=clock(timedelta(minutes=48)),
            marks=marks[0],
            partners=partners(),
            owed=first[:1],
        ),
        BoardRow(
            number="26-0315",
            url=HERE,
            title="K. Dijk (41)",
            detail="mishandeling · vast",
            clock=clock(timedelta(hours=5, minutes=12)),
            marks=marks[2],
            partners=partners(),
        ),
        BoardRow(
            number="26-0320",
            url=HERE,
            title=f"{LONG_NAME} (40), 3 verdachten",
            clock=None,
            marks=marks[1],
            detail="belaging, bedreiging, overtreding gedragsaanwijzing · niet-vast · 12 kinderen",
            partners=partners() + partners(),
            owed=first,
            badges=(Badge(text="plandatum 24 mrt", tone=Tone.INFO),),
        ),
    )


def case_head() -> CaseHead:
    """A head with everything in it."""
    return CaseHead(
        number="26-0312",
        title="Zaak Bakker – de Wit",
        tabs=(
            Tab(label="Overzicht", url=HERE, current=True),
            Tab(label="Personen", url=HERE, count=5),
            Tab(label="Veiligheid", url=HERE),
            Tab(label="Plan en maatregelen", url=HERE, count=3),
            Tab(label="ZSM", url=HERE, attention=True),
            Tab(label="Slachtoffer", url=HERE),
            Tab(label="Documenten", url=HERE, count=0),
            Tab(label="Logboek", url=HERE),
        ),
        marks=safety_marks(acute=True, structural=True),
        clocks=(clock(timedelta(minutes=48), "Besluit"), clock(timedelta(days=3, hours=6), "VT 5 werkdagen")),
        owed=owed()[:2],
        badges=(Badge(text="vast", shape="busy"),),
        flags=("poging tot verwurging", "relatie pas verbroken", "belaging na scheiding"),
        my_step=Action(label="Advies schrijven", url=HERE, kind="primary", icon="edit"),
        partners=partners(),
    )


def measures(count: int = 60) -> DataTable:
    """A long table with a sorted column."""
    rows = tuple(
        Row(
            cells=(
                Cell(text=f"Contactverbod {number}", url=HERE),
                Cell(text=LONG_NAME if number % 7 == 0 else "M. Bakker"),
                Cell(text="art. 509hh Sv"),
                Cell(
                    badge=Badge(text="geschonden", tone=Tone.DANGER)
                    if number % 9 == 0
                    else Badge(text="van kracht")
                ),
                Cell(text=str(number * 3), numeric=True),
            ),
            muted=number % 11 == 0,
        )
        for number in range(1, count + 1)
    )
    columns = (
        Column(label="Maatregel", sort_url=HERE, sorted="ascending"),
        Column(label="Voor wie", sort_url=HERE),
        Column(label="Grondslag"),
        Column(label="Stand"),
        Column(label="Dagen", numeric=True),
    )
    pager = Pager(summary="60 van 1000+", previous_url=HERE, next_url=HERE)
    return DataTable(caption="Maatregelen", columns=columns, rows=rows, pager=pager)
