"""An act in words: the sentence to confirm it, its terms with their moments, and what the victim is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.terms.rules.computation import due_moment
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.wording import day_text, due_text
from cases.victims.rules.letter import BAN_TOPICS
from cases.victims.rules.notices import Topic
from zsm.decision.rules import kinds
from zsm.decision.rules.act import Act, Effects, kinds_text
from zsm.decision.rules.conditions import is_release
from zsm.decision.rules.consequences import Outcome, TermEnd, TermStart
from zsm.decision.rules.facts import CaseFacts, Custody
from zsm.decision.rules.kinds import DecisionKind

# In words that the victim knows; for her or him, not for the file.
_FOR_THE_VICTIM: Final[dict[DecisionKind, str]] = {
    DecisionKind.HOLD_CUSTODY: "De verdachte blijft vastzitten bij de politie, ten hoogste drie dagen.",
    DecisionKind.BRING_BEFORE_RC: (
        "Een rechter (rechter-commissaris) beslist of de verdachte langer vast blijft."
    ),
    DecisionKind.RELEASE_WITHOUT_MEASURES: "De verdachte komt vrij.",
    DecisionKind.RELEASE_WITH_MEASURES: "De verdachte komt vrij en moet zich aan maatregelen houden.",
    DecisionKind.BEHAVIOURAL_ORDER: "De officier van justitie legt de verdachte een gedragsaanwijzing op.",
    DecisionKind.SUMMONS: "De verdachte moet voor de rechter komen op {hearing_date}.",
    DecisionKind.SUMMONS_WITH_RC: (
        "De verdachte moet voor de rechter komen op {hearing_date}. "
        "Een rechter (rechter-commissaris) beslist of de verdachte tot dan vast blijft."
    ),
    DecisionKind.PENAL_ORDER: "De officier van justitie legt de verdachte een straf op (strafbeschikking).",
    DecisionKind.OM_HEARING: "De verdachte moet bij de officier van justitie komen op {hearing_date}.",
    DecisionKind.CONDITIONAL_DISMISSAL: (
        "De verdachte wordt niet vervolgd zolang de verdachte zich aan voorwaarden houdt."
    ),
    DecisionKind.DISMISSAL_01: "De verdachte wordt niet vervolgd.",
    DecisionKind.DISMISSAL_02: "De verdachte wordt niet vervolgd: er is niet genoeg bewijs.",
    DecisionKind.DISMISSAL_POLICY: "De verdachte wordt niet vervolgd.",
    DecisionKind.HALT: "De verdachte gaat naar Halt.",
    DecisionKind.ROUTING: "De zaak gaat naar een andere afdeling van het Openbaar Ministerie.",
    DecisionKind.PLAN_DATE: "De officier van justitie beslist op {plan_date} verder.",
    DecisionKind.ON_HOLD: "De beslissing wacht op een gesprek van de verdachte met de reclassering.",
}
_RELEASED: Final = "De verdachte komt vrij."
LONGEST_NOTICE: Final = 300


def told_to_victim(act: Act, facts: CaseFacts) -> str:
    """What the victim is told about the act: one sentence per order, and that the suspect comes free."""
    lines = []
    if not kinds.RELEASE & set(act.kinds) and any(is_release(kind, facts) for kind in act.kinds):
        lines.append(_RELEASED)
    for order in act.orders:
        days = {name: day_text(day) for name, day in order.values.items() if isinstance(day, date)}
        lines.append(_FOR_THE_VICTIM[order.kind].format(**{"hearing_date": "", "plan_date": "", **days}))
    return " ".join(lines)[:LONGEST_NOTICE]


def topics_for_victim(act: Act, facts: CaseFacts) -> tuple[Topic, ...]:
    """The same as codes of the fixed texts that the victim gets in writing, with the bans imposed."""
    topics = []
    if not kinds.RELEASE & set(act.kinds) and any(is_release(kind, facts) for kind in act.kinds):
        topics.append(Topic("released"))
    for order in act.orders:
        day = next((value for value in order.values.values() if type(value) is date), None)
        topics.append(Topic(order.kind.value, day))
        parts = (*_codes(order.values.get("parts")), *_codes(order.values.get("conditions")))
        topics.extend(Topic(part) for part in parts if part in BAN_TOPICS)
    return tuple(topics)


def _codes(value: object) -> tuple[str, ...]:
    return tuple(str(code) for code in value) if isinstance(value, tuple | list | frozenset | set) else ()


def confirm_sentence(act: Act, caused: Effects, *, suspect: str, informer: str) -> str:
    """Say in one Dutch sentence what will happen to whom, which terms start, and who is told.

    `suspect`: how the suspect is named on this page; `informer`: the organisation that tells the victim.
    """
    parts = [f"U besluit over {suspect}: {kinds_text(act.kinds)}"]
    if caused.custody is Custody.RELEASED:
        parts.append(f"{suspect} komt vrij")
    elif caused.custody is Custody.HELD:
        parts.append(f"{suspect} blijft vast")
    started = [KIND_LABELS[start.kind] for start in caused.starts]
    if started:
        parts.append(f"er gaan termijnen lopen: {listed(tuple(dict.fromkeys(started)))}")
    if informer:
        parts.append(f"{informer} informeert het slachtoffer")
    parts.append(f"bericht gaat naar {listed(names(caused.told))}")
    if caused.alerted:
        parts.append(f"{listed(names(caused.alerted))} krijgen meteen een alarm")
    return "; ".join(parts) + "."


def term_lines(caused: Effects, informer: str) -> tuple[str, ...]:
    """Every term that ends or starts, each in one line with its moment where that is known."""
    ends = tuple(_end_line(end) for end in caused.ends if end.kind is TermKind.FIRST_DECISION)
    return (*ends, *(_start_line(start, informer) for start in caused.starts))


def _end_line(end: TermEnd) -> str:
    how = "te laat, met de reden die u gaf" if end.outcome is Outcome.MET_LATE else "op tijd"
    return f"{KIND_LABELS[end.kind]}: gehaald, {how}."


def _start_line(start: TermStart, informer: str) -> str:
    owner = ORGANISATION_LABELS[start.organisation] if start.organisation else ""
    if start.kind is TermKind.INFORM_VICTIM and informer:
        owner = informer
    label = f"{KIND_LABELS[start.kind]} ({owner})" if owner else KIND_LABELS[start.kind]
    if start.starts_at is None:
        return f"{label}: het begin is nog niet vastgelegd."
    due = due_of(start)
    return f"{label}: tot {due_text(due)}." if due else f"{label}: zonder vast moment."


def due_of(start: TermStart) -> datetime | None:
    """When a term that is about to start will be due; None when it has no moment yet."""
    if start.starts_at is None:
        return None
    return due_moment(start.kind, start.starts_at, parameters=parameters_of(start)).due_at


def parameters_of(start: TermStart) -> Parameters:
    """What a term that the act starts is computed with."""
    return Parameters(on=start.on, days=start.days)


def told_lines(caused: Effects, informer: str) -> tuple[str, ...]:
    """Who gets word of the act and how."""
    return tuple(_told(caused, informer))


def _told(caused: Effects, informer: str) -> Iterator[str]:
    if informer:
        yield f"Het slachtoffer: door {informer}."
    yield f"{listed(names(caused.told))}: een bericht in de zaak."
    if caused.alerted:
        yield f"{listed(names(caused.alerted))}: meteen een alarm, in de toepassing en per e-mail."


def names(organisations: tuple[OrganisationKind, ...]) -> tuple[str, ...]:
    """Kinds of organisation by name."""
    return tuple(ORGANISATION_LABELS[kind] for kind in organisations)


def listed(words: tuple[str, ...]) -> str:
    """Words as a Dutch list: "a, b en c"."""
    return " en ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
