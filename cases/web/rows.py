"""Rows that can be added and taken away (formset.js)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseFormSet

if TYPE_CHECKING:
    Rows = BaseFormSet[Any]
else:
    # Generic for the type checker only.
    Rows = BaseFormSet


class UnseenBox(forms.CheckboxInput):
    """A box that only a script ticks."""

    def __init__(self) -> None:
        super().__init__(attrs={"hidden": True})


class RowSet(Rows):
    """Rows with a box that the button for taking a row away ticks; nobody sees the box itself."""

    default_error_messages = {
        "missing_management_form": "Het formulier is niet compleet aangekomen. Vernieuw de pagina.",
        "too_many_forms": "Er zijn te veel regels.",
        "too_few_forms": "Er zijn te weinig regels.",
    }

    deletion_widget = UnseenBox


def is_removed(form: forms.BaseForm) -> bool:
    """Whether a row was taken away on the page."""
    return form.is_bound and bool(form["DELETE"].data)
