"""Rows of three-way choices with note and source, as the forms of assessments and screenings have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django import forms
from django.forms import BoundField

from cases.terms.models import Term
from cases.web.moments import due_text

NO_SOURCE: Final = ("", "zelfde als hieronder")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of three-way choice with its note and, for a criterion, its source: `_row.html` with `row`."""

    number: str
    text: str
    choice: BoundField
    note: BoundField
    source: BoundField | None = None


def note_field(label: str, length: int) -> forms.CharField:
    """A text of a few lines that may stay empty."""
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, max_length=length, required=False, widget=widget)


def late_field(late: Iterable[Term]) -> forms.CharField:
    """Why the terms that have passed are met only now."""
    terms = ", ".join(f"{term.get_kind_display()} ({due_text(term.due_at)})" for term in late if term.due_at)
    reason = note_field("Reden van de overschrijding", 1000)
    reason.help_text = f"Te laat: {terms}. Nodig zodra u ja of nee concludeert."
    return reason
