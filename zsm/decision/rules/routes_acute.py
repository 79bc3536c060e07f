"""The routes while it is acutely unsafe or not yet judged: rows 2-6 of the flowchart."""

from __future__ import annotations

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from zsm.decision.rules import route as shared
from zsm.decision.rules import shortages
from zsm.decision.rules.facts import Answer, CaseFacts, Custody
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.rules.route import Route, RouteStep


def await_assessment(facts: CaseFacts) -> Route:
    """Row 2: custody to await the assessment, which is ground enough (domain guide, section 4, step 2)."""
    return Route(
        text=(
            "Houd de verdachte vast tot de veiligheidsbeoordeling van Veilig Thuis er is. "
            "Neem nog geen besluit over vrijlating."
        ),
        steps=(
            RouteStep("Lever onderdeel A (acute onveiligheid).", OrganisationKind.VT),
            shared.INFORM_VICTIM,
        ),
        kinds=(DecisionKind.HOLD_CUSTODY,),
        missing=(shortages.part_a(facts),),
    )


def not_free(facts: CaseFacts) -> Route:
    """Row 3: not free without safety measures."""
    steps = (
        shared.WISHES,
        shared.VT_CONDITIONS,
        shared.early_help(facts),
        *shared.civil_steps(facts),
        shared.MDA,
        shared.INFORM_VICTIM,
        shared.FINAL_ON_PLANS,
        shared.INFORM_AGAIN,
    )
    notes, missing = _arrest(facts)
    return Route(
        text=(
            "Niet vrij zonder veiligheidsmaatregelen: inverzekeringstelling en voorgeleiding op gevaar voor "
            "personen, of een gedragsaanwijzing (509hh) als aan de voorwaarden is voldaan. Eindbeslissing op "
            "basis van onderzoeks- en veiligheidsplan."
        ),
        steps=steps,
        kinds=_keeping_safe(facts),
        notes=(*notes, *_lifted(facts)),
        missing=(*_unknown_about_holding(facts), *missing),
    )


def not_free_investigate(facts: CaseFacts) -> Route:
    """Row 4: as row 3, plus the investigation plan."""
    base = not_free(facts)
    return Route(
        text=f"{base.text} Maak daarbij een onderzoeksplan.",
        steps=(shared.INVESTIGATE, *base.steps),
        kinds=base.kinds,
        notes=base.notes,
        missing=base.missing,
    )


def investigate_while_acute(facts: CaseFacts) -> Route:
    """Row 5: investigate and make safe outside criminal law; never a 509hh order."""
    notes, missing = _arrest(facts)
    return Route(
        text=(
            "Voer het onderzoeksplan uit, beoordeel een huisverbod en laat Veilig Thuis met de politie een "
            "veiligheidsplan maken. Beslis later. Geen gedragsaanwijzing: er zijn geen ernstige bezwaren."
        ),
        steps=(
            shared.INVESTIGATE,
            *shared.huisverbod_steps(facts),
            shared.VT_PLAN_WITH_POLICE,
            *shared.civil_steps(facts),
            shared.INFORM_VICTIM,
            shared.FINAL_ON_PLANS,
            shared.INFORM_AGAIN,
        ),
        kinds=shared.with_release((DecisionKind.PLAN_DATE,), facts),
        notes=(*notes, *_lifted(facts)),
        missing=missing,
    )


def dismissal_while_acute(facts: CaseFacts) -> Route:
    """Row 6: dismissal 02 while acute; Veilig Thuis goes on together with the police."""
    return Route(
        text=(
            "Sepot 02. Veilig Thuis gaat verder zonder strafrecht, samen met de politie. Beoordeel een "
            "huisverbod. Informeer het slachtoffer."
        ),
        steps=(
            shared.VT_GOES_ON,
            shared.VT_PLAN_WITH_POLICE,
            *shared.huisverbod_steps(facts),
            *shared.civil_steps(facts),
            shared.INFORM_VICTIM,
        ),
        kinds=(DecisionKind.DISMISSAL_02,),
        notes=_lifted(facts),
    )


def _keeping_safe(facts: CaseFacts) -> tuple[DecisionKind, ...]:
    """Rows 3 and 4: hold and bring before the RC where the law allows; 509hh only with serious objections."""
    held = shared.open_kinds((DecisionKind.HOLD_CUSTODY, DecisionKind.BRING_BEFORE_RC), facts)
    order = (DecisionKind.BEHAVIOURAL_ORDER,) if facts.objections is Answer.YES else ()
    if held:
        return (*held, *order)
    if facts.custody is Custody.HELD:
        return (*order, DecisionKind.RELEASE_WITH_MEASURES)
    return (*order, DecisionKind.PLAN_DATE)


def _unknown_about_holding(facts: CaseFacts) -> tuple[Missing, ...]:
    """Rows 3 and 4: the unanswered facts on which holding, the RC and a 509hh order depend."""
    unknown = (
        (facts.custody is Custody.UNKNOWN, shortages.CUSTODY),
        (facts.remand_allowed is Answer.UNKNOWN, shortages.REMAND),
        (facts.objections is Answer.UNKNOWN, shortages.OBJECTIONS),
    )
    return tuple(missing for is_unknown, missing in unknown if is_unknown)


def _arrest(facts: CaseFacts) -> tuple[tuple[str, ...], tuple[Missing, ...]]:
    """Rows 3-5, suspect not held: consider arrest; a second arrest needs a new fact on record."""
    if facts.custody is Custody.HEARD:
        return ("Overweeg de verdachte alsnog aan te houden: er is acute onveiligheid.",), ()
    if facts.custody is not Custody.RELEASED:
        return (), ()
    note = (
        "Overweeg de verdachte opnieuw aan te houden. Dat vraagt een nieuw feit (de onveiligheid telt als "
        "nieuw feit) en een vermoeden dat nog bestaat."
    )
    return (note,), (() if facts.new_fact_recorded else (shortages.NEW_FACT,))


def _lifted(facts: CaseFacts) -> tuple[str, ...]:
    if not facts.acuteness_lifted:
        return ()
    note = (
        "Veilig Thuis heeft vastgelegd dat de acute onveiligheid is opgeheven (plan en zicht van derden): "
        "vrijlating kan."
    )
    return (note,)
