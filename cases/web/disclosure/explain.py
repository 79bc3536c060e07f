"""“Wat zou X zien in zaak Y, en waarom”: without contents; each question is logged."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.levels import LEVEL_LABELS
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.organisations.rules import CASEWORK_ROLES, Role
from cases.sharing.explaining import Explained, Explanation, explain
from cases.sharing.keeping import check_can_keep_table
from cases.web.components import Badge, Cell, Column, Crumb, DataTable, Fact, PageHeader, Row, Tone
from cases.web.disclosure.versions import HOME
from cases.web.disclosure.wording import grant_text
from cases.web.forms import BaseForm, SearchableSelect
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest

NO_CASE: Final = "Uw organisatie heeft geen zaak met dit nummer."
NO_USER: Final = "Deze gebruiker bestaat niet (meer)."
OTHER_STAFF: Final = "Of deze gebruiker zelf is uitgesloten, weet alleen de eigen privacyfunctionaris."
NO_CASEWORK: Final = "Deze gebruiker heeft geen rol in zaken en opent er geen; haar of zijn organisatie wel."


class QuestionForm(BaseForm):
    """Which case, and who would look; sent with POST, so that no number stands in an address."""

    zaak = forms.CharField(label="Zaaknummer", max_length=12)
    organisatie = forms.ModelChoiceField(
        label="Organisatie",
        queryset=Organisation.objects.order_by("name"),
        to_field_name="public_id",
        widget=SearchableSelect,
        required=False,
    )
    gebruiker = forms.CharField(
        label="Of een gebruikersnaam",
        max_length=80,
        required=False,
        help_text="Dan geldt de organisatie van deze gebruiker.",
    )
    doel = forms.CharField(
        label="Waarom wilt u dit weten?",
        max_length=120,
        help_text="Komt in het toegangslogboek, zonder namen.",
    )

    def clean(self) -> None:
        """One of both, and a user who exists."""
        username, organisation = self.cleaned_data.get("gebruiker"), self.cleaned_data.get("organisatie")
        if not username and organisation is None and "organisatie" not in self.errors:
            self.add_error("organisatie", "Organisatie: maak een keuze, of noem een gebruiker.")
        if username:
            user = (
                User.objects.select_related("organisation").filter(username=username, is_active=True).first()
            )
            if user is None:
                self.add_error("gebruiker", NO_USER)
            else:
                self.cleaned_data["organisatie"] = user.organisation
                self.cleaned_data["user"] = user


@signed_in(check_can_keep_table)
def explained(request: ActorRequest) -> HttpResponse:
    """Ask, and read the answer below the question."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {
        "header": PageHeader(
            title="Wat zou X zien in zaak Y, en waarom?",
            lead="Per gever en categorie, met de regel. Zonder inhoud; uw vraag komt in het logboek.",
            crumbs=(HOME, Crumb(label="Wat zou X zien")),
        ),
        "form": form,
        "facts": (),
        "table": None,
    }
    if request.method == "POST":
        request.trail.action = AccessLogEntry.ACTION_SEARCH
        if form.is_valid():
            context |= _answer(request, form)
    return render(request, "cases/disclosure/explain.html", context, status=400 if form.errors else 200)


def _answer(request: ActorRequest, form: QuestionForm) -> dict[str, object]:
    data = form.cleaned_data
    reader: Organisation = data["organisatie"]
    request.trail.purpose = f"uitleg verstrekking aan organisatie {reader.pk}: {data['doel']}"
    try:
        found = explain(
            number=data["zaak"].strip(),
            reader=reader,
            actor=request.actor,
            at=request.at,
            user=data.get("user"),
        )
    except Case.DoesNotExist:
        form.take_errors(InvalidInput({"zaak": [NO_CASE]}))
        return {}
    request.trail.shows(cases=[found.case.pk], categories=[Category.THAT])
    return {"facts": _facts(found, data.get("user"), request.actor), "table": _table(found)}


def _facts(found: Explanation, user: User | None, actor: Actor) -> tuple[Fact, ...]:
    level = LEVEL_LABELS[found.level] if found.level is not None else "neemt geen deel"
    facts = [
        Fact(label="Zaak", value=f"{found.case.number}, {found.case.get_state_display().lower()}"),
        Fact(label="Wie kijkt", value=found.reader.name),
        Fact(label="Niveau", value=level),
        Fact(label="Verstrekkingentabel", value=f"versie {found.version}"),
    ]
    if user is not None and CASEWORK_ROLES.isdisjoint(Role(role) for role in user.roles):
        facts.append(Fact(label="Gebruiker", value=NO_CASEWORK))
    if user is not None and user.organisation_id != actor.organisation_id:
        facts.append(Fact(label="Uitsluiting", value=OTHER_STAFF))
    return tuple(facts)


def _table(found: Explanation) -> DataTable:
    return DataTable(
        caption=f"Wat {found.reader.short_name} nu van elke gever zou zien",
        columns=tuple(
            Column(label=label)
            for label in ("Categorie", "Gever", "Vastgelegd", "Ziet dit", "Waarom", "Regel")
        ),
        rows=tuple(_row(section) for section in found.sections),
        wide=True,
        empty="Er is niets vastgelegd waarvan uw organisatie mag weten.",
    )


def _row(section: Explained) -> Row:
    answer = section.answer
    seen = (
        Badge(text="ja", tone=Tone.SUCCESS, shape="done")
        if answer.allowed
        else Badge(text="nee", shape="absent")
    )
    rule = f"{grant_text(answer.row)} · {answer.row.basis}" if answer.row else "geen regel nodig of gevonden"
    return Row(
        cells=(
            Cell(text=CATEGORY_LABELS[section.category]),
            Cell(text=section.giver.short_name),
            Cell(text="1 gebeurtenis" if section.number == 1 else f"{section.number} gebeurtenissen"),
            Cell(badge=seen),
            Cell(text=answer.reason),
            Cell(text=rule),
        )
    )
