"""Who must not receive anything of a case or about a person; wins over every grant, in both walls."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.organisations.models import Organisation, User
from cases.persons.models import Person
from cases.sharing.rules import TIE_LABELS

TIE_CHOICES = [(tie.value, label) for tie, label in TIE_LABELS.items()]

LIFTED = Q(lifted_at__isnull=False, lifted_by__isnull=False) & ~Q(lift_reason="")
STANDS = Q(lifted_at__isnull=True, lifted_by__isnull=True, lift_reason="")


class Liftable(models.Model):
    """What stands until it is lifted, with who lifted it and why; nothing is removed."""

    lifted_at = models.DateTimeField("opgeheven op", null=True, blank=True)
    lifted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="opgeheven door"
    )
    lift_reason = models.CharField("reden van opheffing", max_length=300, blank=True)

    class Meta:
        abstract = True


class OwnRelation(Liftable):
    """A member of staff says to know somebody: every case with that person stays closed to her or him.

    Compared by birth date and the sound of the family name with every person there is or will be, so that one
    need not know whether she or he is in a case; `person` when it was said on a case.
    """

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("person",),
            # About a member of staff and no part of any case: no table of disclosure opens it. Whom she or he
            # knows is shown to her or him alone, that it was said also to the own privacy officer.
            Category.TECHNICAL: (
                *("id", "public_id", "user", "organisation", "declared_at"),
                *("last_name", "birth_date", "name_key", "tie"),
                *("lifted_at", "lifted_by", "lift_reason"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="own_relations", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    tie = models.CharField("band", max_length=15, choices=TIE_CHOICES)
    last_name = models.CharField("achternaam", max_length=120)
    birth_date = models.DateField("geboortedatum", null=True, blank=True)
    name_key = models.CharField("klanksleutel", max_length=80, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="persoon"
    )
    declared_at = models.DateTimeField("opgegeven op")

    class Meta:
        verbose_name = "eigen relatie"
        verbose_name_plural = "eigen relaties"
        constraints: ClassVar = [
            models.CheckConstraint(condition=STANDS | LIFTED, name="own_relation_lifted_whole"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=False) | Q(person__isnull=False),
                name="own_relation_can_be_found",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=Q(lifted_at__isnull=True), name="own_relation_of_user")
        ]

    def __str__(self) -> str:
        return f"eigen relatie {self.public_id}"


class Exclusion(Liftable):
    """A user or an organisation must not receive anything of one case, or of any case with one person."""

    INFORMATION: ClassVar[Information] = information(
        {
            Category.IDENTITY: ("person",),
            # The reason is about a member of staff: only the own privacy officer reads it.
            Category.TECHNICAL: (
                *("id", "public_id", "case", "user", "excluded", "organisation", "decided_by", "decided_at"),
                "reason",
                *("lifted_at", "lifted_by", "lift_reason"),
            ),
        }
    )

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="exclusions")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="exclusions"
    )
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="exclusions", db_index=False
    )
    excluded = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="exclusions",
        verbose_name="uitgesloten organisatie",
        db_index=False,
    )
    reason = models.CharField("reden", max_length=300)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name="besloten door organisatie"
    )
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="besloten door"
    )
    decided_at = models.DateTimeField("besloten op")

    class Meta:
        verbose_name = "uitsluiting"
        verbose_name_plural = "uitsluitingen"
        constraints: ClassVar = [
            models.CheckConstraint(condition=STANDS | LIFTED, name="exclusion_lifted_whole"),
            models.CheckConstraint(
                condition=Q(case__isnull=True, person__isnull=False)
                | Q(case__isnull=False, person__isnull=True),
                name="exclusion_of_case_or_person",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, excluded__isnull=False)
                | Q(user__isnull=False, excluded__isnull=True),
                name="exclusion_for_user_or_organisation",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"], condition=Q(lifted_at__isnull=True), name="exclusion_of_user"),
            models.Index(
                fields=["excluded"], condition=Q(lifted_at__isnull=True), name="exclusion_of_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"uitsluiting {self.public_id}"
