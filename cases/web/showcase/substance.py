"""Invented facts, contributions, story, decision and messages."""

from __future__ import annotations

from datetime import timedelta

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from cases.web.components import (
    Action,
    CheckItem,
    CheckState,
    ConfirmStep,
    Contribution,
    CriterionResult,
    DecisionPath,
    EmptyState,
    Fact,
    LinkItem,
    Notice,
    PartnerStatus,
    PathNode,
    PathState,
    Refusal,
    SourceLine,
    TimelineEntry,
    Tone,
    refusal_from,
)
from cases.web.showcase.signs import AT, HERE, LONG_NAME, POLICE, VT


def facts() -> tuple[Fact, ...]:
    """Known, unknown and long values."""
    return (
        Fact(label="Aanhouding", value="di 10 mrt 09:20, op heterdaad", source=POLICE),
        Fact(label="Klacht", unknown=True, supplier="Politie"),
        Fact(label="Veilig contact", value="na 19:00, geen voicemail", source=VT),
        Fact(
            label="Feit",
            value="Belaging (285b Sr); bedreiging met enig misdrijf tegen het leven gericht (285 Sr); "
            "mishandeling van de levensgezel (304 Sr); overtreding van een gedragsaanwijzing (184a Sr)",
            source=POLICE,
        ),
    )


def contributions() -> tuple[Contribution, ...]:
    """Done with dissent, needed, not yet."""
    write = Action(label="Bijdrage geven", url=HERE, kind="primary", icon="edit")
    return (
        Contribution(
            organisation="Veilig Thuis",
            status=PartnerStatus.DONE,
            facts=facts()[1:3],
            source=VT,
            view="Acuut: verdachte weet waar zij slaapt en niemand heeft zicht.",
            offer="Veiligheidsplan vanavond, contact met de moeder van het slachtoffer.",
            dissent="Alleen een meldplicht neemt de toegang tot het slachtoffer niet weg.",
            held_back="2 onderdelen niet voor uw organisatie",
        ),
        Contribution(organisation="Reclassering", status=PartnerStatus.NEEDED, action=write),
        Contribution(
            organisation="Slachtofferhulp Nederland",
            status=PartnerStatus.NOT_YET,
            view="Begint nadat het slachtoffer over de vervolging is geïnformeerd.",
        ),
    )


def story() -> tuple[TimelineEntry, ...]:
    """Two days, a late record, a breach, a long sentence."""
    hour = timedelta(hours=1)
    return (
        TimelineEntry(
            at=AT - 3 * hour,
            organisation="SHN",
            category="Wensen",
            text="Wens: geen contact; wil het weten bij vrijlating.",
        ),
        TimelineEntry(
            at=AT - 4 * hour,
            organisation="VT",
            text="Onderdeel A: acuut (3, 7, 10).",
            by="R. Kuipers",
            url=HERE,
        ),
        TimelineEntry(
            at=AT - 5 * hour,
            organisation="POL",
            text="Contactverbod geschonden: gezien bij de voordeur.",
            tone=Tone.DANGER,
            recorded_at=AT - hour,
        ),
        TimelineEntry(
            at=AT - 30 * hour,
            organisation="RvdK",
            by=LONG_NAME,
            category="Kinderen",
            text="De kinderen verblijven bij de grootouders; de school is niet op de hoogte en wordt pas "
            "benaderd nadat met het slachtoffer is afgesproken wie dat doet en wat er wordt gezegd.",
        ),
    )


def path() -> DecisionPath:
    """Row 4 of the flowchart, with one fact missing beside it."""
    return DecisionPath(
        nodes=(
            PathNode(
                question="Verdenking van een bewijsbaar feit?",
                options=("ja", "nee"),
                taken="ja",
                state=PathState.LIT,
                source=SourceLine(organisation="OM", at=AT),
            ),
            PathNode(
                question="Acute onveiligheid?",
                options=("ja", "nee", "nog niet bekend"),
                taken="ja",
                state=PathState.LIT,
                source=VT,
            ),
            PathNode(
                question="Bewijs?",
                options=("voldoende", "onvoldoende, nader onderzoek mogelijk", "onvoldoende"),
                taken="onvoldoende, nader onderzoek mogelijk",
                state=PathState.LIT,
            ),
            PathNode(
                question="Ernstige bezwaren?",
                options=("ja", "nee"),
                state=PathState.MISSING,
                supplier="Openbaar Ministerie",
                url=HERE,
            ),
            PathNode(question="Structurele onveiligheid?", options=("ja", "nee")),
        ),
        row="4",
        route="Niet vrij zonder veiligheidsmaatregelen, met onderzoeksplan",
        steps=(
            "Voorgeleiden aan de RC of gedragsaanwijzing 509hh",
            "Wensen van het slachtoffer via SHN",
            "Vroeghulpadvies op de voorwaarden van VT",
            "Slachtoffer informeren",
        ),
        forbidden=("Heenzenden zonder maatregel",),
    )


def checks() -> tuple[CheckItem, ...]:
    """All four states of a guard."""
    return (
        CheckItem(text="Onderdeel A van Veilig Thuis is er", state=CheckState.MET),
        CheckItem(
            text="Advies van de reclassering met EM en DUT",
            state=CheckState.MISSING,
            supplier="Reclassering",
            url=HERE,
        ),
        CheckItem(
            text="Maatregel van kracht vanaf de vrijlating",
            state=CheckState.OVERRIDDEN,
            motivation="De rechter-commissaris heeft de bewaring opgeheven; er is geen grond meer.",
        ),
        CheckItem(text="Advies van de Raad", state=CheckState.NOT_APPLICABLE),
    )


def results() -> tuple[CriterionResult, ...]:
    """All three answers."""
    return (
        CriterionResult(
            number=3,
            text="Geweld met letsel of (poging tot) verwurging",
            answer="present",
            note="Verwurging zaterdagnacht, foto’s bij de huisarts.",
            source=POLICE,
        ),
        CriterionResult(number=4, text="Geweld of bedreiging tijdens zwangerschap", answer="absent"),
        CriterionResult(
            number=7,
            text="Intieme terreur, of relatie hooguit twee weken geleden verbroken",
            answer="unknown",
            supplier="Slachtofferhulp",
        ),
    )


def notices() -> tuple[Notice, ...]:
    """Every tone."""
    return (
        Notice(title="Onderdeel A ontbreekt.", text="Veilig Thuis levert dit aan.", tone=Tone.INFO),
        Notice(title="Het besluit is vastgelegd.", text="De partners zijn geïnformeerd.", tone=Tone.SUCCESS),
        Notice(
            title="De beoordeling is achterhaald.",
            tone=Tone.WARNING,
            items=(LinkItem(text="Opnieuw beoordelen", url=HERE),),
        ),
        Notice(
            title="Vrijgelaten zonder maatregel terwijl het acuut is.",
            tone=Tone.DANGER,
            text="Bel Veilig Thuis en de politie nu.",
        ),
    )


def refusal() -> Refusal:
    """Three missing things: two from partners, one that can be mended here."""
    consideration = "Het advies bevat geen overweging over elektronische monitoring."
    missing = (
        Missing("part_a", "Onderdeel A van de veiligheidsbeoordeling ontbreekt.", OrganisationKind.VT),
        Missing("advice", consideration, OrganisationKind.RECLASSERING),
        Missing("informer", "Er is niet gekozen wie het slachtoffer informeert."),
    )
    return refusal_from(missing, links={"informer": (HERE, "Kies wie informeert")})


def empty() -> EmptyState:
    """Nothing yet, with the first step."""
    return EmptyState(
        title="Nog geen maatregelen",
        text="Leg de eerste maatregel vast zodra die is opgelegd.",
        icon="shield",
        action=Action(label="Maatregel vastleggen", url=HERE, kind="primary", icon="plus"),
    )


def confirm() -> ConfirmStep:
    """The step before a first decision."""
    return ConfirmStep(
        title="Klopt dit?",
        sentence="U houdt M. Bakker vast: inverzekeringstelling en voorgeleiding aan de rechter-commissaris.",
        action_url=HERE,
        submit_label="Besluit vastleggen",
        cancel_url=HERE,
        effects=("M. Bakker blijft op het bureau", "De zaak gaat naar voorgeleiding"),
        terms=("Inverzekeringstelling: tot vr 13 mrt 18:12", "Slachtoffer informeren: vóór di 10 mrt 22:12"),
        told=("Veilig Thuis", "Slachtofferhulp", "Reclassering"),
    )
