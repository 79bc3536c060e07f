"""Texts as cipher: closed until opened, readable under older keys, never by the database."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.test import override_settings

from cases.access.encryption import HIDDEN, Sealed, Unreadable, check_keys
from cases.persons.address_models import ProtectedAddress

TEXT = "Rietkraag 417"
OLD, NEW = "o" * 40, "n" * 40


def test_a_sealed_text_says_nothing_until_it_is_opened() -> None:
    sealed = Sealed.of(TEXT)
    shown = (str(sealed), repr(sealed), f"{sealed}", sealed.token.decode())
    assert not [words for words in shown if "Rietkraag" in words or "417" in words]
    assert str(sealed) == HIDDEN
    assert sealed.open() == TEXT


def test_no_text_is_no_cipher() -> None:
    assert (Sealed.of("").open(), str(Sealed.of("")), bool(Sealed.of(""))) == ("", "", False)


def test_equal_texts_have_unequal_ciphers() -> None:
    assert Sealed.of(TEXT).token != Sealed.of(TEXT).token


def test_an_older_key_still_opens_and_a_newer_one_takes_over() -> None:
    with override_settings(ADDRESS_KEYS=[OLD]):
        sealed = Sealed.of(TEXT)
    with override_settings(ADDRESS_KEYS=[NEW, OLD]):
        renewed = sealed.renewed()
        assert sealed.open() == renewed.open() == TEXT
    with override_settings(ADDRESS_KEYS=[NEW]):
        assert renewed.open() == TEXT
        with pytest.raises(Unreadable):
            sealed.open()


@pytest.mark.parametrize("keys", [[], [""], ["short"], [OLD, "short"]])
def test_without_a_long_key_nothing_starts(keys: list[str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="ADDRESS_KEYS"):
        check_keys(keys)


def test_a_plain_text_cannot_be_stored() -> None:
    with pytest.raises(TypeError):
        ProtectedAddress._meta.get_field("street").get_prep_value(TEXT)


@pytest.mark.parametrize("lookup", ["street", "street__contains", "street__in"])
def test_no_query_asks_for_the_content(lookup: str) -> None:
    with pytest.raises(FieldError):
        ProtectedAddress.objects.filter(**{lookup: Sealed.of(TEXT)})
