"""What Celery wakes up. PostgreSQL holds what has to be done; a lost or doubled wake-up changes nothing."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cases.access.wall import worker_transaction
from cases.audit.services import prune_log as prune
from cases.audit.services import seal_log as seal
from cases.casefiles.recounting import recount_decreed
from cases.documents.standing import make_due_lists
from cases.drafts.services import remove_expired
from cases.organisations.services import forget_answers
from cases.outbox.delivery import deliver_due
from cases.sharing.emergency import remind_of_reviews
from cases.terms.deadman import signal_life
from cases.terms.digest import queue_digests
from cases.terms.queries import database_clock
from cases.terms.sweep import sweep_due
from cases.terms.watching import look_around


@shared_task(name="cases.tasks.sweep_terms", ignore_result=True)
def sweep_terms() -> None:
    """Give every warning, alarm and escalation whose moment has come."""
    sweep_due(at=database_clock(), source="beat")
    signal_life(database_clock())
    look_around(at=database_clock(), here=timezone.now(), source="beat")


@shared_task(name="cases.tasks.recount_terms", ignore_result=True)
def recount_terms() -> None:
    """Count terms again over days that were equated with a holiday, or are ordinary again."""
    recount_decreed(at=database_clock())


@shared_task(name="cases.tasks.seal_log", ignore_result=True)
def seal_log() -> None:
    """Set seals over what was added to the access log."""
    seal(at=database_clock())


@shared_task(name="cases.tasks.prune_log", ignore_result=True)
def prune_log() -> None:
    """Remove what stood in the access log for five years."""
    prune(at=database_clock())


@shared_task(name="cases.tasks.make_table_lists", ignore_result=True)
def make_table_lists() -> None:
    """Make the printable list of every ZSM table that has none for this hour."""
    make_due_lists(at=database_clock())


@shared_task(name="cases.tasks.queue_nightly_mail", ignore_result=True)
def queue_nightly_mail() -> None:
    """Queue the mail of the night of every organisation whose moment has come, and reminders to judge."""
    queue_digests(at=database_clock())
    remind_of_reviews(at=database_clock())


@shared_task(name="cases.tasks.deliver_outbox", ignore_result=True)
def deliver_outbox() -> None:
    """Send the mail that waits."""
    deliver_due(clock=database_clock)


@shared_task(name="cases.tasks.remove_expired_drafts", ignore_result=True)
def remove_expired_drafts() -> None:
    """Remove what was typed and not sent for a week."""
    at = database_clock()
    with worker_transaction():
        remove_expired(at=at)


@shared_task(name="cases.tasks.forget_answered_requests", ignore_result=True)
def forget_answered_requests() -> None:
    """Remove the answers to partner systems that are older than a day."""
    at = database_clock()
    with worker_transaction():
        forget_answers(at)
