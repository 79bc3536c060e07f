"""How often a member of staff asked about persons outside the own cases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.access.information import Information, information
from cases.access.rules.categories import Category
from cases.organisations.models import User


class SearchQuota(models.Model):
    """How many questions one user asked on one day; counted by the database while it answers."""

    INFORMATION: ClassVar[Information] = information({Category.TECHNICAL: ("id", "user", "day", "used")})

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    day = models.DateField("dag")
    used = models.PositiveIntegerField("aantal vragen")

    class Meta:
        verbose_name = "zoekquotum"
        verbose_name_plural = "zoekquota"
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "day"], name="search_quota_of_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.used}"
