"""The shape of every resource: who calls, what may be asked, how is answered, how an error is told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, ClassVar, Final, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest
from rest_framework import exceptions, serializers
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from cases.access.actor import Actor
from cases.access.errors import InvalidInput, NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.routes import CASE, SIGNED_IN, RoutePolicy, declare
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.source import source_of
from cases.access.trail import Trail
from cases.api import idempotency
from cases.api.caller import ON_BEHALF, ApiRequest, Caller, unauthorised
from cases.api.operations import Operation
from cases.api.problems import CONTENT_TYPE, ApiRefusal, Wrong, problem, refusal_body
from cases.api.serializers import In, pointer_to, problems_in
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess, open_case
from cases.casefiles.services import lock_case
from cases.organisations.rules import Scope

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
IDEMPOTENCY: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"
LARGEST_BODY: Final = 1_000_000
ONLY_THAT: Final = "Uw organisatie weet dat deze zaak bestaat; de inhoud is niet voor uw organisatie."
NEEDS_PERSON: Final = (
    f"Vastleggen doet een medewerker: noem in {ON_BEHALF} het kenmerk van wie dit doet (zie /gebruikers)."
)


class Parser(JSONParser):
    """JSON of a bounded size and depth."""

    largest: ClassVar[int] = LARGEST_BODY

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """Read the body. Raises ApiRefusal or ParseError."""
        request = (parser_context or {}).get("request")
        length = request.META.get("CONTENT_LENGTH") if request is not None else None
        if str(length or "").isdecimal() and int(str(length)) > self.largest:
            raise ApiRefusal("te-groot")
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise exceptions.ParseError("Te diep genest.") from None


class PerSystem(SimpleRateThrottle):
    """So many requests per credential, for who has none per address; counted per web process."""

    def get_rate(self) -> str | None:
        """The rate of the settings."""
        rate: str | None = settings.API_RATE
        return rate

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """What the requests are counted under."""
        caller: Caller | None = getattr(request, "caller", None)
        return f"api:{caller.token}" if caller else f"api:{source_of(request)}"


@dataclass(frozen=True, slots=True)
class Created:
    """What a creation made: its id, where it is, its version if it has one, and more ids to tell."""

    id: UUID
    href: str
    etag: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


def record_etag(*parts: object) -> str:
    """A strong entity tag of what can change about a record."""
    text = json.dumps([str(part) for part in parts])
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:20]}"'


class Resource(APIView):
    """A resource of an organisation; every method that it knows stands in `operations`."""

    policy: ClassVar[RoutePolicy] = SIGNED_IN
    operations: ClassVar[Mapping[str, Operation]] = {}
    renderer_classes = [JSONRenderer]
    parser_classes = [Parser]
    authentication_classes = []
    permission_classes = []
    throttle_classes = [PerSystem]

    http: ApiRequest
    asked: dict[str, Any]
    sent: serializers.BaseSerializer[Any] | None = None

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view with its policy."""
        return declare(super().as_view(**initkwargs), cls.policy)

    # --- who asks ---------------------------------------------------------------------------------

    @property
    def caller(self) -> Caller:
        """The partner system that asks."""
        if self.http.caller is None:
            raise unauthorised()
        return self.http.caller

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.caller.actor

    @property
    def at(self) -> datetime:
        """The moment of the request."""
        return self.http.at

    @property
    def trail(self) -> Trail:
        """What the request shows."""
        return self.http.trail

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """Keep the request as our middleware knows it beside that of the framework."""
        self.http = cast(ApiRequest, request)
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse who may not ask this, and what nobody can ask."""
        super().initial(request, *args, **kwargs)
        operation = self.operations.get("get" if request.method == "HEAD" else str(request.method).lower())
        if self.policy.needs_sign_in and request.method != "OPTIONS":
            self._check_caller(request)
        if operation is not None:
            self.asked = self._query(request, operation)

    def _check_caller(self, request: Request) -> None:
        caller = self.caller
        reads = request.method in SAFE
        needed = Scope.READ if reads else Scope.WRITE
        if needed not in caller.scopes:
            raise NotAllowed(f"Deze toegangssleutel is niet uitgegeven voor: {needed.value}.")
        if not reads:
            self.trail.action = AccessLogEntry.ACTION_WRITE
            if not caller.actor.in_person:
                raise NotAllowed(NEEDS_PERSON)

    def _query(self, request: Request, operation: Operation) -> dict[str, Any]:
        known = {parameter.name: parameter for parameter in operation.query}
        wrong = [
            Wrong("query", name, "Deze parameter bestaat hier niet.", code="onbekende-parameter")
            for name in request.query_params
            if name not in known
        ]
        values: dict[str, Any] = {}
        for name, parameter in known.items():
            given = request.query_params.getlist(name)
            if len(given) > 1:
                wrong.append(Wrong("query", name, "Deze parameter staat er meer dan één keer."))
                continue
            try:
                values[name] = parameter.field.run_validation(given[0] if given else serializers.empty)
            except serializers.SkipField:
                values[name] = None
            except serializers.ValidationError as problem_found:
                wrong += [Wrong("query", name, found.detail) for found in problems_in(problem_found.detail)]
        if wrong:
            raise ApiRefusal("invoer", wrong=wrong)
        return values

    # --- what is taken in -------------------------------------------------------------------------

    @property
    def shared(self) -> dict[str, Any]:
        """What serializers need to know of the request."""
        return {
            "at": self.at,
            "shows": lambda categories: self.trail.shows(categories=categories),
            "shows_person": lambda person_id: self.trail.shows(persons=[person_id]),
        }

    def read(self, body: type[In]) -> dict[str, Any]:
        """Read the body. Raises ValidationError with everything that is wrong."""
        self.sent = body(data=self.request.data, context=self.shared)
        self.sent.is_valid(raise_exception=True)
        values: dict[str, Any] = self.sent.validated_data
        return values

    def create(self, body: type[In], write: Callable[[dict[str, Any]], Created]) -> Response:
        """Create once: the same key and request gives the same answer again."""
        data = self.request.data
        key = self._key()
        organisation_id = self.actor.organisation_id
        fingerprint = idempotency.fingerprint_of(
            method=str(self.request.method), path=self.request.path, user_id=self.actor.user_id, body=data
        )
        known = idempotency.claim(
            organisation_id=organisation_id, key=key, fingerprint=fingerprint, at=self.at
        )
        if known is not None:
            return Response(known["body"], status=201, headers={**known["headers"], REPLAYED: "true"})
        created = write(self.read(body))
        answer = {
            "body": {
                "id": str(created.id),
                **created.more,
                "_links": {"self": {"href": created.href}},
            },
            "headers": {"Location": created.href, **({"ETag": created.etag} if created.etag else {})},
        }
        idempotency.remember(organisation_id=organisation_id, key=key, answer=answer)
        return Response(answer["body"], status=201, headers=answer["headers"])

    def _key(self) -> UUID:
        text = self.request.headers.get(IDEMPOTENCY, "")
        try:
            return UUID(text)
        except ValueError:
            said = "Geef bij elke aanmaak een nieuwe UUID mee." if not text else "Dit is geen UUID."
            raise ApiRefusal("invoer", wrong=[Wrong("header", IDEMPOTENCY, said)]) from None

    def must_match(self, etag: str) -> None:
        """Refuse a change of a version that is not the one that stands. Call it after locking."""
        given = self.request.headers.get("If-Match", "")
        if not given:
            raise ApiRefusal("if-match", headers={"ETag": etag})
        if given.strip() != "*" and etag not in [one.strip() for one in given.split(",")]:
            raise ApiRefusal("verouderd", "Haal het gegeven opnieuw op en kijk na of uw wijziging nog klopt.")

    # --- what is given ----------------------------------------------------------------------------

    def listed(
        self,
        rows: Iterable[Any],
        *,
        held_back: int | None = None,
        following: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> Response:
        """A list with its links. `following`: the query of the next page, None when this is the last one."""
        links = {"self": {"href": self.request.get_full_path()}}
        if following is not None:
            links["volgende"] = {"href": f"{self.request.path}?{urlencode(following)}"}
        body: dict[str, Any] = {"_links": links, "resultaten": list(rows), **more}
        if held_back is not None:
            body["achtergehouden"] = held_back
        return Response(body)

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Which methods there are; for a browser that asks before it sends (CORS)."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    # --- errors -----------------------------------------------------------------------------------

    def handle_exception(self, exc: Exception) -> Response:
        """Turn a refusal into its problem; the transaction is rolled back and the refusal logged."""
        body, headers = self._problem(exc)
        if body is None:
            raise exc
        self.http.undo = True
        response = Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)
        response.exception = True
        return response

    def pointer(self, key: str) -> str:
        """Where the body that was sent holds what a service calls `key`."""
        return pointer_to(self.sent, key)

    def _problem(self, exc: Exception) -> tuple[dict[str, Any] | None, dict[str, str]]:
        if isinstance(exc, ApiRefusal):
            return problem(exc.code, exc.detail, wrong=exc.wrong), exc.headers
        if isinstance(exc, InvalidInput):
            wrong = [
                Wrong("body", self.pointer(key), text) for key, texts in exc.errors.items() for text in texts
            ]
            return problem("invoer", exc.message, wrong=wrong), {}
        if isinstance(exc, serializers.ValidationError):
            return problem("invoer", "Controleer de invoer.", wrong=problems_in(exc.detail)), {}
        if isinstance(exc, Http404):
            return problem("niet-gevonden"), {}
        if isinstance(exc, exceptions.MethodNotAllowed):
            return problem("methode"), {"Allow": ", ".join(self.allowed_methods)}
        if isinstance(exc, exceptions.Throttled):
            return problem("te-veel"), {"Retry-After": str(int(getattr(exc, "wait", None) or 1) + 1)}
        simple = {
            exceptions.ParseError: "onleesbaar",
            exceptions.NotAcceptable: "antwoordvorm",
            exceptions.UnsupportedMediaType: "verzoekvorm",
        }
        code = next((code for kind, code in simple.items() if isinstance(exc, kind)), None)
        return (problem(code) if code else refusal_body(exc)), {}


class CaseResource(Resource):
    """A resource on the case in its path: an outsider gets 404, who only knows that it exists 403."""

    policy = CASE
    at_least: ClassVar[Level] = Level.VIEW
    # Per method who may do it at all; the service checks it again.
    may: ClassVar[Mapping[str, Callable[[Actor, int], None]]] = {}
    access: CaseAccess

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Open the case as the actor may know it."""
        super().initial(request, *args, **kwargs)
        if request.method == "OPTIONS":
            return
        try:
            self.access = open_case(self.actor, kwargs["zaak"], at=self.at)
        except Case.DoesNotExist:
            raise Http404 from None
        self.trail.shows(cases=[self.access.case.pk], categories=[Category.THAT])
        if self.access.level < self.at_least:
            raise NotAllowed(ONLY_THAT)
        check = self.may.get(str(request.method).lower())
        if check is not None:
            check(self.actor, self.case.pk)

    @property
    def case(self) -> Case:
        """The case."""
        return self.access.case

    @property
    def shared(self) -> dict[str, Any]:
        """What serializers need to know of the request, with the case."""
        return {**super().shared, "access": self.access}

    def below(self, *parts: object) -> str:
        """The address of something in this case."""
        return "/".join(("/api/v1/zaken", str(self.case.public_id), *map(str, parts)))

    def lock(self) -> None:
        """Lock the case before a version is compared: changes go one after the other."""
        lock_case(self.case.pk)
