"""For whom I work: choosing a duty, and the list in which a team lead gives and withdraws them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.access.actor import Actor
from cases.access.duty import can_stand_in, duties_of, running_duty
from cases.access.errors import NotAllowed
from cases.access.rules.duty import LONGEST
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import Organisation, User
from cases.organisations.rules import DutyKind
from cases.staff.duty import (
    LONGEST_NOTE,
    NewDuty,
    can_grant_duty,
    check_can_grant_duty,
    duties_for,
    duty_for,
    employers_for,
    grant_duty,
    kind_for,
    staff_to_grant,
    withdraw_duty,
)
from cases.web.acting import choose_duty, own_organisation_again
from cases.web.components import (
    Action,
    Cell,
    Column,
    DataTable,
    EmptyState,
    Fact,
    PageHeader,
    Row,
)
from cases.web.forms import BaseForm, MomentField
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry
from cases.web.submission import NOT_SENT, Submission, submit

# A shift at ZSM; the form proposes it.
SHIFT: Final = timedelta(hours=9)
LATELY: Final = 10


def may_look(actor: Actor) -> bool:
    """Who can be given a duty, and who gives them."""
    return can_stand_in(actor) or can_grant_duty(actor)


def _check_may_look(actor: Actor) -> None:
    if not may_look(actor):
        raise NotAllowed("Namens Veilig Thuis werken alleen medewerkers van Veilig Thuis en crisisdiensten.")


@signed_in(may=_check_may_look)
@require_safe
def duty(request: ActorRequest) -> HttpResponse:
    """For whom I work now, for whom I can, and what I did before."""
    rows = list(duties_of(request.actor.user_id)[: LATELY * 3])
    now = [row for row in rows if _holds(row, request.at)]
    coming = [row for row in rows if row.withdrawn_at is None and row.starts_at > request.at]
    past = [row for row in rows if row not in now and row not in coming][:LATELY]
    roster = Action(label="Dienst verlenen", url=reverse("cases:duty-roster"), icon="calendar")
    context = {
        "header": PageHeader(
            title="Namens wie ik werk",
            lead=f"Nu: {request.actor.signature}",
            actions=(roster,) if can_grant_duty(request.actor) else (),
        ),
        "acting": request.actor.acts_for_another,
        "own": request.user.organisation.short_name,
        "now": now,
        "acted_for": request.actor.organisation_id if request.actor.acts_for_another else None,
        "coming": _own_table("Komende diensten", coming, request.at, empty="Er is geen dienst gepland."),
        "past": _own_table("Eerdere diensten", past, request.at, empty="Er was nog geen dienst."),
        "empty": EmptyState(
            title="U hebt nu geen dienst voor een ander",
            text="De teamleider van de organisatie waarvoor u gaat werken, verleent de dienst.",
            icon="users",
        ),
    }
    return render(request, "cases/duty/page.html", context)


@signed_in()
@require_POST
def duty_choose(request: ActorRequest) -> HttpResponse:
    """Work for another organisation from the next request on (`dienst`), or for the own one again."""
    key = request.POST.get("dienst", "")
    if not key:
        own_organisation_again(request.session)
        own = request.user.organisation.short_name
        request.trail.purpose = f"weer voor {own}"
        messages.success(request, f"U werkt weer voor {own}.")
        return redirect("home")
    chosen = running_duty(request.user, _uuid(key), at=request.at)
    if chosen is None:
        raise NotAllowed("Deze dienst loopt niet (meer).")
    choose_duty(request.session, chosen)
    acted_for = chosen.organisation.short_name
    request.trail.purpose = f"werkt namens {acted_for} ({chosen.get_kind_display()})"
    messages.success(request, f"U werkt nu namens {acted_for}, tot {moment_text(chosen.ends_at)}.")
    return redirect("home")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _holds(row: DutyGrant, at: datetime) -> bool:
    return row.withdrawn_at is None and row.starts_at <= at < row.ends_at


class EmployerForm(BaseForm):
    """First: where she or he works. Sent as a question (GET), so that it works without a script."""

    werkgever = forms.ChoiceField(label="Waar werkt deze collega")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.employers = {str(row.public_id): row for row in employers_for(actor)}
        choices = [("", "Kies"), *((key, row.name) for key, row in self.employers.items())]
        self.fields["werkgever"].choices = choices  # type: ignore[attr-defined]  # declared above


class DutyForm(BaseForm):
    """Then: who, and from when until when; names as the service."""

    user = forms.ChoiceField(label="Wie")
    starts_at = MomentField(label="Vanaf")
    ends_at = MomentField(label="Tot")
    note = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="Bijvoorbeeld: avonddienst ZSM.",
    )

    def __init__(self, *args: Any, employer: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(row.public_id): row for row in staff_to_grant(employer)}
        choices = [("", "Kies"), *((key, row.display_name) for key, row in self.staff.items())]
        self.fields["user"].choices = choices  # type: ignore[attr-defined]  # declared above
        kind = kind_for(employer) or DutyKind.ZSM
        self.fields["ends_at"].help_text = f"Ten hoogste {LONGEST[kind].days} dagen. Daarna vervalt alles."

    def chosen(self, employer: Organisation) -> NewDuty:
        """What was filled in."""
        data = self.cleaned_data
        user: User = self.staff[data["user"]]
        user.organisation = employer
        return NewDuty(user=user, starts_at=data["starts_at"], ends_at=data["ends_at"], note=data["note"])


@dataclass(frozen=True, slots=True)
class _Step:
    """How far the form is: `employer` once it was chosen."""

    employers: EmployerForm
    employer: Organisation | None
    form: DutyForm | None


def _step(request: ActorRequest) -> _Step:
    employers = EmployerForm(request.GET or None, actor=request.actor)
    if not employers.is_bound or not employers.is_valid():
        return _Step(employers, None, None)
    employer = employers.employers[employers.cleaned_data["werkgever"]]
    initial = {"starts_at": request.at, "ends_at": request.at + SHIFT}
    form = DutyForm(request.POST if request.method == "POST" else None, employer=employer, initial=initial)
    return _Step(employers, employer, form)


@signed_in(may=check_can_grant_duty)
def duty_roster(request: ActorRequest) -> HttpResponse:
    """Who acts for my organisation, and letting somebody do so."""
    step, sent = _step(request), NOT_SENT
    if request.method == "POST" and step.form is not None and step.employer is not None:
        form, employer = step.form, step.employer
        sent = submit(form, lambda: grant_duty(new=form.chosen(employer), actor=request.actor, at=request.at))
        if sent.done:
            new = form.chosen(employer)
            request.trail.purpose = f"dienst verleend aan {new.user.username} tot {new.ends_at.isoformat()}"
            messages.success(request, f"{new.user.display_name} heeft dienst en heeft bericht gekregen.")
            return redirect("cases:duty-roster")
    return _roster_page(request, step, sent)


def _roster_page(request: ActorRequest, step: _Step, sent: Submission) -> HttpResponse:
    rows = duties_for(request.actor, at=request.at)
    over = [row for row in rows if row.withdrawn_at is not None or row.ends_at <= request.at]
    context = {
        "header": PageHeader(
            title="Dienst namens ons", lead=f"Wie van elders werkt namens {request.actor.organisation_name}"
        ),
        "running": _roster([row for row in rows if row not in over], request.at),
        "over": _over(over, request.at),
        "employers": step.employers,
        "employer": step.employer,
        "form": step.form,
        "refusal": sent.refusal,
    }
    status = 400 if request.method == "POST" and step.form is None else sent.status
    return render(request, "cases/duty/roster.html", context, status=status)


class WithdrawForm(BaseForm):
    """Why it ends before its time; the user reads it."""

    reason = forms.CharField(
        label="Reden", max_length=LONGEST_NOTE, help_text="De collega leest deze reden bij de volgende klik."
    )


@signed_in(may=check_can_grant_duty)
def duty_withdraw(request: ActorRequest, dienst: UUID) -> HttpResponse:
    """End a duty before its time."""
    row = duty_for(request.actor, dienst)
    if row is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: withdraw_duty(
                duty=row, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            request.trail.purpose = f"dienst ingetrokken van {row.user.username}"
            messages.success(request, f"De dienst van {row.user.display_name} is ingetrokken.")
            return redirect("cases:duty-roster")
    context = {
        "header": PageHeader(title="Dienst intrekken", lead=row.user.display_name),
        "facts": (
            Fact(label="Werkt bij", value=row.employer.name),
            Fact(label="Grond", value=row.get_kind_display()),
            Fact(label="Van", value=moment_text(row.starts_at, request.at)),
            Fact(label="Tot", value=moment_text(row.ends_at, request.at)),
        ),
        "form": form,
        "refusal": sent.refusal,
    }
    return render(request, "cases/duty/withdraw.html", context, status=sent.status)


def _columns(*labels: str) -> tuple[Column, ...]:
    return tuple(Column(label=label) for label in labels)


def _period(row: DutyGrant, at: datetime) -> tuple[Cell, Cell]:
    return Cell(text=moment_text(row.starts_at, at)), Cell(text=moment_text(row.ends_at, at))


def _roster(rows: list[DutyGrant], at: datetime) -> DataTable:
    return DataTable(
        caption="Wie van elders nu of binnenkort voor ons werkt",
        columns=_columns(
            "Wie", "Werkt bij", "Grond", "Van", "Tot", "Verleend door", "Toelichting", "Wijzigen"
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.user.display_name),
                    Cell(text=row.employer.short_name),
                    Cell(text=row.get_kind_display()),
                    *_period(row, at),
                    Cell(text=row.granted_by.display_name),
                    Cell(text=row.note),
                    Cell(
                        text="Intrekken",
                        url=reverse("cases:duty-withdraw", kwargs={"dienst": row.public_id}),
                    ),
                )
            )
            for row in rows
        ),
        empty="Niemand van elders heeft nu of binnenkort dienst.",
    )


def _over(rows: list[DutyGrant], at: datetime) -> DataTable:
    return DataTable(
        caption="Wie de afgelopen maand voor ons werkte",
        columns=_columns("Wie", "Werkt bij", "Van", "Tot", "Hoe geëindigd"),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.user.display_name),
                    Cell(text=row.employer.short_name),
                    *_period(row, at),
                    Cell(text=_ending(row, at)),
                )
            )
            for row in rows
        ),
        empty="Er was de afgelopen maand geen dienst.",
    )


def _own_table(caption: str, rows: list[DutyGrant], at: datetime, *, empty: str) -> DataTable:
    return DataTable(
        caption=caption,
        columns=_columns("Namens", "Grond", "Van", "Tot", "Verleend door", "Hoe geëindigd"),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.organisation.short_name),
                    Cell(text=row.get_kind_display()),
                    *_period(row, at),
                    Cell(text=row.granted_by.display_name),
                    Cell(text=_ending(row, at)),
                )
            )
            for row in rows
        ),
        empty=empty,
    )


def _ending(row: DutyGrant, at: datetime) -> str:
    if row.withdrawn_at is not None and row.withdrawn_by is not None:
        when = moment_text(row.withdrawn_at, at)
        return f"ingetrokken op {when} door {row.withdrawn_by.display_name}: {row.withdraw_reason}"
    return "vanzelf" if row.ends_at <= at else ""


def register_duty_pages() -> None:
    """The pages of duties stand in the palette; the bar shows for whom one works; called in `ready()`."""
    register_site_entry(
        SiteEntry(
            label="Namens wie ik werk",
            url_name="cases:duty",
            bar=False,
            order=52,
            may_see=may_look,
            words="dienst andere veilig thuis crisisdienst wisselen",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Dienst namens ons",
            url_name="cases:duty-roster",
            bar=False,
            order=53,
            may_see=can_grant_duty,
            words="dienst verlenen rooster crisisdienst mandaat",
        )
    )
