"""What is said of sharing, of consent that ended, of exclusions and of the disclosure table."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.versions import VersionState
from cases.access.sharing_models import SharingAct
from cases.access.table_models import DisclosureVersion
from cases.organisations.models import Organisation
from cases.organisations.rules import Role
from cases.outbox.messages import InAppNotice, Mail, Renderer, case_path, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.topics import Topic
from cases.sharing.models import Exclusion
from cases.sharing.sections import Section
from cases.terms.rules.wording import local

SECTION_SHARED: Final = "section_shared"
SECTION_CLOSED: Final = "section_closed"
CONSENT_ENDED: Final = "consent_ended"
EXCLUSION_SET: Final = "exclusion_set"
EXCLUSION_LIFTED: Final = "exclusion_lifted"
TABLE_OFFERED: Final = "table_offered"
TABLE_JUDGED: Final = "table_judged"
# Constants without name, organisation or subject matter (security, S2).
TO_JUDGE: Final = "Er is iets te beoordelen"
SETTLED: Final = "Er is iets besloten"


class SharedRenderer:
    """A giver opened a section, or one attachment, to the recipient's organisation.

    Nothing once it is not open any more, for whatever reason: what it is about may not be known then.
    """

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Who shares what, and until when."""
        act = _act(message)
        if message.case is None or act is None or not _opens(act, at):
            return None
        barred = " Geef het niet door." if act.passing_on_barred else ""
        text = (
            f"Zaak {message.case.number}: {act.organisation.short_name} deelt met u: {_what(act)}, "
            f"tot en met {act.until:%d-%m-%Y}.{barred}"
        )
        return InAppNotice(text=text, path=_place(message, act))


class ClosedRenderer:
    """A giver does not share a section any more; which one may not be known any more either."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Who took something back, and since when; nothing when it is open again."""
        act = _act(message)
        if message.case is None or act is None or _is_read(act, at):
            return None
        text = _not_any_more(message, act.organisation.short_name)
        return InAppNotice(text=text, path=_place(message, act))


class ConsentEndedRenderer:
    """A person withdrew the consent by which an organisation read a section."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """To the giver: of what the consent ended. To the reader only that something is closed, not why."""
        if message.case is None:
            return None
        label = CATEGORY_LABELS[Category(message.payload["category"])]
        names = dict(Organisation.objects.values_list("pk", "short_name"))
        giver = message.payload["giver"]
        if message.addressee.organisation_id == giver:
            said = f"de toestemming om te delen is ingetrokken: {label}. Dit gaat niet meer naar anderen."
            text = f"Zaak {message.case.number}: {said}"
        else:
            text = _not_any_more(message, names[giver])
        return InAppNotice(text=text, path=case_path(message))


class ExclusionSetRenderer:
    """Somebody shut a colleague or an organisation out; the privacy officer looks whether that is right."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """That there is something to look at, and a link."""
        if not _is_privacy_officer(message):
            return None
        return neutral_mail(TO_JUDGE, ("Kijk of het klopt.",), reverse("cases:exclusions"))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Who decided it; whom it is about stands on the page only."""
        found = _exclusion(message)
        if found is None or not _is_privacy_officer(message):
            return None
        text = f"{found.decided_by.display_name} legde een uitsluiting vast. Kijk of zij klopt."
        return InAppNotice(text=text, path=reverse("cases:exclusions"))


class ExclusionLiftedRenderer:
    """An exclusion that the recipient decided was lifted."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """That it does not hold any more, and where."""
        found = _exclusion(message)
        if found is None or found.lifted_at is None:
            return None
        path = reverse("cases:case", kwargs={"zaak": found.case.public_id}) if found.case else ""
        text = "Een uitsluiting die u vastlegde is opgeheven door de privacyfunctionaris."
        return InAppNotice(text=text, path=path)


class TableRenderer:
    """A version of the disclosure table waits for a second pair of eyes, or was judged."""

    def __init__(self, subject: str, line: str, *, waits: bool) -> None:
        self._subject, self._line, self._waits = subject, line, waits

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """A neutral line and a link; nothing when somebody else was first."""
        version = self._version(message)
        return None if version is None else neutral_mail(self._subject, (self._line,), _version_path(version))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Which version, and what is asked or decided."""
        version = self._version(message)
        return None if version is None else InAppNotice(text=_said(version), path=_version_path(version))

    def _version(self, message: OutboxMessage) -> DisclosureVersion | None:
        if not _is_privacy_officer(message):
            return None
        version = DisclosureVersion.objects.filter(public_id=message.payload["version"]).first()
        if version is None or (version.state == VersionState.OFFERED.value) is not self._waits:
            return None
        return version


def _said(version: DisclosureVersion) -> str:
    name = f"Versie {version.number} van de verstrekkingentabel"
    begins = f"{version.effective_from:%d-%m-%Y}" if version.effective_from else ""
    match VersionState(version.state):
        case VersionState.OFFERED:
            return f"{name} wacht op een tweede privacyfunctionaris. Zij moet gelden vanaf {begins}."
        case VersionState.APPROVED:
            return f"{name} is goedgekeurd en geldt vanaf {begins}."
        case _:
            return f"{name} is afgewezen. Lees waarom."


def _act(message: OutboxMessage) -> SharingAct | None:
    rows = SharingAct.objects.select_related("organisation", "recipient", "case", "attachment")
    return rows.filter(public_id=message.payload["act"]).first()


def _opens(act: SharingAct, at: datetime) -> bool:
    """Whether the recipient reads it, and the act was not taken back and its last day is not over."""
    return act.withdrawn_at is None and act.until >= local(at).date() and _is_read(act, at)


def _is_read(act: SharingAct, at: datetime) -> bool:
    """Whether the recipient reads now what the act opened, by whatever opens it; a file while it is free."""
    # The wall hides from others what is not free: then there is a key, and nothing under it.
    if act.is_one_attachment and (act.attachment is None or not act.attachment.is_free):
        return False
    return Section.of_act(act).is_open_to(act.recipient, at)


def _not_any_more(message: OutboxMessage, giver: str) -> str:
    number = message.case.number if message.case else ""
    since = f"{local(message.created_at):%d-%m-%Y}"
    return (
        f"Zaak {number}: {giver} deelt sinds {since} een onderdeel niet meer met u. Gebruik het niet verder."
    )


def _place(message: OutboxMessage, act: SharingAct) -> str:
    """Where it is read: an attachment stands on a page of its own."""
    if act.is_one_attachment and message.case is not None:
        return reverse("cases:documents", kwargs={"zaak": message.case.public_id})
    return case_path(message)


def _is_privacy_officer(message: OutboxMessage) -> bool:
    """Whether the addressee still has the role for which she or he was told."""
    return Role.PRIVACY_OFFICER.value in message.addressee.roles


def _what(act: SharingAct) -> str:
    return "een bijlage" if act.is_one_attachment else CATEGORY_LABELS[Category(act.category)]


def _exclusion(message: OutboxMessage) -> Exclusion | None:
    rows = Exclusion.objects.select_related("decided_by", "case")
    return rows.filter(public_id=message.payload["exclusion"]).first()


def _version_path(version: DisclosureVersion) -> str:
    return reverse("cases:disclosure-version", kwargs={"versie": version.public_id})


RENDERERS: Final[dict[str, Renderer]] = {
    SECTION_SHARED: SharedRenderer(),
    SECTION_CLOSED: ClosedRenderer(),
    CONSENT_ENDED: ConsentEndedRenderer(),
    EXCLUSION_SET: ExclusionSetRenderer(),
    EXCLUSION_LIFTED: ExclusionLiftedRenderer(),
    TABLE_OFFERED: TableRenderer(TO_JUDGE, "Kijk of u het ermee eens bent.", waits=True),
    TABLE_JUDGED: TableRenderer(SETTLED, "Lees wat er verandert en vanaf wanneer.", waits=False),
}


MAILED: Final = frozenset({EXCLUSION_SET, TABLE_OFFERED, TABLE_JUDGED})


def register_sharing_messages() -> None:
    """Register what there is to say; called in `AppConfig.ready()`."""
    for kind, renderer in RENDERERS.items():
        register_message(kind, renderer, Topic.TO_JUDGE if kind in MAILED else None)
