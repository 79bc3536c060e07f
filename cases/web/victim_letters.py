"""Pages of what a victim gets in writing: the safe e-mail with its preview, and the letter of the OM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.persons.models import Person
from cases.victims.models import OfficialLetter, VictimNotice
from cases.victims.permissions import (
    check_can_confirm_address,
    check_can_send_official_letter,
    passes,
)
from cases.victims.queries import letter_draft, letters_to, official_letter_of, official_letters_to
from cases.victims.queries import official_missing as missing_of
from cases.victims.rules.letter import SUBJECT, LetterStatus, OfficialStatus
from cases.victims.services import (
    confirm_address,
    hand_over_official_letter,
    post_official_letter,
    send_letter,
)
from cases.web.casepage import frame
from cases.web.components import Action, Badge, Fact, SourceLine, Tone, refusal_from
from cases.web.forms import BaseForm
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from cases.web.victim_person import form_page, victim_of

NOT_NAMED: Final = "De e-mail stuurt wie is aangewezen om het slachtoffer te informeren."
CONFIRM, POST, HAND_OVER = "adres", "post", "overhandigd"


class LetterForm(BaseForm):
    """What is asked before a safe e-mail is queued."""

    agreed = forms.BooleanField(label="Het slachtoffer wil dit op dit e-mailadres ontvangen", required=False)


class OfficialLetterForm(BaseForm):
    """What became of the official letter of the OM."""

    what = forms.ChoiceField(label="Wat is er gedaan?", widget=forms.RadioSelect)
    handed_over_by = forms.CharField(
        label="Overhandigd door", max_length=120, required=False, help_text="Alleen bij overhandigen."
    )

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices
        if HAND_OVER not in dict(choices):
            del self.fields["handed_over_by"]


def _must_have_informed(access: CaseAccess) -> None:
    """Policy: only who was named to inform a victim of this case writes to her or him."""
    own = VictimNotice.objects.filter(case=access.case, informer=access.actor.organisation_id)
    if not own.exists():
        raise NotAllowed(NOT_NAMED)


def _must_handle_official(access: CaseAccess) -> None:
    check_can_confirm_address(access.actor, access.case.pk)


@case_page(may=_must_have_informed)
def letter(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Show the e-mail as it would be sent, and queue it; nothing in it can be typed."""
    victim = victim_of(access, persoon)
    draft = letter_draft(access.case, victim, request.actor)
    form = LetterForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: send_letter(
                case=access.case,
                victim=victim,
                agreed=form.cleaned_data["agreed"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "De e-mail staat klaar. Het adres wordt bij verzenden nog bekeken.")
            return redirect("cases:victim", zaak=access.case.public_id)
    address = draft.contact.email if draft.contact and draft.contact.email_safe else ""
    categories = [Category.IDENTITY, Category.DECISION, *([Category.CONTACT] if address else [])]
    request.trail.shows(persons=[victim.pk], categories=categories)
    context = frame(
        request,
        access,
        "slachtoffer",
        form=form,
        refusal=sent.refusal or (refusal_from(draft.missing) if draft.missing else None),
        may_send=not draft.missing,
        victim_name=victim.full_name,
        address=address,
        subject=SUBJECT,
        lines=draft.lines,
    )
    return render(request, "cases/victims/letter.html", context, status=sent.status)


@case_page(may=_must_handle_official)
def official_letter(request: ActorRequest, access: CaseAccess, brief: UUID) -> HttpResponse:
    """Confirm that the address is safe, or record that the OM's letter was sent or handed over."""
    try:
        row = official_letter_of(access.case, brief)
    except OfficialLetter.DoesNotExist:
        raise Http404 from None
    form = OfficialLetterForm(request.POST if request.method == "POST" else None, choices=_choices(access))
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _handle(request, row, form))
        if sent.done:
            messages.success(request, "De brief is bijgewerkt.")
            return redirect("cases:victim", zaak=access.case.public_id)
    return form_page(
        request,
        access,
        row.notice.victim,
        form,
        sent,
        title="Officiële brief van het OM",
        button="Vastleggen",
        facts=official_facts(access, row),
        categories=(Category.DECISION, Category.CONTACT),
    )


def _choices(access: CaseAccess) -> list[tuple[str, str]]:
    choices = [(CONFIRM, "Het postadres is nagevraagd en veilig")]
    if passes(check_can_send_official_letter, access.actor, access.case.pk):
        choices += [
            (POST, "De brief is verstuurd naar het bevestigde adres"),
            (HAND_OVER, "De brief is persoonlijk overhandigd"),
        ]
    return choices


def _handle(request: ActorRequest, row: OfficialLetter, form: BaseForm) -> None:
    data, actor, at = form.cleaned_data, request.actor, request.at
    if data["what"] == CONFIRM:
        confirm_address(letter=row, actor=actor, at=at)
    elif data["what"] == POST:
        post_official_letter(letter=row, actor=actor, at=at)
    else:
        hand_over_official_letter(letter=row, handed_over_by=data["handed_over_by"], actor=actor, at=at)


def official_facts(access: CaseAccess, row: OfficialLetter) -> tuple[Fact, ...]:
    """How the official letter stands; who confirmed the address is contact information."""
    source = SourceLine(organisation=row.organisation.short_name, at=row.recorded_at)
    facts = [
        Fact(label="Brief over", value=row.notice.about, source=source),
        Fact(label="Stand", value=row.get_status_display()),
    ]
    if row.done_at and row.done_by:
        facts.append(Fact(label="Gedaan", value=f"{moment_text(row.done_at)}, {row.done_by.display_name}"))
    if not access.may_see(Category.CONTACT, row.organisation_id):
        return tuple(facts)
    if row.handed_over_by:
        facts.append(Fact(label="Overhandigd door", value=row.handed_over_by))
    if row.status == OfficialStatus.TO_SEND.value:
        missing = missing_of(row)
        stands = missing[0].text if missing else "Bevestigd dat het veilig is."
        facts.append(Fact(label="Postadres", value=stands))
    return tuple(facts)


@dataclass(frozen=True, slots=True)
class WrittenPanel:
    """What one victim got or gets in writing."""

    name: str
    letters: tuple[tuple[Badge, SourceLine], ...]
    official: tuple[tuple[tuple[Fact, ...], Action | None], ...]
    action: Action | None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show or do."""
        return not (self.letters or self.official or self.action)


_TONES: Final = {
    LetterStatus.QUEUED: (Tone.WARNING, "busy"),
    LetterStatus.SENT: (Tone.SUCCESS, "done"),
    LetterStatus.STOPPED: (Tone.DANGER, "alarm"),
    LetterStatus.FAILED: (Tone.DANGER, "alarm"),
}


def written_panel(access: CaseAccess, victim: Person) -> WrittenPanel:
    """The e-mails and letters to one victim, with the next thing to do for who may."""
    case = access.case
    letters = []
    for row in letters_to(case, victim):
        if access.may_see(Category.DECISION, row.organisation_id):
            status = LetterStatus(row.status)
            tone, shape = _TONES[status]
            badge = Badge(text=row.get_status_display(), tone=tone, shape=shape)
            at = row.settled_at or row.queued_at
            letters.append((badge, SourceLine(organisation=row.organisation.short_name, at=at)))
    handles = passes(check_can_confirm_address, access.actor, case.pk)
    official = tuple(
        (official_facts(access, row), _official_action(access, row) if handles else None)
        for row in official_letters_to(case, victim)
        if access.may_see(Category.DECISION, row.organisation_id)
    )
    draft = letter_draft(case, victim, access.actor)
    action = None
    if draft.notices:
        url = reverse("cases:letter", kwargs={"zaak": case.public_id, "persoon": victim.public_id})
        action = Action(label="Hetzelfde per veilige e-mail", url=url, icon="mail")
    return WrittenPanel(victim.full_name, tuple(letters), official, action)


def _official_action(access: CaseAccess, row: OfficialLetter) -> Action | None:
    if row.status != OfficialStatus.TO_SEND.value:
        return None
    keys = {"zaak": access.case.public_id, "brief": row.public_id}
    return Action(label="Brief bijwerken", url=reverse("cases:official-letter", kwargs=keys))
