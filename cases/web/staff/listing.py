"""Who works here, who is on the way in from elsewhere, and who left."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.organisations.account_models import AccountAct
from cases.organisations.rules import ROLE_LABELS
from cases.staff.permissions import can_administer, check_can_administer
from cases.staff.queries import Colleague, colleagues, released
from cases.staff.rules import CERTIFICATES_OF
from cases.terms.rules.wording import local
from cases.web.components import Action, Badge, Cell, Column, DataTable, PageHeader, Row, Tone
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry
from cases.web.staff.forms import WordForm


@signed_in(may=check_can_administer)
@require_safe
def staff(request: ActorRequest) -> HttpResponse:
    """The list: who is here, or with `vertrokken` who left; found by a word."""
    asked = WordForm(request.GET or None)
    word = asked.cleaned_data["naam"].strip() if asked.is_bound and asked.is_valid() else ""
    left = request.GET.get("vertrokken") == "1"
    rows = colleagues(request.actor, on=local(request.at).date(), word=word, left=left)
    context = {
        "header": PageHeader(
            title="Vertrokken medewerkers" if left else "Medewerkers",
            lead=f"{len(rows)} bij {request.actor.organisation_name}",
            actions=(
                Action(
                    label="Medewerker toevoegen",
                    url=reverse("cases:staff-new"),
                    kind="primary",
                    icon="user-plus",
                ),
            ),
        ),
        "asked": asked,
        "left": left,
        "table": _table(rows, request, left=left),
        "arrivals": _arrivals(list(released(request.actor)), request),
    }
    return render(request, "cases/staff/list.html", context)


def roles_text(colleague: Colleague) -> str:
    """The roles in words."""
    return ", ".join(ROLE_LABELS[role] for role in colleague.roles)


def _table(rows: list[Colleague], request: ActorRequest, *, left: bool) -> DataTable:
    certified = request.actor.organisation_kind in CERTIFICATES_OF
    return DataTable(
        caption="Wie hier niet meer werkt" if left else "Wie hier werkt",
        columns=(
            Column(label="Naam"),
            Column(label="Gebruikersnaam"),
            Column(label="Rollen"),
            *((Column(label="Certificaten"),) if certified else ()),
            Column(label="Laatst aangemeld"),
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(
                        text=row.user.display_name,
                        url=reverse("cases:staff-member", kwargs={"medewerker": row.user.public_id}),
                    ),
                    Cell(text=row.user.username),
                    Cell(text=roles_text(row)),
                    *_certificates(row, shown=certified),
                    _last_seen(row, request),
                )
            )
            for row in rows
        ),
        empty="Er is niemand gevonden.",
        wide=True,
    )


def _certificates(row: Colleague, *, shown: bool) -> tuple[Cell, ...]:
    said = ", ".join(held.get_kind_display() for held in row.certificates)
    return (Cell(text=said),) if shown else ()


def _last_seen(row: Colleague, request: ActorRequest) -> Cell:
    if row.is_invited:
        return Cell(badge=Badge(text="nog niet aangemeld", tone=Tone.WARNING))
    return Cell(text=moment_text(row.user.last_login, request.at) if row.user.last_login else "nooit")


def _arrivals(rows: list[AccountAct], request: ActorRequest) -> DataTable | None:
    if not rows:
        return None
    return DataTable(
        caption="Wie van een andere organisatie naar u komt",
        columns=(Column(label="Naam"), Column(label="Komt van"), Column(label="Sinds"), Column(label="Doen")),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.user.display_name),
                    Cell(text=row.organisation.short_name),
                    Cell(text=moment_text(row.acted_at, request.at)),
                    Cell(
                        text="In dienst nemen",
                        url=reverse("cases:staff-take-in", kwargs={"overkomst": row.public_id}),
                    ),
                )
            )
            for row in rows
        ),
        wide=True,
    )


def register_staff_pages() -> None:
    """The list stands in the bar of who keeps it; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Medewerkers",
            url_name="cases:staff",
            icon="users",
            order=61,
            may_see=can_administer,
            words="gebruikers accounts rollen rechten certificaten sash in dienst vertrek beheer",
        )
    )
