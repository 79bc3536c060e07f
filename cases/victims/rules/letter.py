"""The written version of what the victim was told: fixed texts per topic, nothing else (security, S2, S3).

The text is put together from this allow-list alone: no name, no address, no area, no offence, nothing that
anybody typed. What is particular to the case was said on the phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.terms.rules.wording import day_text
from cases.victims.rules.notices import Topic


class LetterStatus(StrEnum):
    """Where a safe e-mail stands."""

    QUEUED = "queued"
    SENT = "sent"
    STOPPED = "stopped"
    FAILED = "failed"


LETTER_LABELS: Final[dict[LetterStatus, str]] = {
    LetterStatus.QUEUED: "staat klaar om te verzenden",
    LetterStatus.SENT: "verzonden",
    LetterStatus.STOPPED: "niet verzonden: het e-mailadres was niet meer veilig",
    LetterStatus.FAILED: "niet aangekomen",
}


class OfficialStatus(StrEnum):
    """Where the official letter of the OM stands."""

    TO_SEND = "to_send"
    SENT = "sent"
    HANDED_OVER = "handed_over"


OFFICIAL_LABELS: Final[dict[OfficialStatus, str]] = {
    OfficialStatus.TO_SEND: "nog te versturen door het OM",
    OfficialStatus.SENT: "verstuurd naar een bevestigd veilig adres",
    OfficialStatus.HANDED_OVER: "persoonlijk overhandigd",
}

SUBJECT: Final = "Bericht voor u"
GREETING: Final = "Goedendag,"
OPENING: Final = "U bent gebeld. Dit is wat u is verteld, om rustig na te lezen."
DANGER: Final = "Bent u nu in gevaar? Bel 112."
ADVICE: Final = "Wilt u overleggen over uw veiligheid? Dat kan dag en nacht, gratis: 0800 2000."
CLOSING: Final = (
    "Dit bericht is verstuurd naar het e-mailadres dat u zelf veilig noemde. Is dat niet meer zo? Vertel het "
    "aan degene die u belde. U kunt dit bericht daarna verwijderen. Antwoorden op dit bericht kan niet."
)
OTHERWISE: Final = "Er is een beslissing genomen. Wat zij voor u betekent, is u aan de telefoon uitgelegd."

# Codes are those of the decisions, the kinds and parts of measures, and what comes before a release or end.
TEXTS: Final[dict[str, str]] = {
    "hold_custody": "De verdachte blijft vastzitten bij de politie, ten hoogste drie dagen.",
    "bring_before_rc": "Een rechter (rechter-commissaris) beslist of de verdachte langer vast blijft.",
    "release_without_measures": "De verdachte komt vrij.",
    "release_with_measures": "De verdachte komt vrij en moet zich aan maatregelen houden.",
    "behavioural_order": (
        "De officier van justitie heeft de verdachte verboden of verplichtingen opgelegd (gedragsaanwijzing)."
    ),
    "summons": "De verdachte moet voor de rechter komen{day}.",
    "summons_with_rc": (
        "De verdachte moet voor de rechter komen{day}. Een rechter (rechter-commissaris) beslist of de "
        "verdachte tot dan vast blijft."
    ),
    "penal_order": "De officier van justitie heeft de verdachte een straf opgelegd (strafbeschikking).",
    "om_hearing": "De verdachte moet bij de officier van justitie komen{day}.",
    "conditional_dismissal": (
        "De verdachte wordt niet vervolgd zolang de verdachte zich aan voorwaarden houdt."
    ),
    "dismissal_01": "De verdachte wordt niet vervolgd. U kunt daarover klagen bij het gerechtshof.",
    "dismissal_02": (
        "De verdachte wordt niet vervolgd: er is niet genoeg bewijs. U kunt daarover klagen bij het "
        "gerechtshof."
    ),
    "dismissal_policy": "De verdachte wordt niet vervolgd. U kunt daarover klagen bij het gerechtshof.",
    "halt": "De verdachte gaat naar Halt.",
    "routing": "De zaak gaat naar een andere afdeling van het Openbaar Ministerie.",
    "plan_date": "De officier van justitie neemt later een beslissing{day}.",
    "on_hold": "De beslissing wacht op een gesprek van de verdachte met de reclassering.",
    "rc_remand": "De rechter (rechter-commissaris) heeft beslist dat de verdachte langer vast blijft.",
    "rc_rejected": "De rechter (rechter-commissaris) heeft beslist dat de verdachte vrij komt.",
    "rc_suspended": (
        "De rechter (rechter-commissaris) heeft beslist dat de verdachte vrij komt en zich aan voorwaarden "
        "moet houden."
    ),
    "temporary_restraining_order": (
        "De burgemeester heeft een huisverbod opgelegd: de verdachte mag niet in de woning komen en geen "
        "contact zoeken."
    ),
    "released": "De verdachte komt vrij.",
    "release_ahead": "De verdachte komt binnenkort vrij. U vroeg om dat van tevoren te horen.",
    "measure_ends": "Een maatregel die u beschermt, eindigt{day}. Uw veiligheid wordt opnieuw bekeken.",
    "contact_ban": (
        "Er geldt een contactverbod. De verdachte mag op geen enkele manier contact met u zoeken: niet "
        "bellen, appen, mailen of schrijven, niet via sociale media en niet via anderen. Zoekt de verdachte "
        "toch contact: reageer niet, bewaar de berichten en meld het."
    ),
    "area_ban": "Er geldt een gebiedsverbod. De verdachte mag niet komen in het gebied dat u is verteld.",
    "location_ban": "Er geldt een locatieverbod. De verdachte mag niet komen op de plek die u is verteld.",
}
BAN_TOPICS: Final = frozenset({"contact_ban", "area_ban", "location_ban"})
WHAT_NEXT: Final[dict[str, str]] = {
    "hold_custody": "Voordat die tijd om is, valt er een nieuwe beslissing. Die hoort u ook.",
    "bring_before_rc": "Wat de rechter beslist, hoort u zo snel mogelijk.",
    "plan_date": "Wat de officier dan beslist, hoort u ook.",
    "summons": "U hoort wat uw rechten zijn bij de zitting, en wat de rechter beslist.",
}


def letter_lines(topics: Iterable[Topic], *, breach_phone: str) -> tuple[str, ...]:
    """The paragraphs of a letter about these topics; a topic without a fixed text gets the general one.

    `breach_phone`: the number of the police at which a breach is reported, empty when it is not known.
    """
    told, after = [], []
    for topic in topics:
        day = f" op {day_text(topic.day)}" if topic.day else ""
        told.append(TEXTS.get(topic.code, OTHERWISE).format(day=day))
        if topic.code in WHAT_NEXT:
            after.append(WHAT_NEXT[topic.code])
    report = (
        f"Houdt de verdachte zich niet aan een verbod? Bel de politie: {breach_phone}."
        if breach_phone
        else ""
    )
    lines = (GREETING, OPENING, *(told or [OTHERWISE]), *after, DANGER, report, ADVICE, CLOSING)
    return tuple(dict.fromkeys(line for line in lines if line))


NO_SAFE_EMAIL: Final = Missing(
    "safe_email",
    "Er is geen e-mailadres dat veilig is. Vraag het slachtoffer ernaar en leg het vast bij veilig contact.",
)
NOT_TOLD_YET: Final = Missing(
    "told_first",
    "Het slachtoffer is nog niet gesproken. Bel eerst; de e-mail is om na te lezen.",
)
ADDRESS_NOT_CONFIRMED: Final = Missing(
    "address_confirmed",
    "Nog niet bevestigd dat het adres veilig is. Vraag het na bij wie het slachtoffer spreekt en bevestig "
    "het.",
)
ADDRESS_CHANGED: Final = Missing(
    "address_changed",
    "De contactgegevens zijn gewijzigd nadat het adres was bevestigd. De brief staat stil tot het adres "
    "opnieuw is bevestigd.",
)


def letter_refusal(*, email_safe: bool, told: bool) -> tuple[Missing, ...]:
    """What forbids a safe e-mail: no address marked safe (S1), or a victim who was not spoken to."""
    return tuple(
        missing for stops, missing in ((not email_safe, NO_SAFE_EMAIL), (not told, NOT_TOLD_YET)) if stops
    )


def is_frozen(*, confirmed_at: datetime | None, contact_since: datetime | None) -> bool:
    """Whether newer contact data stop a letter that was confirmed before (security, S4)."""
    return confirmed_at is not None and contact_since is not None and contact_since > confirmed_at


def official_refusal(*, confirmed_at: datetime | None, contact_since: datetime | None) -> tuple[Missing, ...]:
    """What forbids sending the official letter by post."""
    if confirmed_at is None:
        return (ADDRESS_NOT_CONFIRMED,)
    if is_frozen(confirmed_at=confirmed_at, contact_since=contact_since):
        return (ADDRESS_CHANGED,)
    return ()
