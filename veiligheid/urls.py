"""All routes: pages of the case file and of the ZSM table, and REST."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from zsm.web.board import home

handler400 = "veiligheid.refusals.bad_request"
handler403 = "veiligheid.refusals.permission_denied"
handler404 = "veiligheid.refusals.not_found"
handler500 = "veiligheid.refusals.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("", include("cases.web.urls")),
    path("", include("zsm.web.urls")),
    path("api/v1/", include("veiligheid.api")),
]
