"""Who may do what through REST: the policy file of its routes. A method that is not here fails the matrix."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from tests.permissions.policy import (
    ALL_CASEWORKERS,
    CALLERS,
    CASEWORKERS,
    CHARGES,
    CONTACT,
    CONTRIBUTORS,
    EVERYBODY,
    INSIDERS,
    LINKS,
    NOBODY,
    POLICE,
    PRIVACY,
    PROSECUTION,
    PROTECTS,
    READERS,
    READS_INCIDENTS,
    STATES_FACTS,
    TEAM_LEADS,
    TRAINED,
    VEILIG_THUIS,
    VIEWERS,
)

LET_IN: Final = frozenset({200, 201, 400, 409, 428})
REPORTERS: Final = frozenset(CONTRIBUTORS) - VEILIG_THUIS
# Safe contact is read by disclosure; Halt and RvdK are not among them.
SEES_CONTACT: Final = POLICE | VEILIG_THUIS | PROSECUTION | frozenset({"shn"})
REGISTERS: Final = frozenset({"politie", "politie-rk"})
OPENS_REPORTS: Final = POLICE | VEILIG_THUIS | frozenset({"politie-rk", "vt-rk"})
# The suspect of the matrix is an adult: the RvdK takes part for the children only.
ADVISERS: Final = frozenset({"3ro"})
# Who sits at the table of the matrix, and whose organisation sits at any ZSM table.
SEATED: Final = frozenset(CONTRIBUTORS) | frozenset(VIEWERS)
SITS: Final = SEATED | frozenset({"politie-rk", "om-rk", "vt-rk"})
# Who leads the investigation for OM.
DIRECTS: Final = frozenset({"om", "om.assistent"})
RECORDS_MEASURES: Final = POLICE | PROSECUTION | frozenset({"rvdk"})


@dataclass(frozen=True)
class ApiRule:
    """Who is let in per method; `on_case`: outsiders get 404. `arguments`: what fills the path.

    `hidden_from`: insiders to whom the object itself is hidden: 404 instead of 403.
    """

    methods: dict[str, frozenset[str]]
    on_case: bool = False
    arguments: tuple[str, ...] = field(default=())
    hidden_from: frozenset[str] = frozenset()

    def answers(self, subject: str, allowed: frozenset[str]) -> frozenset[int]:
        """The statuses that are right for a subject; `allowed`: who may use the method."""
        if subject in self.hidden_from:
            return frozenset({403, 404})
        if self.on_case and subject not in INSIDERS:
            return frozenset({404})
        return LET_IN if subject in allowed else frozenset({403})


def on_case(arguments: tuple[str, ...] = (), **methods: frozenset[str]) -> ApiRule:
    """A resource on the case in its path."""
    return ApiRule(methods, on_case=True, arguments=("zaak", *arguments))


API_ROUTES: Final[dict[str, ApiRule]] = {
    "api:openapi": ApiRule({"get": EVERYBODY}),
    "api:staff": ApiRule({"get": EVERYBODY}),
    "api:message-wishes": ApiRule({"get": EVERYBODY, "put": EVERYBODY}),
    "api:message-positions": ApiRule({"get": frozenset({"vt.beheer"}), "put": frozenset({"vt.beheer"})}),
    "api:cases": ApiRule({"get": ALL_CASEWORKERS}),
    "api:arrests": ApiRule({"post": REGISTERS}),
    "api:hearings": ApiRule({"post": REGISTERS}),
    "api:comparisons": ApiRule({"post": REGISTERS}),
    "api:lead-offers": ApiRule({"get": ALL_CASEWORKERS, "post": ALL_CASEWORKERS}),
    # Nobody offered a case in the matrix: the offer does not exist.
    "api:lead-answers": ApiRule({"post": NOBODY}, arguments=("aanbieding",), hidden_from=EVERYBODY),
    "api:tables": ApiRule({"get": SITS, "post": frozenset({"kpc"})}),
    "api:table-steps": ApiRule({"post": frozenset({"kpc"})}, arguments=("tafel",)),
    "api:table-seats": ApiRule({"post": SEATED}, arguments=("tafel",)),
    "api:undelivered": ApiRule({"get": EVERYBODY}),
    # Nothing was given up in the matrix: the task does not exist.
    "api:undelivered-end": ApiRule({"put": NOBODY}, arguments=("taak",), hidden_from=EVERYBODY),
    "api:undelivered-again": ApiRule({"post": NOBODY}, arguments=("taak",), hidden_from=EVERYBODY),
    "api:case-questions": ApiRule({"post": ALL_CASEWORKERS}),
    "api:person-questions": ApiRule({"post": ALL_CASEWORKERS}),
    "api:exclusions": ApiRule({"get": PRIVACY, "post": PRIVACY}),
    # Nobody was excluded in the matrix: what the own organisation did not decide does not exist.
    "api:exclusion": ApiRule({"get": NOBODY}, arguments=("uitsluiting",), hidden_from=PRIVACY),
    "api:exclusion-end": ApiRule({"put": NOBODY}, arguments=("uitsluiting",), hidden_from=PRIVACY),
    "api:disclosure-table": ApiRule({"get": EVERYBODY}),
    "api:disclosure-questions": ApiRule({"post": PRIVACY}),
    "api:disclosure-versions": ApiRule({"get": PRIVACY, "post": PRIVACY}),
    "api:disclosure-version": ApiRule({"get": PRIVACY}, arguments=("versie",)),
    "api:disclosure-cells": ApiRule({"put": PRIVACY}, arguments=("versie",)),
    "api:disclosure-cells-undone": ApiRule({"put": PRIVACY}, arguments=("versie",)),
    "api:disclosure-step": ApiRule({"put": PRIVACY}, arguments=("versie",)),
    "api:case": on_case(get=CASEWORKERS),
    "api:participants": on_case(get=READERS),
    "api:events": on_case(get=READERS),
    "api:terms": on_case(get=READERS),
    "api:takings-over": on_case(("termijn",), post=frozenset(CONTRIBUTORS)),
    "api:persons": on_case(get=READERS),
    "api:guardians": on_case(post=POLICE | VEILIG_THUIS),
    "api:safe-contact": replace(
        on_case(("persoon",), get=SEES_CONTACT, put=CONTACT), hidden_from=frozenset({"halt"})
    ),
    "api:counterparts": on_case(("persoon",), get=LINKS, post=LINKS),
    "api:person-link-end": on_case(("koppeling",), put=LINKS),
    "api:protected-addresses": on_case(get=READERS, post=PROTECTS),
    # Recorded by police; to Halt the victim herself is hidden, but it is refused before that.
    "api:address-end": on_case(("adres",), put=POLICE),
    "api:charges": on_case(get=READERS),
    "api:charge-changes": on_case(post=CHARGES),
    "api:new-facts": on_case(get=READERS),
    "api:arrests-again": on_case(post=frozenset({"politie"})),
    "api:start-corrections": on_case(get=READERS, post=frozenset({"politie", "om"})),
    "api:label-steps": on_case(get=READERS, post=frozenset(CONTRIBUTORS)),
    "api:linked-cases": on_case(get=READERS),
    "api:complaints": on_case(get=READERS, post=POLICE | PROSECUTION),
    "api:reports": on_case(get=READERS, post=REPORTERS),
    "api:incidents": on_case(get=READERS, post=frozenset(CONTRIBUTORS)),
    "api:assessments": on_case(get=READERS),
    "api:part-a": on_case(post=VEILIG_THUIS),
    "api:liftings": on_case(post=VEILIG_THUIS),
    "api:sash": on_case(get=READERS, post=TRAINED),
    "api:sash-drafts": on_case(get=TRAINED, post=TRAINED),
    "api:sash-enrichments": on_case(("sash",), post=VEILIG_THUIS),
    "api:stalking-checklists": on_case(get=READERS, post=POLICE),
    "api:victim-assessments": on_case(get=READERS, post=POLICE | PROSECUTION),
    "api:conditions": on_case(get=READERS, post=VEILIG_THUIS),
    "api:withdrawal": on_case(("voorwaarde",), put=VEILIG_THUIS),
    "api:measures": on_case(get=READERS, post=RECORDS_MEASURES),
    "api:serving": on_case(("maatregel",), put=POLICE),
    "api:breaches": on_case(("maatregel",), post=POLICE),
    "api:judgement": on_case(("schending",), put=frozenset({"om"})),
    # The measure of the matrix is a behavioural order: only a prosecutor changes it.
    "api:measure-changes": replace(
        on_case(("maatregel",), get=READERS, post=frozenset({"om"})), hidden_from=frozenset({"halt"})
    ),
    "api:measure-ends": replace(
        on_case(("maatregel",), post=VEILIG_THUIS | {"om"}), hidden_from=frozenset({"halt"})
    ),
    "api:measure-ends-told": replace(
        on_case(("maatregel",), post=frozenset({"shn"})), hidden_from=frozenset({"halt"})
    ),
    "api:breaches-told": on_case(("schending",), post=POLICE),
    "api:releases": on_case(get=READERS, post=POLICE | {"om"}),
    "api:other-detentions": on_case(get=READERS, post=POLICE | PROSECUTION),
    # Nobody is held on another title in the case of the matrix.
    "api:other-detention-end": replace(on_case(("detentie",), put=NOBODY), hidden_from=READERS),
    "api:escapes": on_case(get=READERS, post=POLICE | PROSECUTION),
    # Nobody escaped in the case of the matrix.
    "api:caught": replace(on_case(("ontsnapping",), put=NOBODY), hidden_from=READERS),
    "api:holding-extensions": on_case(post=frozenset({"om", "politie"})),
    "api:routing-answers": on_case(post=frozenset({"om"})),
    "api:plan-date-requests": on_case(get=READERS),
    # No plan date asks anything in the case of the matrix.
    "api:requests-ready": replace(on_case(("verzoek",), post=NOBODY), hidden_from=READERS),
    "api:investigation-plans": on_case(get=READERS, post=DIRECTS),
    "api:investigation-versions": on_case(("plan",), post=POLICE),
    "api:investigation-judgements": on_case(("plan",), post=DIRECTS),
    "api:investigation-endings": on_case(("onderdeel",), put=POLICE),
    "api:handovers": on_case(get=VEILIG_THUIS, post=VEILIG_THUIS),
    # The handover of the matrix was refused: its receiver takes no part any more.
    "api:handover-answers": replace(on_case(("overdracht",), post=NOBODY), hidden_from=CASEWORKERS),
    "api:monitoring": on_case(get=READERS),
    "api:monitoring-done": on_case(("contact",), put=VEILIG_THUIS),
    # Its own place; the coordinator at ZSM also that of others.
    "api:moves": on_case(get=READERS, post=frozenset(CONTRIBUTORS)),
    "api:contact-persons": on_case(get=READERS, post=POLICE),
    "api:safety-actions": on_case(get=READERS, post=POLICE | VEILIG_THUIS),
    "api:wishes": on_case(get=READERS, post=frozenset({"shn"})),
    "api:first-calls": on_case(get=READERS, post=CALLERS),
    # Nobody proposed a first call in the case of the matrix.
    "api:first-call-agreement": replace(on_case(("afspraak",), put=NOBODY), hidden_from=READERS),
    "api:victim-calls": on_case(get=READERS, post=CALLERS),
    "api:crime-reports": on_case(get=READERS, post=POLICE | PROSECUTION),
    "api:prosecution-tellings": on_case(get=READERS, post=POLICE | PROSECUTION),
    "api:letters": on_case(get=READERS, post=frozenset({"shn"})),
    "api:official-letters": on_case(get=READERS),
    "api:official-letter-step": on_case(("brief",), put=CONTACT),
    "api:notices": on_case(get=READERS),
    "api:attempts": on_case(("bericht",), post=frozenset({"shn"})),
    "api:report-messages": ApiRule({"post": OPENS_REPORTS}),
    "api:outcomes": on_case(("melding",), get=READERS, post=VEILIG_THUIS),
    "api:reported-persons": on_case(("melding",), get=READERS),
    "api:informed": on_case(("betrokkene",), post=VEILIG_THUIS),
    "api:informing-postponed": on_case(("betrokkene",), post=VEILIG_THUIS),
    "api:inquiries": on_case(("melding",), get=READERS, post=VEILIG_THUIS),
    # No inquiry was decided in the matrix: to who may handle the report it is not there.
    "api:inquiry-start": replace(on_case(("melding",), put=NOBODY), hidden_from=VEILIG_THUIS),
    "api:inquiry-end": replace(on_case(("melding",), put=NOBODY), hidden_from=VEILIG_THUIS),
    "api:feedback": on_case(("uitkomst",), post=VEILIG_THUIS),
    "api:attachments": on_case(get=READERS, post=frozenset(CONTRIBUTORS)),
    "api:attachment": on_case(("bijlage",), get=READS_INCIDENTS),
    "api:attachment-file": on_case(("bijlage",), get=READS_INCIDENTS),
    "api:attachment-shares": on_case(("bijlage",), post=POLICE),
    # Given by "politie", who cannot be the second person.
    "api:attachment-look": on_case(("bijlage",), put=frozenset({"politie.lead"})),
    "api:attachment-withdrawal": on_case(("bijlage",), put=POLICE),
    # Halt asks its client too, but only reads along in the case of the matrix.
    "api:consents": on_case(get=READERS, post=frozenset({"shn", "3ro"})),
    "api:sharing-acts": on_case(get=READERS, post=frozenset(CONTRIBUTORS)),
    # Probation shares it with Veilig Thuis; for everybody else it is not there.
    "api:sharing-act": replace(
        on_case(("verstrekking",), get=VEILIG_THUIS | {"3ro"}), hidden_from=READERS - VEILIG_THUIS - {"3ro"}
    ),
    "api:sharing-act-end": replace(
        on_case(("verstrekking",), put=frozenset({"3ro"})), hidden_from=READERS - {"3ro"}
    ),
    "api:case-exclusions": on_case(post=TEAM_LEADS),
    "api:part-b": on_case(post=VEILIG_THUIS),
    "api:contributions": on_case(get=READERS, post=frozenset(CONTRIBUTORS)),
    "api:advices": on_case(get=READERS, post=ADVISERS),
    "api:triages": on_case(get=READERS, post=frozenset({"rvdk"})),
    "api:triage-agreements": on_case(("triage",), post=VEILIG_THUIS),
    "api:known": on_case(get=READERS, post=VEILIG_THUIS),
    "api:custodies": on_case(get=READERS),
    "api:prosecution-facts": on_case(get=READERS, post=STATES_FACTS),
    "api:table-lines": on_case(get=READERS),
    "api:judicial-outcomes": on_case(get=READERS, post=STATES_FACTS),
    "api:decisions": on_case(get=READERS, post=frozenset({"om"})),
}
