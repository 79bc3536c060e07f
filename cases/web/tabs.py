"""The tabs of a case: each is a page of the app that owns it; navigation shows only what exists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.rules.levels import Level
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import CertificateKind
from cases.terms.rules.kinds import TermKind
from cases.web.actions import register_action


@dataclass(frozen=True, slots=True)
class CaseTab:
    """A tab of the case page; `may_see` answers for one actor in one case."""

    key: str
    label: str
    url_name: str
    order: int
    may_see: Callable[[CaseAccess], bool]


_tabs: dict[str, CaseTab] = {}


def register_tab(tab: CaseTab) -> None:
    """Add a tab; called in `AppConfig.ready()`."""
    _tabs[tab.key] = tab


def tabs_for(access: CaseAccess) -> list[CaseTab]:
    """The tabs that this actor may open, in order."""
    return sorted((tab for tab in _tabs.values() if tab.may_see(access)), key=lambda tab: tab.order)


def reads_along(access: CaseAccess) -> bool:
    """Whether the actor's organisation may read in the case at all."""
    return access.level >= Level.VIEW


def must_read_along(access: CaseAccess) -> None:
    """Policy of a tab: raises NotAllowed for an organisation that only knows that the case exists."""
    if not reads_along(access):
        raise NotAllowed("Uw organisatie weet dat deze zaak bestaat; de inhoud is niet voor uw organisatie.")


def register_case_tabs() -> None:
    """The tabs of the shared case file."""
    register_tab(CaseTab("overzicht", "Overzicht", "cases:case", 10, lambda access: True))
    register_tab(CaseTab("personen", "Personen", "cases:persons", 20, reads_along))
    register_tab(CaseTab("meldingen", "Meldingen", "cases:reports", 25, reads_along))
    register_tab(CaseTab("veiligheid", "Veiligheid", "cases:safety", 30, reads_along))
    register_tab(CaseTab("plan", "Plan en maatregelen", "cases:plan", 40, reads_along))
    register_tab(CaseTab("samenwerking", "Samenwerking", "cases:collaboration", 80, reads_along))
    register_tab(CaseTab("slachtoffer", "Slachtoffer", "cases:victim", 60, reads_along))
    register_tab(CaseTab("documenten", "Documenten", "cases:documents", 70, reads_along))
    register_tab(CaseTab("wijzigingen", "Wijzigingen", "cases:changes", 90, reads_along))


def takes_sash(actor: Actor) -> bool:
    """Whether the actor is trained to take a SASH; who is not gets no button."""
    return CertificateKind.SASH in actor.certificates


def register_case_actions() -> None:
    """Where in the shared case file an owed step is done."""
    register_action(TermKind.PART_A, "Onderdeel A beoordelen", "cases:part-a")
    register_action(TermKind.VT_ASSESSMENT, "Veiligheid beoordelen", "cases:assess")
    register_action(TermKind.REASSESS, "Opnieuw beoordelen", "cases:assess")
    register_action(TermKind.SASH, "SASH afnemen", "cases:sash", may=takes_sash)
    register_action(TermKind.IB_OF_VICTIM, "Slachtoffer beoordelen", "cases:protection-victims")
    register_action(TermKind.MEASURE_ENDS, "Beoordelen voor het einde", "cases:plan")
    register_action(TermKind.TELL_MEASURE_ENDS, "Slachtoffer vertellen", "cases:plan")
    register_action(TermKind.BEHAVIOURAL_ORDER, "Verlengen of laten eindigen", "cases:plan")
    register_action(TermKind.TEMPORARY_RESTRAINING_ORDER, "Verlengen of laten eindigen", "cases:plan")
    register_action(TermKind.TELL_BREACH, "Melden aan het OM", "cases:plan")
    register_action(TermKind.SERVE_MEASURE, "Uitreiking vastleggen", "cases:plan")
    register_action(TermKind.REGISTER_MEASURE, "Registratie vastleggen", "cases:plan")
    register_action(TermKind.JUDGE_BREACH, "Overtreding beoordelen", "cases:plan")
    register_action(TermKind.HANDOVER, "Overdragen", "cases:handover")
    register_action(TermKind.MONITORING_CONTACT, "Contact vastleggen", "cases:handover")
    register_action(TermKind.SAME_DAY_SAFETY, "Veiligheidsactie vastleggen", "cases:safety-action")
    register_action(TermKind.VT_INQUIRY_STARTS, "Onderzoek starten", "cases:reports")
    register_action(TermKind.VT_INQUIRY_ENDS, "Onderzoek afronden", "cases:reports")
    register_action(TermKind.FEEDBACK_TO_REPORTER, "Terugkoppelen", "cases:reports")
    register_action(TermKind.INFORM_PERSON_ON_RECORD, "Betrokkene informeren", "cases:reports")
    register_action(TermKind.WISHES, "Wensen vastleggen", "cases:wishes-victims")
    register_action(TermKind.INFORM_VICTIM, "Slachtoffer informeren", "cases:victim")
