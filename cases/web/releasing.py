"""A copy that the scan held back: asking a colleague to look, and her or his decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.documents.blocked_models import BlockedDocument
from cases.documents.permissions import can_make_copies, check_can_make_copies
from cases.documents.releasing import (
    Wanted,
    ask_release,
    check_can_decide_release,
    decide_release,
    finding_text,
    releases_of,
)
from cases.documents.rules.kinds import DocumentKind
from cases.documents.rules.release import LONGEST_REASON, RELEASED_FOR, Release, still_released
from cases.documents.rules.scan import Finding, Secret
from cases.web.casepage import frame
from cases.web.components import Fact, Refusal
from cases.web.forms import BaseForm
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

TAB: Final = "documenten"
KIND, SUBJECT, REASON = "soort", "onderwerp", "reden"


@dataclass(frozen=True, slots=True)
class Asking:
    """The form to ask for a second look, with what was typed and what was wrong with it."""

    kind: str
    subject: str = ""
    reason: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseLine:
    """One copy that was held back, how it stands, and the page where a colleague decides."""

    title: str
    text: str
    decide_url: str


def asking_of(wanted: Wanted) -> Asking:
    """The empty form for a copy that was held back just now."""
    return Asking(kind=wanted.kind.value, subject=str(wanted.subject) if wanted.subject else "")


def release_lines(access: CaseAccess, request: ActorRequest) -> tuple[ReleaseLine, ...]:
    """What waits for a second person or was decided, for who makes copies."""
    if not can_make_copies(access.actor, access.case.pk):
        return ()
    return tuple(_line(access, row, request) for row in releases_of(access))


def _line(access: CaseAccess, row: BlockedDocument, request: ActorRequest) -> ReleaseLine:
    keys = {"zaak": access.case.public_id, "vrijgave": row.public_id}
    asked = f"gevraagd door {row.asked_by.display_name}, {moment_text(row.asked_at, request.at)}"
    if row.decided_by is None or row.decided_at is None:
        mine = row.asked_by_id == access.actor.user_id
        url = "" if mine else reverse("cases:document-release", kwargs=keys)
        return ReleaseLine(row.get_kind_display(), f"wacht op een tweede persoon · {asked}", url)
    decided = f"{row.get_outcome_display()} door {row.decided_by.display_name}"
    text = f"{decided}, {moment_text(row.decided_at, request.at)}: {row.decision_reason}"
    if row.outcome == Release.RELEASED.value:
        until = moment_text(row.decided_at + RELEASED_FOR, request.at)
        holds = still_released(row.decided_at, request.at)
        text += f" · {'te maken tot' if holds else 'verlopen op'} {until}, met dezelfde inhoud"
    return ReleaseLine(row.get_kind_display(), text, "")


def ask(request: ActorRequest, access: CaseAccess) -> tuple[Asking | None, Refusal | None]:
    """Ask for a second look with what was typed on the documents tab; what is wrong comes back with it."""
    typed = Asking(
        kind=request.POST.get(KIND, ""),
        subject=request.POST.get(SUBJECT, ""),
        reason=request.POST.get(REASON, ""),
    )
    try:
        wanted = Wanted(DocumentKind(typed.kind), UUID(typed.subject) if typed.subject else None)
    except ValueError:
        raise Http404 from None
    try:
        ask_release(access=access, wanted=wanted, reason=typed.reason, actor=request.actor, at=request.at)
    except LookupError:
        raise Http404 from None
    except InvalidInput as error:
        return Asking(typed.kind, typed.subject, typed.reason, " ".join(error.errors["reason"])), None
    except Conflict as conflict:
        return None, Refusal(title=conflict.message, items=())
    return None, None


class DecisionForm(BaseForm):
    """Whether it may leave, and why."""

    outcome = forms.ChoiceField(
        label="Mag dit exemplaar weg",
        choices=[
            (Release.RELEASED.value, "Ja, wat er staat is geen gevaar"),
            (Release.REFUSED.value, "Nee, het moet worden aangepast"),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Waarom",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Noem het gegeven zelf niet.",
    )


def _may_decide(access: CaseAccess) -> None:
    check_can_make_copies(access.actor, access.case.pk)


@case_page(may=_may_decide)
def decide(request: ActorRequest, access: CaseAccess, vrijgave: UUID) -> HttpResponse:
    """A colleague of the maker looks at what was found and decides."""
    blocked = _blocked_or_404(access, vrijgave)
    check_can_decide_release(access.actor, access.case, blocked)
    form, sent = DecisionForm(request.POST if request.method == "POST" else None), NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: decide_release(
                blocked=blocked,
                outcome=Release(form.cleaned_data["outcome"]),
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "Uw besluit is vastgelegd.")
            return redirect("cases:documents", zaak=access.case.public_id)
    request.trail.shows(categories=[Category.PLAN])
    found = [Finding(entry["where"], Secret(entry["secret"])) for entry in blocked.findings]
    context = frame(
        request,
        access,
        TAB,
        title=f"Vrijgave: {blocked.get_kind_display().lower()}",
        form=form,
        buttons=(("Besluit vastleggen", "", "primary"),),
        back_url=reverse("cases:documents", kwargs={"zaak": access.case.public_id}),
        refusal=sent.refusal,
        note=(
            "Zoek in de zaak op wat er in deze velden staat. Geef alleen vrij als de verdachte daarmee "
            "niemand kan vinden; is dat niet zeker, laat het dan aanpassen."
        ),
        facts=(
            Fact(label="Gevonden", value="; ".join(finding_text(hit) for hit in found)),
            Fact(label="Gevraagd door", value=blocked.asked_by.display_name),
            Fact(label="Waarom dit toch mag", value=blocked.reason),
        ),
    )
    return render(request, "cases/forms/form_page.html", context, status=sent.status)


def _blocked_or_404(access: CaseAccess, public_id: UUID) -> BlockedDocument:
    rows = BlockedDocument.objects.select_related("asked_by")
    found = rows.filter(
        case=access.case, public_id=public_id, organisation_id=access.actor.organisation_id
    ).first()
    if found is None:
        raise Http404
    return found
