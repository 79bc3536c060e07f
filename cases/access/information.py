"""Every model field declares which information it gives away (architecture, section 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import models

from cases.access.rules.categories import Category

Information = Mapping[str, Category]

OUR_APPS = frozenset({"cases", "zsm", "actieoverleg"})


def information(fields_per_category: Mapping[Category, Iterable[str]]) -> Information:
    """Turn `{category: fields}` into `{field: category}`.

    Raises ValueError when a field stands under two categories.
    """
    declared: dict[str, Category] = {}
    for category, names in fields_per_category.items():
        for name in names:
            if name in declared:
                raise ValueError(f"field {name!r} is declared twice")
            declared[name] = category
    return declared


def our_models() -> list[type[models.Model]]:
    """Every model that can tell something about a person or case; organisations and their staff cannot."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OUR_APPS and not model.__module__.startswith("cases.organisations.")
    ]


def undeclared_fields(model: type[models.Model]) -> tuple[set[str], set[str]]:
    """The fields of a model without a category, and the declared names that are no field."""
    declared = set(getattr(model, "INFORMATION", {}))
    concrete = {field.name for field in model._meta.concrete_fields}
    concrete |= {field.name for field in model._meta.local_many_to_many}
    return concrete - declared, declared - concrete


def check_information(**_: Any) -> list[CheckMessage]:
    """System check: a field without an information category stops the build."""
    errors: list[CheckMessage] = []
    for model in our_models():
        missing, unknown = undeclared_fields(model)
        errors.extend(
            Error(f"{model.__name__}.{name} has no information category", obj=model, id="cases.E001")
            for name in sorted(missing)
        )
        errors.extend(
            Error(
                f"{model.__name__}.INFORMATION names {name!r}, which is no field", obj=model, id="cases.E002"
            )
            for name in sorted(unknown)
        )
    return errors
