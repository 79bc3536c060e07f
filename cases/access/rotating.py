"""After a change of ADDRESS_KEYS: everything that is encrypted goes under the newest key, batch by batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import models, transaction

from cases.access.encryption import SealedFileField, Unreadable, sealed_fields
from cases.access.information import our_models
from cases.access.wall import GUARD_ROLE, set_context

BATCH: Final = 500
# Of files, which are held in memory twice while their key changes.
BATCH_OF_FILES: Final = 4


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many rows went under the newest key, and which no key opens, as "model key"."""

    rows: int
    unreadable: tuple[str, ...]


def rotate_keys() -> Rotated:
    """Encrypt every sealed text anew; may be repeated and broken off, for old keys go on reading.

    Works past the wall, so only the owner of the database can run it.
    """
    rows, unreadable = 0, []
    for model in our_models():
        names, size = sealed_fields(model), batch_size(model)
        last: Any = 0
        while names:
            with transaction.atomic():
                set_context(GUARD_ROLE)
                batch = list(_after(model, last, size))
                for row in batch:
                    try:
                        for name in names:
                            setattr(row, name, getattr(row, name).renewed())
                    except Unreadable:
                        unreadable.append(f"{model.__name__} {row.pk}")
                        continue
                    row.save(update_fields=names)
                    rows += 1
            if len(batch) < size:
                break
            last = batch[-1].pk
    return Rotated(rows, tuple(unreadable))


def batch_size(model: type[models.Model]) -> int:
    """How many rows of a model are held at a time."""
    files = any(isinstance(field, SealedFileField) for field in model._meta.concrete_fields)
    return BATCH_OF_FILES if files else BATCH


def _after(model: type[models.Model], key: Any, size: int) -> models.QuerySet[models.Model]:
    rows: models.QuerySet[models.Model] = (
        models.QuerySet(model).select_for_update(of=("self",)).filter(pk__gt=key)
    )
    return rows.order_by("pk")[:size]
