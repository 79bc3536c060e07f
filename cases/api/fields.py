"""Fields of REST: moments with any offset in and UTC out, codes with their meaning, persons of the case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any, Final, Generic, TypeVar

from rest_framework import serializers

from cases.access.models import Participation
from cases.casefiles.queries import CaseAccess, roles_in
from cases.organisations.models import Municipality

FIRST_YEAR, LAST_YEAR = 1900, 2200
_RFC3339: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)
UNLIKELY: Final = "Controleer het jaartal."

Code = TypeVar("Code", bound=Enum)
AnyField = serializers.Field[Any, Any, Any, Any]


class Moment(serializers.DateTimeField):
    """A moment: RFC 3339 with any offset in, UTC with `Z` out."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)

    def to_internal_value(self, value: Any) -> datetime:
        """Read a moment; without an offset nobody knows which one is meant."""
        if not isinstance(value, str) or not _RFC3339.fullmatch(value):
            raise serializers.ValidationError(
                "Geef een moment met tijdzone, zoals 2026-03-10T10:00:00+01:00.", code="moment"
            )
        try:
            moment = datetime.fromisoformat(value.upper())
        except ValueError:
            raise serializers.ValidationError("Dit moment bestaat niet.", code="moment") from None
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise serializers.ValidationError(UNLIKELY, code="moment")
        return moment


class Day(serializers.DateField):
    """A calendar day."""

    def to_internal_value(self, value: Any) -> date:
        """Read a day, and refuse a slip of the hand in the year."""
        if not isinstance(value, str):
            raise serializers.ValidationError("Geef een dag als jjjj-mm-dd.", code="dag")
        day = super().to_internal_value(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise serializers.ValidationError(UNLIKELY, code="dag")
        return day


class Text(serializers.CharField):
    """Text; a number is no text here."""

    def __init__(self, *, longest: int = 4000, **options: Any) -> None:
        if not options.get("read_only"):
            options["max_length"] = longest
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> str:
        """Read text only."""
        if not isinstance(data, str):
            raise serializers.ValidationError("Geef tekst.", code="tekst")
        return super().to_internal_value(data)


class OptionalText(Text):
    """Text that may be left out or empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "allow_blank": True, "default": "", **options})


class Flag(serializers.BooleanField):
    """True or false, as JSON says it."""

    def to_internal_value(self, data: Any) -> bool:
        """Read true or false only."""
        if not isinstance(data, bool):
            raise serializers.ValidationError("Geef true of false.", code="vlag")
        return data


class Number(serializers.IntegerField):
    """A whole number, as JSON says it."""

    def to_internal_value(self, data: Any) -> int:
        """Read a whole number only."""
        if not isinstance(data, int) or isinstance(data, bool):
            raise serializers.ValidationError("Geef een heel getal.", code="getal")
        return super().to_internal_value(data)


class CodeField(serializers.ChoiceField):
    """One of a fixed list of codes, each with its Dutch meaning."""

    def to_internal_value(self, data: Any) -> Any:
        """Read a code only; a number is none."""
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", input=data if isinstance(data, str) else "")
        return data


class EnumField(CodeField, Generic[Code]):
    """A code that the rules know as an enumeration."""

    def __init__(self, enum: type[Code], labels: Mapping[Code, str], **options: Any) -> None:
        self.enum = enum
        choices = [(str(entry.value), labels.get(entry, str(entry.value))) for entry in enum]
        super().__init__(choices=choices, **options)

    def to_internal_value(self, data: Any) -> Any:
        """Read a code as its member."""
        return self.enum(super().to_internal_value(data))

    def to_representation(self, value: Any) -> str:
        """The code."""
        return str(value.value if isinstance(value, Enum) else value)


class Computed(serializers.SerializerMethodField):
    """A value that a method of the serializer gives; `shape` says for the OpenAPI document what it is."""

    def __init__(
        self, method_name: str, shape: serializers.Field[Any, Any, Any, Any], **options: Any
    ) -> None:
        self.shape = shape
        super().__init__(method_name=method_name, **options)


class PersonField(serializers.UUIDField):
    """A person of the case by public id; only one whom the actor may know."""

    def to_internal_value(self, data: Any) -> Any:
        """Find the person among those of the case."""
        public_id = super().to_internal_value(data)
        access: CaseAccess = self.context["access"]
        for role in roles_in(access):
            if role.person.public_id == public_id:
                return role.person
        raise serializers.ValidationError("Deze persoon is er niet in deze zaak.", code="persoon")

    def to_representation(self, value: Any) -> str:
        """The public id of the person; that her or his data are touched stands in the log."""
        shows = self.context.get("shows_person")
        if shows is not None:
            shows(value.pk)
        return str(value.public_id)


class OrganisationField(serializers.UUIDField):
    """An organisation that takes part in the case, by public id."""

    def to_internal_value(self, data: Any) -> Any:
        """Find the organisation among the participants."""
        public_id = super().to_internal_value(data)
        access: CaseAccess = self.context["access"]
        row = (
            Participation.objects.filter(
                case=access.case, ended_at__isnull=True, organisation__public_id=public_id
            )
            .select_related("organisation")
            .first()
        )
        if row is None:
            raise serializers.ValidationError(
                "Kies een organisatie die aan deze zaak deelneemt.", code="organisatie"
            )
        return row.organisation

    def to_representation(self, value: Any) -> str:
        """The public id of the organisation."""
        return str(value.public_id)


class MunicipalityField(AnyField):
    """A municipality by its name."""

    LONGEST = 80

    def to_internal_value(self, data: Any) -> Municipality:
        """Find the municipality."""
        found = None
        if isinstance(data, str) and data.isprintable() and 0 < len(data) <= self.LONGEST:
            named = Municipality.objects.select_related("zsm_location").filter(name__iexact=data.strip())
            found = named.first()
        if found is None:
            raise serializers.ValidationError("Deze gemeente is hier niet bekend.", code="gemeente")
        return found

    def to_representation(self, value: Any) -> str:
        """The name."""
        return str(value.name)
