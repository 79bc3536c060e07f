"""Drafts for the script of the page: read, keep, throw away. A draft is one's own and belongs to one form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import require_http_methods

from cases.access.errors import InvalidInput
from cases.access.routes import policy_of
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.casefiles.queries import open_case
from cases.drafts.queries import draft_of
from cases.drafts.services import discard_draft, save_draft
from cases.web.moments import time_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest

PLACE = "plaats"
THROW_AWAY = "weg"


@signed_in()
@require_http_methods(["GET", "POST"])
def draft(request: ActorRequest) -> HttpResponse:
    """GET: what is kept for the form at `plaats`, 204 when nothing is. POST: keep its fields, or `weg=1`.

    404 for a place that is no form of ours, or of a case that the actor may no longer see: then what was
    typed about it is not given back either.
    """
    data = request.GET if request.method == "GET" else request.POST
    place = data.get(PLACE, "")
    _check_place(request, place)
    if request.method == "GET":
        return _kept(request, place)
    # Nothing is shown to anybody: no row in the access log for every few seconds of typing.
    request.trail.nothing_shown()
    if request.POST.get(THROW_AWAY):
        discard_draft(place=place, actor=request.actor)
        return HttpResponse(status=204)
    try:
        saved = save_draft(
            place=place,
            typed={name: data.getlist(name) for name in request.POST},
            actor=request.actor,
            at=request.at,
        )
    except InvalidInput as refusal:
        text = " ".join(message for messages in refusal.errors.values() for message in messages)
        return JsonResponse({"melding": text}, status=400)
    return JsonResponse({"bewaard": time_text(saved.saved_at)})


def _kept(request: ActorRequest, place: str) -> HttpResponse:
    found = draft_of(request.actor, place, at=request.at)
    if found is None:
        request.trail.nothing_shown()
        return HttpResponse(status=204)
    request.trail.shows(categories=[Category.PROTECTED_ADDRESS])
    return JsonResponse({"bewaard": time_text(found.saved_at), "velden": found.fields})


def _check_place(request: ActorRequest, place: str) -> None:
    """Raise Http404 unless the place is a page of ours that the actor may know of."""
    path = place.partition("#")[0]
    try:
        match = resolve(path)
    except Resolver404:
        raise Http404 from None
    view: Any = match.func
    if policy_of(view) is None:
        raise Http404
    case = match.kwargs.get("zaak")
    if case is None:
        return
    try:
        access = open_case(request.actor, case, at=request.at)
    except Case.DoesNotExist:
        raise Http404 from None
    request.trail.shows(cases=[access.case.pk], categories=[Category.THAT])
