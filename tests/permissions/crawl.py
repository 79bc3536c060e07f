"""Looks at every page as every subject and writes down which canaries came out where."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.test import override_settings
from django.urls import Resolver404, resolve, reverse

from cases.organisations.models import User
from cases.plans.rules.conditions import PATTERN_BY_CODE
from tests.api.client import partner_of
from tests.cases.documents.reading import information_of, words_of
from tests.factories.client import WallClient, signed_in_client
from tests.permissions.api_policy import API_ROUTES
from tests.permissions.canaries import Canaries, Canary
from tests.permissions.policy import CONTRIBUTORS, ROUTES, Rule
from zsm.decision.rules.kinds import DecisionKind

# A form of the case in which Veilig Thuis typed something that it did not send.
DRAFTED: Final = "/zaken/{zaak}/veiligheid/gebeurtenis"
# The same page with another question, or in parts; "{zaak}" stands for the case.
QUERIES: Final[dict[str, tuple[str, ...]]] = {
    "cases:my-work": ("van=mij",),
    "cases:work-calendar": ("van=mij",),
    "cases:condition": tuple(f"patroon={code}" for code in PATTERN_BY_CODE),
    "zsm:decide": tuple(f"soort={kind.value}" for kind in DecisionKind),
    "cases:draft": (f"plaats={DRAFTED}",),
}
# What is sent besides an empty form; a value that names an object is filled in from the case.
SENT: Final[dict[str, tuple[dict[str, str], ...]]] = {
    "cases:documents": (
        {"soort": "zaakoverzicht"},
        {"soort": "besluitblad", "onderwerp": "besluit"},
        {"soort": "veiligheidsplan"},
        {"soort": "exemplaar-verdachte"},
        {"soort": "exemplaar-slachtoffer", "onderwerp": "persoon", "afgifte": "in_person"},
    ),
}
IN_PARTS: Final = frozenset({"zsm:board", "zsm:table", "zsm:wall", "cases:story", "zsm:decide"})
# The building blocks with made-up examples: the same for everybody, and large.
SHOWCASE: Final = frozenset({"cases:components"})
# A POST that ends the session of the crawl.
NOT_SENT: Final = frozenset({"cases:sign-out"})

_ADDRESS = re.compile(r"""\s(?:href|src|action|formaction|hx-\w+|data-[\w-]*url)=["']([^"']*)["']""")
_LINK = re.compile(r"""<a\b[^>]*\shref="(/[^"#?]*)""")
_CALENDAR = re.compile(r"(/agenda/[\w-]+)")
_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
NIL: Final = UUID(int=0)
# A number or address that is made for being dialled is no address of a page.
_DIALLED = ("tel:", "mailto:")


class Crawl:
    """What came out: per subject and canary the routes, and what stood where nothing may stand."""

    def __init__(self, canaries: Canaries) -> None:
        self.canaries = canaries
        self.seen: dict[tuple[str, Canary], set[str]] = defaultdict(set)
        self.statuses: dict[str, set[int]] = defaultdict(set)
        # What each subject was answered who looked at a page.
        self.answers: dict[tuple[str, str], set[int]] = defaultdict(set)
        self.papers: dict[str, set[Canary]] = defaultdict(set)
        self.in_headers: set[str] = set()
        self.in_addresses: set[str] = set()
        self.in_logs: set[str] = set()
        self.offered: dict[tuple[str, str], set[str]] = defaultdict(set)

    def visit(
        self,
        user: User,
        objects: Mapping[str, UUID],
        routes: frozenset[str],
        *,
        closely: bool,
        papers: bool = False,
    ) -> None:
        """Look at the routes as a user; `closely`: with every question, and send every form of them empty.

        A form on a page that refuses is not sent: that sending is refused too stands in the matrix.
        `papers`: have every document made.
        """
        client = signed_in_client(user)
        for name in sorted(routes if closely else routes - SHOWCASE):
            rule = ROUTES[name]
            url = reverse(name, kwargs={argument: objects[argument] for argument in rule.arguments})
            refused = rule.look is not None and not self._look(
                client, user.username, name, url, closely=closely, objects=objects
            )
            if closely and rule.do is not None and name not in NOT_SENT and not refused:
                with transaction.atomic():
                    self._note(user.username, name, client.post(url))
                    if papers:
                        self._send(client, user.username, name, url, objects)
                    transaction.set_rollback(True)

    def _send(
        self, client: WallClient, subject: str, name: str, url: str, objects: Mapping[str, UUID]
    ) -> None:
        for form in SENT.get(name, ()):
            filled = {field: str(objects.get(value, value)) for field, value in form.items()}
            response = client.post(url, filled)
            place = f"{name} {form['soort']}"
            self._note(subject, place, response)
            if is_paper(response):
                self.papers[form["soort"]] |= self.canaries.found_in(words_of(response.content))

    def ask(self, user: User, objects: Mapping[str, UUID], *, sends: bool) -> None:
        """Ask every resource of REST on behalf of a user; `sends`: and send every body of it empty."""
        partner = partner_of(user)
        for name, rule in sorted(API_ROUTES.items()):
            url = reverse(name, kwargs={argument: objects[argument] for argument in rule.arguments})
            path = url.removeprefix("/api/v1")
            for method in sorted(rule.methods if sends else {"get"} & set(rule.methods)):
                with transaction.atomic():
                    if method == "get":
                        response = partner.get(path)
                        self.statuses[name].add(response.status_code)
                    else:
                        response = partner.put(path, {}, "*") if method == "put" else partner.post(path, {})
                    self._note(user.username, f"{name} {method}", response)
                    transaction.set_rollback(True)

    def _look(
        self,
        client: WallClient,
        subject: str,
        name: str,
        url: str,
        *,
        closely: bool,
        objects: Mapping[str, UUID],
    ) -> bool:
        """Look at one page; whether it was shown."""
        response = client.get(url)
        self.statuses[name].add(response.status_code)
        self.answers[subject, name].add(response.status_code)
        self._note(subject, name, response)
        refused = response.status_code >= 400 and response.status_code not in ROUTES[name].besides
        if refused or not closely:
            return not refused
        for query in QUERIES.get(name, ()):
            answer = client.get(f"{url}?{query.format(**objects)}")
            self.statuses[name].add(answer.status_code)
            self._note(subject, f"{name}?{query}", answer)
        if name in IN_PARTS:
            self._note(subject, f"{name} (deel)", client.get(url, headers={"HX-Request": "true"}))
        return True

    def _note(self, subject: str, place: str, response: Any) -> None:
        body = words_of(response.content) if is_paper(response) else _with_its_file(response.content.decode())
        for canary in self.canaries.found_in(body):
            self.seen[subject, canary].add(place)
        for link in set(_LINK.findall(body)):
            if (name := _route_of(_ID.sub(str(NIL), link))) is not None:
                self.offered[subject, name].add(place)
        headers = f"{response.headers} {response.cookies.output()} {response.reason_phrase}"
        if is_paper(response):
            headers += information_of(response.content)
        self.in_headers |= {f"{place}: {canary}" for canary in self.canaries.found_in(headers)}
        for address in _ADDRESS.findall(body):
            if not address.startswith(_DIALLED):
                self.in_addresses |= {f"{place}: {canary}" for canary in self.canaries.found_in(address)}

    def subscribe(self, user: User) -> None:
        """Have the calendar of a user fetched, where she or he may have an address for it."""
        with transaction.atomic():
            made = signed_in_client(user).post(reverse("cases:calendar-feed"), {"what": "organisatie"})
            if address := _CALENDAR.search(made.content.decode()):
                response = WallClient().get(address[1])
                self.statuses["cases:calendar"].add(response.status_code)
                self._note(user.username, "cases:calendar", response)
            transaction.set_rollback(True)

    def measure(self) -> None:
        """Ask for the figures of the machine, as who may."""
        name, token = "cases:health-metrics", "meten"
        with override_settings(METRICS_TOKEN=token):
            response = WallClient().get(reverse(name), headers={"Authorization": f"Bearer {token}"})
        self.statuses[name].add(response.status_code)
        self._note("machine", name, response)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Listen to everything that is logged, of every level."""
        root, listener = logging.getLogger(), _Listener()
        level = root.level
        root.addHandler(listener)
        root.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            root.removeHandler(listener)
            root.setLevel(level)
            self.in_logs |= {str(canary) for canary in self.canaries.found_in("\n".join(listener.lines))}


def _with_its_file(body: str) -> str:
    """What is said, with the words of the PDF that REST puts into it."""
    if not body.startswith('{"bestandsnaam"'):
        return body
    contents = base64.b64decode(json.loads(body)["inhoud"])
    return body + (words_of(contents) if contents.startswith(b"%PDF") else "")


@cache
def _route_of(path: str) -> str | None:
    """The route that a path on our pages leads to."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def is_paper(response: Any) -> bool:
    """Whether the answer is a document."""
    return bool(response.headers.get("Content-Type") == "application/pdf")


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def routes_with_content() -> frozenset[str]:
    """The routes on which something of a case can be read by more than one organisation."""
    lists = {"zsm:board", "zsm:table", "zsm:wall", "cases:my-work", "cases:messages"}
    return frozenset(name for name, rule in ROUTES.items() if name in lists or _is_read_by_many(rule))


def _is_read_by_many(rule: Rule) -> bool:
    return rule.on_case and rule.look is not None and rule.look >= frozenset(CONTRIBUTORS)
