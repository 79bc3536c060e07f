"""The police register of contact, location and area bans: who may not come where, and what then."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access.rules.categories import Category
from cases.plans.permissions import check_reads_bans
from cases.plans.queries import MOST_BANS, Ban
from cases.plans.queries import bans as bans_of
from cases.plans.rules.measure import PART_LABELS, Part
from cases.terms.rules.wording import count_text
from cases.web.components import Action, Badge, EmptyState, Fact, PageHeader, SourceLine, Tone
from cases.web.forms import BaseForm
from cases.web.moments import due_text, moment_text
from cases.web.naming import naming_for
from cases.web.plan_cards import MeasureCard
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest

PURPOSE = "Register van contact- en locatieverboden"


class SearchForm(BaseForm):
    """Words to look for; they are sent with POST, for names do not belong in an address."""

    zoek = forms.CharField(
        label="Zoek op naam of gebied",
        max_length=100,
        required=False,
        help_text="De naam van wie het verbod heeft of wie het beschermt, of een deel van het gebied.",
    )


@signed_in(check_reads_bans)
def bans(request: ActorRequest) -> HttpResponse:
    """Every ban that has not ended in the cases of the own police; each look is logged with its persons."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    words = form.cleaned_data["zoek"] if form.is_bound and form.is_valid() else ""
    request.trail.action = "search" if words else request.trail.action
    request.trail.purpose = PURPOSE
    found = bans_of(request.actor, request.at, words=words)
    context = {
        "header": PageHeader(
            title="Contact- en locatieverboden",
            lead="Wat nu geldt in de zaken van uw eenheid. Leg een overtreding meteen vast op de zaak.",
        ),
        "form": form,
        "searched": bool(words),
        "cards": [_card(request, ban) for ban in found],
        "counted": _counted(len(found)),
        "empty": EmptyState(title="Geen verbod gevonden", text="Er geldt geen verbod dat hierop past."),
    }
    return render(request, "cases/plans/bans.html", context)


def _counted(number: int) -> str:
    counted = count_text(number, "verbod", "verboden")
    return f"{counted}; verfijn uw zoekwoorden voor de rest." if number == MOST_BANS else counted


def _card(request: ActorRequest, ban: Ban) -> MeasureCard:
    row, naming = ban.measure, naming_for(ban.access)
    protected = [protection.person for protection in row.protections.all()]
    request.trail.shows(
        cases=[row.case_id],
        persons=naming.shown([row.binds, *protected]),
        categories=[Category.DECISION, Category.IDENTITY],
    )
    url = reverse("cases:plan", kwargs={"zaak": row.case.public_id})
    facts = (
        Fact(label="Mag niet bij", value=naming.names(protected) or "niemand in het bijzonder"),
        Fact(label="Gebied of adres", value=row.area),
        Fact(label="Verbod", value=", ".join(PART_LABELS[Part(part)] for part in row.parts)),
        Fact(label="Grondslag", value=f"{row.label} ({row.basis})"),
        Fact(
            label="Geldt",
            value=f"vanaf {moment_text(row.starts_at, request.at)}"
            + (f" tot {due_text(row.ends_at, request.at)}" if row.ends_at else ""),
        ),
        Fact(label="Elektronisch toezicht", value="ja" if row.electronic_monitoring else ""),
        Fact(label="Overtreding melden", value=row.breach_reporting),
    )
    return MeasureCard(
        title=naming.name(row.binds),
        badges=_badges(request, ban),
        facts=tuple(fact for fact in facts if fact.value),
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
        actions=(Action(label=f"Zaak {row.case.number}", url=url, kind="subtle"),),
    )


def _badges(request: ActorRequest, ban: Ban) -> tuple[Badge, ...]:
    row = ban.measure
    badges = []
    if row.suspended_at is not None:
        badges.append(Badge(text="geschorst: geldt nu niet", tone=Tone.WARNING, shape="needed"))
    if row.row.needs_serving and row.served_at is None:
        badges.append(Badge(text="nog niet uitgereikt", tone=Tone.WARNING, shape="needed"))
    if row.row.needs_registration and row.registered_at is None:
        badges.append(Badge(text="nog niet geregistreerd", tone=Tone.WARNING, shape="needed"))
    if row.starts_at > request.at:
        badges.append(Badge(text="gaat later in", tone=Tone.INFO))
    return tuple(badges) or (Badge(text="van kracht", tone=Tone.SUCCESS, shape="done"),)
