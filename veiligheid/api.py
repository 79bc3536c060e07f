"""REST as a whole: the resources of every app, and the document that describes them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from cases.access.routes import PUBLIC, declare
from cases.api import openapi, problems
from cases.api.urls import urlpatterns as case_patterns
from zsm.api.urls import urlpatterns as zsm_patterns

app_name = "api"

DESCRIPTION: Final = (
    "De gedeelde zaak voor de aanpak van huiselijk geweld en stalking, voor systemen van ketenpartners. "
    "Een toegangssleutel hoort bij één organisatie; wat die organisatie op de pagina's niet ziet, ziet haar "
    "systeem ook hier niet. Vastleggen gebeurt namens een medewerker (`Namens`). Momenten komen met elke "
    "tijdzone binnen en gaan in UTC naar buiten. Fouten volgen RFC 9457."
)


@lru_cache(maxsize=1)
def openapi_text() -> str:
    """The OpenAPI document as it is published and committed."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> dict[str, Any]:
    """The OpenAPI document."""
    return openapi.document(RESOURCES, DESCRIPTION)


@csrf_exempt
def described(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, for everybody; a browser of any origin may read it."""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return problems.answer(problems.problem("methode"), {"Allow": "GET, HEAD, OPTIONS"})
    response = HttpResponse(openapi_text(), content_type="application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


RESOURCES: Final[list[URLPattern]] = [*case_patterns, *zsm_patterns]

urlpatterns: list[URLPattern] = [
    path("openapi.json", declare(described, PUBLIC), name="openapi"),
    *RESOURCES,
]
