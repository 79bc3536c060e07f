"""The individual assessment (IB) of what the victim needs to be protected.

Sources: directive 2012/29/EU, articles 22-24; process "Gezamenlijke aanpak HG met VT en ZSM", step 2: police
takes it in every case, the prosecution brings it up to date.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.assessments.rules.answers import YesNo
from cases.organisations.rules import OrganisationKind


class Characteristic(StrEnum):
    """What makes this victim more vulnerable (article 22, paragraphs 2 and 3)."""

    MINOR = "minor"
    ELDERLY = "elderly"
    PREGNANT = "pregnant"
    DISABILITY = "disability"
    MENTAL_HEALTH = "mental_health"
    LANGUAGE = "language"
    DEPENDENT = "dependent"
    RESIDENCE = "residence"
    ISOLATED = "isolated"
    EARLIER_VICTIM = "earlier_victim"
    CONSIDERABLE_HARM = "considerable_harm"


CHARACTERISTIC_LABELS: Final[dict[Characteristic, str]] = {
    Characteristic.MINOR: "minderjarig",
    Characteristic.ELDERLY: "op hoge leeftijd en kwetsbaar",
    Characteristic.PREGNANT: "zwanger",
    Characteristic.DISABILITY: "lichamelijke of verstandelijke beperking",
    Characteristic.MENTAL_HEALTH: "psychisch kwetsbaar",
    Characteristic.LANGUAGE: "spreekt of leest onvoldoende Nederlands",
    Characteristic.DEPENDENT: "afhankelijk van de verdachte: geld, zorg, woning",
    Characteristic.RESIDENCE: "verblijfsrecht hangt van de verdachte af",
    Characteristic.ISOLATED: "weinig of geen eigen netwerk",
    Characteristic.EARLIER_VICTIM: "eerder slachtoffer",
    Characteristic.CONSIDERABLE_HARM: "grote schade door de ernst van het feit",
}


class Risk(StrEnum):
    """The harm that the criminal process or the suspect can still do (article 22, paragraph 1)."""

    SECONDARY = "secondary"
    REPEAT = "repeat"
    INTIMIDATION = "intimidation"
    RETALIATION = "retaliation"


RISK_LABELS: Final[dict[Risk, str]] = {
    Risk.SECONDARY: "Het strafproces zelf schaadt het slachtoffer",
    Risk.REPEAT: "Het slachtoffer wordt opnieuw slachtoffer",
    Risk.INTIMIDATION: "Het slachtoffer wordt geïntimideerd",
    Risk.RETALIATION: "Er wordt wraak genomen op het slachtoffer",
}
RISK_HELP: Final[dict[Risk, str]] = {
    Risk.SECONDARY: "Herhaald verhoor, de verdachte tegenkomen, onnodige vragen over het privéleven.",
    Risk.REPEAT: "Door deze verdachte of door iemand uit zijn omgeving.",
    Risk.INTIMIDATION: "Druk om de aangifte in te trekken of te zwijgen; ook door familie.",
    Risk.RETALIATION: "Omdat zij of hij aangifte deed of hulp zocht.",
}


class Protection(StrEnum):
    """Special measures of protection during investigation and trial (articles 23 and 24), and around them."""

    SAME_INTERVIEWER = "same_interviewer"
    SAME_SEX_INTERVIEWER = "same_sex_interviewer"
    TRAINED_INTERVIEWER = "trained_interviewer"
    SEPARATE_ROOM = "separate_room"
    RECORDED_INTERVIEW = "recorded_interview"
    NO_VISUAL_CONTACT = "no_visual_contact"
    HEARD_REMOTELY = "heard_remotely"
    CLOSED_DOORS = "closed_doors"
    CHOSEN_ADDRESS = "chosen_address"
    ANONYMOUS = "anonymous"
    CONTACT_OR_AREA_BAN = "contact_or_area_ban"
    ALARM_DEVICE = "alarm_device"
    ADDRESS_MARKED = "address_marked"
    REPRESENTATIVE = "representative"
    INTERPRETER = "interpreter"


PROTECTION_LABELS: Final[dict[Protection, str]] = {
    Protection.SAME_INTERVIEWER: "steeds dezelfde verhoorder",
    Protection.SAME_SEX_INTERVIEWER: "verhoorder van hetzelfde geslacht",
    Protection.TRAINED_INTERVIEWER: "verhoor door een opgeleide rechercheur",
    Protection.SEPARATE_ROOM: "verhoor in een aparte of aangepaste ruimte",
    Protection.RECORDED_INTERVIEW: "verhoor opnemen in beeld en geluid",
    Protection.NO_VISUAL_CONTACT: "geen oogcontact met de verdachte, ook niet op zitting",
    Protection.HEARD_REMOTELY: "horen zonder aanwezig te zijn",
    Protection.CLOSED_DOORS: "behandeling achter gesloten deuren",
    Protection.CHOSEN_ADDRESS: "ander adres in de stukken (domiciliekeuze)",
    Protection.ANONYMOUS: "aangifte onder nummer of beperkt anoniem",
    Protection.CONTACT_OR_AREA_BAN: "contact- of gebiedsverbod vragen",
    Protection.ALARM_DEVICE: "mobiele alarmknop",
    Protection.ADDRESS_MARKED: "afspraak op locatie bij de meldkamer",
    Protection.REPRESENTATIVE: "bijzondere vertegenwoordiger voor een kind",
    Protection.INTERPRETER: "tolk of vertaling",
}


def protection_refusals(
    *,
    minor: bool,
    risks: Mapping[Risk, YesNo],
    measures: Collection[Protection],
    needed: YesNo,
    view: str,
    view_missing_reason: str,
) -> tuple[Missing, ...]:
    """What is missing to record the assessment this way.

    Every risk has an answer (unknown is one). Special protection that is needed names its measures, and
    measures are only there when it is needed. A minor is presumed to need it (article 22, paragraph 4). The
    victim's own view is recorded, or why it is not there yet.
    """
    checks = (
        (not set(Risk) <= set(risks), "risks", "Beantwoord elk van de vier risico's; onbekend mag."),
        (
            needed is YesNo.YES and not measures,
            "measures",
            "Kies welke bijzondere bescherming nodig is.",
        ),
        (
            needed is YesNo.NO and bool(measures),
            "needed",
            "Er zijn beschermingsmaatregelen gekozen: dan is bijzondere bescherming nodig.",
        ),
        (
            minor and needed is not YesNo.YES,
            "minor",
            "Een minderjarig slachtoffer heeft altijd bijzondere bescherming nodig.",
        ),
        (
            not view.strip() and not view_missing_reason.strip(),
            "view",
            "Leg vast wat het slachtoffer zelf wil, of waarom dat nog niet bekend is.",
        ),
    )
    return tuple(
        Missing(code, text, OrganisationKind.POLITIE) for is_missing, code, text in checks if is_missing
    )
