"""Who may reach a route at all: declared beside every view, of pages and of REST, or it does not start.

A policy says nothing of what the actor may do there: that stands in the permissions of the concept, which the
service checks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class RoutePolicy:
    """Who may reach a route: everybody, everybody signed in, or the participants of the case in its path."""

    name: str
    needs_sign_in: bool


PUBLIC: Final = RoutePolicy("public", needs_sign_in=False)
SIGNED_IN: Final = RoutePolicy("signed_in", needs_sign_in=True)
CASE: Final = RoutePolicy("case", needs_sign_in=True)


def policy_of(view: Callable[..., Any]) -> RoutePolicy | None:
    """The policy declared on a view, or None."""
    policy = getattr(view, "route_policy", None)
    return policy if isinstance(policy, RoutePolicy) else None


def declare(view: View, policy: RoutePolicy) -> View:
    """Declare the policy of a view."""
    view.route_policy = policy  # type: ignore[attr-defined]  # a view is a function; Django itself marks views so
    return view


def all_routes(
    resolver: URLResolver | None = None, prefix: str = "", space: str = ""
) -> list[tuple[str, str, Any]]:
    """Every route as (name with namespace, path, view)."""
    routes: list[tuple[str, str, Any]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            routes.extend(all_routes(entry, path, inner))
        elif isinstance(entry, URLPattern):
            routes.append((f"{space}{entry.name}", path, entry.callback))
    return routes


def check_policies(**_: Any) -> list[CheckMessage]:
    """System check: the application does not start with a view that declares no policy."""
    return [
        Error(f"the view of route {name} ({path}) declares no policy", id="cases.E010")
        for name, path, view in all_routes()
        if policy_of(view) is None
    ]
