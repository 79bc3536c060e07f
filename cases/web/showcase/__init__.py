"""Invented data for `/componenten`: every component in every state, ordinary and ugly. Nobody exists."""

from __future__ import annotations

from typing import Any

from cases.web.components import Badge, Crumb, PageHeader, Progress, Tone, timeline_days
from cases.web.showcase.frames import board, case_head, measures
from cases.web.showcase.signs import AT, HERE, actions, clocks, mark_sets, owed, partners, persons
from cases.web.showcase.substance import (
    checks,
    confirm,
    contributions,
    empty,
    facts,
    notices,
    path,
    refusal,
    results,
    story,
)


def showcase() -> dict[str, Any]:
    """Everything that the page shows, but for its forms."""
    return {
        "header": PageHeader(
            title="Componenten",
            lead="Alle bouwstenen van de schermen, in al hun standen.",
            crumbs=(Crumb(label="Begin", url=HERE), Crumb(label="Componenten")),
        ),
        "at": AT,
        "clocks": clocks(),
        "mark_sets": mark_sets(),
        "badges": tuple(Badge(text=str(tone.value), tone=tone) for tone in Tone),
        "partner_sets": (partners(), partners(late=True)),
        "persons": persons(),
        "owed": owed(),
        "facts": facts(),
        "contributions": contributions(),
        "days": timeline_days(story()),
        "path": path(),
        "notices": notices(),
        "refusal": refusal(),
        "checks": checks(),
        "results": results(),
        "progress": Progress(done=7, total=10, label="Criteria beoordeeld"),
        "empty": empty(),
        "confirm": confirm(),
        "actions": actions(),
        "rows": board(),
        "head": case_head(),
        "table": measures(),
    }
