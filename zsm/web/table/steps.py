"""The steps at the table, each one button: next, discussed, put back, earlier, later, seats, closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.access.errors import NotAllowed
from cases.organisations.models import Organisation, User
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import submit
from zsm.consultation.models import TableItem, TableSession
from zsm.consultation.permissions import check_can_lead_table, check_can_sit
from zsm.consultation.queries import session_of
from zsm.consultation.services import (
    bring_in,
    call_case,
    close_table,
    finish_case,
    leave_seat,
    move_case,
    next_case,
    put_back,
    take_seat,
)
from zsm.web.table.page import PutBackForm, show_table

Step = Callable[[ActorRequest, TableSession], None]


@signed_in(may=check_can_lead_table)
@require_POST
def step(request: ActorRequest, tafel: UUID) -> HttpResponse:
    """Take one step; `?actie=` says which and `?beurt=` about which turn."""
    session = _session(tafel)
    act = request.GET.get("actie", "")
    if act == "terug":
        return _put_back(request, session)
    if act not in _STEPS:
        messages.info(request, "Deze stap bestaat niet.")
        return redirect("zsm:table")
    _STEPS[act](request, session)
    return redirect("zsm:table")


@signed_in(may=check_can_sit)
@require_POST
def seat(request: ActorRequest, tafel: UUID) -> HttpResponse:
    """`?van=` an organisation, default one's own, `?zit=` ja or nee."""
    session = _session(tafel)
    key = request.GET.get("van", "")
    organisation = (
        Organisation.objects.filter(public_id=_uuid(key)).first()
        if key
        else Organisation.objects.get(pk=request.actor.organisation_id)
    )
    if organisation is None:
        raise Http404
    if request.GET.get("zit", "ja") == "nee":
        leave_seat(session=session, organisation=organisation, actor=request.actor, at=request.at)
    else:
        own = organisation.pk == request.actor.organisation_id
        user = User.objects.get(pk=request.actor.user_id) if own else None
        take_seat(session=session, organisation=organisation, user=user, actor=request.actor, at=request.at)
    return redirect("zsm:table")


def _session(key: UUID) -> TableSession:
    """The table; a foreign and an unknown one are refused alike."""
    try:
        return session_of(key)
    except TableSession.DoesNotExist:
        raise NotAllowed("Uw organisatie zit niet aan deze tafel.") from None


def _item(request: ActorRequest, session: TableSession) -> TableItem:
    item = TableItem.objects.filter(session=session, public_id=_uuid(request.GET.get("beurt", ""))).first()
    if item is None:
        raise Http404
    return item


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def _put_back(request: ActorRequest, session: TableSession) -> HttpResponse:
    form = PutBackForm(request.POST)
    sent = submit(
        form,
        lambda: put_back(
            session=session, reason=form.cleaned_data["reden"], actor=request.actor, at=request.at
        ),
        fields={"reason": "reden"},
    )
    return redirect("zsm:table") if sent.done else show_table(request, session, put_back=form, sent=sent)


def _next(request: ActorRequest, session: TableSession) -> None:
    if next_case(session=session, actor=request.actor, at=request.at) is None:
        messages.success(request, "Alle zaken op de lijst zijn aan de orde geweest.")


def _bring_in(request: ActorRequest, session: TableSession) -> None:
    number = bring_in(session=session, actor=request.actor, at=request.at)
    said = {0: "Er zijn geen nieuwe zaken.", 1: "Eén zaak staat achteraan de lijst."}
    messages.info(request, said.get(number, f"{number} zaken staan achteraan de lijst."))


def _move(step: int) -> Step:
    def move(request: ActorRequest, session: TableSession) -> None:
        move_case(session=session, item=_item(request, session), step=step, actor=request.actor)

    return move


def _call(request: ActorRequest, session: TableSession) -> None:
    call_case(session=session, item=_item(request, session), actor=request.actor, at=request.at)


def _finish(request: ActorRequest, session: TableSession) -> None:
    finish_case(session=session, actor=request.actor, at=request.at)


def _close(request: ActorRequest, session: TableSession) -> None:
    close_table(session=session, actor=request.actor, at=request.at)
    messages.success(request, "De tafel is gesloten.")


_STEPS: Final[dict[str, Step]] = {
    "volgende": _next,
    "klaar": _finish,
    "roep": _call,
    "omhoog": _move(-1),
    "omlaag": _move(1),
    "erbij": _bring_in,
    "sluiten": _close,
}
