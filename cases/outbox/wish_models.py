"""What users and organisations choose about mail; nothing about a case or a person in one."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import Organisation
from cases.outbox.models import CHANNEL_CHOICES
from cases.outbox.rules import Channel
from cases.outbox.topics import OPTIONAL, POSITION_LABELS, TOPICS

TOPIC_CHOICES = [(topic.value, TOPICS[topic].label) for topic in OPTIONAL]
POSITION_CHOICES = [(position.value, label) for position, label in POSITION_LABELS.items()]


class MessagePosition(models.Model):
    """What an organisation says of a topic over a channel, for all of its users."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.TECHNICAL: (
                *("id", "organisation", "topic", "channel", "position", "changed_by", "changed_at"),
            )
        }
    )

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField("onderwerp", max_length=20, choices=TOPIC_CHOICES)
    channel = models.CharField("kanaal", max_length=10, choices=CHANNEL_CHOICES, default=Channel.EMAIL.value)
    position = models.CharField("stand", max_length=10, choices=POSITION_CHOICES)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    changed_at = models.DateTimeField("gewijzigd op")

    class Meta:
        verbose_name = "stand van een onderwerp"
        verbose_name_plural = "standen van onderwerpen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "topic", "channel"], name="message_position_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.get_position_display()}"


class MessageWish(models.Model):
    """What a user wants of a topic over a channel, other than the organisation says."""

    INFORMATION: ClassVar[Information] = information(
        {Category.TECHNICAL: ("id", "user", "topic", "channel", "wanted", "changed_at")}
    )

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField("onderwerp", max_length=20, choices=TOPIC_CHOICES)
    channel = models.CharField("kanaal", max_length=10, choices=CHANNEL_CHOICES, default=Channel.EMAIL.value)
    wanted = models.BooleanField("gewenst")
    changed_at = models.DateTimeField("gewijzigd op")

    class Meta:
        verbose_name = "keuze voor een onderwerp"
        verbose_name_plural = "keuzes voor onderwerpen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "topic", "channel"], name="message_wish_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {'ja' if self.wanted else 'nee'}"


class QuietHours(models.Model):
    """When a user wants no mail that can wait; who wants none any more keeps a row that says so."""

    INFORMATION: ClassVar[Information] = information(
        {Category.TECHNICAL: ("id", "user", "begins", "ends", "weekend", "changed_at")}
    )

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begins = models.TimeField("van")
    ends = models.TimeField("tot")
    weekend = models.BooleanField("ook het hele weekend", default=False)
    changed_at = models.DateTimeField("gewijzigd op")

    class Meta:
        verbose_name = "stille uren"
        verbose_name_plural = "stille uren"

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"
