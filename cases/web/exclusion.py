"""Who must not receive anything: what I say of myself, and what a team lead or privacy officer decides."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cases.access.actor import Actor
from cases.access.permissions import check_casework
from cases.access.rules.categories import Category
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, participations_of, roles_in, sees_role
from cases.organisations.models import Organisation, User
from cases.sharing.exclusion import (
    LONGEST_REASON,
    NewExclusion,
    NewRelation,
    check_can_exclude,
    check_reviews_exclusions,
    declare_known_person,
    declare_relation,
    exclude,
    exclusion_of,
    exclusions_in,
    lift_exclusion,
    lift_relation,
    relation_of,
    relations_in,
    relations_of,
    reviews_exclusions,
)
from cases.sharing.models import TIE_CHOICES, Exclusion, OwnRelation
from cases.sharing.rules import Tie
from cases.web.components import Fact, PageHeader
from cases.web.exclusion_tables import exclusion_table, own_table, relation_table, what_text, who_text
from cases.web.form_page import form_page, primary
from cases.web.forms import BaseForm, DayField
from cases.web.policy import case_page, signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, everybody, register_site_entry
from cases.web.submission import NOT_SENT, submit
from cases.web.tabs import must_read_along

TIE_LABEL: Final = "Hoe kent u deze persoon"


class RelationForm(BaseForm):
    """Whom one knows; names as the service."""

    last_name = forms.CharField(label="Achternaam", max_length=120, help_text="Zonder tussenvoegsel.")
    birth_date = DayField(label="Geboortedatum")
    tie = forms.ChoiceField(label=TIE_LABEL, choices=TIE_CHOICES, widget=forms.RadioSelect)


class TieForm(BaseForm):
    """How one knows the person whose page it is."""

    tie = forms.ChoiceField(label=TIE_LABEL, choices=TIE_CHOICES, widget=forms.RadioSelect)


class ReasonForm(BaseForm):
    """Why something is lifted."""

    reason = forms.CharField(label="Reden", max_length=LONGEST_REASON)


class ExcludeForm(BaseForm):
    """Whom, from what, and why; names as the service."""

    user = forms.ChoiceField(label="Collega", required=False)
    organisation = forms.ChoiceField(label="Of een andere organisatie", required=False)
    person = forms.ChoiceField(label="Waarvan", required=False)
    reason = forms.CharField(
        label="Reden",
        max_length=LONGEST_REASON,
        help_text="Alleen uw privacyfunctionaris leest de reden.",
    )

    def __init__(
        self, *args: Any, actor: Actor, roles: list[CaseRole], others: list[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(row.public_id): row for row in _colleagues(actor)}
        self.organisations = {str(row.public_id): row for row in others}
        self.persons = {str(row.person.public_id): row.person for row in roles}
        self._choose("user", "Geen collega", {key: row.display_name for key, row in self.users.items()})
        self._choose(
            "organisation", "Geen organisatie", {key: row.name for key, row in self.organisations.items()}
        )
        self._choose(
            "person",
            "Alleen deze zaak",
            {key: f"Alle zaken met {row.full_name}" for key, row in self.persons.items()},
        )

    def _choose(self, name: str, nothing: str, choices: dict[str, str]) -> None:
        self.fields[name].choices = [("", nothing), *choices.items()]  # type: ignore[attr-defined]  # above

    def chosen(self) -> NewExclusion:
        """What was filled in."""
        data = self.cleaned_data
        return NewExclusion(
            reason=data["reason"],
            user=self.users.get(data["user"]),
            organisation=self.organisations.get(data["organisation"]),
            person=self.persons.get(data["person"]),
        )


class NumberForm(BaseForm):
    """A privacy officer names a case by its number and a colleague; she or he opens no cases."""

    number = forms.CharField(label="Zaaknummer", max_length=12, help_text="Bijvoorbeeld 26-0312.")
    user = forms.ChoiceField(label="Collega")
    reason = forms.CharField(label="Reden", max_length=LONGEST_REASON)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.users = {str(row.public_id): row for row in _colleagues(actor)}
        choices = [("", "Kies"), *((key, row.display_name) for key, row in self.users.items())]
        self.fields["user"].choices = choices  # type: ignore[attr-defined]  # declared above
        self.actor = actor

    def clean_number(self) -> Any:
        """The case with this number, when the own organisation takes part in it."""
        rows = participations_of(self.actor).filter(case__number=self.cleaned_data["number"].strip())
        row = rows.select_related("case").first()
        if row is None:
            raise forms.ValidationError("Uw organisatie heeft geen zaak met dit nummer.")
        return row.case


def _colleagues(actor: Actor) -> list[User]:
    rows = User.objects.select_related("organisation").filter(
        organisation=actor.organisation_id, is_active=True
    )
    return list(rows.exclude(pk=actor.user_id).order_by("display_name"))


@signed_in()
def own_relations(request: ActorRequest) -> HttpResponse:
    """What I said of myself, and saying more; whether such a person is in a case is never told."""
    form = RelationForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _declare(form, request))
        if sent.done:
            request.trail.purpose = "eigen relatie opgegeven"
            messages.success(
                request, "Vastgelegd. Komt deze persoon in een zaak voor, dan blijft die voor u gesloten."
            )
            return redirect("cases:own-relations")
    context = {
        "header": PageHeader(
            title="Mijn eigen relaties", lead="Wie u kent, komt u in uw werk niet tegen. Zo blijft u vrij."
        ),
        "table": own_table(relations_of(request.actor), request.at),
        "form": form,
        "refusal": sent.refusal,
    }
    return render(request, "cases/exclusion/own.html", context, status=sent.status)


def _declare(form: RelationForm, request: ActorRequest) -> OwnRelation:
    data = form.cleaned_data
    new = NewRelation(tie=Tie(data["tie"]), last_name=data["last_name"], birth_date=data["birth_date"])
    return declare_relation(new=new, actor=request.actor, at=request.at)


@case_page(may=must_read_along)
def known_person(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """On a case: I know this person. The case closes at once."""
    rows = CaseRole.objects.select_related("person").filter(case=access.case, person__public_id=persoon)
    role = next((row for row in rows if sees_role(access, row)), None)
    if role is None:
        raise Http404
    request.trail.shows(persons=[role.person_id], categories=[Category.IDENTITY])
    form = TieForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: declare_known_person(
                case=access.case,
                person=role.person,
                tie=Tie(form.cleaned_data["tie"]),
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            request.trail.purpose = "eigen relatie opgegeven"
            messages.success(request, "Vastgelegd. Deze zaak is nu voor u gesloten.")
            return redirect("home")
    return form_page(
        request,
        access,
        tab="personen",
        title="Ik ken deze persoon",
        form=form,
        sent=sent,
        buttons=primary("Zaak voor mij sluiten"),
        back="cases:persons",
        facts=(Fact(label="Wie", value=role.person.full_name),),
        note="De zaak gaat meteen voor u dicht, en elke andere zaak met deze persoon ook. Bent u "
        "aanspreekpunt, dan neemt uw teamleider het over. Alleen uw privacyfunctionaris kan dit opheffen.",
    )


def _may_exclude(access: CaseAccess) -> None:
    check_casework(access.actor)
    check_can_exclude(access.actor)


@case_page(may=_may_exclude)
def exclude_from_case(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """A team lead closes a case to a colleague or to another organisation."""
    roles = roles_in(access)
    others = Organisation.objects.filter(
        participation__case=access.case, participation__ended_at__isnull=True
    ).exclude(pk=access.actor.organisation_id)
    form = ExcludeForm(
        request.POST if request.method == "POST" else None,
        actor=access.actor,
        roles=roles,
        others=list(others.distinct().order_by("name")),
    )
    request.trail.shows(persons=[row.person_id for row in roles], categories=[Category.IDENTITY])
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: exclude(case=access.case, new=form.chosen(), actor=request.actor, at=request.at),
        )
        if sent.done:
            request.trail.purpose = "uitsluiting vastgelegd"
            messages.success(request, "De uitsluiting geldt vanaf nu.")
            return redirect("cases:collaboration", zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab="samenwerking",
        title="Uitsluiten van deze zaak",
        form=form,
        sent=sent,
        buttons=primary("Uitsluiten"),
        back="cases:collaboration",
        note="Wie is uitgesloten, ziet niets van de zaak, wat er ook is gedeeld. Een organisatie die hier "
        "nog iets moet doen, verplaatst u eerst. Opheffen doet uw privacyfunctionaris.",
    )


@signed_in(may=check_reviews_exclusions)
def review(request: ActorRequest) -> HttpResponse:
    """Everything that stays closed in the own organisation, for its privacy officer."""
    form = NumberForm(request.POST if request.method == "POST" else None, actor=request.actor)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: exclude(
                case=form.cleaned_data["number"],
                new=NewExclusion(
                    reason=form.cleaned_data["reason"], user=form.users[form.cleaned_data["user"]]
                ),
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            request.trail.purpose = "uitsluiting vastgelegd"
            messages.success(request, "De uitsluiting geldt vanaf nu.")
            return redirect("cases:exclusions")
    exclusions, relations = list(exclusions_in(request.actor)[:200]), list(relations_in(request.actor)[:200])
    request.trail.shows(cases=[row.case_id for row in exclusions if row.case_id], categories=[Category.THAT])
    context = {
        "header": PageHeader(
            title="Uitsluitingen", lead=f"Wat gesloten blijft binnen {request.actor.organisation_name}"
        ),
        "exclusions": exclusion_table(exclusions, request.at),
        "relations": relation_table(relations, request.at),
        "form": form,
        "refusal": sent.refusal,
    }
    return render(request, "cases/exclusion/review.html", context, status=sent.status)


@signed_in(may=check_reviews_exclusions)
def lift(request: ActorRequest, uitsluiting: UUID) -> HttpResponse:
    """End an exclusion, or what a colleague said of her- or himself."""
    exclusion, relation = (
        exclusion_of(request.actor, uitsluiting),
        relation_of(request.actor, uitsluiting),
    )
    if exclusion is None and relation is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":

        def write() -> object:
            how = {"reason": form.cleaned_data["reason"], "actor": request.actor, "at": request.at}
            if exclusion is not None:
                return lift_exclusion(exclusion=exclusion, **how)
            return lift_relation(relation=relation, **how)  # type: ignore[arg-type]  # one of the two is there

        sent = submit(form, write)
        if sent.done:
            request.trail.purpose = "uitsluiting opgeheven"
            messages.success(request, "Opgeheven.")
            return redirect("cases:exclusions")
    context = {
        "header": PageHeader(title="Uitsluiting opheffen", lead=_about(exclusion, relation)),
        "form": form,
        "refusal": sent.refusal,
    }
    return render(request, "cases/exclusion/lift.html", context, status=sent.status)


def _about(exclusion: Exclusion | None, relation: OwnRelation | None) -> str:
    if exclusion is not None:
        return f"{who_text(exclusion)}: {what_text(exclusion)}"
    return f"{relation.user.display_name}: eigen relatie" if relation else ""


def register_exclusion_pages() -> None:
    """Reached through the palette; called in `AppConfig.ready()`."""
    for entry in (
        SiteEntry(
            label="Mijn eigen relaties",
            url_name="cases:own-relations",
            bar=False,
            order=54,
            may_see=everybody,
            words="familie bekende uitsluiten eigen dossier",
        ),
        SiteEntry(
            label="Uitsluitingen",
            url_name="cases:exclusions",
            icon="ban",
            order=55,
            may_see=reviews_exclusions,
            words="uitsluiten privacy eigen relaties",
        ),
    ):
        register_site_entry(entry)
