"""One way to hand a form to a service: what the service refuses comes back in place, with its status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.web.components import Refusal, refusal_from
from cases.web.forms import BaseForm


@dataclass(frozen=True, slots=True)
class Submission:
    """How it went: `done`, or the status of the answer with the refusal to show, if there is one."""

    done: bool
    status: int = 200
    refusal: Refusal | None = None


NOT_SENT = Submission(done=False)


def submit(
    form: BaseForm,
    write: Callable[[], object],
    *,
    fields: Mapping[str, str] | None = None,
    links: Mapping[str, tuple[str, str]] | None = None,
) -> Submission:
    """Write with a service what the form holds, when it is right.

    `fields` translates the names of the service to those of the form; `links` gives per missing item the
    (url, text) that mends it. NotAllowed passes through to the middleware.
    """
    if not form.is_valid():
        return Submission(done=False, status=400)
    try:
        write()
    except InvalidInput as error:
        names = fields or {}
        form.take_errors(InvalidInput({names.get(name, name): said for name, said in error.errors.items()}))
        return Submission(done=False, status=400)
    except GuardRefusal as refusal:
        return Submission(done=False, status=409, refusal=refusal_from(refusal.missing, links=links))
    except Conflict as conflict:
        shown = Refusal(title=conflict.message, items=())
        return Submission(done=False, status=409, refusal=shown)
    return Submission(done=True)
