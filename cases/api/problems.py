"""Every refusal and fault of REST as problem details (RFC 9457), in Dutch, with nothing of a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, JsonResponse

from cases.access.errors import Conflict, GuardRefusal, NotAllowed
from cases.access.rules.refusal import Missing
from cases.organisations.rules import ORGANISATION_LABELS

CONTENT_TYPE: Final = "application/problem+json"
TYPE: Final = "urn:veiligheid:probleem:{code}"

# Stable code per kind of problem: status, title.
PROBLEMS: Final[dict[str, tuple[int, str]]] = {
    "invoer": (400, "De invoer klopt niet."),
    "onleesbaar": (400, "Het verzoek is niet te lezen."),
    "aanmelden": (401, "Meld u aan met een geldige toegangssleutel."),
    "niet-toegestaan": (403, "Dit mag niet."),
    "niet-gevonden": (404, "Niet gevonden."),
    "methode": (405, "Deze methode bestaat hier niet."),
    "antwoordvorm": (406, "Antwoorden zijn er alleen als JSON."),
    "conflict": (409, "Dit gaat niet samen met wat intussen is vastgelegd."),
    "waarborg": (409, "Een waarborg houdt dit tegen."),
    "sleutel-hergebruikt": (409, "Deze Idempotency-Key is al gebruikt voor een ander verzoek."),
    "verouderd": (412, "Het gegeven is intussen gewijzigd."),
    "te-groot": (413, "Het verzoek is te groot."),
    "verzoekvorm": (415, "Stuur het verzoek als JSON."),
    "if-match": (428, "Zeg met If-Match welke versie u wijzigt."),
    "te-veel": (429, "Te veel verzoeken."),
    "storing": (500, "Er ging iets mis."),
    "niet-beschikbaar": (503, "Dit kon niet worden vastgelegd en is daarom niet getoond."),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with a request: where it stands, a stable code and a Dutch sentence.

    `place`: "body", "query" or "header". `pointer`: in the body a JSON pointer, elsewhere the name.
    """

    place: str
    pointer: str
    detail: str
    code: str = "ongeldig"

    def plain(self) -> dict[str, Any]:
        """As it is sent."""
        where = {"pointer": self.pointer} if self.place == "body" else {"name": self.pointer}
        return {"in": self.place, "location": where, "code": self.code, "detail": self.detail}


class ApiRefusal(Exception):
    """A refusal of the interface itself; what a service refuses is translated below."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        wrong: Iterable[Wrong] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.wrong = tuple(wrong)
        self.headers = dict(headers or {})


def problem(code: str, detail: str = "", *, wrong: Iterable[Wrong] = (), **more: Any) -> dict[str, Any]:
    """The body of a problem."""
    status, title = PROBLEMS[code]
    body: dict[str, Any] = {"type": TYPE.format(code=code), "title": title, "status": status}
    body["detail"] = detail or title
    if errors := [entry.plain() for entry in wrong]:
        body["errors"] = errors
    return {**body, **more}


def missing_items(missing: Iterable[Missing]) -> list[dict[str, Any]]:
    """What a guard still needs, each with who supplies it."""
    return [
        {
            "code": item.code,
            "tekst": item.text,
            "leverancier": item.supplier.value if item.supplier else None,
            "leverancierNaam": ORGANISATION_LABELS[item.supplier] if item.supplier else None,
        }
        for item in missing
    ]


def refusal_body(error: Exception) -> dict[str, Any] | None:
    """The problem for what a service refused; None when it is no refusal without field names."""
    if isinstance(error, NotAllowed):
        return problem("niet-toegestaan", error.message)
    if isinstance(error, GuardRefusal):
        return problem("waarborg", error.message, ontbreekt=missing_items(error.missing))
    if isinstance(error, Conflict):
        return problem("conflict", error.message)
    return None


def answer(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> JsonResponse:
    """A problem as an answer outside of a view: of middleware and of unknown paths."""
    # The same bytes as a view gives.
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    response = JsonResponse(body, status=body["status"], content_type=CONTENT_TYPE, json_dumps_params=compact)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> JsonResponse:
    """404: the same bytes for what does not exist and for what an outsider may not know."""
    return answer(problem("niet-gevonden"))


def server_error(request: HttpRequest) -> JsonResponse:
    """500 without any query: the database may be what failed."""
    return answer(problem("storing"))


def unavailable(request: HttpRequest) -> JsonResponse:
    """503: it could not be logged or stored, so it is not shown."""
    return answer(problem("niet-beschikbaar"))
