"""Where an owed step is done: apps register the page per kind of term; board, head and My work read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from cases.access.actor import Actor
from cases.casefiles.models import Case
from cases.terms.rules.kinds import TermKind

May = Callable[[Actor], bool]


def whole_organisation(actor: Actor) -> bool:
    """Everybody of the organisation that owes the term may meet it."""
    return True


@dataclass(frozen=True, slots=True)
class TermAction:
    """The page on which a term of this kind is met, the words on the button, and who may meet it."""

    label: str
    url_name: str
    may: May = whole_organisation


_actions: dict[TermKind, TermAction] = {}


def register_action(kind: TermKind, label: str, url_name: str, may: May = whole_organisation) -> None:
    """Say on which page of the case a term of this kind is met; called in `AppConfig.ready()`.

    `may`: who of the organisation can meet it; nobody else gets the button.
    """
    _actions[kind] = TermAction(label=label, url_name=url_name, may=may)


def action_for(kind: TermKind, actor: Actor | None = None) -> TermAction | None:
    """The registered page for a kind; None when it is met elsewhere, or not by this actor."""
    action = _actions.get(kind)
    return None if action is None or (actor is not None and not action.may(actor)) else action


def action_url(kind: TermKind, case: Case) -> str:
    """The address of that page for one case, empty when there is none."""
    action = _actions.get(kind)
    return reverse(action.url_name, kwargs={"zaak": case.public_id}) if action else ""
