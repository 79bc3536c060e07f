"""The tables on the pages of exclusions and own relations."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from cases.sharing.models import Exclusion, OwnRelation
from cases.terms.rules.wording import local
from cases.web.components import Cell, Column, DataTable, Row
from cases.web.moments import day_text, moment_text


def who_text(row: Exclusion) -> str:
    """Who must not receive anything."""
    return row.user.display_name if row.user else row.excluded.short_name if row.excluded else ""


def what_text(row: Exclusion) -> str:
    """Of what; never whom it is about."""
    return f"zaak {row.case.number}" if row.case else "alle zaken met één persoon"


def _state(row: Exclusion | OwnRelation, at: datetime) -> str:
    if row.lifted_at is None or row.lifted_by is None:
        return "geldt"
    when = moment_text(row.lifted_at, at)
    return f"opgeheven op {when} door {row.lifted_by.display_name}: {row.lift_reason}"


def _lift_cell(row: Exclusion | OwnRelation) -> Cell:
    if row.lifted_at is not None:
        return Cell()
    url = reverse("cases:exclusion-lift", kwargs={"uitsluiting": row.public_id})
    return Cell(text="Opheffen", url=url)


def _columns(*labels: str) -> tuple[Column, ...]:
    return tuple(Column(label=label) for label in labels)


def exclusion_table(rows: list[Exclusion], at: datetime) -> DataTable:
    """What was decided in an organisation."""
    return DataTable(
        caption="Besloten uitsluitingen",
        columns=_columns("Wie", "Waarvan", "Reden", "Besloten", "Stand", "Wijzigen"),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=who_text(row)),
                    Cell(text=what_text(row)),
                    Cell(text=row.reason),
                    Cell(text=f"{moment_text(row.decided_at, at)}, {row.decided_by.display_name}"),
                    Cell(text=_state(row, at)),
                    _lift_cell(row),
                ),
                muted=row.lifted_at is not None,
            )
            for row in rows
        ),
        empty="Er is niemand uitgesloten.",
    )


def relation_table(rows: list[OwnRelation], at: datetime) -> DataTable:
    """Who said that she or he knows somebody; whom, the privacy officer need not know."""
    return DataTable(
        caption="Eigen relaties van medewerkers",
        columns=_columns("Medewerker", "Band", "Opgegeven", "Stand", "Wijzigen"),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.user.display_name),
                    Cell(text=row.get_tie_display()),
                    Cell(text=moment_text(row.declared_at, at)),
                    Cell(text=_state(row, at)),
                    _lift_cell(row),
                ),
                muted=row.lifted_at is not None,
            )
            for row in rows
        ),
        empty="Nog niemand gaf een eigen relatie op.",
    )


def own_table(rows: list[OwnRelation], at: datetime) -> DataTable:
    """What somebody said of her- or himself."""
    return DataTable(
        caption="Door u opgegeven",
        columns=_columns("Achternaam", "Geboortedatum", "Band", "Opgegeven", "Stand"),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.last_name),
                    Cell(text=day_text(row.birth_date) if row.birth_date else "onbekend"),
                    Cell(text=row.get_tie_display()),
                    Cell(text=day_text(local(row.declared_at))),
                    Cell(text="geldt" if row.lifted_at is None else "opgeheven"),
                ),
                muted=row.lifted_at is not None,
            )
            for row in rows
        ),
        empty="U hebt nog niemand opgegeven.",
    )
