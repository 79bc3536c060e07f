"""What an advice must hold and which kind can be made (domain guide, sections 4 step 5, 7 guard 5, and 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.plans.rules.measure import SPECIAL_CONDITIONS, Part

R, B, VT = OrganisationKind.RECLASSERING, OrganisationKind.RVDK, OrganisationKind.VT
# A victim-related area ban is advised with this radius unless the adviser says otherwise.
DEFAULT_RADIUS_KM: Final = 5
LONGEST_PERIOD_MONTHS: Final = 120
WIDEST_RADIUS_KM: Final = 100


class AdviceKind(StrEnum):
    """The four kinds of advice."""

    ZSM_SHORT = "zsm_short"
    EARLY_HELP = "early_help"
    SPREEKUUR = "spreekuur"
    COURT_REPORT = "court_report"


class AdvisedDecision(StrEnum):
    """Which kind of decision is advised."""

    DETENTION = "detention"
    SUSPENSION = "suspension"
    BEHAVIOURAL_ORDER = "behavioural_order"
    SUMMONS = "summons"
    PENAL_ORDER = "penal_order"
    OM_HEARING = "om_hearing"
    CONDITIONAL_DISMISSAL = "conditional_dismissal"
    DISMISSAL = "dismissal"
    HALT = "halt"
    PLAN_DATE = "plan_date"


class Weighing(StrEnum):
    """The outcome of a consideration."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class Instrument(StrEnum):
    """The instruments of a court report."""

    RISC = "risc"
    B_SAFER = "b_safer"
    LIJ = "lij"


class SpokenWith(StrEnum):
    """Who was spoken to for the advice."""

    SUSPECT = "suspect"
    VICTIM = "victim"
    NETWORK = "network"
    VEILIG_THUIS = "veilig_thuis"
    POLICE = "police"
    VICTIM_SUPPORT = "victim_support"
    CARE = "care"
    NOBODY = "nobody"


class ChildrenHeard(StrEnum):
    """Who spoke to the children before the advice."""

    VT = "vt"
    RVDK = "rvdk"
    NOT_HEARD = "not_heard"
    NO_CHILDREN = "no_children"


ADVICE_KIND_LABELS: Final[dict[AdviceKind, str]] = {
    AdviceKind.ZSM_SHORT: "kort ZSM-advies",
    AdviceKind.EARLY_HELP: "vroeghulpadvies aan de rechter-commissaris",
    AdviceKind.SPREEKUUR: "spreekuuradvies",
    AdviceKind.COURT_REPORT: "rapport aan de rechter",
}
ADVISED_LABELS: Final[dict[AdvisedDecision, str]] = {
    AdvisedDecision.DETENTION: "bewaring",
    AdvisedDecision.SUSPENSION: "schorsing van de voorlopige hechtenis onder voorwaarden",
    AdvisedDecision.BEHAVIOURAL_ORDER: "invrijheidstelling met gedragsaanwijzing (art. 509hh Sv)",
    AdvisedDecision.SUMMONS: "dagvaarding",
    AdvisedDecision.PENAL_ORDER: "strafbeschikking",
    AdvisedDecision.OM_HEARING: "oproep voor een OM-zitting",
    AdvisedDecision.CONDITIONAL_DISMISSAL: "voorwaardelijk sepot",
    AdvisedDecision.DISMISSAL: "sepot",
    AdvisedDecision.HALT: "verwijzing naar Halt",
    AdvisedDecision.PLAN_DATE: "plandatum, met later een vervolgadvies",
}
WEIGHING_LABELS: Final[dict[Weighing, str]] = {
    Weighing.YES: "ja",
    Weighing.NO: "nee",
    Weighing.NOT_APPLICABLE: "niet van toepassing",
}
INSTRUMENT_LABELS: Final[dict[Instrument, str]] = {
    Instrument.RISC: "RISC",
    Instrument.B_SAFER: "B-SAFER",
    Instrument.LIJ: "LIJ",
}
SPOKEN_LABELS: Final[dict[SpokenWith, str]] = {
    SpokenWith.SUSPECT: "de verdachte",
    SpokenWith.VICTIM: "het slachtoffer",
    SpokenWith.NETWORK: "iemand uit het netwerk",
    SpokenWith.VEILIG_THUIS: "Veilig Thuis",
    SpokenWith.POLICE: "de politie",
    SpokenWith.VICTIM_SUPPORT: "Slachtofferhulp",
    SpokenWith.CARE: "een hulpverlener",
    SpokenWith.NOBODY: "niemand",
}
CHILDREN_HEARD_LABELS: Final[dict[ChildrenHeard, str]] = {
    ChildrenHeard.VT: "ja, door Veilig Thuis",
    ChildrenHeard.RVDK: "ja, door de Raad voor de Kinderbescherming",
    ChildrenHeard.NOT_HEARD: "nee",
    ChildrenHeard.NO_CHILDREN: "er zijn geen kinderen",
}
COURT_SENTENCE: Final = frozenset({AdvisedDecision.SUMMONS})
ADVISED_FOR_MINORS_ONLY: Final = frozenset({AdvisedDecision.HALT})
# Special conditions of art. 14c Sr, and the area ban of a behavioural order.
ADVISABLE_PARTS: Final[tuple[Part, ...]] = (Part.AREA_BAN, *SPECIAL_CONDITIONS.values())
WITH_RADIUS: Final = frozenset({Part.AREA_BAN, Part.LOCATION_BAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceFacts:
    """What of the case decides about an advice.

    `minor` is about the day of the offence (None: not known). `police_custody`: an order of police custody
    runs. `unsafe`: Veilig Thuis concluded acute or structural unsafety. `vt_conditions`: the conditions of
    Veilig Thuis that hold, by their key.
    """

    minor: bool | None = None
    stalking: bool = False
    held: bool = False
    police_custody: bool = False
    unsafe: bool = False
    partner_violence: bool = False
    summoned: bool = False
    children: bool = False
    vt_conditions: frozenset[str] = frozenset()

    @property
    def adviser(self) -> OrganisationKind | None:
        """Who advises: 3RO on an adult, RvdK on a minor, nobody yet when the age is not known."""
        if self.minor is None:
            return None
        return B if self.minor else R


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisedCondition:
    """One condition that is advised: a part of the catalogue, in words, for so many months."""

    part: Part
    text: str
    months: int
    radius_km: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What the adviser does with one condition of Veilig Thuis; a reason when it is not taken in."""

    taken: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceContent:
    """What an advice says; every part may still be empty in a draft."""

    kind: AdviceKind
    risk: str = ""
    decision: AdvisedDecision | None = None
    decision_reason: str = ""
    conditions: tuple[AdvisedCondition, ...] = ()
    vt_conditions: Mapping[str, TakenIn] = field(default_factory=dict)
    em: Weighing | None = None
    em_reason: str = ""
    dut: Weighing | None = None
    dut_reason: str = ""
    feasibility: str = ""
    instruments: frozenset[Instrument] = frozenset()
    spoken_with: frozenset[SpokenWith] = frozenset()
    spoken_note: str = ""
    children_heard: ChildrenHeard | None = None
    children_note: str = ""

    @property
    def em_considered(self) -> bool:
        """Electronic monitoring yes or no, with the reason."""
        return self.em in (Weighing.YES, Weighing.NO) and bool(self.em_reason.strip())

    @property
    def dut_considered(self) -> bool:
        """Immediately enforceable supervision yes, no or not applicable, with the reason."""
        return self.dut is not None and bool(self.dut_reason.strip())


def missing_considerations(
    *, stalking: bool, em_considered: bool, dut_considered: bool, adviser: OrganisationKind = R
) -> tuple[Missing, ...]:
    """List what an advice lacks in a stalking case (guard 5); empty in every other case.

    `stalking`: every stalking case counts, not only ex-partners. `em_considered`: electronic monitoring yes
    or no, with reasons. `dut_considered`: immediately enforceable supervision (dadelijk uitvoerbaar
    toezicht) yes, no, or not applicable because no court sentence is advised, with reasons.
    """
    if not stalking:
        return ()
    who = f"De {ORGANISATION_LABELS[adviser]}" if adviser is B else "De reclassering"
    wanted = (
        (em_considered, "em_consideration", "elektronische monitoring"),
        (dut_considered, "dut_consideration", "dadelijke uitvoerbaarheid"),
    )
    return tuple(
        Missing(code, f"De afweging over {what} ontbreekt in het advies. {who} vult dit aan.", adviser)
        for present, code, what in wanted
        if not present
    )


def kind_refusals(kind: AdviceKind, facts: AdviceFacts) -> tuple[Missing, ...]:
    """Why this kind of advice cannot be made in this case now; empty when it can."""
    if facts.minor is None:
        text = (
            "De geboortedatum van de verdachte ontbreekt: die bepaalt wie adviseert. De politie vult dit aan."
        )
        return (Missing("minor", text, OrganisationKind.POLITIE),)
    return tuple(_kind_refusals(kind, facts, minor=facts.minor))


def _kind_refusals(kind: AdviceKind, facts: AdviceFacts, *, minor: bool) -> Iterator[Missing]:
    if kind is AdviceKind.EARLY_HELP and not minor and not facts.police_custody:
        text = "Vroeghulpadvies kan alleen als de verdachte in verzekering is gesteld."
        yield Missing("police_custody", text, OrganisationKind.OM)
    if kind is AdviceKind.EARLY_HELP and minor and not facts.unsafe:
        text = "De Raad doet vroeghulp bij acute of structurele onveiligheid; die staat niet vast."
        yield Missing("unsafety", text, VT)
    if kind is AdviceKind.SPREEKUUR and minor:
        text = "Het HG-spreekuur is van de reclassering, voor een meerderjarige verdachte."
        yield Missing("spreekuur_adult", text)
    if kind is AdviceKind.SPREEKUUR and not minor and facts.held:
        text = "Het HG-spreekuur is er voor een verdachte die niet vastzit."
        yield Missing("spreekuur_released", text, OrganisationKind.OM)
    if kind is AdviceKind.COURT_REPORT and minor and not facts.summoned:
        text = "Het LIJ komt na het besluit om te dagvaarden; dat besluit is er niet."
        yield Missing("summons", text, OrganisationKind.OM)


def possible_kinds(facts: AdviceFacts) -> tuple[AdviceKind, ...]:
    """The kinds of advice that can be made in this case now."""
    return tuple(kind for kind in AdviceKind if not kind_refusals(kind, facts))


def content_errors(content: AdviceContent, facts: AdviceFacts) -> dict[str, list[str]]:
    """What is wrong with what was filled in, by field; what is still empty is no error in a draft."""
    errors: dict[str, list[str]] = {}
    if SpokenWith.VICTIM in content.spoken_with and facts.stalking and facts.adviser is R:
        errors["spoken_with"] = ["De reclassering heeft bij stalking nooit contact met het slachtoffer."]
    elif SpokenWith.NOBODY in content.spoken_with and len(content.spoken_with) > 1:
        errors["spoken_with"] = ["Kies niemand, of wie er wel gesproken is."]
    if content.children_heard is ChildrenHeard.NO_CHILDREN and facts.children:
        errors["children_heard"] = ["In deze zaak zijn kinderen."]
    if content.decision in ADVISED_FOR_MINORS_ONLY and facts.minor is not True:
        errors["decision"] = ["Halt is er alleen voor een minderjarige verdachte."]
    if content.dut is Weighing.NOT_APPLICABLE and content.decision in COURT_SENTENCE:
        errors["dut"] = ["Niet van toepassing kan alleen als geen straf door de rechter wordt geadviseerd."]
    if content.em is Weighing.NOT_APPLICABLE:
        errors["em"] = ["Kies ja of nee, met de reden."]
    if reasons := _instrument_errors(content, facts):
        errors["instruments"] = reasons
    if reasons := [error for row in content.conditions for error in condition_errors(row)]:
        errors["conditions"] = reasons
    return errors


def _instrument_errors(content: AdviceContent, facts: AdviceFacts) -> list[str]:
    """A short advice has no instrument; a minor gets the LIJ and not the RISC."""
    given = content.instruments
    if content.kind is not AdviceKind.COURT_REPORT:
        return ["Een instrument hoort bij een rapport aan de rechter."] if given else []
    if facts.minor:
        return ["Bij een minderjarige is het LIJ het instrument."] if given - {Instrument.LIJ} else []
    return ["Het LIJ is voor een minderjarige verdachte."] if Instrument.LIJ in given else []


def condition_errors(row: AdvisedCondition) -> tuple[str, ...]:
    """What is wrong with an advised condition."""
    errors = []
    if row.part not in ADVISABLE_PARTS:
        errors.append("Deze voorwaarde staat niet in de catalogus van bijzondere voorwaarden.")
    if not 1 <= row.months <= LONGEST_PERIOD_MONTHS:
        errors.append(f"De duur ligt tussen 1 en {LONGEST_PERIOD_MONTHS} maanden.")
    if row.radius_km is not None and not 1 <= row.radius_km <= WIDEST_RADIUS_KM:
        errors.append(f"De straal ligt tussen 1 en {WIDEST_RADIUS_KM} kilometer.")
    return tuple(errors)


def with_default_radius(row: AdvisedCondition) -> AdvisedCondition:
    """An area ban that names no radius gets the default; other conditions have none."""
    if row.part not in WITH_RADIUS:
        radius = None
    else:
        radius = row.radius_km or (DEFAULT_RADIUS_KM if row.part is Part.AREA_BAN else None)
    return AdvisedCondition(part=row.part, text=row.text.strip(), months=row.months, radius_km=radius)


def missing_for_hand_in(content: AdviceContent, facts: AdviceFacts) -> tuple[Missing, ...]:
    """Everything that an advice still lacks before it can be handed in (guard 5 among it)."""
    adviser = facts.adviser or R
    return (
        *kind_refusals(content.kind, facts),
        *(Missing(code, text, adviser) for code, text in _empty_parts(content, facts)),
        *missing_considerations(
            stalking=facts.stalking,
            em_considered=content.em_considered,
            dut_considered=content.dut_considered,
            adviser=adviser,
        ),
    )


def _empty_parts(content: AdviceContent, facts: AdviceFacts) -> Iterator[tuple[str, str]]:
    texts: Iterable[tuple[bool, str, str]] = (
        (bool(content.risk.strip()), "risk", "De inschatting van het risico in woorden ontbreekt."),
        (content.decision is not None, "decision", "Welke beslissing wordt geadviseerd, ontbreekt."),
        (
            bool(content.decision_reason.strip()),
            "decision_reason",
            "De reden van de geadviseerde beslissing ontbreekt.",
        ),
        (bool(content.feasibility.strip()), "feasibility", "De uitvoerbaarheid ontbreekt."),
        (bool(content.spoken_with), "spoken_with", "Met wie gesproken is, ontbreekt."),
    )
    yield from ((code, text) for present, code, text in texts if not present)
    unanswered = facts.vt_conditions - set(content.vt_conditions)
    if unanswered:
        many = "voorwaarde" if len(unanswered) == 1 else "voorwaarden"
        yield (
            "vt_conditions",
            f"Over {len(unanswered)} {many} van Veilig Thuis staat niet of ze is overgenomen.",
        )
    refused = [
        row for key, row in content.vt_conditions.items() if key in facts.vt_conditions and not row.taken
    ]
    if any(not row.reason.strip() for row in refused):
        yield "vt_condition_reason", "Waarom een voorwaarde van Veilig Thuis niet is overgenomen, ontbreekt."
    if facts.children and content.children_heard is None:
        yield "children_heard", "Of de kinderen gesproken zijn door Veilig Thuis of de Raad, ontbreekt."
    if content.children_heard is ChildrenHeard.NOT_HEARD and not content.children_note.strip():
        yield "children_note", "Waarom de kinderen niet gesproken zijn, ontbreekt."
    if content.kind is AdviceKind.COURT_REPORT:
        yield from _missing_instruments(content, facts)


def _missing_instruments(content: AdviceContent, facts: AdviceFacts) -> Iterator[tuple[str, str]]:
    wanted = {Instrument.LIJ} if facts.minor else {Instrument.RISC}
    if not facts.minor and facts.partner_violence:
        wanted.add(Instrument.B_SAFER)
    for instrument in Instrument:
        if instrument in wanted - content.instruments:
            yield f"instrument_{instrument}", f"De {INSTRUMENT_LABELS[instrument]} is nog niet afgenomen."
