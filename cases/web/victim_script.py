"""What to say when a victim is informed: the decision, every ban, where a breach is reported (section 8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.models import SafetyMeasure
from cases.plans.queries import measures_of, partner
from cases.plans.rules.explained import meaning, meaning_of_kind
from cases.plans.rules.measure import MeasureKind, Part
from cases.terms.rules.wording import local
from cases.victims.models import VictimNotice
from cases.victims.rules.notices import Topic, is_told_with_guardian
from cases.victims.rules.script import spoken_lines
from cases.web.moments import due_text

# The national number; what stands with an organisation is for partners.
VT_FOR_EVERYBODY: Final = "0800 2000"


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One thing to say or ask, with the lines that belong to it."""

    title: str
    lines: tuple[str, ...] = ()


def call_script(
    access: CaseAccess, victim: Person, notices: Sequence[VictimNotice], at: datetime
) -> tuple[ScriptStep, ...]:
    """The conversation in order: everything that has to be told, oldest first, and what it means.

    Measures that protect this victim, as far as the caller may see them.
    """
    measures = [
        row
        for row in measures_of(access, at)
        if any(protection.person_id == victim.pk for protection in row.protections.all())
    ]
    return (
        ScriptStep(
            "Vraag of het nu kan",
            (
                "Neemt een ander op? Zeg niet waarover u belt en hang vriendelijk op.",
                f"“Spreek ik met {victim.full_name}? Kunt u nu vrij praten?” Zo niet: spreek een moment af.",
            ),
        ),
        *_introduction(victim, at),
        *(_decision(notice) for notice in notices),
        *(_measure(row) for row in measures),
        ScriptStep("Overtreding of gevaar", _where_to_report(access, measures)),
        ScriptStep(
            "Vraag en sluit af",
            (
                "Is het nu veilig, voor u en de kinderen? Zo niet: blijf aan de lijn, de politie komt.",
                "Vraag of het slachtoffer dit wil nalezen per e-mail, en of dat adres veilig is.",
                "Zeg dat de officiële brief van het OM volgt. Vraag of het postadres veilig is.",
                "Vertel wie weer contact opneemt en wanneer. Kloppen het veilige nummer en de uren nog?",
            ),
        ),
    )


def _introduction(victim: Person, at: datetime) -> tuple[ScriptStep, ...]:
    """Of a minor the guardian is told; the children of a victim hear it from whom she or he trusts."""
    if is_told_with_guardian(victim.birth_date, local(at).date()):
        lines = (
            "Bel de ouder of voogd, nooit de verdachte of iemand die bij de verdachte hoort.",
            "Spreek af wie het kind zelf vertelt wat er gebeurt, en wanneer.",
        )
        return (ScriptStep("Minderjarig slachtoffer", lines),)
    return ()


def _decision(notice: VictimNotice) -> ScriptStep:
    topics = [Topic.read(kept) for kept in notice.topics]
    title = {"release": "Vertel van de vrijlating"}
    return ScriptStep(title.get(notice.purpose, "Vertel het besluit"), (notice.about, *spoken_lines(topics)))


def _measure(measure: SafetyMeasure) -> ScriptStep:
    until = f" tot {due_text(measure.ends_at)}" if measure.ends_at else ""
    served = () if measure.served_at or not measure.row.needs_serving else ("Let op: nog niet uitgereikt.",)
    parts = [Part(part) for part in measure.parts]
    kind = meaning_of_kind(MeasureKind(measure.kind))
    lines = (*([kind] if kind else []), *meaning(parts, measure.area), *served)
    return ScriptStep(f"Leg uit: {measure.label}{until}", lines)


def _where_to_report(access: CaseAccess, measures: list[SafetyMeasure]) -> tuple[str, ...]:
    lines = ["Bij gevaar: bel 112."]
    lines += dict.fromkeys(f"Een overtreding melden: {row.breach_reporting}." for row in measures)
    police = partner(access.case, OrganisationKind.POLITIE)
    if not measures and police is not None and police.breach_phone:
        lines.append(f"Komt de verdachte toch in de buurt: {police.name}, {police.breach_phone}.")
    veilig_thuis = partner(access.case, OrganisationKind.VT)
    if veilig_thuis is not None:
        lines.append(f"Advies over veiligheid, dag en nacht: Veilig Thuis, {VT_FOR_EVERYBODY}.")
    return tuple(lines)
