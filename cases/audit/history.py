"""What the records of a case were before: each column under its own category, as everywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.db import models
from django.db.models import Q

from cases.access.information import Information, our_models
from cases.access.rules.categories import Category
from cases.audit.models import RecordChange
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, sees_role

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One column before and after, as it was stored."""

    field: models.Field[Any, Any]
    category: Category
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one record as the actor may see it; `hidden`: so many columns are not for her or him."""

    row: RecordChange
    what: str
    fields: tuple[ChangedField, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class History:
    """The changes of a case, newest first, and how many are held back as a whole."""

    changes: tuple[Change, ...]
    held_back: int


def history_of(access: CaseAccess, *, limit: int = MOST) -> History:
    """The last changes of the records of the case and of its persons."""
    roles = {role.person_id: role for role in CaseRole.objects.filter(case=access.case)}
    seen = {key for key, role in roles.items() if sees_role(access, role)}
    rows = (
        RecordChange.objects.filter(Q(case=access.case) | Q(case__isnull=True, person__in=roles))
        .select_related("user", "giver", "organisation")
        .order_by("-pk")[:limit]
    )
    changes = []
    held_back = 0
    for row in rows:
        fields, hidden = _fields(access, row, seen)
        if fields:
            what = str(_models()[row.table_name]._meta.verbose_name)
            changes.append(Change(row, what, tuple(fields), hidden))
        elif hidden:
            held_back += 1
    return History(tuple(changes), held_back)


def _fields(access: CaseAccess, row: RecordChange, seen: set[int]) -> tuple[list[ChangedField], int]:
    """The columns that the actor may see, and how many others changed; technical ones say nothing."""
    model = _models().get(row.table_name)
    if model is None:
        return [], 0
    shown, hidden = [], 0
    for field, category in _categories(model):
        if field.column not in row.before or category is Category.TECHNICAL or not field.editable:
            continue
        if _may_see(access, row, category, seen):
            shown.append(ChangedField(field, category, row.before[field.column], row.after.get(field.column)))
        else:
            hidden += 1
    return shown, hidden


def _may_see(access: CaseAccess, row: RecordChange, category: Category, seen: set[int]) -> bool:
    if row.person_id is not None and row.person_id not in seen:
        return False
    if row.giver_id is None:
        return category is Category.THAT
    return access.may_see(category, row.giver_id)


def _categories(model: type[models.Model]) -> list[tuple[models.Field[Any, Any], Category]]:
    declared: Information = getattr(model, "INFORMATION", {})
    return [(field, declared[field.name]) for field in model._meta.concrete_fields if field.name in declared]


@lru_cache(maxsize=1)
def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in our_models()}
