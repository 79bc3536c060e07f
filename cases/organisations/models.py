"""Organisations, their staff, and which organisation serves which municipality.

Nothing here tells something about a person in a case, so these tables carry no information categories
and no row-level security.
"""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.organisations.rules import (
    CERTIFICATE_LABELS,
    ORGANISATION_ABBREVIATIONS,
    ORGANISATION_LABELS,
    ROLE_LABELS,
    SCOPE_LABELS,
    OrganisationKind,
)

KIND_CHOICES = [(kind.value, label) for kind, label in ORGANISATION_LABELS.items()]
CERTIFICATE_CHOICES = [(kind.value, label) for kind, label in CERTIFICATE_LABELS.items()]
SCOPE_CHOICES = [(scope.value, label) for scope, label in SCOPE_LABELS.items()]
ROLE_CHOICES = [(role.value, label) for role, label in ROLE_LABELS.items()]


class Region(models.Model):
    """A region of Veilig Thuis."""

    name = models.CharField("naam", max_length=80, unique=True)

    class Meta:
        verbose_name = "regio"
        verbose_name_plural = "regio's"

    def __str__(self) -> str:
        return self.name


class ZsmLocation(models.Model):
    """One of the ten places where the ZSM table sits."""

    START_ARRIVAL = "arrival"
    START_ORDER = "order"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("naam", max_length=80, unique=True)
    clock_starts_at = models.CharField(
        "begin van de termijn van de eerste beslissing",
        max_length=10,
        choices=[(START_ARRIVAL, "aankomst op de plaats van verhoor"), (START_ORDER, "bevel van de (h)OvJ")],
        default=START_ARRIVAL,
        help_text="Te bevestigen door een jurist voor ingebruikname (art. 56a Sv).",
    )
    informer_kind = models.CharField(
        "wie informeert het slachtoffer",
        max_length=10,
        choices=KIND_CHOICES,
        default=OrganisationKind.SHN.value,
        help_text="Voorstel bij elke beslissing; nooit de reclassering bij stalking.",
    )

    class Meta:
        verbose_name = "ZSM-locatie"
        verbose_name_plural = "ZSM-locaties"

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality; its cases go to one ZSM location."""

    name = models.CharField("naam", max_length=80, unique=True)
    zsm_location = models.ForeignKey(ZsmLocation, on_delete=models.PROTECT, verbose_name="ZSM-locatie")

    class Meta:
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """One organisation; its members are the members of its Django group."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("naam", max_length=120, unique=True)
    short_name = models.CharField("korte naam", max_length=40, unique=True)
    kind = models.CharField("soort", max_length=10, choices=KIND_CHOICES)
    group = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="organisation")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, verbose_name="regio")
    phone = models.CharField("telefoon voor ketenpartners", max_length=20)
    breach_phone = models.CharField(
        "nummer voor het melden van een overtreding",
        max_length=20,
        blank=True,
        help_text="Alleen voor de politie.",
    )
    nightly_mail_at = models.TimeField(
        "tijd van de overzichtsmail",
        default=time(6, 0),
        db_default=time(6, 0),
        help_text="Nederlandse tijd.",
    )
    nightly_mail_queued_on = models.DateField(
        "laatste dag van de overzichtsmail", null=True, blank=True, editable=False
    )

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.short_name

    @property
    def abbreviation(self) -> str:
        """The short mark of the kind on board and partner strip, such as POL or VT."""
        return ORGANISATION_ABBREVIATIONS[OrganisationKind(self.kind)]


class MunicipalityRoutingQuerySet(models.QuerySet["MunicipalityRouting"]):
    """Routing rows by day."""

    def valid_on(self, day: date) -> MunicipalityRoutingQuerySet:
        """The rows in force on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class MunicipalityRouting(models.Model):
    """Which organisation of a kind serves a municipality, in a period (tables, section 1)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="routings")
    kind = models.CharField("soort", max_length=10, choices=KIND_CHOICES)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    valid_from = models.DateField("geldig vanaf")
    valid_to = models.DateField("geldig tot", null=True, blank=True)

    objects = MunicipalityRoutingQuerySet.as_manager()

    class Meta:
        verbose_name = "routering"
        verbose_name_plural = "routeringen"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "valid_from"], name="routing_once_per_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="routing_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} → {self.organisation}"


class UserManager(BaseUserManager["User"]):
    """Users are made by the service of this concept; only look-ups live here."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this name, without regard to case; raises User.DoesNotExist."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff; belongs to exactly one organisation."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField("gebruikersnaam", max_length=80, unique=True)
    display_name = models.CharField("naam", max_length=120)
    email = models.EmailField("e-mailadres")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="users")
    roles = ArrayField(
        models.CharField(max_length=40, choices=ROLE_CHOICES), verbose_name="rollen", default=list
    )
    is_active = models.BooleanField("actief", default=True)
    created_at = models.DateTimeField("aangemaakt op")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints: ClassVar = [
            # Nobody passes the rules: guardian and Django let a superuser do everything.
            models.CheckConstraint(condition=Q(is_superuser=False), name="no_superusers"),
        ]

    def __str__(self) -> str:
        return self.display_name


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates by day."""

    def valid_on(self, day: date) -> CertificateQuerySet:
        """The certificates that hold on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))


class Certificate(models.Model):
    """A training that a user completed and that a task asks for, in a period (domain guide, section 3)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="certificates")
    kind = models.CharField("soort", max_length=20, choices=CERTIFICATE_CHOICES)
    valid_from = models.DateField("geldig vanaf")
    valid_to = models.DateField("geldig tot", null=True, blank=True, help_text="De eerste dag erna.")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "certificaat"
        verbose_name_plural = "certificaten"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "valid_from"], name="certificate_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="certificate_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} van {self.user}"


class PartnerSystem(models.Model):
    """A system of one organisation that works through REST; what it may see is what its organisation may."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="systems")
    name = models.CharField("naam", max_length=80)
    created_at = models.DateTimeField("aangemaakt op")

    class Meta:
        verbose_name = "partnersysteem"
        verbose_name_plural = "partnersystemen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="system_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class PartnerToken(models.Model):
    """A credential of a partner system. Only its fingerprint is kept; `prefix` tells which one it is."""

    system = models.ForeignKey(PartnerSystem, on_delete=models.PROTECT, related_name="tokens")
    prefix = models.CharField("begin", max_length=12, unique=True)
    fingerprint = models.CharField("vingerafdruk", max_length=64)
    scopes = ArrayField(
        models.CharField(max_length=12, choices=SCOPE_CHOICES), verbose_name="reikwijdte", default=list
    )
    created_at = models.DateTimeField("uitgegeven op")
    expires_at = models.DateTimeField("verloopt op")
    revoked_at = models.DateTimeField("ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "toegangssleutel"
        verbose_name_plural = "toegangssleutels"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="token_expires_later")
        ]

    def __str__(self) -> str:
        return self.prefix


class AnsweredRequest(models.Model):
    """A creation that was asked with an idempotency key, and what was answered: ids only, no content."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField("sleutel")
    fingerprint = models.CharField("vingerafdruk van het verzoek", max_length=64)
    answer = models.JSONField("antwoord", default=dict)
    asked_at = models.DateTimeField("gevraagd op", db_index=True)

    class Meta:
        verbose_name = "beantwoord verzoek"
        verbose_name_plural = "beantwoorde verzoeken"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="answered_once_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.key}"
