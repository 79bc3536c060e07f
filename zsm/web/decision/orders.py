"""The fields of an order as components: in the list of decisions and on the confirm step."""

from __future__ import annotations

from collections.abc import Mapping

from cases.web.components import Fact
from zsm.decision.queries import names_in
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.rules.order_text import NOBODY, Names, field_text, order_lines

__all__ = ["NOBODY", "Names", "field_text", "names_in", "order_facts"]


def order_facts(kind: DecisionKind, values: Mapping[str, object], names: Names) -> tuple[Fact, ...]:
    """Every field of an order that was filled in, with its value in words."""
    return tuple(Fact(label=label, value=value) for label, value in order_lines(kind, values, names))
