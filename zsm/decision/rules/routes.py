"""The route of each of the eleven rows, in the words and decisions of domain guide section 4.

Sources: the national flowchart and step 3 of the working process in the bundle on the joint approach.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from zsm.decision.rules import route as shared
from zsm.decision.rules import routes_acute as acute
from zsm.decision.rules import shortages
from zsm.decision.rules.facts import Answer, CaseFacts
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.rules.route import Branch, Route, RouteStep

_DISMISS: Final = (DecisionKind.DISMISSAL_01, DecisionKind.DISMISSAL_02)
_PROSECUTE: Final = (DecisionKind.SUMMONS, DecisionKind.PENAL_ORDER, DecisionKind.OM_HEARING)
_WANTS: Final = "Het slachtoffer wil vervolging"
_RVDK_TAKES_OVER: Final = "Minderjarige verdachte: de RvdK neemt alle taken van de reclassering over."


def _dismissal(facts: CaseFacts) -> Route:
    """Rows 1 and 11: dismissal 01 or 02; the case goes on with Veilig Thuis."""
    return Route(
        text="Sepot 01 of 02. Veilig Thuis gaat verder zonder strafrecht. Informeer het slachtoffer.",
        steps=(shared.VT_GOES_ON, shared.INFORM_VICTIM),
        kinds=_DISMISS,
    )


def _dismissal_unless_wanted(facts: CaseFacts) -> Route:
    """Row 7: dismissal, or an investigation when the victim wants prosecution."""
    wants = facts.victim_wants_prosecution
    branches = (
        Branch(_WANTS, wants, shared.with_release((DecisionKind.PLAN_DATE,), facts)),
        Branch("Het slachtoffer wil geen vervolging", shared.negation(wants), _DISMISS),
    )
    return Route(
        text=(
            "Sepot 01 of 02; Veilig Thuis gaat verder zonder strafrecht. "
            "Wil het slachtoffer vervolging: eerst een onderzoeksplan."
        ),
        steps=(shared.WISHES, *_investigation_or_vt(wants), shared.INFORM_VICTIM),
        kinds=shared.chosen(branches),
        branches=branches,
        missing=_wishes(facts),
    )


def _investigate_or_dismiss(facts: CaseFacts) -> Route:
    """Row 8 (step 3b): investigate when criminal-law measures or prosecution are wanted, else dismissal."""
    needed = shared.either(facts.criminal_measures_needed, facts.victim_wants_prosecution)
    branches = (
        Branch(
            "Strafrechtelijke maatregelen zijn nodig of het slachtoffer wil vervolging",
            needed,
            shared.with_release((DecisionKind.PLAN_DATE,), facts),
        ),
        Branch("Geen van beide", shared.negation(needed), _DISMISS),
    )
    missing = (
        *((shortages.MEASURES_NEEDED,) if facts.criminal_measures_needed is Answer.UNKNOWN else ()),
        *_wishes(facts),
    )
    return Route(
        text=(
            "Zijn strafrechtelijke maatregelen nodig of wil het slachtoffer vervolging: onderzoeksplan met "
            "de voorwaarden van Veilig Thuis en een plandatum. Anders sepot 01 of 02; Veilig Thuis gaat "
            "verder zonder strafrecht."
        ),
        steps=(
            shared.WISHES,
            shared.VT_CONDITIONS,
            *_investigation_or_vt(needed),
            *shared.civil_steps(facts),
            shared.INFORM_VICTIM,
        ),
        kinds=shared.chosen(branches),
        branches=branches,
        missing=missing if needed is Answer.UNKNOWN else (),
    )


def _advice_and_plan_date(facts: CaseFacts) -> Route:
    """Row 9: conditions, advice and then the final decision; a plan date until the advice is there."""
    ready = facts.adviser is not None and facts.adviser in facts.advice_from
    final = (*_PROSECUTE, DecisionKind.CONDITIONAL_DISMISSAL)
    waiting = (DecisionKind.PLAN_DATE, DecisionKind.ON_HOLD)
    name = shared.adviser_name(facts)
    spreekuur = "" if facts.minor is Answer.YES else ", zo nodig via het HG-spreekuur"
    return Route(
        text=(
            f"Onderzoek waar nodig, voorwaarden van Veilig Thuis en advies van {name}{spreekuur}. "
            "Eindbeslissing op basis van onderzoeks- en veiligheidsplan; tot dan een plandatum."
        ),
        steps=(
            RouteStep("Voer het onderzoeksplan uit waar dat nodig is.", OrganisationKind.POLITIE),
            shared.WISHES,
            shared.VT_CONDITIONS,
            *shared.civil_steps(facts),
            RouteStep(f"Geef advies over de beslissing ({name}{spreekuur}).", shared.adviser(facts)),
            shared.MDA,
            shared.FINAL_ON_PLANS,
            shared.INFORM_VICTIM,
        ),
        kinds=shared.with_release(shared.open_kinds(final if ready else waiting, facts), facts),
        missing=() if ready else (shortages.advice(facts),),
    )


def _policy_dismissal(facts: CaseFacts) -> Route:
    """Row 10: conditional policy dismissal or early ending, or prosecution when the victim wants it."""
    wants = facts.victim_wants_prosecution
    branches = (
        Branch(_WANTS, wants, shared.with_release(_PROSECUTE, facts)),
        Branch(
            "Het slachtoffer wil geen vervolging",
            shared.negation(wants),
            (DecisionKind.CONDITIONAL_DISMISSAL, DecisionKind.DISMISSAL_POLICY),
        ),
    )
    return Route(
        text=(
            "Voorwaardelijk beleidssepot met algemene voorwaarde, of vroegtijdige beëindiging. "
            "Wil het slachtoffer vervolging: vervolgingsbeslissing. Veilig Thuis gaat verder."
        ),
        steps=(shared.WISHES, shared.VT_GOES_ON, shared.INFORM_VICTIM),
        kinds=shared.chosen(branches),
        branches=branches,
        missing=_wishes(facts),
    )


ROUTES: Final[dict[int, Callable[[CaseFacts], Route]]] = {
    1: _dismissal,
    2: acute.await_assessment,
    3: acute.not_free,
    4: acute.not_free_investigate,
    5: acute.investigate_while_acute,
    6: acute.dismissal_while_acute,
    7: _dismissal_unless_wanted,
    8: _investigate_or_dismiss,
    9: _advice_and_plan_date,
    10: _policy_dismissal,
    11: _dismissal,
}


def route_of(number: int, facts: CaseFacts) -> Route:
    """Give the route of a row for this case. Raises KeyError for a number outside 1-11."""
    return ROUTES[number](facts)


def general_notes(facts: CaseFacts) -> tuple[str, ...]:
    """Notes that hold whatever the row: who advises on a minor suspect (domain guide, section 8)."""
    return (_RVDK_TAKES_OVER,) if facts.minor is Answer.YES else ()


def _investigation_or_vt(investigate: Answer) -> tuple[RouteStep, ...]:
    if investigate is Answer.YES:
        return (shared.INVESTIGATE,)
    if investigate is Answer.NO:
        return (shared.VT_GOES_ON,)
    return (shared.INVESTIGATE, shared.VT_GOES_ON)


def _wishes(facts: CaseFacts) -> tuple[Missing, ...]:
    return (shortages.WISHES,) if facts.victim_wants_prosecution is Answer.UNKNOWN else ()
