"""Conditions and measures as cards of the plan tab, by what the reader may know and do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess, signed_in_the_name_of
from cases.plans.models import Breach, MeasureChange, SafetyCondition, SafetyMeasure
from cases.plans.permissions import (
    can_change,
    can_judge_breach,
    can_judge_end,
    can_record_breach,
    can_serve,
    can_set_conditions,
    can_tell_end,
)
from cases.plans.queries import has_ended
from cases.plans.rules.changes import CHANGE_LABELS, Change
from cases.plans.rules.conditions import CONDITION_LEVEL_LABELS, ConditionLevel
from cases.plans.rules.measure import PART_LABELS, Part
from cases.plans.rules.period import OWN_TERM
from cases.plans.services.ends import BEFORE_THE_END
from cases.terms.queries import open_terms
from cases.terms.rules.kinds import TermKind
from cases.web.components import Action, Badge, Fact, SourceLine, Tone
from cases.web.moments import day_text, due_text, moment_text
from cases.web.naming import Naming, naming_for

HIDDEN_DESCRIPTION: Final = "Wat er gebeurde, is niet voor uw organisatie."


@dataclass(frozen=True, slots=True)
class ConditionCard:
    """One condition as shown; `note` tells why it ended."""

    text: str
    badge: Badge
    facts: tuple[Fact, ...]
    source: SourceLine
    note: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class BreachLine:
    """One breach as shown."""

    when: str
    text: str
    judgement: str
    source: SourceLine
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class MeasureCard:
    """One measure as shown, with its state in words first.

    `short`: what it forbids and until when, in a line; with it the facts are folded away behind that line.
    """

    title: str
    badges: tuple[Badge, ...]
    facts: tuple[Fact, ...]
    source: SourceLine
    breaches: tuple[BreachLine, ...] = ()
    actions: tuple[Action, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads the plan, at which moment, and what she or he may do; the rights are asked once."""

    access: CaseAccess
    naming: Naming
    at: datetime
    may_set_conditions: bool
    may_serve: bool
    may_record_breach: bool
    may_judge: bool
    owed: frozenset[tuple[TermKind, UUID]]
    signatures: Mapping[UUID, str]

    def url(self, name: str, **keys: object) -> str:
        """The address of a page on this case."""
        return reverse(name, kwargs={"zaak": self.access.case.public_id, **keys})


def reader_of(access: CaseAccess, at: datetime) -> Reader:
    """The reader behind an open case."""
    actor, case_id = access.actor, access.case.pk
    return Reader(
        access=access,
        naming=naming_for(access),
        at=at,
        may_set_conditions=can_set_conditions(actor, case_id),
        may_serve=can_serve(actor, case_id),
        may_record_breach=can_record_breach(actor, case_id),
        may_judge=can_judge_breach(actor, case_id),
        owed=_owed_about_ends(access),
        signatures=signed_in_the_name_of(access),
    )


def _owed_about_ends(access: CaseAccess) -> frozenset[tuple[TermKind, UUID]]:
    """What the actor's organisation still has to do before measures end, by measure."""
    running = open_terms().filter(
        case=access.case,
        organisation=access.actor.organisation_id,
        kind__in=[kind.value for kind in (*BEFORE_THE_END, *OWN_TERM.values(), TermKind.TELL_BREACH)],
        subject_public_id__isnull=False,
    )
    rows = running.values_list("kind", "subject_public_id")
    return frozenset((TermKind(kind), subject) for kind, subject in rows if subject)


def condition_card(row: SafetyCondition, reader: Reader) -> ConditionCard:
    """A condition: whom it binds, who supervises, who reports to whom, what follows, and until when."""
    until = f" tot en met {day_text(row.ends_on)}" if row.ends_on else ""
    note, action = "", None
    if row.withdrawn_at is not None:
        note = f"Ingetrokken {moment_text(row.withdrawn_at, reader.at)}: {row.withdrawal_reason}"
    elif reader.may_set_conditions:
        url = reader.url("cases:condition-withdraw", voorwaarde=row.public_id)
        action = Action(label="Intrekken", url=url, kind="subtle")
    return ConditionCard(
        text=row.text,
        badge=Badge(text=CONDITION_LEVEL_LABELS[ConditionLevel(row.kind)], tone=Tone.INFO),
        facts=(
            Fact(label="Geldt voor", value=reader.naming.name(row.binds)),
            Fact(
                label="Toezicht", value=" – ".join(filter(None, (row.supervisor.short_name, row.supervision)))
            ),
            Fact(
                label="Schending",
                value=f"{row.breach_reporter.short_name} meldt aan {row.breach_reported_to.short_name}",
            ),
            Fact(label="Gevolg", value=row.consequence),
            Fact(label="Geldt", value=f"vanaf {day_text(row.starts_on)}{until}"),
        ),
        source=SourceLine(
            organisation=reader.signatures.get(row.public_id, row.organisation.short_name),
            at=row.recorded_at,
        ),
        note=note,
        action=action,
    )


def measure_card(row: SafetyMeasure, reader: Reader, *, pending: bool, folded: bool = False) -> MeasureCard:
    """A measure with its state; `pending`: a breach keeps it from counting, `folded`: one of many."""
    at, naming = reader.at, reader.naming
    parts = ", ".join(PART_LABELS[Part(part)] for part in row.parts)
    protects = naming.names([protection.person for protection in row.protections.all()])
    facts = (
        Fact(label="Onderdelen", value=parts),
        Fact(label="Geldt voor", value=naming.name(row.binds)),
        Fact(label="Beschermt", value=protects or "niemand in het bijzonder"),
        Fact(label="Gebied of adres", value=row.area),
        Fact(label="Opgelegd", value=f"{row.imposed_by}, {moment_text(row.imposed_at, at)}"),
        Fact(label="Van kracht", value=_period_text(row, at)),
        _done("Uitgereikt", row.served_at, row.served_by, at, owed=row.row.needs_serving),
        _done("Geregistreerd", row.registered_at, row.registered_by, at, owed=row.row.needs_registration),
        Fact(label="Toezicht", value=row.supervisor.short_name if row.supervisor else ""),
        Fact(label="Elektronisch toezicht", value="ja" if row.electronic_monitoring else "nee"),
        Fact(label="Overtreding melden", value=row.breach_reporting),
        Fact(label="Eerder geëindigd", value=row.ended_reason),
        Fact(label="Wat er daarna gebeurde", value="\n".join(_change_text(c, at) for c in row.changes.all())),
    )
    return MeasureCard(
        title=f"{row.label.capitalize()} ({row.basis})",
        badges=_badges(row, at, pending=pending),
        facts=tuple(fact for fact in facts if fact.value),
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
        breaches=tuple(_breach_line(breach, reader) for breach in row.breaches.all()),
        actions=_actions(row, reader),
        short=f"{parts or 'zonder onderdelen'} · {_period_text(row, at)}" if folded else "",
    )


def _change_text(change: MeasureChange, at: datetime) -> str:
    """One order about the measure in a line: what, when, by whom, why."""
    kind = Change(change.kind)
    until = f" tot {due_text(change.ends_at, at)}" if kind is Change.EXTENDED and change.ends_at else ""
    by = f" door {change.ordered_by}" if change.ordered_by else ""
    what = f"{CHANGE_LABELS[kind].capitalize()}{until}{by}"
    return (
        f"{moment_text(change.effective_at, at)}: {what}. {change.reason} ({change.organisation.short_name})"
    )


def _period_text(row: SafetyMeasure, at: datetime) -> str:
    begin = moment_text(row.starts_at, at)
    return f"{begin} tot {due_text(row.ends_at, at)}" if row.ends_at else f"vanaf {begin}"


def _done(label: str, moment: datetime | None, by: str, at: datetime, *, owed: bool) -> Fact:
    if moment is not None:
        return Fact(label=label, value=f"{moment_text(moment, at)}, door {by}")
    if not owed:
        return Fact(label=label, value="niet nodig")
    return Fact(label=label, value="nog niet", unknown=True, supplier="Politie")


def _badges(row: SafetyMeasure, at: datetime, *, pending: bool) -> tuple[Badge, ...]:
    """What a measure is worth now, the worst first."""
    if has_ended(row, at):
        return (Badge(text="afgelopen"),)
    badges = []
    if row.suspended_at is not None:
        badges.append(Badge(text="geschorst: telt nu niet mee", tone=Tone.WARNING, shape="needed"))
    if pending:
        badges.append(Badge(text="overtreden: telt nu niet mee", tone=Tone.DANGER, shape="alarm"))
    if row.row.needs_serving and row.served_at is None:
        badges.append(Badge(text="niet uitgereikt: telt nog niet mee", tone=Tone.WARNING, shape="needed"))
    if row.starts_at > at:
        badges.append(Badge(text="gaat later in", tone=Tone.INFO))
    return tuple(badges) or (Badge(text="van kracht", tone=Tone.SUCCESS, shape="done"),)


def _breach_line(breach: Breach, reader: Reader) -> BreachLine:
    seen = reader.access.may_see(Category.INVESTIGATION, breach.organisation_id)
    action = None
    judgement = "Het OM moet nog oordelen."
    if breach.judged_at is not None:
        moment = moment_text(breach.judged_at, reader.at)
        judgement = f"Oordeel van het OM: {breach.get_outcome_display()}, {moment}."
    elif reader.may_judge:
        url = reader.url("cases:breach-judge", schending=breach.public_id)
        action = Action(label="Beoordelen", url=url, kind="primary")
    elif (TermKind.TELL_BREACH, breach.public_id) in reader.owed:
        url = reader.url("cases:breach-tell", schending=breach.public_id)
        action = Action(label="Melden aan het OM", url=url, kind="primary")
    return BreachLine(
        when=moment_text(breach.happened_at, reader.at),
        text=breach.description if seen else HIDDEN_DESCRIPTION,
        judgement=judgement,
        source=SourceLine(organisation=breach.organisation.short_name, at=breach.recorded_at),
        action=action,
    )


def _actions(row: SafetyMeasure, reader: Reader) -> tuple[Action, ...]:
    if has_ended(row, reader.at):
        return ()
    unserved = row.row.needs_serving and row.served_at is None
    unregistered = row.row.needs_registration and row.registered_at is None
    actions = []
    if reader.may_serve and (unserved or unregistered):
        url = reader.url("cases:measure-served", maatregel=row.public_id)
        actions.append(Action(label="Uitreiking en registratie", url=url))
    if reader.may_record_breach and row.starts_at <= reader.at:
        url = reader.url("cases:breach", maatregel=row.public_id)
        actions.append(Action(label="Overtreding vastleggen", url=url, kind="subtle"))
    return (*actions, *_end_actions(row, reader), *_order_actions(row, reader))


def _end_actions(row: SafetyMeasure, reader: Reader) -> list[Action]:
    """What the reader's organisation still owes before the measure ends."""
    judge, tell = "cases:measure-judge-end", "cases:measure-tell-end"
    pages = (
        (TermKind.MEASURE_ENDS, "Beoordelen voor het einde", judge, can_judge_end),
        (TermKind.BEHAVIOURAL_ORDER, "Laten eindigen", judge, can_judge_end),
        (TermKind.TEMPORARY_RESTRAINING_ORDER, "Laten eindigen", judge, can_judge_end),
        (TermKind.TELL_MEASURE_ENDS, "Einde aan slachtoffer vertellen", tell, can_tell_end),
    )
    return [
        Action(label=label, url=reader.url(name, maatregel=row.public_id))
        for kind, label, name, may in pages
        if (kind, row.public_id) in reader.owed and may(reader.access.actor, row)
    ]


def _order_actions(row: SafetyMeasure, reader: Reader) -> list[Action]:
    """Extending, ending and suspending, for who gives the order or records it."""
    if not can_change(reader.access.actor, row):
        return []
    suspended = row.suspended_at is not None
    pages = [
        ("Verlengen", "cases:measure-extend", row.ends_at is not None),
        ("Beëindigen", "cases:measure-end", True),
        ("Schorsen", "cases:measure-suspend", not suspended),
        ("Schorsing opheffen", "cases:measure-resume", suspended),
    ]
    return [
        Action(label=label, url=reader.url(name, maatregel=row.public_id), kind="subtle")
        for label, name, offered in pages
        if offered
    ]
