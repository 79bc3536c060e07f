"""Messages that leave the application or wait in it for a user; they hold ids only."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import User
from cases.outbox.rules import CHANNEL_LABELS, STATUS_LABELS, Channel, MessageStatus

CHANNEL_CHOICES = [(channel.value, label) for channel, label in CHANNEL_LABELS.items()]
STATUS_CHOICES = [(status.value, label) for status, label in STATUS_LABELS.items()]


class OutboxMessage(models.Model):
    """One message over one channel to one user, or by mail to one person of a case.

    What it says is made at the moment of sending or showing, by the concept that owns its kind, from ids.
    A message in the application is delivered by being written; mail goes through all states.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.THAT: ("case", "term", "recipient"),
            Category.IDENTITY: ("person",),
            Category.TECHNICAL: (
                "id",
                "public_id",
                "dedup_key",
                "kind",
                "channel",
                "payload",
                "status",
                "attempts",
                "next_attempt_at",
                "last_error",
                "message_id",
                "created_at",
                "sent_at",
                "read_at",
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dedup_key = models.CharField(
        "sleutel", max_length=200, unique=True, help_text="Gebeurtenis, ontvanger en kanaal: nooit twee keer."
    )
    kind = models.CharField("soort bericht", max_length=40)
    channel = models.CharField("kanaal", max_length=10, choices=CHANNEL_CHOICES)
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="ontvanger",
    )
    person = models.ForeignKey(
        "cases.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="betrokkene",
    )
    case = models.ForeignKey(
        "cases.Case", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    term = models.ForeignKey(
        "cases.Term", on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    payload = models.JSONField("kenmerken", default=dict)
    status = models.CharField(
        "toestand", max_length=10, choices=STATUS_CHOICES, default=MessageStatus.QUEUED.value
    )
    attempts = models.PositiveSmallIntegerField("pogingen", default=0)
    next_attempt_at = models.DateTimeField(
        "volgende poging", help_text="Tijdens verzenden: tot wanneer de verzender mag werken."
    )
    last_error = models.CharField("laatste fout", max_length=300, blank=True)
    message_id = models.CharField("Message-ID", max_length=120, blank=True)
    created_at = models.DateTimeField("gemaakt op")
    sent_at = models.DateTimeField("verzonden op", null=True, blank=True)
    read_at = models.DateTimeField("gelezen op", null=True, blank=True)

    class Meta:
        verbose_name = "bericht"
        verbose_name_plural = "berichten"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status=MessageStatus.SENT.value, sent_at__isnull=False)
                | (~Q(status=MessageStatus.SENT.value) & Q(sent_at__isnull=True)),
                name="outbox_sent_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(channel=Channel.EMAIL.value) | ~Q(message_id=""),
                name="outbox_mail_has_message_id",
            ),
            # A person gets mail only, about a case only; where to is looked up at the moment of sending.
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, person__isnull=True)
                | Q(
                    recipient__isnull=True,
                    person__isnull=False,
                    case__isnull=False,
                    channel=Channel.EMAIL.value,
                ),
                name="outbox_one_addressee",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(channel=Channel.IN_APP.value), name="outbox_read_in_app"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status__in=(MessageStatus.QUEUED.value, MessageStatus.SENDING.value)),
                name="outbox_to_send",
            ),
            # Few, and looked for by the operator among everything that was ever sent.
            models.Index(
                fields=["created_at"],
                condition=Q(status=MessageStatus.FAILED.value),
                name="outbox_failed",
            ),
            models.Index(
                F("recipient"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(channel=Channel.IN_APP.value),
                name="outbox_inbox",
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(channel=Channel.IN_APP.value, read_at__isnull=True),
                name="outbox_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_channel_display()}, {self.get_status_display()})"

    @property
    def addressee(self) -> User:
        """The user whom it is for. Raises LookupError for mail to a person of a case."""
        if self.recipient is None:
            raise LookupError(f"message {self.pk} is for a person of a case")
        return self.recipient


class OutboxGate(models.Model):
    """Whether mail may leave: a database that was put back sends nothing until a person releases it.

    One row. `fingerprint`: of the database on which mail was last sent; a restore or a takeover changes it.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                "id",
                "fingerprint",
                "held_at",
                "reason",
                "released_at",
                "released_by",
            )
        }
    )

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    fingerprint = models.CharField("kenmerk van de database", max_length=80)
    held_at = models.DateTimeField("vastgehouden sinds", null=True, blank=True)
    reason = models.CharField("reden", max_length=200, blank=True)
    released_at = models.DateTimeField("vrijgegeven op", null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="vrijgegeven door",
    )

    class Meta:
        verbose_name = "poort van de uitgaande post"
        verbose_name_plural = "poort van de uitgaande post"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="outbox_gate_is_one"),
        ]

    def __str__(self) -> str:
        return "vastgehouden" if self.is_held else "open"

    @property
    def is_held(self) -> bool:
        """Whether nothing may leave."""
        return self.held_at is not None and self.released_at is None
