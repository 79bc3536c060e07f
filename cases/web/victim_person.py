"""The victim whom a page is about, and the frame of every form about her or him."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess, roles_in
from cases.persons.models import Person
from cases.web.casepage import frame
from cases.web.components import Fact, Notice
from cases.web.forms import BaseForm
from cases.web.requests import ActorRequest
from cases.web.submission import Submission


def victim_of(access: CaseAccess, public_id: UUID) -> Person:
    """A victim of the case as the actor may know it. Raises Http404 for anybody else."""
    people = (role.person for role in roles_in(access) if role.role == "victim")
    person = next((person for person in people if person.public_id == public_id), None)
    if person is None:
        raise Http404
    return person


def form_page(
    request: ActorRequest,
    access: CaseAccess,
    victim: Person,
    form: BaseForm,
    sent: Submission,
    *,
    title: str,
    button: str,
    facts: tuple[Fact, ...] = (),
    notice: Notice | None = None,
    categories: tuple[Category, ...] = (),
) -> HttpResponse:
    """A form about one victim, with what stands already above it."""
    request.trail.shows(persons=[victim.pk], categories=[Category.IDENTITY, *categories])
    context = frame(
        request,
        access,
        "slachtoffer",
        form=form,
        refusal=sent.refusal,
        title=title,
        button=button,
        facts=facts,
        notice=notice,
        victim_name=victim.full_name,
    )
    return render(request, "cases/victims/form.html", context, status=sent.status)
