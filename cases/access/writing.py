"""A write is whole or it is not there: the outermost service sets the point to which a refusal goes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from cases.access.errors import Conflict

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_WRITING: Final[ContextVar[bool]] = ContextVar("writing", default=False)


def one_write(service: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """A service that leaves nothing behind when it raises.

    Called by a page, by REST or by a job it makes a savepoint, so that a refusal can be shown in the
    transaction of the request. Called by another service it is part of the write of that one, and costs no
    round trips: registering an arrest calls forty services. A service that catches the refusal of another one
    must therefore raise a refusal itself, or not have changed anything in it.
    """

    @wraps(service)
    def whole(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        if _WRITING.get():
            return service(*args, **kwargs)
        token = _WRITING.set(True)
        try:
            with transaction.atomic():
                return service(*args, **kwargs)
        finally:
            _WRITING.reset(token)

    return whole


@contextmanager
def first_come(constraint: str, message: str) -> Iterator[None]:
    """A write that can be lost to somebody who was first: then it breaks this unique constraint.

    Raises Conflict with the message when it is lost. A breach of any other constraint is a fault of ours and
    stays one.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as clash:
        diagnosis = getattr(clash.__cause__, "diag", None)
        if diagnosis is None or diagnosis.constraint_name != constraint:
            raise
        raise Conflict(message) from clash
