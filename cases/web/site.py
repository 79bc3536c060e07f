"""The bar above every page: apps register their entries in `AppConfig.ready()`, only what exists is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from cases.access.actor import Actor
from cases.access.duty import can_stand_in
from cases.organisations.rules import ROLE_LABELS
from cases.web.components import Command, NavLink, SiteHeader

MaySee = Callable[[Actor], bool]
Count = Callable[[Actor], int]


def everybody(actor: Actor) -> bool:
    """The entry is for everybody who is signed in."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteEntry:
    """A page that can be reached from everywhere.

    `bar`: stands in the bar; otherwise only in the command palette. `order` sorts, low first. `count` gives
    the number behind the label (unread messages); it costs one query on every page. `words`: search words.
    """

    label: str
    url_name: str
    icon: str = ""
    bar: bool = True
    order: int = 100
    may_see: MaySee = everybody
    count: Count | None = None
    hint: str = ""
    words: str = ""


_ENTRIES: list[SiteEntry] = []


def register_site_entry(entry: SiteEntry) -> None:
    """Add a page to the bar or the palette; registering the same route twice changes nothing."""
    if all(known.url_name != entry.url_name for known in _ENTRIES):
        _ENTRIES.append(entry)
        _ENTRIES.sort(key=lambda known: (known.order, known.label))


def header_for(actor: Actor | None, *, path: str) -> SiteHeader:
    """The bar for one user on one page; nobody signed in sees the name of the application only."""
    if actor is None:
        return SiteHeader(home_url="/")
    entries = [(entry, url) for entry in _ENTRIES if entry.may_see(actor) and (url := _url(entry.url_name))]
    bar = [(entry, url) for entry, url in entries if entry.bar]
    current = max((url for _, url in bar if _lies_under(path, url)), key=len, default="")
    return SiteHeader(
        home_url=_url("home") or "/",
        user=actor.display_name,
        organisation=actor.signature,
        roles=", ".join(sorted(ROLE_LABELS[role] for role in actor.roles)),
        links=tuple(
            NavLink(
                label=entry.label,
                url=url,
                icon=entry.icon,
                current=url == current,
                count=entry.count(actor) if entry.count else 0,
            )
            for entry, url in bar
        ),
        commands=tuple(Command(label=e.label, url=url, hint=e.hint, words=e.words) for e, url in entries),
        sign_out_url=_url("cases:sign-out"),
        acts_for=actor.organisation_name if actor.acts_for_another else "",
        employer=actor.employer_name,
        duty=str(actor.duty or ""),
        acts_until=actor.acts_until,
        duty_url=_url("cases:duty") if can_stand_in(actor) else "",
        duty_choose_url=_url("cases:duty-choose"),
    )


def _lies_under(path: str, url: str) -> bool:
    return path == url or path.startswith(f"{url}/")


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def site_header(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `site` for base.html; a part of a page, which has no bar, does not pay for it."""
    actor: Actor | None = getattr(request, "actor", None)
    return {"site": SimpleLazyObject(lambda: header_for(actor, path=request.path))}
