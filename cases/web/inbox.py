"""Messages that wait for the user in the application: alarms first seen here, read when she or he says so."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.access.permissions import can_do_casework
from cases.access.rules.categories import Category
from cases.outbox.queries import inbox as messages_of
from cases.outbox.queries import unread_count
from cases.outbox.services import mark_read
from cases.plans.permissions import reads_bans
from cases.reports.permissions import can_open_reported_case
from cases.web.components import Action, EmptyState, PageHeader
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry


def register_pages() -> None:
    """The pages of the case file that stand in the bar; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Mijn werk", url_name="cases:my-work", icon="list-check", order=20, words="termijnen taken"
        )
    )
    register_site_entry(
        SiteEntry(
            label="Meldingen",
            url_name="cases:messages",
            icon="bell",
            order=30,
            count=unread_count,
            words="alarm berichten",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Zaken overdragen",
            url_name="cases:shift",
            bar=False,
            order=50,
            may_see=can_do_casework,
            words="dienst overdracht aanspreekpunt",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Nieuwe melding",
            url_name="cases:report-new",
            icon="file-text",
            order=45,
            may_see=can_open_reported_case,
            words="melding vastleggen veilig thuis",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Verboden",
            url_name="cases:bans",
            icon="shield",
            order=50,
            may_see=reads_bans,
            words="contactverbod locatieverbod gebiedsverbod register huisverbod 509hh",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Zoeken",
            url_name="cases:search",
            icon="search",
            order=35,
            may_see=can_do_casework,
            words="zoek persoon naam bsn zaaknummer telefoon bekend",
        )
    )
    register_site_entry(
        SiteEntry(label="Bouwstenen", url_name="cases:components", bar=False, order=900, words="componenten")
    )


@signed_in()
@require_safe
def inbox(request: ActorRequest) -> HttpResponse:
    """The newest messages; what concerns a case that is no longer visible is left out."""
    items = messages_of(request.actor, request.at)
    request.trail.shows(
        cases={item.message.case_id for item in items if item.message.case_id}, categories=[Category.THAT]
    )
    read_all = Action(label="Alles gelezen", url=reverse("cases:messages-read"), method="post", icon="check")
    choose = Action(label="E-mail en stille uren", url=reverse("cases:message-wishes"), icon="mail")
    unread = any(not item.is_read for item in items)
    actions = (read_all, choose) if unread else (choose,)
    context = {
        "header": PageHeader(title="Meldingen", lead="Nieuwste boven", actions=actions),
        "items": items,
        "empty": EmptyState(
            title="Geen meldingen", text="Alarmen en berichten komen hier te staan.", icon="bell"
        ),
    }
    return render(request, "cases/messages/page.html", context)


@signed_in()
@require_POST
def mark_all_read(request: ActorRequest) -> HttpResponse:
    """Mark everything as read and show the list again."""
    mark_read(actor=request.actor, at=request.at)
    return HttpResponseRedirect(reverse("cases:messages"))
