"""Texts that stand in the database as cipher only, and open only when somebody says so.

A field of this kind gives a `Sealed`: printed, logged or put into a page it says that it is protected,
whoever forgot a filter. `open()` is called where a reveal was logged and in the scan of documents and
attachments, `open_bytes()` where an attachment is handed out.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

HIDDEN: Final = "afgeschermd"
SHORTEST_KEY: Final = 32


class Unreadable(Exception):
    """None of the keys opens this: a key was taken away too early, or the bytes were changed."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A text as cipher. Empty when there is none."""

    token: bytes = b""

    @classmethod
    def of(cls, text: str) -> Sealed:
        """Close a text with the newest key; an empty one stays empty."""
        return cls(_keys().encrypt(text.encode())) if text else cls()

    @classmethod
    def of_bytes(cls, contents: bytes) -> Sealed:
        """Close the contents of a file with the newest key."""
        return cls(_keys().encrypt(contents)) if contents else cls()

    def open(self) -> str:
        """The text. Raises Unreadable when no key opens it."""
        return self.open_bytes().decode()

    def open_bytes(self) -> bytes:
        """The contents of a file. Raises Unreadable when no key opens them."""
        if not self.token:
            return b""
        try:
            return _keys().decrypt(self.token)
        except InvalidToken as fault:
            raise Unreadable from fault

    def renewed(self) -> Sealed:
        """The same text under the newest key. Raises Unreadable when no key opens it."""
        if not self.token:
            return self
        try:
            return Sealed(_keys().rotate(self.token))
        except InvalidToken as fault:
            raise Unreadable from fault

    def __bool__(self) -> bool:
        return bool(self.token)

    def __str__(self) -> str:
        return HIDDEN if self.token else ""

    def __repr__(self) -> str:
        return f"<Sealed {HIDDEN}>"


if TYPE_CHECKING:
    _Field = models.Field[Sealed, Sealed]
else:
    _Field = models.Field


class SealedTextField(_Field):
    """A text that the database never sees; a query can neither search nor sort by it."""

    description = "encrypted text"
    empty_strings_allowed = False

    def get_internal_type(self) -> str:
        """Stored as bytes; the change history leaves out every column of bytes."""
        return "BinaryField"

    def from_db_value(self, value: Any, *_: object) -> Sealed | None:
        """The cipher as it stands; nothing is decrypted by reading it."""
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Sealed:
        """Only a Sealed may be stored: a plain text would have been visible on its way."""
        if isinstance(value, Sealed):
            return value
        raise TypeError("store Sealed.of(text), never the text itself")

    def get_prep_value(self, value: Any) -> Any:
        """The bytes for the database."""
        return self.to_python(value).token

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """The bytes as the driver takes them."""
        value = super().get_db_prep_value(value, connection, prepared)
        return None if value is None else connection.Database.Binary(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """No question about the content: equal texts have unequal ciphers."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        """Leave it out of whatever is written as text."""
        return HIDDEN


class SealedFileField(SealedTextField):
    """The contents of a file as cipher: large, so that few of them are held at a time."""

    description = "encrypted file"


def sealed_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The names of the encrypted fields of a model."""
    return tuple(field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField))


def check_keys(keys: Iterable[str]) -> None:
    """Raise ImproperlyConfigured unless there is a key and each is long enough."""
    given = list(keys)
    if not given or any(len(key) < SHORTEST_KEY for key in given):
        raise ImproperlyConfigured(
            f"Set ADDRESS_KEYS to random values of at least {SHORTEST_KEY} characters, comma-separated, the "
            "newest first."
        )


def _keys() -> MultiFernet:
    return _ring(tuple(settings.ADDRESS_KEYS))


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    check_keys(keys)
    digests = (hashlib.sha256(key.encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
