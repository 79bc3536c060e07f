"""One decision on paper: what was ordered, why, what was on the table then, who informs the victim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess, roles_in
from cases.documents.paper import Block, Line, Offer, Paper, Section, Sheet
from cases.documents.permissions import check_can_make_overview
from cases.documents.rules.kinds import KIND_LABELS, DocumentKind
from cases.documents.rules.moments import dated_text
from cases.organisations.rules import OrganisationKind
from cases.plans.documents.professional import held_back_text
from zsm.decision.documents.wording import table_line
from zsm.decision.models import Decision
from zsm.decision.queries import decisions_of, names_in
from zsm.decision.rules.act import kinds_text
from zsm.decision.rules.checklist import GUARD_LABELS, Guard
from zsm.decision.rules.kinds import DECISION_LABELS, DecisionKind
from zsm.decision.rules.order_text import Names, order_lines


class DecisionSheetDocument:
    """The sheet of one decision."""

    kind = DocumentKind.DECISION_SHEET

    def check(self, access: CaseAccess) -> None:
        """Everybody who reads along may print what she or he reads."""
        check_can_make_overview(access.actor, access.case.pk)

    def offers(self, access: CaseAccess, at: datetime) -> tuple[Offer, ...]:
        """One per decision that the maker may see, the newest first."""
        return tuple(
            Offer(f"{_title(row)}, {dated_text(row.decided_at)}", row.public_id) for row in _seen(access)
        )

    def build(self, access: CaseAccess, subject: UUID | None, at: datetime) -> Paper:
        """The decision. Raises LookupError for one that is not of this case or not for the maker."""
        decision = next((row for row in _seen(access) if row.public_id == subject), None)
        if decision is None:
            raise LookupError("no such decision for this actor")
        frozen, categories = _frozen(access, decision)
        roles = roles_in(access)
        sheet = Sheet(
            title=KIND_LABELS[self.kind],
            lead=f"Zaak {access.case.number}: {_title(decision)}, {dated_text(decision.decided_at)}.",
            alerts=_alerts(decision),
            sections=(_decision(decision), _orders(decision, names_in(access)), frozen),
        )
        categories |= {Category.CHILDREN if role.role == "child" else Category.IDENTITY for role in roles}
        return Paper(
            template="documents/sheet.html",
            title=KIND_LABELS[self.kind],
            content=sheet,
            persons=frozenset(role.person_id for role in roles),
            categories=frozenset(categories | {Category.THAT, Category.DECISION}),
        )


def _seen(access: CaseAccess) -> list[Decision]:
    return [
        row for row in decisions_of(access.case) if access.may_see(Category.DECISION, row.organisation_id)
    ]


def _title(decision: Decision) -> str:
    return kinds_text(DecisionKind(order.kind) for order in decision.orders.all())


def _alerts(decision: Decision) -> tuple[str, ...]:
    if not decision.overridden_guards:
        return ()
    labels = "; ".join(GUARD_LABELS[Guard(number)] for number in decision.overridden_guards)
    return (f"Waarborg opzijgezet door de officier van justitie: {labels}",)


def _decision(decision: Decision) -> Section:
    informer = decision.informer.name if decision.informer else "niemand aangewezen"
    facts = (
        Line("Besloten op", dated_text(decision.decided_at)),
        Line("Door", f"{decision.decided_by.display_name}, {decision.organisation.name}"),
        Line("Motivering", decision.motivation),
        Line("Informeert het slachtoffer", informer),
        Line("Reden van de overschrijding", decision.late_reason),
        Line("Motivering van het opzijzetten", decision.override_motivation),
    )
    return Section("Besluit", lines=tuple(line for line in facts if line.value))


def _orders(decision: Decision, names: Names) -> Section:
    blocks = tuple(
        Block(
            title=DECISION_LABELS[DecisionKind(order.kind)],
            lines=tuple(
                Line(label, value)
                for label, value in order_lines(DecisionKind(order.kind), order.values, names)
            ),
        )
        for order in decision.orders.all()
    )
    return Section("Wat is besloten", blocks=blocks)


def _frozen(access: CaseAccess, decision: Decision) -> tuple[Section, set[Category]]:
    """What was on the table then, by what the maker may see now."""
    rows: list[Mapping[str, Any]] = decision.on_the_table.get("lines", [])
    shown = [
        row for row in rows if row["given"] is None or access.may_see(Category(row["category"]), row["given"])
    ]
    section = Section(
        "Wat op tafel lag",
        lines=tuple(_frozen_line(row) for row in shown),
        empty="Er is niet vastgelegd wat op tafel lag.",
        held_back=held_back_text(len(rows) - len(shown)),
    )
    return section, {Category(row["category"]) for row in shown if row["given"] is not None}


def _frozen_line(row: Mapping[str, Any]) -> Line:
    return table_line(
        row["label"],
        row["value"],
        unknown=row["unknown"],
        supplier=OrganisationKind(row["supplier"]) if row["supplier"] else None,
        source=row["by"],
        at=datetime.fromisoformat(row["at"]) if row["at"] else None,
    )


DECISION_SHEET: Final = DecisionSheetDocument()
