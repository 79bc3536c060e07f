"""The documents tab: what can be made, by whom what was made, and the words for an area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import GuardRefusal, InvalidInput
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.documents.models import Document
from cases.documents.paper import DocumentType, Offer
from cases.documents.permissions import check_can_make_copies
from cases.documents.queries import documents_of, offered
from cases.documents.releasing import FOUND, Wanted
from cases.documents.rules.kinds import CHANNEL_LABELS, KIND_LABELS, Channel, DocumentKind
from cases.documents.services import MadeDocument, make_document, word_area
from cases.plans.documents.suspect import MISSING_AREA, wordings
from cases.plans.models import SafetyMeasure
from cases.plans.queries import measure_of
from cases.web.attachments import attachment_panel
from cases.web.casepage import frame
from cases.web.components import Cell, Column, DataTable, Fact, Refusal, RefusalItem, Row
from cases.web.forms import BaseForm
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.releasing import Asking, ask, asking_of, release_lines
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from cases.web.tabs import must_read_along

KIND: Final = "soort"
SUBJECT: Final = "onderwerp"
CHANNEL: Final = "afgifte"
ASK: Final = "vrijgave"
CHANNEL_CODES: Final = frozenset(channel.value for channel in Channel)

EXPLAINED: Final[dict[DocumentKind, str]] = {
    DocumentKind.CASE_OVERVIEW: "Alles wat uw organisatie van deze zaak mag zien, op papier voor de tafel.",
    DocumentKind.DECISION_SHEET: "Eén besluit met motivering en wat er op tafel lag.",
    DocumentKind.SAFETY_PLAN: "Voorwaarden, maatregelen, toezicht en gevolg, voor professionals.",
    DocumentKind.SUSPECT_COPY: (
        "Alleen wat de verdachte bindt. Wordt vóór vrijgave doorzocht op adressen, postcodes, nummers en "
        "e-mailadressen van beschermde personen."
    ),
    DocumentKind.VICTIM_COPY: "Wat beschermt, hoe een overtreding wordt gemeld en wie te bellen.",
}


@dataclass(frozen=True, slots=True)
class OfferCard:
    """One kind of document as shown, with what can be made of it now."""

    kind: str
    title: str
    text: str
    offers: tuple[Offer, ...]
    channels: tuple[tuple[str, str], ...]
    empty: str


@case_page(may=must_read_along)
def documents(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Show what can be made and what was made; a POST makes one and hands it over as a file."""
    if request.method == "POST":
        return _ask(request, access) if ASK in request.POST else _make(request, access)
    return _page(request, access)


def _ask(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Ask a colleague to look at what was held back."""
    asking, refusal = ask(request, access)
    if asking is None and refusal is None:
        messages.success(request, "Een collega kan nu beslissen over de vrijgave.")
        return redirect("cases:documents", zaak=access.case.public_id)
    return _page(request, access, refusal=refusal, asking=asking, status=409 if refusal else 400)


def _make(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    kind, subject = _asked(request)
    if kind is None:
        refusal = Refusal(title="Kies welk document u wilt maken.", items=())
        return _page(request, access, refusal=refusal, status=400)
    request.trail.action = AccessLogEntry.ACTION_EXPORT
    request.trail.purpose = KIND_LABELS[kind]
    channel = request.POST.get(CHANNEL, "")
    try:
        made = make_document(
            access=access,
            kind=kind,
            subject=subject,
            channel=Channel(channel) if channel in CHANNEL_CODES else Channel.NONE,
            actor=request.actor,
            at=request.at,
        )
    except LookupError:
        raise Http404 from None
    except InvalidInput as error:
        text = " ".join(said for errors in error.errors.values() for said in errors)
        return _page(request, access, refusal=Refusal(title=text, items=()), status=400)
    except GuardRefusal as refused:
        held_back = any(missing.code == FOUND for missing in refused.missing)
        asking = asking_of(Wanted(kind, subject)) if held_back else None
        return _page(request, access, refusal=_refusal(access, refused), asking=asking, status=409)
    return _file(request, made)


def _asked(request: ActorRequest) -> tuple[DocumentKind | None, UUID | None]:
    """Which document of what; what is not filled in right is nothing."""
    try:
        kind = DocumentKind(request.POST.get(KIND, ""))
        subject = request.POST.get(SUBJECT, "")
        return kind, UUID(subject) if subject else None
    except ValueError:
        return None, None


def _refusal(access: CaseAccess, refused: GuardRefusal) -> Refusal:
    """Everything that stands in the way, each with where it is mended."""
    items = []
    for missing in refused.missing:
        code, _, measure = missing.code.partition(":")
        url = ""
        if code == MISSING_AREA:
            keys = {"zaak": access.case.public_id, "maatregel": measure}
            url = reverse("cases:area-wording", kwargs=keys)
        elif code == FOUND:
            url = reverse("cases:plan", kwargs={"zaak": access.case.public_id})
        items.append(RefusalItem(text=missing.text, url=url, link_text="Aanpassen" if url else ""))
    return Refusal(title=refused.message, items=tuple(items))


def _file(request: ActorRequest, made: MadeDocument) -> HttpResponse:
    request.trail.shows(persons=made.paper.persons, categories=made.paper.categories)
    response = HttpResponse(made.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    return response


def _page(
    request: ActorRequest,
    access: CaseAccess,
    *,
    refusal: Refusal | None = None,
    asking: Asking | None = None,
    status: int = 200,
) -> HttpResponse:
    context = frame(
        request,
        access,
        "documenten",
        cards=[_card(found, offers) for found, offers in offered(access, request.at)],
        made=_table(documents_of(access), request.at),
        refusal=refusal,
        asking=asking,
        releases=release_lines(access, request),
        attachments=attachment_panel(request, access),
    )
    return render(request, "cases/documents/page.html", context, status=status)


def _card(document_type: DocumentType, offers: tuple[Offer, ...]) -> OfferCard:
    kind = document_type.kind
    channels = CHANNEL_LABELS.items() if kind is DocumentKind.VICTIM_COPY else ()
    return OfferCard(
        kind=kind.value,
        title=KIND_LABELS[kind],
        text=EXPLAINED[kind],
        offers=offers,
        channels=tuple((channel.value, label) for channel, label in channels if channel.value),
        empty="Hiervan is nu niets te maken.",
    )


def _table(rows: list[Document], at: datetime) -> DataTable:
    return DataTable(
        caption="Gemaakte documenten",
        columns=(
            Column(label="Document"),
            Column(label="Gemaakt"),
            Column(label="Door"),
            Column(label="Voor"),
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.get_kind_display()),
                    Cell(text=moment_text(row.made_at, at)),
                    Cell(text=f"{row.made_by.display_name}, {row.organisation.short_name}"),
                    Cell(text=_for(row)),
                )
            )
            for row in rows
        ),
        empty="Er is nog geen document gemaakt.",
    )


def _for(row: Document) -> str:
    channel = f", {row.get_channel_display()}" if row.channel else ""
    return f"{row.get_recipient_display()}{channel}"


class AreaForm(BaseForm):
    """The area of a measure in words for the suspect."""

    woorden = forms.CharField(
        label="Gebied in woorden voor de verdachte",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zo dat de verdachte weet waar hij niet mag komen, zonder huisnummer of postcode.",
    )


def _may_word(access: CaseAccess) -> None:
    check_can_make_copies(access.actor, access.case.pk)


@case_page(may=_may_word)
def area(request: ActorRequest, access: CaseAccess, maatregel: UUID) -> HttpResponse:
    """Agree on the words in which the suspect reads where she or he may not come."""
    measure = _measure_or_404(access, maatregel)
    known = wordings([measure]).get(measure.pk, "")
    form = AreaForm(request.POST if request.method == "POST" else None, initial={"woorden": known})
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: word_area(
                case=access.case,
                measure_id=measure.pk,
                text=form.cleaned_data["woorden"],
                actor=request.actor,
                at=request.at,
            ),
            fields={"text": "woorden"},
        )
        if sent.done:
            messages.success(request, "De omschrijving is vastgelegd.")
            return redirect("cases:documents", zaak=access.case.public_id)
    context: dict[str, Any] = frame(
        request,
        access,
        "documenten",
        form=form,
        refusal=sent.refusal,
        facts=(
            Fact(label="Maatregel", value=measure.label),
            Fact(label="Gebied zoals opgelegd", value=measure.area),
        ),
    )
    request.trail.shows(categories=[Category.DECISION])
    return render(request, "cases/documents/area.html", context, status=sent.status)


def _measure_or_404(access: CaseAccess, public_id: UUID) -> SafetyMeasure:
    try:
        measure = measure_of(access.case, public_id)
    except SafetyMeasure.DoesNotExist:
        raise Http404 from None
    if not access.may_see(Category.DECISION, measure.organisation_id):
        raise Http404
    return measure
