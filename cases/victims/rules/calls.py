"""Who calls the victim first, and when Slachtofferhulp may call in an ex officio case (domain guide, 8)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind


class YesNoUnknown(StrEnum):
    """An answer in which unknown is a state of its own."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


YES_NO_UNKNOWN_LABELS: Final[dict[YesNoUnknown, str]] = {
    YesNoUnknown.YES: "ja",
    YesNoUnknown.NO: "nee",
    YesNoUnknown.UNKNOWN: "onbekend",
}


class AgreementStatus(StrEnum):
    """How an agreement about the first call stands; a new proposal replaces what ran."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REPLACED = "replaced"


AGREEMENT_LABELS: Final[dict[AgreementStatus, str]] = {
    AgreementStatus.PROPOSED: "voorgesteld",
    AgreementStatus.AGREED: "afgesproken",
    AgreementStatus.REPLACED: "vervangen",
}

# Both call the victim; the two settle it between them.
CALLERS: Final = (OrganisationKind.SHN, OrganisationKind.VT)
ANONYMOUS: Final = "Slachtofferhulp belt met een anoniem nummer: vertel het slachtoffer dat vooraf."
ROLES: Final = (
    "Veilig Thuis vertelt dat Slachtofferhulp belt over wensen, rechten en ondersteuning.",
    "Slachtofferhulp vertelt dat Veilig Thuis over de veiligheid van iedereen in het gezin gaat.",
)

NOT_TOLD_OF_PROSECUTION: Final = Missing(
    "told_of_prosecution",
    "Ambtshalve zaak: het slachtoffer weet nog niet dat er wordt vervolgd. Het OM of de politie vertelt dat "
    "eerst en legt het vast. Daarna kan Slachtofferhulp bellen.",
    OrganisationKind.OM,
)


def other_caller(kind: OrganisationKind) -> OrganisationKind:
    """With whom an organisation settles the first call. Raises ValueError for who does not call."""
    if kind not in CALLERS:
        raise ValueError(f"{ORGANISATION_LABELS[kind]} belt niet als eerste met het slachtoffer.")
    return OrganisationKind.VT if kind is OrganisationKind.SHN else OrganisationKind.SHN


def call_warning(
    caller: OrganisationKind,
    *,
    status: AgreementStatus | None,
    first: OrganisationKind | None,
    called: Iterable[OrganisationKind] = (),
) -> str:
    """Why a call now is against what was settled, in Dutch; empty when it is not.

    `status`, `first`: of the agreement that runs (None: there is none). `called`: who has called already:
    once the first has, the other may.
    """
    if caller not in CALLERS:
        return ""
    other = ORGANISATION_LABELS[other_caller(caller)]
    if status is not AgreementStatus.AGREED or first is None:
        return f"Er is nog niet met {other} afgesproken wie het slachtoffer als eerste belt."
    if first is not caller and first not in set(called):
        return f"Afgesproken is dat {other} als eerste belt. Dat gesprek is nog niet vastgelegd."
    return ""


def is_ex_officio(*, made_report: YesNoUnknown, klacht_needed: bool) -> bool:
    """Whether the case is prosecuted without the victim having asked: no report of hers or his, no klacht."""
    return made_report is YesNoUnknown.NO and not klacht_needed


def call_refusal(*, ex_officio: bool, told: bool) -> tuple[Missing, ...]:
    """What keeps Slachtofferhulp from calling: in an ex officio case the victim has to know of it first."""
    return (NOT_TOLD_OF_PROSECUTION,) if ex_officio and not told else ()
