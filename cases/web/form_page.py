"""One form on a case: most steps are a page with what it is about, a few fields and one button."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.casefiles.queries import CaseAccess
from cases.web.casepage import frame
from cases.web.components import Fact
from cases.web.forms import BaseForm
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission

Button = tuple[str, str, str]


def primary(label: str) -> tuple[Button, ...]:
    """The one button of an ordinary form."""
    return ((label, "", "primary"),)


def form_page(
    request: ActorRequest,
    access: CaseAccess,
    *,
    tab: str,
    title: str,
    form: BaseForm,
    buttons: Sequence[Button],
    back: str,
    sent: Submission = NOT_SENT,
    facts: tuple[Fact, ...] = (),
    note: str = "",
) -> HttpResponse:
    """The page of a form. `back`: the route of the case to return to; `buttons`: (label, name, kind) each."""
    context = frame(
        request,
        access,
        tab,
        title=title,
        form=form,
        buttons=buttons,
        back_url=reverse(back, kwargs={"zaak": access.case.public_id}),
        refusal=sent.refusal,
        facts=facts,
        note=note,
    )
    return render(request, "cases/forms/form_page.html", context, status=sent.status)
