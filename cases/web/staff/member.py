"""One member of staff: what she or he may, since when, by whom; the link to choose a password."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.access.errors import Conflict
from cases.organisations.account_models import AccountAct
from cases.organisations.models import Certificate, User
from cases.organisations.rules import ROLE_LABELS, AccountStep, OrganisationKind, Role
from cases.staff.permissions import check_can_administer
from cases.staff.queries import cases_led_by, certificates_of, colleague, life_of
from cases.staff.rules import CERTIFICATES_OF
from cases.staff.services import send_access_link
from cases.terms.rules.calendar import DAY
from cases.terms.rules.wording import local
from cases.web.components import Action, Cell, Column, Crumb, DataTable, Fact, Notice, PageHeader, Row, Tone
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest


def member_or_404(request: ActorRequest, public_id: UUID) -> User:
    """A colleague, also one who left; somebody of elsewhere is not there."""
    user = colleague(request.actor, public_id)
    if user is None:
        raise Http404
    return user


def page_of(user: User) -> str:
    """The path of the page of a colleague."""
    return reverse("cases:staff-member", kwargs={"medewerker": user.public_id})


def crumbs(user: User | None = None) -> tuple[Crumb, ...]:
    """The way back to the list, and to the colleague."""
    way = (Crumb(label="Medewerkers", url=reverse("cases:staff")),)
    return (*way, Crumb(label=user.display_name, url=page_of(user))) if user else way


def roles_in_words(values: list[str]) -> str:
    """Roles as they are said; none is said too."""
    return ", ".join(ROLE_LABELS[Role(value)] for value in values) or "geen"


@signed_in(may=check_can_administer)
@require_safe
def member(request: ActorRequest, medewerker: UUID) -> HttpResponse:
    """What there is to know of a colleague's account."""
    user = member_or_404(request, medewerker)
    own = user.pk == request.actor.user_id
    acts = life_of(user)
    certifies = bool(CERTIFICATES_OF.get(OrganisationKind(user.organisation.kind)))
    context = {
        "header": PageHeader(
            title=user.display_name,
            lead=user.username,
            crumbs=(*crumbs(), Crumb(label=user.display_name)),
            actions=() if own else _actions(user, certifies=certifies),
        ),
        "notice": _notice(user, acts, own=own),
        "facts": _facts(user, request),
        "certificates": _certificates(user, request) if certifies else None,
        "life": _life(acts, request),
    }
    return render(request, "cases/staff/member.html", context)


@signed_in(may=check_can_administer)
@require_POST
def send_link(request: ActorRequest, medewerker: UUID) -> HttpResponse:
    """Send a new link to choose a password."""
    user = member_or_404(request, medewerker)
    try:
        send_access_link(user=user, actor=request.actor, at=request.at)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        request.trail.purpose = f"toegangslink gestuurd aan {user.username}"
        messages.success(request, f"{user.display_name} krijgt een e-mail met een link.")
    return redirect(page_of(user))


def _actions(user: User, *, certifies: bool) -> tuple[Action, ...]:
    def to(route: str) -> str:
        return reverse(f"cases:{route}", kwargs={"medewerker": user.public_id})

    if not user.is_active:
        return (Action(label="Weer in dienst", url=to("staff-return"), kind="primary", icon="user-plus"),)
    training = Action(label="Certificaat vastleggen", url=to("staff-training"), icon="certificate")
    return (
        Action(label="Wijzigen", url=to("staff-change"), kind="primary", icon="edit"),
        Action(
            label="Toegangslink sturen",
            url=to("staff-link"),
            method="post",
            icon="mail",
            confirm=f"{user.display_name} een link sturen om een wachtwoord te kiezen?",
        ),
        *((training,) if certifies else ()),
        Action(label="Vertrek", url=to("staff-leave"), kind="danger", icon="logout"),
    )


def _notice(user: User, acts: list[AccountAct], *, own: bool) -> Notice | None:
    if own:
        return Notice(
            title="Dit is uw eigen account",
            text="Wijzigen doet een andere functioneel beheerder van uw organisatie.",
        )
    if not user.is_active:
        return Notice(
            title="Vertrokken",
            text="Aanmelden kan niet meer. Wat zij of hij vastlegde, blijft staan.",
            tone=Tone.WARNING,
        )
    if user.last_login is None and any(act.step == AccountStep.INVITED.value for act in acts):
        return Notice(
            title="Nog niet aangemeld",
            text="Zij of hij kreeg een link per e-mail. Stuur een nieuwe als die is verlopen.",
        )
    return None


def _facts(user: User, request: ActorRequest) -> tuple[Fact, ...]:
    seen = moment_text(user.last_login, request.at) if user.last_login else "nooit"
    return (
        Fact(label="Rollen", value=roles_in_words(user.roles)),
        Fact(label="E-mailadres", value=user.email),
        Fact(label="Account sinds", value=moment_text(user.created_at, request.at)),
        Fact(label="Laatst aangemeld", value=seen),
        Fact(label="Aanspreekpunt van", value=_cases(cases_led_by(user))),
    )


def _cases(number: int) -> str:
    return "1 zaak" if number == 1 else f"{number} zaken"


def _certificates(user: User, request: ActorRequest) -> DataTable:
    today = local(request.at).date()
    return DataTable(
        caption="Certificaten",
        columns=(Column(label="Certificaat"), Column(label="Geldig vanaf"), Column(label="Tot en met")),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.get_kind_display()),
                    Cell(text=f"{row.valid_from:%d-%m-%Y}"),
                    Cell(text=_last_day(row)),
                ),
                muted=row.valid_to is not None and row.valid_to <= today,
            )
            for row in certificates_of(user)
        ),
        empty="Er is geen certificaat vastgelegd.",
    )


def _last_day(row: Certificate) -> str:
    return f"{row.valid_to - DAY:%d-%m-%Y}" if row.valid_to else "onbepaald"


def _life(acts: list[AccountAct], request: ActorRequest) -> DataTable:
    return DataTable(
        caption="Wat er met dit account gebeurde",
        columns=(
            Column(label="Wanneer"),
            Column(label="Wat"),
            Column(label="Door"),
            Column(label="Toelichting"),
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=moment_text(act.acted_at, request.at)),
                    Cell(text=_said(act)),
                    Cell(text=act.acted_by.display_name),
                    Cell(text=act.note),
                )
            )
            for act in acts
        ),
        empty="Dit account is bij de inrichting gemaakt; sindsdien is er niets gewijzigd.",
        wide=True,
    )


def _said(act: AccountAct) -> str:
    said = act.get_step_display()
    if act.destination is not None:
        said = f"{said}: {act.destination.short_name}"
        if act.settled_at is None:
            said = f"{said} (nog niet in dienst genomen)"
    if act.roles_before != act.roles_after and act.roles_after:
        before = f"{roles_in_words(act.roles_before)} → " if act.roles_before else ""
        said = f"{said} ({before}{roles_in_words(act.roles_after)})"
    if act.cases_moved:
        said = f"{said}; {_cases(act.cases_moved)} overgedragen"
    return said[0].upper() + said[1:]
