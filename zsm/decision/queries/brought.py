"""What the partners bring to the table: advice, triage, and their own contributions with dissent."""

from __future__ import annotations

from collections.abc import Iterator

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.terms.rules.wording import count_text
from zsm.advice.models import Advice
from zsm.consultation.models import Contribution
from zsm.consultation.rules.contribution import DISSENT_CATEGORY, OFFER_CATEGORY, VIEW_CATEGORY
from zsm.decision.queries.facts import OnTheTable
from zsm.decision.queries.line import Line, missing_line
from zsm.decision.rules.facts import CaseFacts


def brought_in(table: OnTheTable, facts: CaseFacts) -> Iterator[Line]:
    """The lines of what the partners bring in, and what of it is still awaited."""
    yield from _advice(table, facts)
    if table.triage is not None:
        yield Line(
            code="civil_triage",
            label="Triage kinderen",
            category=Category.CHILDREN,
            value=table.triage.get_outcome_display(),
            given=table.triage.organisation,
            at=table.triage.recorded_at,
        )
    for row in table.contributions:
        yield from _contribution(row)


def _advice(table: OnTheTable, facts: CaseFacts) -> Iterator[Line]:
    adviser = facts.adviser or OrganisationKind.RECLASSERING
    if adviser not in table.advices:
        yield missing_line("advice", f"Advies van {ORGANISATION_LABELS[adviser]}", Category.ADVICE, adviser)
    for kind, row in table.advices.items():
        yield Line(
            code="advice",
            label=f"Advies van {ORGANISATION_LABELS[kind]}",
            category=Category.ADVICE,
            value=advice_text(row),
            given=row.organisation,
            at=row.handed_in_at,
        )


def advice_text(row: Advice) -> str:
    """An advice in one line: kind, the decision that is advised, and the two considerations."""
    parts = [f"{row.get_kind_display()}: {row.get_decision_display()}"]
    if row.em:
        parts.append(f"elektronische monitoring {row.get_em_display()}")
    if row.dut:
        parts.append(f"dadelijk uitvoerbaar toezicht {row.get_dut_display()}")
    if row.conditions:
        counted = count_text(len(row.conditions), "voorwaarde", "voorwaarden")
        parts.append(f"{counted} geadviseerd")
    return "; ".join(parts)


def _contribution(row: Contribution) -> Iterator[Line]:
    """Each part under its own category; dissent stays beside the decision that was taken."""
    said = [
        (Category(part.category), f"weet van {CATEGORY_LABELS[Category(part.category)]}", part.text)
        for part in sorted(row.parts.all(), key=lambda part: part.pk)
    ]
    said.append((VIEW_CATEGORY, "kijk op de onveiligheid", row.view))
    said.append((OFFER_CATEGORY, "kan doen", row.offer))
    said.append((DISSENT_CATEGORY, "ander oordeel", _dissent(row)))
    for category, what, text in said:
        if text:
            yield Line(
                code="contribution",
                label=f"{row.organisation.short_name}: {what}",
                category=category,
                value=text,
                given=row.organisation,
                at=row.recorded_at,
            )


def _dissent(row: Contribution) -> str:
    return f"{row.dissent}\nReden: {row.dissent_reason}" if row.dissent else ""
