"""Every field declares what it gives away; one that does not stops the build."""

from __future__ import annotations

import pytest
from django.db import models
from django.test.utils import isolate_apps

from cases.access import information as module
from cases.access.information import check_information, information, undeclared_fields
from cases.access.rules.categories import Category
from cases.persons.models import Person


def test_every_field_of_every_model_has_a_category() -> None:
    assert check_information() == []


@isolate_apps("cases")
def test_a_field_without_a_category_stops_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    class Forgetful(models.Model):
        INFORMATION = information({Category.TECHNICAL: ("id",), Category.IDENTITY: ("nickname",)})
        address = models.CharField(max_length=10)

        class Meta:
            app_label = "cases"

    monkeypatch.setattr(module, "our_models", lambda: [Forgetful])
    assert [(error.id, error.msg) for error in check_information()] == [
        ("cases.E001", "Forgetful.address has no information category"),
        ("cases.E002", "Forgetful.INFORMATION names 'nickname', which is no field"),
    ]


def test_a_field_cannot_stand_under_two_categories() -> None:
    with pytest.raises(ValueError, match="twice"):
        information({Category.IDENTITY: ("name",), Category.CONTACT: ("name",)})


def test_a_model_that_declares_nothing_misses_every_field() -> None:
    missing, unknown = undeclared_fields(type("Bare", (), {"_meta": Person._meta}))
    assert "bsn" in missing
    assert unknown == set()
