"""The tab with what the records of a case were before, who changed them and when."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import models
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access.wall import WEB_ROLE, WORKER_ROLE
from cases.audit.history import Change, ChangedField, history_of
from cases.audit.models import RecordChange
from cases.casefiles.queries import CaseAccess
from cases.organisations.models import Municipality, Organisation, User, ZsmLocation
from cases.persons.models import Person
from cases.terms.models import Term
from cases.terms.queries import terms_of
from cases.terms.rules.wording import count_text, day_text
from cases.web.casepage import frame
from cases.web.moments import moment_text
from cases.web.naming import Naming, naming_for
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.tabs import must_read_along

EMPTY: Final = "leeg"
OTHER: Final = "gewijzigd"
# Tables of which the name may stand on any page; persons are named by what the actor may know of them.
NAMED: Final[dict[Any, models.QuerySet[Any]]] = {
    model: model.objects.all() for model in (Organisation, User, Municipality, ZsmLocation)
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One column in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One change in words."""

    what: str
    at: datetime
    who: str
    removed: bool
    fields: tuple[Shown, ...]
    hidden: str


@case_page(may=must_read_along)
@require_safe
def changes(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The last changes, newest first; what is not for the actor's organisation is counted only."""
    history = history_of(access)
    naming = naming_for(access)
    terms = {term.pk: term.get_kind_display() for term in terms_of(access.case)}
    words = _Words(history.changes, naming, request.at, terms)
    request.trail.shows(
        persons=words.persons,
        categories={field.category for change in history.changes for field in change.fields},
    )
    held_back = history.held_back
    context = frame(
        request,
        access,
        "wijzigingen",
        changes=[words.card(change) for change in history.changes],
        held_back=f"{count_text(held_back, 'wijziging', 'wijzigingen')} niet voor uw organisatie"
        if held_back
        else "",
    )
    return render(request, "cases/changes/page.html", context)


class _Words:
    """Stored values in words; looks names up once for the whole page."""

    def __init__(
        self, changes: tuple[Change, ...], naming: Naming, at: datetime, terms: dict[int, str]
    ) -> None:
        self.naming, self.at, self.terms = naming, at, terms
        self.persons: set[int] = {
            change.row.person_id for change in changes if change.row.person_id is not None
        }
        wanted: dict[Any, set[int]] = defaultdict(set)
        for change in changes:
            for field in change.fields:
                if field.field.related_model in NAMED:
                    values = (field.before, field.after)
                    wanted[field.field.related_model].update(
                        value for value in values if isinstance(value, int)
                    )
        self.names = {
            (model, key): str(found)
            for model, keys in wanted.items()
            for key, found in NAMED[model].in_bulk(keys).items()
        }

    def card(self, change: Change) -> ChangeCard:
        """One change, with who made it."""
        return ChangeCard(
            what=change.what + self._about(change.row),
            at=change.row.changed_at,
            who=who_changed(change.row),
            removed=change.row.operation == RecordChange.OPERATION_REMOVED,
            fields=tuple(self._shown(field) for field in change.fields),
            hidden=f"{count_text(change.hidden, 'onderdeel', 'onderdelen')} niet voor uw organisatie"
            if change.hidden
            else "",
        )

    def _about(self, row: RecordChange) -> str:
        if row.table_name == Term._meta.db_table and row.row_key in self.terms:
            return f": {self.terms[row.row_key]}"
        role = self.naming.roles.get(row.person_id) if row.person_id else None
        return f" van {self.naming.name(role.person)}" if role else ""

    def _shown(self, field: ChangedField) -> Shown:
        label = str(field.field.verbose_name)
        return Shown(
            label=label[:1].upper() + label[1:],
            before=self._text(field.field, field.before),
            after=self._text(field.field, field.after),
        )

    def _text(self, field: models.Field[Any, Any], value: Any) -> str:
        if value in (None, "", []):
            return EMPTY
        if field.related_model is not None:
            return self._related(field.related_model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "ja" if value else "nee"
        if isinstance(field, models.DateTimeField):
            return moment_text(datetime.fromisoformat(value), self.at)
        if isinstance(field, models.DateField):
            return day_text(date.fromisoformat(value))
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return ", ".join(value)
        return str(value) if isinstance(value, str | int) else OTHER

    def _related(self, model: Any, value: Any) -> str:
        if model is Person:
            role = self.naming.roles.get(value)
            if role is None:
                return OTHER
            self.persons.update(self.naming.shown([role.person]))
            return self.naming.name(role.person)
        return self.names.get((model, value), OTHER)


def who_changed(row: RecordChange) -> str:
    """Who it was; without a user a job of the application, or somebody in the database itself."""
    if row.user is not None:
        own = f", {row.organisation.short_name}" if row.organisation else ""
        return f"{row.user.display_name}{own}"
    if row.login in (WEB_ROLE, WORKER_ROLE):
        return "de toepassing"
    return f"buiten de toepassing ({row.login})"
