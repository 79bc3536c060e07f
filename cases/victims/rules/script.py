"""What to say on the phone per decision: what it means for the victim, and what comes next (section 8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cases.victims.rules.notices import Topic

_HEARS_MORE: Final = "Wat daarna wordt beslist, hoort u ook. Spreek af wie dat vertelt."
_COMPLAIN: Final = (
    "Bent u het er niet mee eens? U kunt klagen bij het gerechtshof (artikel 12 Sv). Slachtofferhulp helpt."
)
_CARE_GOES_ON: Final = "De hulp en de veiligheidsafspraken van Veilig Thuis gaan gewoon door."
_FREE: Final = "De verdachte is of komt vrij. Bespreek: waar bent u, wie is bij u, wat doet u bij gevaar?"

# Codes as in the fixed texts of the letter.
SPOKEN: Final[dict[str, tuple[str, ...]]] = {
    "hold_custody": (
        "De politie houdt de verdachte vast, eerst ten hoogste drie dagen.",
        _HEARS_MORE,
    ),
    "bring_before_rc": (
        "Binnen enkele dagen beslist een rechter of de verdachte langer vast blijft of vrijkomt.",
        _HEARS_MORE,
    ),
    "release_without_measures": (_FREE, "Er is geen verbod opgelegd. Bel bij gevaar altijd 112."),
    "release_with_measures": (_FREE, "Leg hierna per maatregel uit wat de verdachte niet mag."),
    "behavioural_order": (
        "De officier heeft de verdachte verboden of verplichtingen opgelegd die meteen gelden.",
        "De gedragsaanwijzing duurt ten hoogste 90 dagen en kan worden verlengd.",
    ),
    "summons": (
        "U hoeft niet naar de zitting, het mag wel. Slachtofferhulp bespreekt uw rechten en uw schade.",
        _HEARS_MORE,
    ),
    "summons_with_rc": (
        "Een rechter beslist eerst of de verdachte tot de zitting vast blijft.",
        "U hoeft niet naar de zitting, het mag wel. Slachtofferhulp bespreekt uw rechten en uw schade.",
        _HEARS_MORE,
    ),
    "penal_order": (
        "De officier legt zelf een straf op, zonder zitting. De verdachte kan daartegen in verzet gaan.",
        _HEARS_MORE,
    ),
    "om_hearing": ("De officier spreekt zelf met de verdachte, zonder rechter.", _HEARS_MORE),
    "conditional_dismissal": (
        "Houdt de verdachte zich niet aan de voorwaarden, dan kan het OM alsnog vervolgen. Meld het dus.",
        _COMPLAIN,
        _CARE_GOES_ON,
    ),
    "dismissal_01": (_COMPLAIN, _CARE_GOES_ON),
    "dismissal_02": (
        "Geen bewijs betekent niet dat u niet wordt geloofd.",
        _COMPLAIN,
        _CARE_GOES_ON,
    ),
    "dismissal_policy": (_COMPLAIN, _CARE_GOES_ON),
    "halt": ("Halt spreekt met de verdachte en de ouders. Meewerken aan herstel mag, maar hoeft niet.",),
    "routing": ("Een andere officier gaat verder met de zaak.", _HEARS_MORE),
    "plan_date": ("Tot die dag wordt verder onderzocht wat nodig is.", _HEARS_MORE),
    "on_hold": ("De reclassering spreekt met de verdachte en adviseert de officier.", _HEARS_MORE),
    "rc_remand": (
        "De rechter kan dit later verlengen of opheffen.",
        _HEARS_MORE,
    ),
    "rc_rejected": (_FREE,),
    "rc_suspended": (
        _FREE,
        "Bij overtreding van een voorwaarde kan de verdachte weer vastgezet worden.",
    ),
    "temporary_restraining_order": (
        "Het huisverbod duurt tien dagen en kan tot vier weken worden verlengd.",
        "Laat de verdachte niet binnen, ook niet om spullen te halen: dat loopt via de politie.",
    ),
    "released": (_FREE,),
    "release_ahead": (_FREE, "Vertel het moment van vrijlating, als dat bekend is."),
    "measure_ends": (
        "Vertel wanneer de maatregel eindigt en dat de veiligheid opnieuw wordt beoordeeld.",
        "Vraag hoe het nu gaat en of er nog contact is gezocht; geef dat door aan Veilig Thuis.",
    ),
}


def spoken_lines(topics: Iterable[Topic]) -> tuple[str, ...]:
    """What to explain about these topics, each line once; nothing for a code without a text of its own."""
    return tuple(dict.fromkeys(line for topic in topics for line in SPOKEN.get(topic.code, ())))
