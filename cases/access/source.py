"""Where a request comes from, behind a number of proxies that is set and not guessed (security, W1)."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str | None:
    """The address of who asks, for the access log and the limits of REST; None when there is none.

    `PROXY_COUNT` proxies of ours each add the address they see at the end of X-Forwarded-For. Everything
    before these is written by the visitor and counts for nothing; without a proxy the header does not count.
    """
    direct = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.PROXY_COUNT
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies == 0 or len(hops) < proxies:
        return _address(direct)
    return _address(hops[-proxies]) or _address(direct)


def _address(text: str) -> str | None:
    """The address as it is kept, or None when it is no address."""
    try:
        return str(ip_address(text))
    except ValueError:
        return None
