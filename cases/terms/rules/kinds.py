"""The kinds of term: stable codes, the Dutch label, and a neutral label for mail.

The codes stand in the database and in REST: a code never changes meaning.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class TermKind(StrEnum):
    """Everything that can be owed (legal facts, section 1; tables, section 3; domain guide, section 10)."""

    # Held suspect and orders
    FIRST_DECISION = "first_decision"
    POLICE_CUSTODY = "police_custody"
    BEFORE_RC = "before_rc"
    REMAND = "remand"
    DETENTION = "detention"
    BEHAVIOURAL_ORDER = "behavioural_order"
    TEMPORARY_RESTRAINING_ORDER = "temporary_restraining_order"
    # Veilig Thuis
    VT_ASSESSMENT = "vt_assessment"
    VT_INQUIRY_STARTS = "vt_inquiry_starts"
    VT_INQUIRY_ENDS = "vt_inquiry_ends"
    INFORM_PERSON_ON_RECORD = "inform_person_on_record"
    VT_ON_SCENE = "vt_on_scene"
    FEEDBACK_TO_REPORTER = "feedback_to_reporter"
    MONITORING_CONTACT = "monitoring_contact"
    REASSESS = "reassess"
    HANDOVER = "handover"
    # Working together
    ACUTE_PHASE = "acute_phase"
    ACTIEOVERLEG = "actieoverleg"
    ACTION_DUE = "action_due"
    ZVH_AGENDA = "zvh_agenda"
    SPREEKUUR = "spreekuur"
    PLAN_DATE = "plan_date"
    PARTNER_REQUEST = "partner_request"
    # Owed around the first decision
    REPORT_TO_VT = "report_to_vt"
    CHILD_CHECK = "child_check"
    IB_OF_VICTIM = "ib_of_victim"
    HUISVERBOD_CHECK = "huisverbod_check"
    SASH = "sash"
    KLACHT_ASKED = "klacht_asked"
    KNOWN_ANSWER = "known_answer"
    PART_A = "part_a"
    WISHES = "wishes"
    ASSESSMENT_OUTCOME = "assessment_outcome"
    JUDGE_HG_LABEL = "judge_hg_label"
    ADVICE = "advice"
    CIVIL_TRIAGE = "civil_triage"
    PROSECUTION_FACTS = "prosecution_facts"
    INVESTIGATION_PLAN = "investigation_plan"
    INVESTIGATION_ITEM = "investigation_item"
    SAME_DAY_SAFETY = "same_day_safety"
    # Victim and measures
    INFORM_VICTIM = "inform_victim"
    SERVE_MEASURE = "serve_measure"
    REGISTER_MEASURE = "register_measure"
    MEASURE_ENDS = "measure_ends"
    TELL_MEASURE_ENDS = "tell_measure_ends"
    TELL_BREACH = "tell_breach"
    JUDGE_BREACH = "judge_breach"


KIND_LABELS: Final[dict[TermKind, str]] = {
    TermKind.FIRST_DECISION: "Eerste beslissing",
    TermKind.POLICE_CUSTODY: "Inverzekeringstelling",
    TermKind.BEFORE_RC: "Voorgeleiden aan de rechter-commissaris",
    TermKind.REMAND: "Bewaring",
    TermKind.DETENTION: "Gevangenhouding",
    TermKind.BEHAVIOURAL_ORDER: "Gedragsaanwijzing 509hh",
    TermKind.TEMPORARY_RESTRAINING_ORDER: "Tijdelijk huisverbod",
    TermKind.VT_ASSESSMENT: "Veiligheidsbeoordeling van de melding",
    TermKind.VT_INQUIRY_STARTS: "Start van het onderzoek door Veilig Thuis",
    TermKind.VT_INQUIRY_ENDS: "Afronding van het onderzoek door Veilig Thuis",
    TermKind.INFORM_PERSON_ON_RECORD: "Betrokkene informeren over de vastlegging",
    TermKind.VT_ON_SCENE: "Veilig Thuis ter plaatse",
    TermKind.FEEDBACK_TO_REPORTER: "Terugkoppeling aan de melder",
    TermKind.MONITORING_CONTACT: "Monitoringcontact",
    TermKind.REASSESS: "Veiligheid opnieuw beoordelen",
    TermKind.HANDOVER: "Overdracht aan het lokale team",
    TermKind.ACUTE_PHASE: "Acute fase",
    TermKind.ACTIEOVERLEG: "Bespreken in het Actieoverleg",
    TermKind.ACTION_DUE: "Actie uit het Actieoverleg",
    TermKind.ZVH_AGENDA: "Op de agenda van het Zorg- en Veiligheidshuis",
    TermKind.SPREEKUUR: "HG-spreekuur",
    TermKind.PLAN_DATE: "Plandatum",
    TermKind.PARTNER_REQUEST: "Verzoek van een partner",
    TermKind.REPORT_TO_VT: "Melding aan Veilig Thuis",
    TermKind.CHILD_CHECK: "Kindcheck",
    TermKind.IB_OF_VICTIM: "Individuele beoordeling van het slachtoffer",
    TermKind.HUISVERBOD_CHECK: "Nagaan of er een huisverbod loopt",
    TermKind.SASH: "SASH",
    TermKind.KLACHT_ASKED: "Klacht gevraagd",
    TermKind.KNOWN_ANSWER: "Antwoord: bekend bij Veilig Thuis",
    TermKind.PART_A: "Onderdeel A (acute onveiligheid)",
    TermKind.WISHES: "Wensen en behoefte aan bescherming",
    TermKind.ASSESSMENT_OUTCOME: "Uitkomst van de eerdere melding",
    TermKind.JUDGE_HG_LABEL: "Voorstel voor het HG-label beoordelen",
    TermKind.ADVICE: "Advies over de beslissing",
    TermKind.CIVIL_TRIAGE: "Triage kinderen",
    TermKind.PROSECUTION_FACTS: "Verdenking, bewijs en ernstige bezwaren",
    TermKind.INVESTIGATION_PLAN: "Opsporingsplan",
    TermKind.INVESTIGATION_ITEM: "Onderdeel van het opsporingsplan",
    TermKind.SAME_DAY_SAFETY: "Veiligheidsactie dezelfde dag",
    TermKind.INFORM_VICTIM: "Slachtoffer informeren",
    TermKind.SERVE_MEASURE: "Uitreiken aan de verdachte",
    TermKind.REGISTER_MEASURE: "Registreren bij de politie",
    TermKind.MEASURE_ENDS: "Einde van de maatregel",
    TermKind.TELL_MEASURE_ENDS: "Slachtoffer vertellen dat de maatregel eindigt",
    TermKind.TELL_BREACH: "Overtreding melden aan het OM",
    TermKind.JUDGE_BREACH: "Overtreding beoordelen",
}

# For mail (security, S2): says which of one's own tasks waits, not what the case is about. No person, no
# offence, no organisation, nothing about custody.
NEUTRAL_LABELS: Final[dict[TermKind, str]] = {
    TermKind.FIRST_DECISION: "eerste besluit",
    TermKind.POLICE_CUSTODY: "lopend besluit",
    TermKind.BEFORE_RC: "volgende toets",
    TermKind.REMAND: "lopend besluit",
    TermKind.DETENTION: "lopend besluit",
    TermKind.BEHAVIOURAL_ORDER: "lopend besluit",
    TermKind.TEMPORARY_RESTRAINING_ORDER: "lopend besluit",
    TermKind.VT_ASSESSMENT: "beoordeling",
    TermKind.VT_INQUIRY_STARTS: "start vervolgstap",
    TermKind.VT_INQUIRY_ENDS: "afronding vervolgstap",
    TermKind.INFORM_PERSON_ON_RECORD: "bericht over de vastlegging",
    TermKind.VT_ON_SCENE: "ter plaatse gaan",
    TermKind.FEEDBACK_TO_REPORTER: "terugkoppeling",
    TermKind.MONITORING_CONTACT: "contactmoment",
    TermKind.REASSESS: "herbeoordeling",
    TermKind.HANDOVER: "overdracht",
    TermKind.ACUTE_PHASE: "eerste fase",
    TermKind.ACTIEOVERLEG: "bespreking",
    TermKind.ACTION_DUE: "actiepunt",
    TermKind.ZVH_AGENDA: "agendering",
    TermKind.SPREEKUUR: "afspraak",
    TermKind.PLAN_DATE: "plandatum",
    TermKind.PARTNER_REQUEST: "verzoek van een partner",
    TermKind.REPORT_TO_VT: "bericht aan een partner",
    TermKind.CHILD_CHECK: "controle bij de intake",
    TermKind.IB_OF_VICTIM: "beoordeling bij de intake",
    TermKind.HUISVERBOD_CHECK: "controle bij de intake",
    TermKind.SASH: "vragenlijst",
    TermKind.KLACHT_ASKED: "vraag bij de intake",
    TermKind.KNOWN_ANSWER: "antwoord aan partners",
    TermKind.PART_A: "beoordeling, eerste deel",
    TermKind.WISHES: "gesprek en verslag",
    TermKind.ASSESSMENT_OUTCOME: "uitkomst aan partners",
    TermKind.JUDGE_HG_LABEL: "voorstel beoordelen",
    TermKind.ADVICE: "advies",
    TermKind.CIVIL_TRIAGE: "triage",
    TermKind.PROSECUTION_FACTS: "feiten vaststellen",
    TermKind.INVESTIGATION_PLAN: "plan van aanpak",
    TermKind.INVESTIGATION_ITEM: "onderdeel van het plan van aanpak",
    TermKind.SAME_DAY_SAFETY: "actie dezelfde dag",
    TermKind.INFORM_VICTIM: "informeren",
    TermKind.SERVE_MEASURE: "uitreiken",
    TermKind.REGISTER_MEASURE: "registreren",
    TermKind.MEASURE_ENDS: "einde van een afspraak",
    TermKind.TELL_MEASURE_ENDS: "bericht over het einde van een afspraak",
    TermKind.TELL_BREACH: "bericht aan een partner",
    TermKind.JUDGE_BREACH: "nieuw feit beoordelen",
}
