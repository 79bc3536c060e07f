"""After a change of ADDRESS_KEYS: everything that is encrypted goes under the newest key, batch by batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import models, transaction

from cases.access.encryption import Unreadable, sealed_fields
from cases.access.information import our_models
from cases.access.wall import GUARD_ROLE, set_context

BATCH: Final = 500


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
        names = sealed_fields(model)
        last: Any = 0
        while names:
            with transaction.atomic():
                set_context(GUARD_ROLE)
                batch = list(_after(model, last))
                for row in batch:
                    try:
                        for name in names:
                            setattr(row, name, getattr(row, name).renewed())
                    except Unreadable:
                        unreadable.append(f"{model.__name__} {row.pk}")
                        continue
                    row.save(update_fields=names)
                    rows += 1
            if len(batch) < BATCH:
                break
            last = batch[-1].pk
    return Rotated(rows, tuple(unreadable))


def _after(model: type[models.Model], key: Any) -> models.QuerySet[models.Model]:
    rows: models.QuerySet[models.Model] = (
        models.QuerySet(model).select_for_update(of=("self",)).filter(pk__gt=key)
    )
    return rows.order_by("pk")[:BATCH]
