"""What a term says in mail and in the application; looked at again at the moment of sending."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import User
from cases.outbox.messages import InAppNotice, Mail, case_path, neutral_mail, register_message
from cases.outbox.messages import register_messages as register_outbox_messages
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import MessageStatus
from cases.outbox.topics import Topic
from cases.terms.models import Term
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.stages import NATURE_LABELS, STAGES, Nature
from cases.terms.rules.wording import due_text

TERM_STAGE: Final = "term_stage"
TERM_TAKEN: Final = "term_taken_over"
TERM_GIVEN: Final = "term_given"
STAGE_FAILING: Final = "stage_failing"
TRIGGER_SILENT: Final = "trigger_silent"

# A constant without number, name, organisation or subject matter (security, S2).
SUBJECT: Final = "Een termijn vraagt aandacht"


# Somebody's freedom or the hours after an acute judgement: their warnings are mandatory and leave at once.
NEVER_WAITS: Final = frozenset(
    {
        TermKind.FIRST_DECISION,
        TermKind.POLICE_CUSTODY,
        TermKind.BEFORE_RC,
        TermKind.REMAND,
        TermKind.DETENTION,
        TermKind.ACUTE_PHASE,
    }
)


class TermStageRenderer:
    """A term warns, alarms or escalates; nothing is sent any more once it has ended."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Case number, neutral label, due moment and link; None when it must not leave any more."""
        term, case = message.term, message.case
        if term is None or case is None or not term.is_open or term.due_at is None:
            return None
        if _newer_one_left(message):
            return None
        if not _still_takes_part(term, _reads_for(message.addressee, term, at)):
            return None
        label = term.rule.neutral_label
        lines = (
            f"Zaak {case.number}: {label} {NATURE_LABELS[_nature(message)]}.",
            f"Moment: {due_text(term.due_at)}.",
        )
        return neutral_mail(SUBJECT, lines, reverse("cases:case", kwargs={"zaak": case.public_id}))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Label (in full for who owes it), case and due moment; None when it may not be seen any more."""
        term, case = message.term, message.case
        if term is None or case is None or term.due_at is None:
            return None
        nature = _nature(message)
        said = NATURE_LABELS[nature] if term.is_open else f"is inmiddels {term.get_status_display()}"
        # Others learn that something runs out, not what: a custody term tells what was decided.
        label = _label(term, message)
        text = f"Zaak {case.number}: {label} {said} ({due_text(term.due_at)})."
        if message.payload.get("unattended") and term.is_open:
            text += f" Bij {term.organisation.short_name} was toen niemand in dienst."
        return InAppNotice(
            text=text,
            path=_path(term, message),
            is_urgent=term.is_open and nature is not Nature.WARNING,
        )


class StageFailingRenderer:
    """The application could not give a warning or alarm: a person has to look at the term."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Only in the application."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Which case to look at; None when it may not be seen."""
        case = message.case
        if case is None:
            return None
        text = f"Zaak {case.number}: een waarschuwing kon niet worden gegeven. Bekijk zelf de termijnen."
        path = reverse("cases:case", kwargs={"zaak": case.public_id})
        return InAppNotice(text=text, path=path, is_urgent=True)


class TermTakenRenderer:
    """Somebody acts on a term that ran out: who heard the alarm need not act as well."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Only in the application."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Who, of which organisation, and on what; None when it may not be seen."""
        case = message.case
        if case is None:
            return None
        term = Term.objects.select_related("taken_over_by__organisation").get(
            public_id=message.payload["term"]
        )
        path = _path(term, message)
        if term.taken_over_by is None:
            return InAppNotice(text=f"Zaak {case.number}: {_label(term, message)} is opgepakt.", path=path)
        who = f"{term.taken_over_by.display_name} ({term.taken_over_by.organisation.short_name})"
        return InAppNotice(text=f"Zaak {case.number}: {who} pakt op: {_label(term, message)}.", path=path)


class TermGivenRenderer:
    """A colleague hands a term to the recipient."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Only in the application."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Which term of which case; None when it has ended or may not be seen."""
        case = message.case
        if case is None:
            return None
        term = Term.objects.get(public_id=message.payload["term"])
        if not term.is_open or term.person_id != message.recipient_id:
            return None
        text = f"Zaak {case.number}: uw collega draagt aan u over: {_label(term, message)}."
        return InAppNotice(text=text, path=_path(term, message), is_urgent=term.is_late(at))


def _label(term: Term, message: OutboxMessage) -> str:
    """The label in full for who owes it; others learn that it is about a term, not which."""
    own = message.addressee.organisation_id == term.organisation_id
    return KIND_LABELS[TermKind(term.kind)] if own else term.rule.neutral_label


def _path(term: Term, message: OutboxMessage) -> str:
    """The page of the term for who owes it; others begin at the case, which may hold this term back."""
    if message.case is None or message.addressee.organisation_id != term.organisation_id:
        return case_path(message)
    return reverse("cases:term", kwargs={"zaak": message.case.public_id, "termijn": term.public_id})


def _newer_one_left(message: OutboxMessage) -> bool:
    """Whether a later stage of the same term reached the recipient already: then this one would confuse.

    So what a recipient reads stays in order, and no message waits for one that cannot be delivered.
    """
    newer = OutboxMessage.objects.filter(
        term=message.term_id, recipient=message.recipient_id, channel=message.channel, pk__gt=message.pk
    )
    return newer.filter(kind=TERM_STAGE, status=MessageStatus.SENT.value).exists()


class TriggerSilentRenderer:
    """One of the two triggers of the sweep is dead: nothing is lost, and nothing may happen to the other."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Only in the application."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What is the matter and where it is seen."""
        text = (
            "Een van de twee aanjagers van de termijnen staat stil. De andere geeft de alarmen."
            " Bel de technische beheerder."
        )
        return InAppNotice(text=text, path=reverse("cases:operations"), is_urgent=True)


def _nature(message: OutboxMessage) -> Nature:
    return STAGES[message.payload["stage"]].nature


def topic_of_stage(message: OutboxMessage) -> Topic:
    """What the mail of a stage is about: the clock of who is held, what ran out, or another warning."""
    if _nature(message) is not Nature.WARNING:
        return Topic.ALARM
    kind = TermKind(message.term.kind) if message.term else None
    return Topic.CLOCK if kind is None or kind in NEVER_WAITS else Topic.WARNING


def _reads_for(user: User, term: Term, at: datetime) -> int:
    """For which organisation a user reads about a term: the own one, or the one she or he has a duty for."""
    if user.organisation_id == term.organisation_id:
        return user.organisation_id
    duties = DutyGrant.objects.running_at(at).filter(user=user, organisation=term.organisation_id)
    return term.organisation_id if duties.exists() else user.organisation_id


def _still_takes_part(term: Term, organisation_id: int) -> bool:
    """Whether the recipient's organisation may still know of the term at this moment (security, A10)."""
    return Participation.objects.filter(
        case=term.case_id, organisation=organisation_id, level__gte=Level.VIEW, ended_at__isnull=True
    ).exists()


TERM_STAGE_RENDERER: Final = TermStageRenderer()
STAGE_FAILING_RENDERER: Final = StageFailingRenderer()
TRIGGER_SILENT_RENDERER: Final = TriggerSilentRenderer()
TERM_TAKEN_RENDERER: Final = TermTakenRenderer()
TERM_GIVEN_RENDERER: Final = TermGivenRenderer()


def register_messages() -> None:
    """Register what terms, and the outbox below them, have to say; called in `AppConfig.ready()`."""
    register_outbox_messages()
    register_message(TERM_STAGE, TERM_STAGE_RENDERER, topic_of_stage)
    register_message(STAGE_FAILING, STAGE_FAILING_RENDERER)
    register_message(TRIGGER_SILENT, TRIGGER_SILENT_RENDERER)
    register_message(TERM_TAKEN, TERM_TAKEN_RENDERER)
    register_message(TERM_GIVEN, TERM_GIVEN_RENDERER)
