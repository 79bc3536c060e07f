"""The ZSM tab of a case, and the pages on which its terms are met."""

from __future__ import annotations

from cases.terms.rules.kinds import TermKind
from cases.web.actions import register_action
from cases.web.tabs import CaseTab, reads_along, register_tab
from zsm.decision.permissions import decides, prepares


def register_zsm_tabs() -> None:
    """Called in `AppConfig.ready()`."""
    register_tab(CaseTab("zsm", "ZSM", "zsm:case", 50, reads_along))
    register_action(TermKind.KNOWN_ANSWER, "Antwoorden: bekend?", "zsm:known")
    register_action(TermKind.ADVICE, "Advies schrijven", "zsm:advice")
    register_action(TermKind.CIVIL_TRIAGE, "Triage kinderen", "zsm:triage")
    register_action(TermKind.CHILD_CHECK, "Kindcheck doen", "zsm:child-check")
    register_action(TermKind.HUISVERBOD_CHECK, "Huisverbod nagaan", "zsm:measure-check")
    register_action(TermKind.KLACHT_ASKED, "Klacht vastleggen", "zsm:complaint")
    register_action(TermKind.REPORT_TO_VT, "Melden", "zsm:report")
    register_action(TermKind.ASSESSMENT_OUTCOME, "Uitkomst geven", "zsm:report-outcome")
    register_action(TermKind.JUDGE_HG_LABEL, "HG-label beoordelen", "zsm:label-judge")
    register_action(TermKind.FIRST_DECISION, "Besluiten", "zsm:decide", decides)
    register_action(TermKind.PLAN_DATE, "Besluiten", "zsm:decide", decides)
    register_action(TermKind.POLICE_CUSTODY, "Besluiten of verlengen", "zsm:case", decides)
    register_action(TermKind.BEFORE_RC, "Uitkomst bij de rechter", "zsm:court", prepares)
    register_action(TermKind.REMAND, "Uitkomst bij de rechter", "zsm:court", prepares)
    register_action(TermKind.DETENTION, "Uitkomst bij de rechter", "zsm:court", prepares)
    register_action(TermKind.PARTNER_REQUEST, "Verzoek bekijken", "zsm:requests")
    register_action(TermKind.INVESTIGATION_PLAN, "Onderzoeksplan schrijven", "zsm:investigation")
    register_action(TermKind.INVESTIGATION_ITEM, "Onderdeel afronden", "zsm:investigation")
    register_action(TermKind.PROSECUTION_FACTS, "Feiten vastleggen", "zsm:facts", prepares)
