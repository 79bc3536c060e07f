"""What a route of the flowchart consists of, and the steps that several rows share."""

from __future__ import annotations

from dataclasses import dataclass

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from zsm.decision.rules.conditions import unmet
from zsm.decision.rules.facts import Answer, CaseFacts, Custody
from zsm.decision.rules.kinds import ENDS_CUSTODY, HOLD, DecisionKind


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One thing to do on a route, and which kind of organisation does it."""

    text: str
    by: OrganisationKind


@dataclass(frozen=True, slots=True)
class Branch:
    """A fork inside a row: the condition in words, whether it holds, and the decisions it leads to."""

    condition: str
    holds: Answer
    kinds: tuple[DecisionKind, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """The proposed route of one row.

    `kinds`: the decisions that fit now, in order; empty while a fork waits for a fact, which is then in
    `missing`.
    """

    text: str
    steps: tuple[RouteStep, ...]
    kinds: tuple[DecisionKind, ...]
    branches: tuple[Branch, ...] = ()
    notes: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()


INFORM_VICTIM = RouteStep("Informeer het slachtoffer over dit besluit.", OrganisationKind.OM)
INFORM_AGAIN = RouteStep("Informeer het slachtoffer opnieuw na de eindbeslissing.", OrganisationKind.OM)
VT_GOES_ON = RouteStep(
    "Ga verder zonder strafrecht en leg de uitkomst vast: vrijwillige hulp, dienst veiligheidsvoorwaarden, "
    "onderzoek, huisverbod of (voorlopige) ondertoezichtstelling, en wie intussen toezicht houdt.",
    OrganisationKind.VT,
)
WISHES = RouteStep(
    "Vraag het slachtoffer naar de wensen en de behoefte aan bescherming.", OrganisationKind.SHN
)
INVESTIGATE = RouteStep(
    "Maak het onderzoeksplan en voer het uit na akkoord van het OM.", OrganisationKind.POLITIE
)
VT_CONDITIONS = RouteStep("Stel de veiligheidsvoorwaarden.", OrganisationKind.VT)
VT_PLAN_WITH_POLICE = RouteStep("Maak het veiligheidsplan samen met de politie.", OrganisationKind.VT)
MDA = RouteStep("Stem af in MDA++ waar dat nodig is.", OrganisationKind.ZVH)
FINAL_ON_PLANS = RouteStep(
    "Neem de eindbeslissing op basis van het onderzoeksplan en het veiligheidsplan.", OrganisationKind.OM
)


def adviser(facts: CaseFacts) -> OrganisationKind:
    """Who advises on this suspect: RvdK for a minor, else 3RO (also while the age is unknown)."""
    return facts.adviser or OrganisationKind.RECLASSERING


def adviser_name(facts: CaseFacts) -> str:
    """The adviser in words; both when the age of the suspect is unknown."""
    if facts.adviser is None:
        return "3RO of RvdK"
    return "RvdK" if facts.adviser is OrganisationKind.RVDK else "3RO"


def early_help(facts: CaseFacts) -> RouteStep:
    """The early-help advice on the conditions of Veilig Thuis, by 3RO or RvdK (domain guide, section 8)."""
    text = f"Geef vroeghulpadvies ({adviser_name(facts)}) op basis van de voorwaarden van Veilig Thuis."
    return RouteStep(text, adviser(facts))


def civil_steps(facts: CaseFacts) -> tuple[RouteStep, ...]:
    """What RvdK civil does when there are children; the child check when that is not known."""
    if facts.children is Answer.YES:
        text = "Doe de triage voor de kinderen samen met Veilig Thuis (RvdK civiel)."
        return (RouteStep(text, OrganisationKind.RVDK),)
    if facts.children is Answer.UNKNOWN:
        return (RouteStep("Doe de kindcheck.", OrganisationKind.POLITIE),)
    return ()


def huisverbod_steps(facts: CaseFacts) -> tuple[RouteStep, ...]:
    """The assessment of a temporary restraining order (RiHG); it cannot be imposed on a minor."""
    if facts.minor is Answer.YES:
        return ()
    return (RouteStep("Beoordeel een tijdelijk huisverbod (RiHG).", OrganisationKind.POLITIE),)


def open_kinds(wanted: tuple[DecisionKind, ...], facts: CaseFacts) -> tuple[DecisionKind, ...]:
    """Keep the kinds that the law leaves open for this case."""
    return tuple(kind for kind in wanted if not unmet(kind, facts))


def with_release(wanted: tuple[DecisionKind, ...], facts: CaseFacts) -> tuple[DecisionKind, ...]:
    """Put the release in front for a held suspect when what is proposed first leaves open where he is.

    The kinds are ways to choose from: that a later one ends custody settles nothing for the first.
    """
    settled = ENDS_CUSTODY | HOLD
    if facts.custody is not Custody.HELD or not wanted or wanted[0] in settled:
        return wanted
    return (DecisionKind.RELEASE_WITHOUT_MEASURES, *wanted)


def negation(answer: Answer) -> Answer:
    """Turn yes into no and no into yes; unknown stays unknown."""
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(answer, Answer.UNKNOWN)


def either(one: Answer, other: Answer) -> Answer:
    """Yes when one of the two is yes, no when both are no, else unknown."""
    if Answer.YES in (one, other):
        return Answer.YES
    return Answer.NO if one is other is Answer.NO else Answer.UNKNOWN


def chosen(branches: tuple[Branch, ...]) -> tuple[DecisionKind, ...]:
    """Give the decisions of the branch that holds; none while the fork waits for a fact."""
    return next((branch.kinds for branch in branches if branch.holds is Answer.YES), ())
