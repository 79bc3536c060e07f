"""Advice and triage on the ZSM tab, as components, by what the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyCondition
from cases.plans.rules.measure import PART_LABELS, Part
from cases.web.components import Action, Badge, Fact, SourceLine, Tone
from cases.web.requests import ActorRequest
from zsm.advice.models import Advice, CivilTriage
from zsm.advice.permissions import can_advise, can_agree, can_triage
from zsm.advice.queries import (
    advice_facts,
    current_triage,
    last_own,
    own_draft,
    seen_advices,
    seen_triages,
)
from zsm.advice.rules.advice import INSTRUMENT_LABELS, SPOKEN_LABELS, Instrument, SpokenWith
from zsm.advice.rules.triage import SPOKEN_TO_CHILD_LABELS, SpokenToChild
from zsm.intake.queries import children_of


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """An advice or triage as shown; `open`: the last version, the former ones are folded."""

    title: str
    source: SourceLine
    facts: tuple[Fact, ...]
    badges: tuple[Badge, ...]
    last: bool


def advice_cards(request: ActorRequest, access: CaseAccess) -> tuple[AdviceCard, ...]:
    """One's own draft, then what was handed in, the newest first."""
    draft = own_draft(access)
    rows = [row for row in (draft, *seen_advices(access)) if row is not None]
    if rows:
        request.trail.shows(categories=[Category.ADVICE])
    texts = _condition_texts(access, rows)
    if texts:
        request.trail.shows(categories=[Category.PLAN])
    last: set[int] = set()
    cards = []
    for row in rows:
        newest = row.status == "draft" or row.organisation_id not in last
        cards.append(_advice_card(row, texts, last=newest))
        if row.status != "draft":
            last.add(row.organisation_id)
    return tuple(cards)


def _condition_texts(access: CaseAccess, rows: list[Advice]) -> dict[str, str]:
    """The conditions of Veilig Thuis that the advices answer, each by the right of its own giver."""
    if not rows:
        return {}
    conditions = SafetyCondition.objects.filter(case=access.case)
    return {
        str(row.public_id): row.text
        for row in conditions
        if access.may_see(Category.PLAN, row.organisation_id)
    }


def _advice_card(row: Advice, texts: dict[str, str], *, last: bool) -> AdviceCard:
    draft = row.status == "draft"
    return AdviceCard(
        title=f"{capfirst(row.get_kind_display())}, versie {row.version}",
        source=SourceLine(
            organisation=row.organisation.short_name,
            at=row.recorded_at if draft else row.handed_in_at,
            by=row.recorded_by.display_name,
        ),
        facts=tuple(_advice_facts(row, texts)),
        badges=(Badge(text="concept, alleen voor uw organisatie", tone=Tone.WARNING),) if draft else (),
        last=last,
    )


def _advice_facts(row: Advice, texts: dict[str, str]) -> Iterator[Fact]:
    advised = row.get_decision_display() if row.decision else ""
    given = (
        ("Geadviseerde beslissing", ": ".join(part for part in (advised, row.decision_reason) if part)),
        ("Risico", row.risk),
        ("Voorwaarden", "\n".join(map(_condition, row.conditions))),
        ("Voorwaarden van Veilig Thuis", "\n".join(_taken(row, texts))),
        ("Elektronische monitoring", _weighed(row.get_em_display() if row.em else "", row.em_reason)),
        ("Dadelijk uitvoerbaar toezicht", _weighed(row.get_dut_display() if row.dut else "", row.dut_reason)),
        ("Uitvoerbaarheid", row.feasibility),
        ("Instrumenten", ", ".join(INSTRUMENT_LABELS[Instrument(key)] for key in row.instruments)),
        (
            "Gesproken met",
            _weighed(", ".join(SPOKEN_LABELS[SpokenWith(key)] for key in row.spoken_with), row.spoken_note),
        ),
        (
            "Kinderen gesproken",
            _weighed(row.get_children_heard_display() if row.children_heard else "", row.children_note),
        ),
    )
    yield from (Fact(label=label, value=value) for label, value in given if value)


def _weighed(answer: str, reason: str) -> str:
    return ". ".join(part for part in (answer, reason) if part)


def _condition(row: dict[str, object]) -> str:
    radius = f", straal {row['radius_km']} km" if row["radius_km"] else ""
    text = f": {row['text']}" if row["text"] else ""
    return f"{capfirst(PART_LABELS[Part(str(row['part']))])}{text} ({row['months']} maanden{radius})"


def _taken(row: Advice, texts: dict[str, str]) -> Iterator[str]:
    for key, answer in row.vt_conditions.items():
        about = texts.get(key, "Voorwaarde (niet voor uw organisatie)")
        yield f"{about} Overgenomen." if answer["taken"] else f"{about} Niet overgenomen: {answer['reason']}"


def triage_cards(request: ActorRequest, access: CaseAccess) -> tuple[AdviceCard, ...]:
    """The triage of the children, the newest version first."""
    rows = seen_triages(access)
    if not rows:
        return ()
    children = children_of(access.case)
    names = {
        str(role.person.public_id): role.person.full_name
        for role in children
        if access.may_see(Category.CHILDREN, role.organisation_id)
    }
    request.trail.shows(categories=[Category.CHILDREN], persons=[role.person_id for role in children])
    return tuple(_triage_card(row, names, last=row is rows[0]) for row in rows)


def _triage_card(row: CivilTriage, names: dict[str, str], *, last: bool) -> AdviceCard:
    facts = [Fact(label="Uitkomst", value=_weighed(row.get_outcome_display(), row.reason))]
    for number, child in enumerate(row.concerns, start=1):
        spoken = SPOKEN_TO_CHILD_LABELS[SpokenToChild(child["spoken"])]
        label = names.get(child["child"], f"Kind {number}")
        value = f"{child['concern']}\nGesproken: {_weighed(spoken, child['note'])}"
        facts.append(Fact(label=label, value=value))
    if row.consequence:
        facts.append(Fact(label="Gevolg bij niet nakomen", value=row.consequence))
    agreement = getattr(row, "agreement", None)
    if agreement is not None:
        facts.append(
            Fact(
                label="Veilig Thuis",
                value=_weighed("akkoord" if agreement.agreed else "niet akkoord", agreement.note),
                source=SourceLine(organisation=agreement.organisation.abbreviation, at=agreement.recorded_at),
            )
        )
    elif row.consequence:
        facts.append(Fact(label="Veilig Thuis", unknown=True, supplier="Veilig Thuis"))
    return AdviceCard(
        title=f"Triage kinderen, versie {row.version}",
        source=SourceLine(
            organisation=row.organisation.short_name, at=row.recorded_at, by=row.recorded_by.display_name
        ),
        facts=tuple(facts),
        badges=(),
        last=last,
    )


def advice_action(request: ActorRequest, access: CaseAccess) -> Action | None:
    """The button to the advice, for the adviser at the suspect's age."""
    actor = access.actor
    if not actor.works_for(OrganisationKind.RECLASSERING, OrganisationKind.RVDK):
        return None
    if not can_advise(actor, access.case.pk, adviser=advice_facts(access.case, request.at).adviser):
        return None
    url = reverse("zsm:advice", kwargs={"zaak": access.case.public_id})
    again = last_own(access) is not None
    return Action(
        label="Nieuwe versie schrijven" if again else "Advies schrijven",
        url=url,
        kind="secondary" if again else "primary",
        icon="edit",
        shortcut="a",
    )


def triage_action(access: CaseAccess) -> Action | None:
    """The button to the triage: for the RvdK, and for Veilig Thuis when its answer is asked."""
    actor, case = access.actor, access.case
    url = reverse("zsm:triage", kwargs={"zaak": case.public_id})
    if can_triage(actor, case.pk) and children_of(case):
        return Action(label="Triage vastleggen", url=url, icon="edit", shortcut="t")
    last = current_triage(case) if can_agree(actor, case.pk) else None
    if last is None or hasattr(last, "agreement") or not last.consequence:
        return None
    return Action(label="Antwoorden op de triage", url=url, icon="edit", shortcut="t")
