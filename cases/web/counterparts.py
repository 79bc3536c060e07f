"""The same human being in another family system: who may be, side by side, joined by hand and undone."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.casefiles.counterparts import Counterpart, counterparts
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, roles_in
from cases.casefiles.services.person_links import LONGEST_REASON, confirm_link, undo_link
from cases.persons.models import PersonLink
from cases.persons.permissions import check_can_link_persons
from cases.persons.rules.comparing import IDENTIFIER_LABELS, Agreement, Identifier, Known
from cases.persons.rules.identifiers import phone_text
from cases.web.casepage import frame
from cases.web.components import Badge, Cell, Column, DataTable, EmptyState, Row, Tone
from cases.web.forms import BaseForm
from cases.web.moments import day_text, moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

UNKNOWN: Final = "niet bekend"
BADGES: Final = {
    Agreement.EQUAL: Badge(text="gelijk", tone=Tone.SUCCESS, shape="done"),
    Agreement.DIFFERENT: Badge(text="verschilt", tone=Tone.DANGER, shape="needed"),
    Agreement.UNKNOWN: Badge(text="niet te vergelijken"),
}


class LinkForm(BaseForm):
    """On which two identifiers the rows were compared; names as the service."""

    identifiers = forms.TypedMultipleChoiceField(
        label="Waarop hebt u hen vergeleken?",
        coerce=Identifier,
        error_messages={"required": "Kies precies twee kenmerken waarop u de personen hebt vergeleken."},
        widget=forms.CheckboxSelectMultiple,
        help_text="Kies precies twee kenmerken die bij beiden bekend en gelijk zijn.",
    )
    confirmed = forms.BooleanField(
        label="Ik heb de geboortedatum gezien en weet zeker dat dit dezelfde mens is", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.value, IDENTIFIER_LABELS[row]) for row in Identifier]
        self.fields["identifiers"].choices = choices  # type: ignore[attr-defined]  # declared above


class UndoForm(BaseForm):
    """Why they are two human beings after all."""

    reason = forms.CharField(
        label="Waarom is dit niet dezelfde mens?",
        max_length=LONGEST_REASON,
        help_text="De koppeling blijft in de geschiedenis staan, met deze reden.",
    )


def _may(access: CaseAccess) -> None:
    check_can_link_persons(access.actor, access.case.pk)


@case_page(may=_may)
@require_safe
def listed(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Who may be the same human being, of whom the actor sees both rows."""
    role = _role(access, persoon)
    rows = counterparts(access.actor, role.person, request.at)
    _show(request, role, rows)
    context = frame(
        request,
        access,
        "personen",
        person=role.person,
        table=_candidates(access, role, rows),
        empty=EmptyState(
            title="Niemand gevonden",
            text="In uw andere zaken staat niemand die dezelfde mens kan zijn.",
            icon="users",
        ),
        back_url=reverse("cases:persons", kwargs={"zaak": access.case.public_id}),
    )
    return render(request, "cases/persons/counterparts.html", context)


@case_page(may=_may)
def compared(request: ActorRequest, access: CaseAccess, persoon: UUID, ander: UUID) -> HttpResponse:
    """Two rows side by side; joined on two identifiers, or a link undone with a reason."""
    role = _role(access, persoon)
    found = counterparts(access.actor, role.person, request.at)
    row = next((one for one in found if one.person.public_id == ander), None)
    if row is None:
        raise Http404
    _show(request, role, [row])
    data = request.POST if request.method == "POST" else None
    form: BaseForm = UndoForm(data) if row.link else LinkForm(data)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _write(request, access, role, row, form))
        if sent.done:
            told = "De koppeling is ongedaan gemaakt." if row.link else "De personen zijn gekoppeld."
            messages.success(request, told)
            return redirect("cases:counterparts", zaak=access.case.public_id, persoon=persoon)
    link = row.link
    linked = f"{link.confirmed_by.display_name}, {moment_text(link.confirmed_at)}" if link else ""
    context = frame(
        request,
        access,
        "personen",
        person=role.person,
        other=row.person,
        table=_side_by_side(row),
        known_as=[f"{seen.role.case.number}, {seen.role.get_role_display()}" for seen in row.roles],
        linked=linked,
        identifiers=link.identifiers if link else "",
        undone=[_undone(one) for one in row.undone],
        form=form,
        refusal=sent.refusal,
        back_url=reverse("cases:counterparts", kwargs={"zaak": access.case.public_id, "persoon": persoon}),
    )
    return render(request, "cases/persons/counterpart.html", context, status=sent.status)


def _write(
    request: ActorRequest, access: CaseAccess, role: CaseRole, row: Counterpart, form: BaseForm
) -> None:
    given = form.cleaned_data
    if row.link:
        request.trail.purpose = "koppeling van personen ongedaan gemaakt"
        undo_link(
            case=access.case,
            person=role.person,
            other=row.person,
            reason=given["reason"],
            actor=request.actor,
            at=request.at,
        )
        return
    request.trail.purpose = "personen gekoppeld"
    confirm_link(
        case=access.case,
        person=role.person,
        other=row.person,
        identifiers=given["identifiers"],
        confirmed=given["confirmed"],
        actor=request.actor,
        at=request.at,
    )


def _role(access: CaseAccess, public_id: UUID) -> CaseRole:
    for role in roles_in(access):
        if role.person.public_id == public_id:
            return role
    raise Http404


def _show(request: ActorRequest, role: CaseRole, rows: list[Counterpart]) -> None:
    """Everybody shown here is in the log, with the cases in which they are known."""
    seen = [one for row in rows for one in row.roles]
    request.trail.shows(
        cases={one.role.case_id for one in seen},
        persons=[role.person_id, *(row.person.pk for row in rows)],
        categories=[Category.IDENTITY],
    )


def _candidates(access: CaseAccess, role: CaseRole, rows: list[Counterpart]) -> DataTable | None:
    if not rows:
        return None
    labels = ("Wie", "Geboren", "Bekend in", "Wat gelijk is", "Koppeling")
    return DataTable(
        caption=f"Wie dezelfde mens kan zijn als {role.person.full_name}",
        columns=tuple(Column(label=label) for label in labels),
        rows=tuple(
            Row(
                cells=(
                    Cell(
                        text=row.person.full_name,
                        url=reverse(
                            "cases:counterpart",
                            kwargs={
                                "zaak": access.case.public_id,
                                "persoon": role.person.public_id,
                                "ander": row.person.public_id,
                            },
                        ),
                    ),
                    Cell(text=day_text(row.person.birth_date) if row.person.birth_date else UNKNOWN),
                    Cell(text="; ".join(sorted({seen.role.case.number for seen in row.roles}))),
                    Cell(text=_equal(row)),
                    Cell(badge=Badge(text="gekoppeld", tone=Tone.SUCCESS, shape="done"))
                    if row.link
                    else Cell(text="niet gekoppeld"),
                )
            )
            for row in rows
        ),
        wide=True,
    )


def _equal(row: Counterpart) -> str:
    fields = row.fields.items()
    return ", ".join(IDENTIFIER_LABELS[one] for one, how in fields if how is Agreement.EQUAL) or "niets"


def _undone(link: PersonLink) -> str:
    by = f" door {link.undone_by.display_name}" if link.undone_by else ""
    when = moment_text(link.undone_at) if link.undone_at else ""
    return f"Gekoppeld op {link.identifiers}; ongedaan gemaakt {when}{by}: {link.undo_reason}"


def _side_by_side(row: Counterpart) -> DataTable:
    mine, theirs = _values(row.mine), _values(row.theirs)
    labels = ("Kenmerk", "In deze zaak", "Elders", "Vergelijking")
    return DataTable(
        caption="Naast elkaar",
        columns=tuple(Column(label=label) for label in labels),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=IDENTIFIER_LABELS[one].capitalize() if one is not Identifier.BSN else "BSN"),
                    Cell(text=mine[one] or UNKNOWN),
                    Cell(text=theirs[one] or UNKNOWN),
                    Cell(badge=BADGES[how]),
                )
            )
            for one, how in row.fields.items()
        ),
    )


def _values(known: Known) -> dict[Identifier, str]:
    identity = known.identity
    names = " ".join(part for part in (identity.first_names, identity.last_name) if part)
    return {
        Identifier.BSN: identity.bsn,
        Identifier.NAME: names,
        Identifier.BIRTH_DATE: day_text(identity.birth_date) if identity.birth_date else "",
        Identifier.PHONE: phone_text(known.phone) if known.phone else "",
    }
