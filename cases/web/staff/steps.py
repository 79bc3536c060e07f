"""Forms with which an administrator lets somebody come, changes her or his roles, and lets her or him go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cases.organisations.models import User
from cases.organisations.rules import CERTIFICATE_LABELS, OrganisationKind, Role
from cases.staff.permissions import check_can_administer
from cases.staff.queries import cases_led_by, destinations_for, released, team_leads_besides
from cases.staff.services import (
    add_colleague,
    change_account,
    let_go,
    record_training,
    take_back,
    take_in,
)
from cases.terms.rules.wording import local
from cases.web.components import Crumb, Fact, Notice, PageHeader, Tone
from cases.web.forms import BaseForm
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.staff.forms import (
    AccountForm,
    ChangeForm,
    JoinForm,
    LeaveForm,
    ReturnForm,
    TrainingForm,
    as_filled,
)
from cases.web.staff.member import crumbs, member_or_404, page_of, roles_in_words
from cases.web.submission import NOT_SENT, Submission, submit


@signed_in(may=check_can_administer)
def join(request: ActorRequest) -> HttpResponse:
    """Add a colleague; she or he gets a link by mail."""
    form = JoinForm(request.POST or None, kind=request.actor.organisation_kind)
    sent, done = _posted(
        request,
        form,
        lambda: add_colleague(
            username=form.cleaned_data["username"],
            account=form.account(),
            actor=request.actor,
            at=request.at,
        ),
        purpose="medewerker toegevoegd",
        told=lambda: f"{form.cleaned_data['display_name']} is toegevoegd en krijgt een e-mail met een link.",
        to="cases:staff",
    )
    if done is not None:
        return done
    note = "Niemand anders kent het wachtwoord: de nieuwe collega kiest het zelf, via een link per e-mail."
    return _page(request, "Medewerker toevoegen", form, sent, button="Toevoegen", note=note)


@signed_in(may=check_can_administer)
def change(request: ActorRequest, medewerker: UUID) -> HttpResponse:
    """Change name, address or roles."""
    user = member_or_404(request, medewerker)
    form = ChangeForm(request.POST or None, kind=request.actor.organisation_kind, initial=as_filled(user))
    sent, done = _posted(
        request,
        form,
        lambda: change_account(
            user=user,
            account=form.account(),
            note=form.cleaned_data["note"],
            actor=request.actor,
            at=request.at,
        ),
        purpose=f"medewerker gewijzigd: {user.username}",
        told=lambda: "De wijziging geldt vanaf de volgende klik van deze collega.",
        to=page_of(user),
    )
    if done is not None:
        return done
    note = "Wie geen rol in zaken meer heeft, draagt ze nu over: de teamleider wordt aanspreekpunt."
    return _page(request, "Medewerker wijzigen", form, sent, button="Vastleggen", note=note, user=user)


@signed_in(may=check_can_administer)
def leave(request: ActorRequest, medewerker: UUID) -> HttpResponse:
    """Let somebody go; her or his cases go to the team lead in the same act."""
    user = member_or_404(request, medewerker)
    form = LeaveForm(request.POST or None, destinations=destinations_for(request.actor))
    sent, done = _posted(
        request,
        form,
        lambda: let_go(
            user=user,
            destination=form.chosen(),
            note=form.cleaned_data["note"],
            actor=request.actor,
            at=request.at,
        ),
        purpose=f"medewerker vertrokken: {user.username}",
        told=lambda: f"{user.display_name} heeft geen toegang meer.",
        to=page_of(user),
    )
    if done is not None:
        return done
    return _page(
        request,
        "Vertrek vastleggen",
        form,
        sent,
        button="Toegang beëindigen",
        danger=True,
        user=user,
        notice=_what_happens(user),
    )


@signed_in(may=check_can_administer)
def come_back(request: ActorRequest, medewerker: UUID) -> HttpResponse:
    """Somebody who left works here again."""
    user = member_or_404(request, medewerker)
    kind = request.actor.organisation_kind
    form = ReturnForm(request.POST or None, kind=kind, initial={"roles": user.roles})
    sent, done = _posted(
        request,
        form,
        lambda: take_back(
            user=user,
            roles=[Role(role) for role in form.cleaned_data["roles"]],
            note=form.cleaned_data["note"],
            actor=request.actor,
            at=request.at,
        ),
        purpose=f"medewerker weer in dienst: {user.username}",
        told=lambda: f"{user.display_name} krijgt een e-mail met een link.",
        to=page_of(user),
    )
    if done is not None:
        return done
    note = "Zaken komen niet vanzelf terug: de teamleider draagt ze over."
    return _page(request, "Weer in dienst", form, sent, button="In dienst nemen", note=note, user=user)


@signed_in(may=check_can_administer)
def take_somebody_in(request: ActorRequest, overkomst: UUID) -> HttpResponse:
    """Somebody whom another organisation let go to this one."""
    release = released(request.actor).filter(public_id=overkomst).first()
    if release is None:
        raise Http404
    user = release.user
    initial = {**as_filled(user), "roles": []}
    form = AccountForm(request.POST or None, kind=request.actor.organisation_kind, initial=initial)
    sent, done = _posted(
        request,
        form,
        lambda: take_in(user=user, account=form.account(), actor=request.actor, at=request.at),
        purpose=f"medewerker overgekomen: {user.username}",
        told=lambda: f"{user.display_name} werkt nu hier en krijgt een e-mail met een link.",
        to=page_of(user),
    )
    if done is not None:
        return done
    facts = (
        Fact(label="Gebruikersnaam", value=user.username),
        Fact(label="Komt van", value=release.organisation.name),
        Fact(label="Vertrokken op", value=moment_text(release.acted_at, request.at)),
    )
    note = "Wat zij of hij over eigen relaties opgaf, blijft gelden. Zaken van de vorige organisatie niet."
    return _page(
        request,
        "In dienst nemen",
        form,
        sent,
        button="In dienst nemen",
        note=note,
        facts=facts,
        lead=user.display_name,
    )


@signed_in(may=check_can_administer)
def training(request: ActorRequest, medewerker: UUID) -> HttpResponse:
    """Record a certificate, or until when one holds."""
    user = member_or_404(request, medewerker)
    kind = OrganisationKind(user.organisation.kind)
    initial = {"first_day": local(request.at).date()}
    form = TrainingForm(request.POST or None, organisation=kind, initial=initial)
    sent, done = _posted(
        request,
        form,
        lambda: record_training(user=user, training=form.training(), actor=request.actor, at=request.at),
        purpose=f"certificaat vastgelegd van {user.username}",
        told=lambda: _certified(form.training().last_day, user, form),
        to=page_of(user),
    )
    if done is not None:
        return done
    note = "Een certificaat dat op dezelfde dag begon, krijgt hiermee een andere laatste dag."
    return _page(request, "Certificaat vastleggen", form, sent, button="Vastleggen", note=note, user=user)


def _posted(
    request: ActorRequest,
    form: BaseForm,
    write: Callable[[], object],
    *,
    purpose: str,
    told: Callable[[], str],
    to: str,
) -> tuple[Submission, HttpResponse | None]:
    """Hand a form that was sent to its service; what was done stands in the log, is said, and leads on."""
    if request.method != "POST":
        return NOT_SENT, None
    sent = submit(form, write)
    if not sent.done:
        return sent, None
    request.trail.purpose = purpose
    messages.success(request, told())
    return sent, redirect(to)


def _certified(last_day: date | None, user: User, form: TrainingForm) -> str:
    until = f" tot en met {last_day:%d-%m-%Y}" if last_day else ""
    return f"{CERTIFICATE_LABELS[form.training().kind]} van {user.display_name} is vastgelegd{until}."


def _what_happens(user: User) -> Notice:
    led, heirs = cases_led_by(user), team_leads_besides(user)
    if led and not heirs:
        return Notice(
            title="Er is geen andere teamleider",
            text=f"{user.display_name} is aanspreekpunt van {led} zaken. Wijs eerst een teamleider aan.",
            tone=Tone.DANGER,
        )
    went = f"{led} zaken gaan nu naar {heirs[0].display_name}. " if led else ""
    text = f"{went}De toegang eindigt bij de volgende klik. Wat zij of hij vastlegde, blijft staan."
    if Role.TEAM_LEAD.value in user.roles and not heirs:
        text = f"{text} Uw organisatie heeft dan geen teamleider meer: alarmen gaan naar de coördinator."
        return Notice(title="Dit gebeurt er", text=text, tone=Tone.WARNING)
    return Notice(title="Dit gebeurt er", text=text)


def _page(
    request: ActorRequest,
    title: str,
    form: BaseForm,
    sent: Submission,
    *,
    button: str,
    note: str = "",
    danger: bool = False,
    user: User | None = None,
    facts: tuple[Fact, ...] = (),
    notice: Notice | None = None,
    lead: str = "",
) -> HttpResponse:
    if user is not None and not facts:
        facts = (Fact(label="Rollen nu", value=roles_in_words(user.roles)),)
    way = crumbs(user)
    context = {
        "title": title,
        "header": PageHeader(
            title=title, lead=lead or (user.display_name if user else ""), crumbs=(*way, Crumb(label=title))
        ),
        "form": form,
        "refusal": sent.refusal,
        "note": note,
        "notice": notice,
        "facts": facts,
        "button": button,
        "danger": danger,
        "back_url": way[-1].url,
    }
    return render(request, "cases/staff/form.html", context, status=sent.status)
