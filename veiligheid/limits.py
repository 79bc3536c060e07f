"""How large a request may be, answered before anything of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from cases.api.caller import is_api
from cases.attachments.rules.files import LARGEST
from veiligheid import refusals

# A file as base64 inside JSON, with room for what is told about it.
LARGEST_BODY: Final = LARGEST * 4 // 3 + 1024 * 1024
# A browser that is refused before it has sent everything shows no answer. So a form is read; of a file that
# is too large nothing is kept (`cases.web.uploads`), and the form itself says so.
LARGEST_FORM: Final = 100 * 1024 * 1024


class BodyLimitMiddleware:
    """413 for a body that no page and no resource takes. A body of unknown length is not read at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on, unless it says itself that it is too large."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > (LARGEST_BODY if is_api(request) else LARGEST_FORM):
            return refusals.too_large(request)
        return self.get_response(request)
