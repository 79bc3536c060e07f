"""One form on a page of its own in the ZSM tab: title, what to know first, the form, one button."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from cases.casefiles.queries import CaseAccess
from cases.web.casepage import frame
from cases.web.requests import ActorRequest
from cases.web.submission import Submission


def form_page(
    request: ActorRequest, access: CaseAccess, sent: Submission, *, title: str, button: str, **context: Any
) -> HttpResponse:
    """Render the page; `context`: `form`, and if wanted `lead`, `facts` and `template`."""
    context = {"lead": "", "facts": (), **context}
    template = context.pop("template", "zsm/intake/form.html")
    shown = frame(request, access, "zsm", title=title, button=button, refusal=sent.refusal, **context)
    return render(request, template, shown, status=sent.status)
