"""Which concept makes the content of which kind of message; registered in `AppConfig.ready()`.

The outbox knows no content: at the moment of sending or showing it asks the renderer of the kind, which looks
again whether the message still makes sense and may still reach its recipient.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from cases.organisations.models import User
from cases.organisations.rules import CASEWORK_ROLES, Role
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import MessageStatus
from cases.outbox.topics import Topic

UNDELIVERED = "undelivered"
OUTBOX_HELD = "outbox_held"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it leaves: the subject is a constant, the body names no person and no subject matter.

    `to`: only for a mail to a person of a case, the address as it is safe at this moment.
    """

    subject: str
    text: str
    html: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class InAppNotice:
    """A message as the user reads it in the application; `path` leads to where something can be done."""

    text: str
    path: str = ""
    is_urgent: bool = False


class Renderer(Protocol):
    """Makes the content of one kind of message."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """The mail as it has to be at this moment; None when it must not be sent any more."""

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What the list of messages shows at this moment; None to leave it out."""


@runtime_checkable
class PersonRenderer(Renderer, Protocol):
    """Makes mail to a person of a case, and hears in the same transaction what became of it."""

    def answers_for(self, message: OutboxMessage) -> tuple[int, list[User]]:
        """The organisation that sent it, and who in person sees to it when it does not arrive, best first."""

    def settled(self, message: OutboxMessage, status: MessageStatus, at: datetime) -> None:
        """The mail was sent, must not leave any more (cancelled), or could not be delivered (failed)."""


TopicOf = Callable[[OutboxMessage], Topic]
_renderers: dict[str, Renderer] = {}
_topics: dict[str, Topic | TopicOf] = {}


def register_message(kind: str, renderer: Renderer, topic: Topic | TopicOf | None = None) -> None:
    """Make a renderer responsible for a kind of message. Raises ValueError when another one already is.

    `topic`: what a mail of this kind to a user is about, by which she or he can choose; None: it is never
    mailed to a user.
    """
    if _renderers.setdefault(kind, renderer) is not renderer:
        raise ValueError(f"message kind {kind!r} has two renderers")
    if topic is not None:
        _topics[kind] = topic


def has_topic(kind: str) -> bool:
    """Whether mail of this kind goes to users."""
    return kind in _topics


def topic_of(message: OutboxMessage) -> Topic:
    """What a mail to a user is about. Raises LookupError for a kind that is never mailed to users."""
    topic = _topics[message.kind]
    return topic if isinstance(topic, Topic) else topic(message)


def renderer_of(kind: str) -> Renderer:
    """The renderer of a kind. Raises LookupError when the kind is not registered."""
    return _renderers[kind]


def person_renderer_of(kind: str) -> PersonRenderer:
    """The renderer of a kind of mail to persons. Raises LookupError when the kind is for users only."""
    renderer = renderer_of(kind)
    if not isinstance(renderer, PersonRenderer):
        raise LookupError(f"message kind {kind!r} is not for a person of a case")
    return renderer


def plain_mail(subject: str, lines: tuple[str, ...], *, to: str) -> Mail:
    """A mail of fixed lines to a person of a case: no link, no name, no attachment."""
    paragraphs = format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))
    html = format_html(
        '<!doctype html>\n<html lang="nl">\n<head><meta charset="utf-8"><title>{}</title></head>\n'
        "<body>\n{}\n</body>\n</html>\n",
        subject,
        paragraphs,
    )
    return Mail(subject=subject, text="\n\n".join((*lines, "")), html=html, to=to)


def neutral_mail(subject: str, lines: tuple[str, ...], path: str) -> Mail:
    """A mail of a few neutral lines and a link, as plain text and as simple HTML.

    `path` is the absolute path of a page; it becomes an address under the public address of this site.
    """
    link = f"{settings.SITE_URL.rstrip('/')}{path}"
    text = "\n".join((*lines, "", f"Openen: {link}", ""))
    paragraphs = format_html_join("\n", "<p>{}</p>", ((line,) for line in lines))
    html = format_html(
        '<!doctype html>\n<html lang="nl">\n<head><meta charset="utf-8"><title>{}</title></head>\n'
        '<body>\n{}\n<p><a href="{}">Openen</a></p>\n</body>\n</html>\n',
        subject,
        paragraphs,
        link,
    )
    return Mail(subject=subject, text=text, html=html)


class UndeliveredRenderer:
    """Tells who has to see to it that a mail was given up, so that a person tells it."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail: mail is what failed."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Which case, for who works on cases, and whom to call; it leads to the task."""
        works = not CASEWORK_ROLES.isdisjoint(Role(role) for role in message.addressee.roles)
        number = f" over zaak {message.case.number}" if message.case and works else ""
        # Notices from before there were tasks lead to the case.
        task = message.payload.get("task")
        path = reverse("cases:undelivered", kwargs={"taak": task}) if task else case_path(message)
        if message.payload["recipient"] is None:
            text = f"Een e-mail{number} aan een betrokkene is niet aangekomen. Bel, en leg vast hoe het ging."
            return InAppNotice(text=text, path=path, is_urgent=True)
        name = User.objects.values_list("display_name", flat=True).get(pk=message.payload["recipient"])
        text = f"Een e-mail{number} is niet aangekomen bij {name}. Bel of spreek deze collega aan."
        return InAppNotice(text=text, path=path, is_urgent=True)


class OutboxHeldRenderer:
    """Tells an administrator that mail is held until somebody releases it."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail: mail is what is held."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What is the matter and where it is released."""
        text = "De uitgaande post wordt vastgehouden. Er vertrekt geen e-mail tot u haar vrijgeeft."
        return InAppNotice(text=text, path=reverse("cases:operations"), is_urgent=True)


def case_path(message: OutboxMessage) -> str:
    """The path of the case page of a message; empty when it is about no case that may be seen."""
    return reverse("cases:case", kwargs={"zaak": message.case.public_id}) if message.case else ""


def register_messages() -> None:
    """Register what the outbox itself has to say; called in `AppConfig.ready()`."""
    register_message(UNDELIVERED, UNDELIVERED_RENDERER)
    register_message(OUTBOX_HELD, OUTBOX_HELD_RENDERER)


UNDELIVERED_RENDERER = UndeliveredRenderer()
OUTBOX_HELD_RENDERER = OutboxHeldRenderer()
