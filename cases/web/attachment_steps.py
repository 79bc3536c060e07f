"""Steps with an attachment: giving one, looking at it as a second person, taking it back, sharing it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.attachments.models import Attachment
from cases.attachments.permissions import check_can_give, check_can_look, check_own
from cases.attachments.queries import own_attachment
from cases.attachments.rules.files import ACCEPTED, AGAIN, LARGEST, LONGEST_TITLE, Unfit, unfit_text
from cases.attachments.rules.recording import recorded_by
from cases.attachments.rules.states import State
from cases.attachments.searching import finding_texts
from cases.attachments.services import (
    NewAttachment,
    check_to_look_at,
    decide_look,
    give_attachment,
    share_attachment,
    withdraw_attachment,
)
from cases.casefiles.queries import CaseAccess, roles_in
from cases.documents.rules.release import LONGEST_REASON, Release
from cases.terms.rules.wording import local
from cases.web.attachments import TAB, WHY_HELD, WHY_WAITING, attachment_or_404, facts_of
from cases.web.components import Fact
from cases.web.form_page import form_page, primary
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.releasing import DecisionForm
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from cases.web.together.sharing import ShareForm

BACK: Final = "cases:documents"
USUAL: Final = timedelta(days=30)


class GiveForm(BaseForm):
    """What is given; names as `NewAttachment`."""

    title = forms.CharField(
        label="Titel",
        max_length=LONGEST_TITLE,
        help_text="Wat dit is, zonder namen of adressen. Bijvoorbeeld: proces-verbaal van bevindingen.",
    )
    category = forms.ChoiceField(
        label="Onderdeel", help_text="Dit bepaalt volgens de verstrekkingentabel wie de bijlage leest."
    )
    contents = forms.FileField(
        label="Bestand",
        help_text=f"{ACCEPTED}. De naam van het bestand wordt niet bewaard.",
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, access: CaseAccess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (category.value, CATEGORY_LABELS[category][:1].upper() + CATEGORY_LABELS[category][1:])
            for category in recorded_by(access.actor.organisation_kind)
        ]
        self.fields["category"].choices = [("", "Kies een onderdeel"), *choices]  # type: ignore[attr-defined]  # declared above
        self.fields["contents"].widget.attrs["accept"] = ".pdf,.jpg,.jpeg,.png"

    def clean_contents(self) -> bytes:
        """The bytes; the handler kept nothing of a file that is too large."""
        file = self.cleaned_data["contents"]
        if file.size > LARGEST:
            raise forms.ValidationError(unfit_text(Unfit.TOO_LARGE))
        contents: bytes = file.read()
        return contents


def _may_give(access: CaseAccess) -> None:
    check_can_give(access.actor, access.case.pk)


@case_page(may=_may_give)
def give(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Give a file to the case."""
    posted = request.method == "POST"
    form = GiveForm(request.POST if posted else None, request.FILES if posted else None, access=access)
    sent, made = NOT_SENT, []
    if posted:
        sent = submit(
            form,
            lambda: made.append(
                give_attachment(
                    case=access.case,
                    new=NewAttachment(
                        title=form.cleaned_data["title"],
                        category=Category(form.cleaned_data["category"]),
                        contents=form.cleaned_data["contents"],
                    ),
                    actor=request.actor,
                    at=request.at,
                )
            ),
        )
        if sent.done:
            free = made[0].state == State.FREE.value
            messages.success(request, "De bijlage is gegeven." if free else f"Bewaard. {_why(made[0])}")
            return redirect(BACK, zaak=access.case.public_id)
        if "contents" not in form.errors:
            form.add_error("contents", AGAIN)
    return form_page(
        request,
        access,
        tab=TAB,
        title="Bijlage geven",
        form=form,
        buttons=primary("Geven"),
        back=BACK,
        sent=sent,
        note=(
            "Wat het bestand over zichzelf vertelt (maker, plaats) wordt verwijderd. Voordat partners het "
            "krijgen, wordt het doorzocht op waar beschermde personen te vinden zijn."
        ),
    )


def _why(row: Attachment) -> str:
    return WHY_HELD if row.findings else WHY_WAITING


class LookForm(DecisionForm):
    """Whether it may go to the partners, and why."""

    outcome = forms.ChoiceField(
        label="Mag deze bijlage naar de partners",
        choices=[
            (Release.RELEASED.value, "Ja, ik heb haar bekeken en niemand is ermee te vinden"),
            (Release.REFUSED.value, "Nee, zij blijft tegengehouden"),
        ],
        widget=forms.RadioSelect,
    )


@case_page(may=_may_give)
def look(request: ActorRequest, access: CaseAccess, wachtend: UUID) -> HttpResponse:
    """A colleague of the giver looks at what was held back and decides."""
    row = own_attachment(access, wachtend)
    check_can_look(access.actor, row)
    check_to_look_at(row)
    form, sent = LookForm(request.POST if request.method == "POST" else None), NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: decide_look(
                attachment=row,
                outcome=Release(form.cleaned_data["outcome"]),
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "Uw besluit is vastgelegd.")
            return redirect(BACK, zaak=access.case.public_id)
    request.trail.shows(categories=[Category(row.category)])
    found = "; ".join(finding_texts(row.findings))
    file = reverse("cases:attachment-file", kwargs={"zaak": access.case.public_id, "bijlage": row.public_id})
    return form_page(
        request,
        access,
        tab=TAB,
        title=f"Bijlage nakijken: {row.title}",
        form=form,
        buttons=primary("Besluit vastleggen"),
        back=BACK,
        sent=sent,
        facts=(
            Fact(label="Bekijk eerst", value=row.file_name, url=file),
            Fact(label="Gevonden", value=found or "Niets, maar het bestand is niet geheel te doorzoeken."),
            *facts_of(row),
        ),
        note="Geef alleen vrij als met deze bijlage niemand te vinden is. Twijfelt u, doe het dan niet.",
    )


class WithdrawForm(BaseForm):
    """Why it is taken back."""

    reason = forms.CharField(label="Waarom trekt u de bijlage in?", max_length=LONGEST_REASON)


@case_page(may=_may_give)
def withdraw(request: ActorRequest, access: CaseAccess, bijlage: UUID) -> HttpResponse:
    """Take back what the own organisation gave."""
    row = attachment_or_404(access, bijlage)
    check_own(access.actor, row)
    form, sent = WithdrawForm(request.POST if request.method == "POST" else None), NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: withdraw_attachment(
                attachment=row, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "Ingetrokken: niemand krijgt de bijlage nog.")
            return redirect(BACK, zaak=access.case.public_id)
    return _about(request, access, row, form, sent=sent, title="Bijlage intrekken", button="Intrekken")


class ShareOneForm(ShareForm):
    """With whom one attachment is shared; its section follows from what it is."""

    category = None  # type: ignore[assignment]  # how Django takes a field away


@case_page(may=_may_give)
def share_one(request: ActorRequest, access: CaseAccess, bijlage: UUID) -> HttpResponse:
    """Share this attachment with one participant beyond the table."""
    row = attachment_or_404(access, bijlage)
    check_own(access.actor, row)
    posted = request.POST if request.method == "POST" else None
    form = ShareOneForm(posted, initial={"until": local(request.at).date() + USUAL}, access=access)
    request.trail.shows(persons=[role.person_id for role in roles_in(access)], categories=[Category.IDENTITY])
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: share_attachment(
                attachment=row, act=form.act(Category(row.category)), actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "De bijlage is gedeeld; de ontvanger kan haar vanaf nu downloaden.")
            return redirect(BACK, zaak=access.case.public_id)
    return _about(request, access, row, form, sent=sent, title="Bijlage apart delen", button="Delen")


def _about(
    request: ActorRequest,
    access: CaseAccess,
    row: Attachment,
    form: BaseForm,
    *,
    sent: Submission,
    title: str,
    button: str,
) -> HttpResponse:
    """The page of a step with one attachment of the own organisation."""
    request.trail.shows(categories=[Category(row.category)])
    return form_page(
        request,
        access,
        tab=TAB,
        title=title,
        form=form,
        buttons=primary(button),
        back=BACK,
        sent=sent,
        facts=(Fact(label="Bijlage", value=row.title), *facts_of(row)),
    )
