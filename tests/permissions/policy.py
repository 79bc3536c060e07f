"""Who may reach which route: the one policy file. A route that is not here fails the matrix.

For a page on a case the relation of the subject decides: an outsider gets 404 whatever she or he is, a
participant who may not gets 403, the others are let in. Administrators of a participating organisation hold
no role in casework and get 403.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

# Every subject of the matrix, by what she or he is to the case.
CONTRIBUTORS: Final = (
    "politie",
    "politie.lead",
    "vt",
    "vt.lead",
    "om",
    "om.assistent",
    "om.secretaris",
    "kpc",
    "om.lead",
    "3ro",
    "rvdk",
    "shn",
)
VIEWERS: Final = ("halt",)
KNOWS_THAT: Final = ("zvh",)
ADMINISTRATORS: Final = ("vt.beheer", "vt.privacy")
OUTSIDERS: Final = ("lokaal", "gemeente", "politie-rk", "vt-rk", "om-rk")

CASEWORKERS: Final = frozenset((*CONTRIBUTORS, *VIEWERS, *KNOWS_THAT))
READERS: Final = frozenset((*CONTRIBUTORS, *VIEWERS))
ALL_CASEWORKERS: Final = CASEWORKERS | frozenset(OUTSIDERS)
EVERYBODY: Final = ALL_CASEWORKERS | frozenset(ADMINISTRATORS)
SUBJECTS: Final = (*CONTRIBUTORS, *VIEWERS, *KNOWS_THAT, *ADMINISTRATORS, *OUTSIDERS)

POLICE: Final = frozenset({"politie", "politie.lead"})
# Police that hold a certificate for the SASH; the team lead does not.
TRAINED: Final = frozenset({"politie"})
VEILIG_THUIS: Final = frozenset({"vt", "vt.lead"})
POLICE_OR_VT_ANYWHERE: Final = POLICE | VEILIG_THUIS | frozenset({"politie-rk", "vt-rk"})
PROSECUTION: Final = frozenset({"om", "om.assistent", "om.secretaris", "kpc", "om.lead"})
CONTACT: Final = POLICE | VEILIG_THUIS | PROSECUTION | frozenset({"shn"})
# Who is told where somebody hides.
PROTECTS: Final = POLICE | VEILIG_THUIS | frozenset({"rvdk", "shn"})
# Who compares persons with those of other cases, and joins two rows of one human being.
LINKS: Final = POLICE | VEILIG_THUIS | PROSECUTION
# Who settles the first call with the victim.
CALLERS: Final = VEILIG_THUIS | frozenset({"shn"})
# They hand the copies of the plan to suspect and victim.
COPY_MAKERS: Final = POLICE | VEILIG_THUIS | PROSECUTION
# Who judges for the prosecution or prepares for it; the coordinator and the team lead do not.
STATES_FACTS: Final = frozenset({"om", "om.assistent", "om.secretaris"})
# The lead per organisation in the case of the matrix, every team lead, and who has no lead there yet.
LEADS: Final = frozenset({"politie", "politie.lead", "vt", "vt.lead", "om", "om.lead", "3ro", "rvdk", "shn"})
# Who registers offences or qualifies them.
CHARGES: Final = STATES_FACTS | frozenset({"politie"})
TEAM_LEADS: Final = frozenset({"politie.lead", "vt.lead", "om.lead"})
# Staff of organisations that can act for a Veilig Thuis.
STANDS_IN: Final = VEILIG_THUIS | frozenset({"vt.beheer", "vt.privacy", "vt-rk", "lokaal", "gemeente"})
# Keeps the disclosure table; the one who wrote the draft of the matrix.
PRIVACY: Final = frozenset({"vt.privacy"})
# Who keeps the duty hours of the own organisation.
KEEPERS: Final = frozenset({"vt.beheer", "vt.lead", "politie.lead", "om.lead"})
# Who keeps the accounts of the own organisation.
ACCOUNTS: Final = frozenset({"vt.beheer"})
# Victim support reads incidents when they are marked for its task, Halt never.
READS_INCIDENTS: Final = READERS - {"shn", "halt"}
NOBODY: Final[frozenset[str]] = frozenset()
# Everybody whose organisation takes part in the case.
INSIDERS: Final = CASEWORKERS | frozenset(ADMINISTRATORS)
LET_IN: Final = frozenset({200, 204, 302, 303, 400, 409})


# Pages that the canary crawl sees with other objects, or not as everybody: the matrix looks at them itself.
# Who may look at every other page is asserted on what the crawl was answered (test_canary.py).
LOOKED_AT_APART: Final = frozenset(
    {
        *("cases:components", "cases:term-hand-on", "cases:attachment-file", "cases:undelivered"),
        *("cases:staff-member", "cases:staff-change", "cases:staff-leave", "cases:staff-return"),
        *("cases:staff-training", "cases:document-release"),
    }
)


@dataclass(frozen=True)
class Rule:
    """Who may look (GET) and who may do (POST); None means that the method does not exist (405).

    `anonymous`: a visitor without sign-in is let in. `on_case`: outsiders get 404. `arguments`: names of the
    objects that fill the path. `besides`: a status that is right here too.
    """

    look: frozenset[str] | None = None
    do: frozenset[str] | None = None
    on_case: bool = False
    anonymous: bool = False
    arguments: tuple[str, ...] = field(default=())
    besides: frozenset[int] = frozenset()

    def answers(self, subject: str, allowed: frozenset[str] | None) -> frozenset[int]:
        """The statuses that are right; `allowed`: who may use the method, None when there is none."""
        if self.on_case and subject not in INSIDERS:
            return frozenset({404})
        if allowed is None:
            return frozenset({403, 405})
        return LET_IN | self.besides if subject in allowed else frozenset({403})


def on_case(look: frozenset[str] | None, do: frozenset[str] | None = None, *arguments: str) -> Rule:
    """A page on the case in its path."""
    return Rule(look, do, on_case=True, arguments=("zaak", *arguments))


ROUTES: Final[dict[str, Rule]] = {
    "home": Rule(EVERYBODY),
    "cases:sign-in": Rule(EVERYBODY, EVERYBODY, anonymous=True),
    "cases:session": Rule(EVERYBODY, EVERYBODY, anonymous=True, besides=frozenset({401})),
    # Without a place there is no draft: 404, as for a form of somebody else's case.
    "cases:draft": Rule(EVERYBODY, EVERYBODY, besides=frozenset({404})),
    "cases:sign-out": Rule(None, EVERYBODY),
    "cases:health-live": Rule(EVERYBODY, anonymous=True),
    "cases:health-ready": Rule(EVERYBODY, anonymous=True, besides=frozenset({503})),
    # Where no contact is set there is none.
    "cases:security-txt": Rule(EVERYBODY, anonymous=True, besides=frozenset({404})),
    # With the token of who collects the figures; to everybody else it is not there.
    "cases:health-metrics": Rule(EVERYBODY, anonymous=True, besides=frozenset({404})),
    "cases:operations": Rule(frozenset({"vt.beheer"})),
    "cases:message-again": Rule(None, frozenset({"vt.beheer"}), arguments=("bericht",)),
    "cases:mail-release": Rule(None, frozenset({"vt.beheer"})),
    # Who has the link of the mail; every other key is told that the link does not work.
    "cases:access": Rule(EVERYBODY, EVERYBODY, anonymous=True, arguments=("uidb64", "token")),
    "cases:staff": Rule(ACCOUNTS),
    "cases:staff-new": Rule(ACCOUNTS, ACCOUNTS),
    "cases:staff-member": Rule(ACCOUNTS, arguments=("medewerker",)),
    "cases:staff-change": Rule(ACCOUNTS, ACCOUNTS, arguments=("medewerker",)),
    "cases:staff-link": Rule(None, ACCOUNTS, arguments=("medewerker",)),
    "cases:staff-leave": Rule(ACCOUNTS, ACCOUNTS, arguments=("medewerker",)),
    "cases:staff-return": Rule(ACCOUNTS, ACCOUNTS, arguments=("medewerker",)),
    # Nobody was let go to this organisation.
    "cases:staff-take-in": Rule(ACCOUNTS, ACCOUNTS, arguments=("overkomst",), besides=frozenset({404})),
    "cases:staff-training": Rule(ACCOUNTS, ACCOUNTS, arguments=("medewerker",)),
    "cases:components": Rule(EVERYBODY),
    "cases:my-work": Rule(EVERYBODY),
    # Nobody's here: `test_undelivered` looks at who sees to it.
    "cases:undelivered": Rule(EVERYBODY, EVERYBODY, arguments=("taak",), besides=frozenset({404})),
    "cases:undelivered-again": Rule(None, EVERYBODY, arguments=("taak",), besides=frozenset({404})),
    "cases:work-calendar": Rule(EVERYBODY),
    "cases:calendar-feed": Rule(ALL_CASEWORKERS, ALL_CASEWORKERS),
    "cases:calendar-feed-end": Rule(None, ALL_CASEWORKERS),
    # Whoever has the secret; that of the matrix is nobody's.
    "cases:calendar": Rule(EVERYBODY, anonymous=True, arguments=("sleutel",), besides=frozenset({404})),
    "cases:message-wishes": Rule(EVERYBODY, EVERYBODY),
    "cases:message-positions": Rule(frozenset({"vt.beheer"}), frozenset({"vt.beheer"})),
    "cases:digest-settings": Rule(frozenset({"vt.beheer"}), frozenset({"vt.beheer"})),
    # Who can be given a duty, and the team leads of Veilig Thuis who give them; without a duty there is none.
    "cases:duty": Rule(STANDS_IN),
    "cases:duty-choose": Rule(None, EVERYBODY),
    "cases:duty-roster": Rule(frozenset({"vt.lead"}), frozenset({"vt.lead"})),
    "cases:duty-withdraw": Rule(
        frozenset({"vt.lead"}), frozenset({"vt.lead"}), arguments=("dienst",), besides=frozenset({404})
    ),
    # Only the privacy officer looks back; the item of the matrix is nobody's.
    "cases:log": Rule(frozenset({"vt.privacy"}), frozenset({"vt.privacy"})),
    "cases:log-overview": Rule(frozenset({"vt.privacy"}), frozenset({"vt.privacy"})),
    "cases:log-review": Rule(frozenset({"vt.privacy"})),
    "cases:log-judge": Rule(
        frozenset({"vt.privacy"}),
        frozenset({"vt.privacy"}),
        arguments=("punt",),
        besides=frozenset({404}),
    ),
    "cases:disclosure-table": Rule(EVERYBODY),
    "cases:disclosure-explain": Rule(PRIVACY, PRIVACY),
    "cases:disclosure-versions": Rule(PRIVACY, PRIVACY),
    "cases:disclosure-version": Rule(PRIVACY, PRIVACY, arguments=("versie",)),
    "cases:disclosure-row": Rule(PRIVACY, PRIVACY, arguments=("versie",)),
    "cases:duty-hours": Rule(KEEPERS, KEEPERS),
    "cases:duty-hours-end": Rule(None, KEEPERS, arguments=("dienst",)),
    # Nobody's day: the page says that it was withdrawn and goes back to the calendar.
    "cases:decreed-days": Rule(frozenset({"vt.beheer"}), frozenset({"vt.beheer"})),
    "cases:decreed-day-withdraw": Rule(
        frozenset({"vt.beheer"}), frozenset({"vt.beheer"}), arguments=("dag",)
    ),
    "cases:own-relations": Rule(EVERYBODY, EVERYBODY),
    # Who works on cases; what runs is one's own, and what is judged is nobody's here.
    "cases:emergency": Rule(ALL_CASEWORKERS, ALL_CASEWORKERS),
    "cases:emergency-end": Rule(None, ALL_CASEWORKERS, arguments=("noodtoegang",), besides=frozenset({404})),
    "cases:emergency-reviews": Rule(PRIVACY),
    "cases:emergency-review": Rule(PRIVACY, PRIVACY, arguments=("noodtoegang",), besides=frozenset({404})),
    "cases:exclusions": Rule(frozenset({"vt.privacy"}), frozenset({"vt.privacy"})),
    # Only what the own organisation decided exists; the one of the matrix is nobody's.
    "cases:exclusion-lift": Rule(
        frozenset({"vt.privacy"}),
        frozenset({"vt.privacy"}),
        arguments=("uitsluiting",),
        besides=frozenset({404}),
    ),
    # Who may not know the person gets 404, as for a person that is not there.
    "cases:known-person": Rule(
        READERS, READERS, on_case=True, arguments=("zaak", "persoon"), besides=frozenset({404})
    ),
    "cases:exclude": on_case(TEAM_LEADS, TEAM_LEADS),
    "cases:messages": Rule(EVERYBODY),
    "cases:messages-read": Rule(None, EVERYBODY),
    "zsm:board": Rule(ALL_CASEWORKERS),
    "zsm:table": Rule(ALL_CASEWORKERS),
    "zsm:table-open": Rule(None, frozenset({"kpc"})),
    "zsm:table-step": Rule(None, frozenset({"kpc"}), arguments=("tafel",)),
    "zsm:table-seat": Rule(None, frozenset(CONTRIBUTORS) | frozenset(VIEWERS), arguments=("tafel",)),
    "zsm:wall": Rule(frozenset({"kpc"})),
    "zsm:table-lists": Rule(frozenset({"kpc"}), frozenset({"kpc"})),
    # Only the lists of the own organisation exist; the one of the matrix is nobody's.
    "zsm:table-list": Rule(frozenset({"kpc"}), arguments=("lijst",), besides=frozenset({404})),
    "zsm:intake": Rule(frozenset({"politie", "politie-rk"}), frozenset({"politie", "politie-rk"})),
    "cases:case": on_case(CASEWORKERS),
    "cases:story": on_case(READERS),
    "cases:term": on_case(READERS, None, "termijn"),
    "cases:term-take": on_case(None, frozenset(CONTRIBUTORS), "termijn"),
    # The term of the matrix is the first decision: only those who owe it hand it on.
    "cases:term-hand-on": on_case(PROSECUTION, PROSECUTION, "termijn"),
    "cases:persons": on_case(READERS),
    "cases:counterparts": on_case(LINKS, None, "persoon"),
    "cases:counterpart": on_case(LINKS, LINKS, "persoon", "ander"),
    "cases:address-protect": on_case(PROTECTS, PROTECTS, "persoon"),
    # The address of the matrix was recorded by police and marked for nobody's task.
    "cases:address-reveal": on_case(POLICE, POLICE, "adres"),
    "cases:address-end": on_case(POLICE, POLICE, "adres"),
    # Somebody else's reveal is not there.
    "cases:address-revealed": replace(on_case(READERS, None, "onthulling"), besides=frozenset({404})),
    "cases:document-release": replace(
        on_case(COPY_MAKERS, COPY_MAKERS, "vrijgave"), besides=frozenset({404})
    ),
    "cases:safe-contact": on_case(CONTACT, CONTACT, "persoon"),
    "cases:shift": Rule(ALL_CASEWORKERS, ALL_CASEWORKERS),
    "cases:collaboration": on_case(READERS),
    # Who leads the case, and the team leads; of the others nobody leads it yet.
    "cases:lead-offer": on_case(LEADS, LEADS),
    # Its own place; the coordinator at ZSM also that of others.
    "cases:move-participation": on_case(frozenset(CONTRIBUTORS), frozenset(CONTRIBUTORS)),
    "cases:sharing": on_case(frozenset(CONTRIBUTORS), frozenset(CONTRIBUTORS)),
    # Of another giver there is no such act.
    "cases:sharing-withdraw": replace(
        on_case(frozenset(CONTRIBUTORS), frozenset(CONTRIBUTORS), "verstrekking"), besides=frozenset({404})
    ),
    "cases:section-consent": on_case(frozenset({"3ro"}), frozenset({"3ro"})),
    "cases:victim-contact": on_case(POLICE, POLICE),
    "cases:safety-action": on_case(POLICE | VEILIG_THUIS, POLICE | VEILIG_THUIS),
    "cases:handover": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "cases:monitoring": on_case(VEILIG_THUIS, VEILIG_THUIS, "contact"),
    "cases:report-new": Rule(POLICE_OR_VT_ANYWHERE, POLICE_OR_VT_ANYWHERE),
    "cases:reports": on_case(READERS),
    "cases:report-outcome": on_case(VEILIG_THUIS, VEILIG_THUIS, "melding"),
    "cases:report-inquiry": on_case(VEILIG_THUIS, VEILIG_THUIS, "melding"),
    "cases:report-feedback": on_case(VEILIG_THUIS, VEILIG_THUIS, "uitkomst"),
    "cases:report-inform": on_case(VEILIG_THUIS, VEILIG_THUIS, "betrokkene"),
    "cases:safety": on_case(READERS),
    "cases:incident": on_case(frozenset(CONTRIBUTORS), frozenset(CONTRIBUTORS)),
    "cases:part-a": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "cases:part-a-proposal": on_case(None, VEILIG_THUIS),
    "cases:lift-acuteness": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "cases:part-b": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "cases:part-b-proposal": on_case(None, VEILIG_THUIS),
    "cases:assess": on_case(VEILIG_THUIS),
    "cases:sash": on_case(TRAINED, TRAINED),
    "cases:sash-weighing": on_case(None, TRAINED),
    "cases:sash-enrich": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "cases:stalking-checklist": on_case(POLICE, POLICE),
    "cases:protection-victims": on_case(POLICE | PROSECUTION),
    "cases:protection": on_case(POLICE | PROSECUTION, POLICE | PROSECUTION, "persoon"),
    "cases:plan": on_case(READERS),
    "cases:condition": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "cases:condition-withdraw": on_case(VEILIG_THUIS, VEILIG_THUIS, "voorwaarde"),
    "cases:measure-served": on_case(POLICE, POLICE, "maatregel"),
    "cases:breach": on_case(POLICE, POLICE, "maatregel"),
    "cases:breach-judge": on_case(frozenset({"om"}), frozenset({"om"}), "schending"),
    "cases:measure-new": on_case(POLICE | PROSECUTION | {"rvdk"}, POLICE | PROSECUTION | {"rvdk"}),
    "cases:measure-extend": on_case(frozenset({"om"}), frozenset({"om"}), "maatregel"),
    "cases:measure-end": on_case(frozenset({"om"}), frozenset({"om"}), "maatregel"),
    "cases:measure-suspend": on_case(frozenset({"om"}), frozenset({"om"}), "maatregel"),
    "cases:measure-resume": on_case(frozenset({"om"}), frozenset({"om"}), "maatregel"),
    "cases:measure-judge-end": on_case(VEILIG_THUIS | {"om"}, VEILIG_THUIS | {"om"}, "maatregel"),
    "cases:measure-tell-end": on_case(frozenset({"shn"}), frozenset({"shn"}), "maatregel"),
    "cases:breach-tell": on_case(POLICE, POLICE, "schending"),
    "cases:search": Rule(ALL_CASEWORKERS, ALL_CASEWORKERS),
    "cases:bans": Rule(POLICE | {"politie-rk"}, POLICE | {"politie-rk"}),
    "cases:victim": on_case(READERS, frozenset({"shn"})),
    "cases:first-call": on_case(CALLERS, CALLERS, "persoon"),
    "cases:victim-call": on_case(CALLERS, CALLERS, "persoon"),
    "cases:crime-report": on_case(POLICE | PROSECUTION, POLICE | PROSECUTION, "persoon"),
    "cases:wishes-victims": on_case(frozenset({"shn"})),
    "cases:wishes": on_case(frozenset({"shn"}), frozenset({"shn"}), "persoon"),
    "cases:letter": on_case(frozenset({"shn"}), frozenset({"shn"}), "persoon"),
    "cases:official-letter": on_case(CONTACT, CONTACT, "brief"),
    "cases:consent": on_case(frozenset({"shn"}), frozenset({"shn"}), "persoon"),
    "cases:documents": on_case(READERS, READERS),
    "cases:attachment-new": on_case(frozenset(CONTRIBUTORS), frozenset(CONTRIBUTORS)),
    # Police gave both: incidents, of which one waits for a colleague of who gave it.
    "cases:attachment-file": on_case(READS_INCIDENTS, None, "bijlage"),
    "cases:attachment-look": on_case(frozenset({"politie.lead"}), frozenset({"politie.lead"}), "wachtend"),
    "cases:attachment-withdraw": on_case(POLICE, POLICE, "bijlage"),
    "cases:attachment-share": on_case(POLICE, POLICE, "bijlage"),
    "cases:changes": on_case(READERS),
    "cases:area-wording": on_case(COPY_MAKERS, COPY_MAKERS, "maatregel"),
    "zsm:case": on_case(READERS),
    "zsm:known": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "zsm:contribution": on_case(frozenset(CONTRIBUTORS), frozenset(CONTRIBUTORS)),
    "zsm:advice": on_case(frozenset({"3ro"}), frozenset({"3ro"})),
    "zsm:triage": on_case(VEILIG_THUIS | frozenset({"rvdk"}), VEILIG_THUIS | frozenset({"rvdk"})),
    "zsm:co-suspect": on_case(frozenset({"politie"}), frozenset({"politie"})),
    "zsm:mutual": on_case(frozenset({"politie"}), frozenset({"politie"})),
    "zsm:arrest-again": on_case(frozenset({"politie"}), frozenset({"politie"})),
    "zsm:correct-start": on_case(frozenset({"politie", "om"}), frozenset({"politie", "om"})),
    "zsm:change-charges": on_case(CHARGES, CHARGES),
    "zsm:child-check": on_case(POLICE, POLICE),
    "zsm:guardian": on_case(POLICE | VEILIG_THUIS, POLICE | VEILIG_THUIS),
    "zsm:measure-check": on_case(POLICE, POLICE),
    "zsm:complaint": on_case(POLICE, POLICE),
    "zsm:report": on_case(POLICE, POLICE),
    "zsm:report-outcome": on_case(VEILIG_THUIS, VEILIG_THUIS),
    "zsm:label-propose": on_case(frozenset(CONTRIBUTORS), frozenset(CONTRIBUTORS)),
    "zsm:label-judge": on_case(POLICE | PROSECUTION, POLICE | PROSECUTION),
    "zsm:facts": on_case(STATES_FACTS, STATES_FACTS),
    "zsm:decide": on_case(frozenset({"om"}), frozenset({"om"})),
    "zsm:court": on_case(STATES_FACTS, STATES_FACTS),
    "zsm:release": on_case(POLICE | {"om"}, POLICE | {"om"}),
    "zsm:other-detention": on_case(POLICE | PROSECUTION, POLICE | PROSECUTION),
    "zsm:escape": on_case(POLICE | PROSECUTION, POLICE | PROSECUTION),
    "zsm:extend": on_case(frozenset({"om", "politie"}), frozenset({"om", "politie"})),
    "zsm:requests": on_case(READERS, READERS),
    "zsm:investigation": on_case(POLICE | PROSECUTION, POLICE | PROSECUTION),
    "zsm:investigation-item": on_case(POLICE, POLICE, "onderdeel"),
}
