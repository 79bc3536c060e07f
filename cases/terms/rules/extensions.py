"""How far a term may be extended (legal facts, section 1, column "extension, end")."""

from __future__ import annotations

from collections.abc import Sequence

from cases.terms.rules.parameters import ExtensionOrder
from cases.terms.rules.vocabulary import Extension, Length, TermRule


class ExtensionRefused(ValueError):
    """The law does not allow this extension; the text is a Dutch sentence."""


def extended_length(rule: TermRule, base: Length, orders: Sequence[ExtensionOrder]) -> Length:
    """The length of a term with its extension orders.

    Raises ExtensionRefused when the rule knows no extension, an order goes beyond the maximum of the law, is
    one too many, lacks a reason, or when its condition was not stated to hold.
    """
    if not orders:
        return base
    extension = rule.extension
    if extension is None:
        raise ExtensionRefused(f"{rule.label}: de wet kent geen verlenging.")
    if extension.only_base is not None and extension.only_base != base:
        text = f"{rule.label}: alleen een termijn van {extension.only_base.text} kan worden verlengd"
        raise ExtensionRefused(f"{text} ({extension.basis}).")
    if extension.times is not None and len(orders) > extension.times:
        raise ExtensionRefused(
            f"{rule.label}: hoogstens {extension.times} keer te verlengen ({extension.basis})."
        )
    length = base
    for order in orders:
        _check_order(rule, extension, order)
        length = length + order.length
    if extension.total is not None and length.span > extension.total.span:
        text = f"{rule.label}: samen met de verlengingen hoogstens {extension.total.text}"
        raise ExtensionRefused(f"{text} ({extension.basis}).")
    return length


def _check_order(rule: TermRule, extension: Extension, order: ExtensionOrder) -> None:
    if order.length.span.total_seconds() <= 0 or order.length.span > extension.step.span:
        text = f"{rule.label}: een verlenging duurt hoogstens {extension.step.text}"
        raise ExtensionRefused(f"{text} ({extension.basis}).")
    if not order.reason.strip():
        raise ExtensionRefused(f"{rule.label}: geef de reden van de verlenging.")
    if not order.condition_met:
        raise ExtensionRefused(f"{rule.label}: verlengen kan alleen als: {extension.condition}.")
