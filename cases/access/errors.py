"""The four ways in which a service says no; pages and REST translate each in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cases.access.rules.refusal import Missing


class DomainError(Exception):
    """A refusal that the user can understand; `message` is a Dutch sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The actor takes part in the case but has no right to do this (403); the message gives the reason."""


class Conflict(DomainError):
    """Somebody else was first, or the state has changed since the page was shown (409)."""


class GuardRefusal(DomainError):
    """The rules of the case do not allow this yet (409); names every missing item, not the first only."""

    def __init__(self, missing: Sequence[Missing], message: str = "Dit kan nog niet.") -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class InvalidInput(DomainError):
    """What was filled in is not right (400); messages per field, key "" for the whole form."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__("Controleer de invoer.")
        self.errors = {field: list(messages) for field, messages in errors.items()}

    def __str__(self) -> str:
        """For logs and commands: which fields, never what was filled in."""
        return f"{self.message} ({', '.join(sorted(self.errors))})"
