"""What follows the decision, on its forms: the release, an escape, longer holding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from cases.access.errors import NotAllowed
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import OrganisationKind
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.components import Fact, Notice, Tone
from cases.web.forms import BaseForm, MomentField
from cases.web.moments import due_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.decision.permissions import (
    can_decide,
    check_can_extend,
    check_can_record_escape,
    check_can_record_release,
)
from zsm.decision.queries import open_escape, victim_asked_to_know
from zsm.decision.rules.checklist import GUARD_LABELS, RELEASE_GUARDS, Guard, Override
from zsm.decision.rules.choices import NOTICES
from zsm.decision.rules.custody import EXTENDABLE
from zsm.decision.services import (
    Extension,
    NewRelease,
    extend_holding,
    record_caught,
    record_escape,
    record_release,
)
from zsm.web.decision.framing import chosen, done, form_page, informer_field


class ReleaseForm(BaseForm):
    """When the suspect is free, who knew beforehand, and for a prosecutor which guard is set aside."""

    vrij_op = MomentField(label="Vrij sinds")

    def __init__(self, *args: Any, access: CaseAccess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        told = forms.MultipleChoiceField(
            label="Wie wist het vooraf",
            choices=[choice for choice in NOTICES if choice[0] != OrganisationKind.SHN.value],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.add_field("vooraf", told)
        asked = "Het slachtoffer heeft hierom gevraagd." if victim_asked_to_know(access.case) else ""
        self.add_field(
            "slachtoffer_vooraf",
            forms.BooleanField(label="Het slachtoffer wist het vooraf", required=False, help_text=asked),
        )
        self.add_field("informeert", informer_field(access, required=False))
        self.add_field("toelichting", forms.CharField(label="Toelichting", max_length=500, required=False))
        if can_decide(access.actor, access.case.pk):
            self._add_override()

    def _add_override(self) -> None:
        self.add_field(
            "opzij",
            forms.MultipleChoiceField(
                label="Waarborg opzijzetten",
                choices=[(str(guard.value), GUARD_LABELS[guard]) for guard in RELEASE_GUARDS],
                widget=forms.CheckboxSelectMultiple,
                required=False,
                help_text="Alleen als de wet de vrijlating afdwingt. Alle deelnemers zien dit op de zaak.",
            ),
        )
        area = forms.Textarea(attrs={"rows": 3})
        self.add_field(
            "opzij_motivering",
            forms.CharField(
                label="Motivering van het opzijzetten", max_length=4000, required=False, widget=area
            ),
        )

    def release(self) -> NewRelease:
        """What the service records."""
        data = self.cleaned_data
        return NewRelease(
            released_at=data["vrij_op"],
            informer=chosen(self.access, data["informeert"]),
            told=frozenset(OrganisationKind(code) for code in data["vooraf"]),
            victim_told=data["slachtoffer_vooraf"],
            note=data["toelichting"],
        )

    def override(self) -> Override | None:
        """Which guards are set aside, and why; the service adds the roles."""
        data = self.cleaned_data
        guards = frozenset(Guard(int(number)) for number in data.get("opzij", ()))
        return Override(guards, data.get("opzij_motivering", ""), frozenset()) if guards else None


def _may_release(access: CaseAccess) -> None:
    check_can_record_release(access.actor, access.case.pk)


@case_page(may=_may_release)
def release(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record the moment at which the suspect walks free, with everything that has to be there before it."""
    data = request.POST if request.method == "POST" else None
    form, sent = ReleaseForm(data, access=access, initial={"vrij_op": request.at}), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: record_release(
                case=access.case,
                new=form.release(),
                override=form.override(),
                actor=request.actor,
                at=request.at,
            ),
            fields={"released_at": "vrij_op", "note": "toelichting"},
        )
        if sent.done:
            return done(request, access, "De vrijlating is vastgelegd. Iedereen heeft bericht.")
    notice = Notice(
        title="Vóór de vrijlating",
        text="Maatregelen uitgereikt en geregistreerd; Veilig Thuis, politie en wie dat vroeg ingelicht.",
        tone=Tone.WARNING,
    )
    return form_page(request, access, ("Vrijlating vastleggen", "Vastleggen"), form, sent=sent, notice=notice)


# --- escape ---------------------------------------------------------------------------------------


class EscapeForm(BaseForm):
    """When the suspect escaped, and who tells the victim now."""

    ontsnapt_op = MomentField(label="Ontsnapt op")
    toelichting = forms.CharField(label="Toelichting", max_length=500, required=False)

    def __init__(self, *args: Any, access: CaseAccess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("informeert", informer_field(access))


class CaughtForm(BaseForm):
    """When the escaped suspect was caught."""

    weer_vast_op = MomentField(label="Weer vast op")


def _may_record_escape(access: CaseAccess) -> None:
    check_can_record_escape(access.actor, access.case.pk)


@case_page(may=_may_record_escape)
def escape(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record that the suspect escaped, or was caught again."""
    if open_escape(access.case) is not None:
        return _caught(request, access)
    data = request.POST if request.method == "POST" else None
    form, sent = EscapeForm(data, access=access), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: record_escape(
                case=access.case,
                escaped_at=form.cleaned_data["ontsnapt_op"],
                informer=chosen(access, form.cleaned_data["informeert"]),
                note=form.cleaned_data["toelichting"],
                actor=request.actor,
                at=request.at,
            ),
            fields={"escaped_at": "ontsnapt_op", "note": "toelichting"},
        )
        if sent.done:
            return done(request, access, "De ontsnapping is vastgelegd. Alle partners zijn gealarmeerd.")
    notice = Notice(
        title="Alle partners krijgen meteen een alarm",
        text="Het slachtoffer moet direct worden ingelicht; de bewaring staat stil.",
        tone=Tone.DANGER,
    )
    return form_page(
        request, access, ("Ontsnapping vastleggen", "Vastleggen en alarmeren"), form, sent=sent, notice=notice
    )


def _caught(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, sent = CaughtForm(data), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: record_caught(
                case=access.case,
                caught_at=form.cleaned_data["weer_vast_op"],
                actor=request.actor,
                at=request.at,
            ),
            fields={"caught_at": "weer_vast_op"},
        )
        if sent.done:
            return done(request, access, "Vastgelegd dat de verdachte weer vastzit.")
    return form_page(request, access, ("Verdachte weer vast", "Vastleggen"), form, sent=sent)


# --- longer holding -------------------------------------------------------------------------------


class ExtensionForm(BaseForm):
    """Which term, how much longer, why, and that the condition of the law holds."""

    def __init__(self, *args: Any, access: CaseAccess, kinds: list[TermKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        choices = [(kind.value, EXTENDABLE[kind].label) for kind in kinds]
        self.add_field("termijn", forms.ChoiceField(label="Termijn", choices=choices))
        self.add_field(
            "hoeveel",
            forms.IntegerField(
                label="Hoeveel langer", min_value=1, help_text="Identiteit: uren (6). Verzekering: dagen (3)."
            ),
        )
        area = forms.Textarea(attrs={"rows": 3})
        self.add_field("reden", forms.CharField(label="Reden", max_length=1000, widget=area))
        self.add_field(
            "voorwaarde",
            forms.BooleanField(
                label="Ik stel vast dat dit nodig is: de identiteit is nog niet bekend en het bevel is "
                "ondertekend, of er is dringende noodzaak."
            ),
        )
        self.add_field("informeert", informer_field(access, required=False))

    def extension(self) -> Extension:
        """What the service takes."""
        data = self.cleaned_data
        return Extension(
            kind=TermKind(data["termijn"]),
            amount=data["hoeveel"],
            reason=data["reden"],
            condition_met=data["voorwaarde"],
            informer=chosen(self.access, data["informeert"]),
        )


def extendable(access: CaseAccess) -> list[TermKind]:
    """The running terms that the actor may extend."""
    found = []
    for kind, rule in EXTENDABLE.items():
        try:
            check_can_extend(access.actor, access.case.pk, by_police=rule.by_police)
        except NotAllowed:
            continue
        if open_terms_of(access.case, kind).exists():
            found.append(kind)
    return found


def _may_extend(access: CaseAccess) -> None:
    check_can_extend(access.actor, access.case.pk, by_police=True)


@case_page(may=_may_extend)
def extend(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Hold longer, once, as far as the law lets OM or a hulpofficier do so."""
    kinds = extendable(access)
    data = request.POST if request.method == "POST" else None
    form, sent = ExtensionForm(data, access=access, kinds=kinds), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: extend_holding(
                case=access.case, order=form.extension(), actor=request.actor, at=request.at
            ),
            fields={"amount": "hoeveel", "reason": "reden"},
        )
        if sent.done:
            return done(request, access, "De termijn is verlengd.")
    facts = tuple(
        Fact(label=EXTENDABLE[kind].label, value=f"loopt tot {due_text(term.due_at, request.at)}")
        for kind in kinds
        if (term := open_terms_of(access.case, kind).first()) is not None and term.due_at is not None
    )
    nothing = Notice(title="Er loopt nu geen termijn die u kunt verlengen.") if not kinds else None
    return form_page(
        request, access, ("Vasthouden verlengen", "Verlengen"), form, sent=sent, facts=facts, notice=nothing
    )
