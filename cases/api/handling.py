"""Hoe Veilig Thuis een melding afhandelt: wie zij informeert of nog niet, en haar eigen onderzoek."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Moment, OptionalText, PersonField, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.reports.models import DESCRIBED_CHOICES, Inquiry, Report, ReportedPerson
from cases.reports.permissions import check_may_handle
from cases.reports.queries import inquiry_of, report_of, reported_person_of
from cases.reports.services import (
    decide_inquiry,
    end_inquiry,
    inform_person,
    postpone_informing,
    start_inquiry,
)
from cases.reports.services.informing import LONGEST_NOTE
from cases.reports.services.inquiry import LONGEST_CONCLUSION, LONGEST_REASON

TAG = "meldingen"
LONGEST_LATE = 300


class ReportedPersonOut(Record):
    """Iemand over wie een melding gaat, en of zij of hij weet dat er gegevens zijn vastgelegd."""

    NAME = "GemeldePersoon"
    MODEL = ReportedPerson

    id = serializers.UUIDField(source="public_id")
    persoon = PersonField(source="person")
    volgensMelder = CodeField(source="described_as", choices=DESCRIBED_CHOICES)
    geinformeerdOp = Moment(source="informed_at")
    hoeGeinformeerd = serializers.CharField(source="informed_note")


class InformedIn(In):
    """Hoe een betrokkene hoorde dat Veilig Thuis gegevens over haar of hem vastlegt."""

    NAME = "InformeringNieuw"

    hoe = Text(source="note", longest=LONGEST_NOTE)
    redenTeLaat = OptionalText(source="late_reason", longest=LONGEST_LATE)


class PostponedIn(In):
    """Waarom informeren nu de veiligheid in gevaar brengt; het wordt twee weken uitgesteld."""

    NAME = "InformeringUitstel"

    reden = Text(source="reason", longest=LONGEST_NOTE)


class InquiryOut(Record):
    """Het onderzoek van Veilig Thuis na een melding."""

    NAME = "Onderzoek"
    MODEL = Inquiry

    id = serializers.UUIDField(source="public_id")
    reden = serializers.CharField(source="reason")
    uitkomst = serializers.CharField(source="conclusion")
    beslotenOp = Moment(source="decided_at")
    gestartOp = Moment(source="started_at")
    afgerondOp = Moment(source="ended_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: Inquiry) -> str:
        """The version of the inquiry."""
        return inquiry_etag(row)


class InquiryIn(In):
    """Het besluit dat Veilig Thuis zelf onderzoek doet."""

    NAME = "OnderzoekNieuw"

    reden = Text(source="reason", longest=LONGEST_REASON)


class InquiryStartIn(In):
    """Het onderzoek begint nu."""

    NAME = "OnderzoekStart"

    redenTeLaat = OptionalText(source="late_reason", longest=LONGEST_LATE)


class InquiryEndIn(In):
    """Wat het onderzoek opleverde; het is nu klaar."""

    NAME = "OnderzoekEinde"

    uitkomst = Text(source="conclusion", longest=LONGEST_CONCLUSION)
    redenTeLaat = OptionalText(source="late_reason", longest=LONGEST_LATE)


def inquiry_etag(row: Inquiry) -> str:
    """Changes with every step."""
    return record_etag("inquiry", row.public_id, row.started_at, row.ended_at)


class OnReport(CaseResource):
    """A resource on one report of the case."""

    def report(self, public_id: UUID) -> Report:
        """The report. Raises Http404."""
        try:
            return report_of(self.case, public_id)
        except Report.DoesNotExist:
            raise Http404 from None


class ReportedPersons(OnReport):
    """Over wie een melding gaat; voor wie de inhoud van de melding mag lezen."""

    operations: ClassVar = {
        "get": Operation(
            id="gemeldePersonenLijst",
            summary="Personen in een melding",
            tag=TAG,
            answer=ReportedPersonOut,
            listed=True,
        )
    }

    def get(self, request: Request, zaak: UUID, melding: UUID) -> Response:
        """Those that the actor may see, in the order of the report."""
        rows = list(self.report(melding).persons.select_related("person").order_by("pk"))
        seen = [row for row in rows if self.access.may_see(Category.REPORT, row.organisation_id)]
        body = ReportedPersonOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))


class OnReportedPerson(CaseResource):
    """A step of Veilig Thuis about somebody in a report."""

    may: ClassVar = {"post": check_may_handle}

    def step(self, betrokkene: UUID, body: type[In], act: Callable[..., object]) -> Response:
        """Take it once. Raises Http404 for somebody who is in no report of the case."""
        try:
            row = reported_person_of(self.case, betrokkene)
        except ReportedPerson.DoesNotExist:
            raise Http404 from None

        def write(values: dict[str, Any]) -> Created:
            act(row=row, **values, actor=self.actor, at=self.at)
            return Created(row.public_id, self.below("meldingen", row.report.public_id, "betrokkenen"))

        return self.create(body, write)


class Informed(OnReportedPerson):
    """Een betrokkene is geïnformeerd (art. 5.3.1 Wmo 2015: binnen vier weken)."""

    operations: ClassVar = {
        "post": Operation(
            id="betrokkeneInformeren",
            summary="Vastleggen dat een betrokkene is geïnformeerd",
            tag=TAG,
            body=InformedIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, betrokkene: UUID) -> Response:
        """Record that somebody was told."""
        return self.step(betrokkene, InformedIn, inform_person)


class Postponed(OnReportedPerson):
    """Het informeren van een betrokkene wordt twee weken uitgesteld, elke keer met een eigen reden."""

    operations: ClassVar = {
        "post": Operation(
            id="informerenUitstellen",
            summary="Informeren van een betrokkene uitstellen",
            tag=TAG,
            body=PostponedIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, betrokkene: UUID) -> Response:
        """Put it off."""
        return self.step(betrokkene, PostponedIn, postpone_informing)


class Inquiries(OnReport):
    """Het onderzoek na een melding: ten hoogste één. Het start binnen vijf dagen en duurt tien weken."""

    may: ClassVar = {"post": check_may_handle}
    operations: ClassVar = {
        "get": Operation(
            id="onderzoekenLijst", summary="Onderzoek na een melding", tag=TAG, answer=InquiryOut, listed=True
        ),
        "post": Operation(
            id="onderzoekBesluiten",
            summary="Besluiten tot onderzoek",
            tag=TAG,
            body=InquiryIn,
            creates=True,
            etag=True,
        ),
    }

    def get(self, request: Request, zaak: UUID, melding: UUID) -> Response:
        """The inquiry, when there is one that the actor may know of."""
        found = inquiry_of(self.report(melding))
        rows = [found] if found is not None else []
        seen = [
            row for row in rows if self.access.may_see(Category.ASSESSMENT_CONCLUSION, row.organisation_id)
        ]
        body = InquiryOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID, melding: UUID) -> Response:
        """Decide on one."""
        report = self.report(melding)

        def write(values: dict[str, Any]) -> Created:
            saved = decide_inquiry(report=report, **values, actor=self.actor, at=self.at)
            place = self.below("meldingen", report.public_id, "onderzoeken")
            return Created(saved.public_id, place, etag=inquiry_etag(saved))

        return self.create(InquiryIn, write)


class InquirySteps(OnReport):
    """A step of the inquiry that runs."""

    may: ClassVar = {"put": check_may_handle}

    def step(self, melding: UUID, body: type[In], act: Callable[..., Inquiry]) -> Response:
        """Take it. Raises Http404 when there is no inquiry."""
        report = self.report(melding)
        self.lock()
        found = inquiry_of(report)
        if found is None:
            raise Http404
        self.must_match(inquiry_etag(found))
        saved = act(inquiry=found, **self.read(body), actor=self.actor, at=self.at)
        answer = InquiryOut(saved, context=self.shared).data
        return Response(answer, headers={"ETag": inquiry_etag(saved)})


class InquiryStarts(InquirySteps):
    """Het onderzoek start."""

    operations: ClassVar = {
        "put": Operation(
            id="onderzoekStarten",
            summary="Onderzoek starten",
            tag=TAG,
            body=InquiryStartIn,
            answer=InquiryOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, melding: UUID) -> Response:
        """Record that it began."""
        return self.step(melding, InquiryStartIn, start_inquiry)


class InquiryEnds(InquirySteps):
    """Het onderzoek is afgerond, met de uitkomst."""

    operations: ClassVar = {
        "put": Operation(
            id="onderzoekAfronden",
            summary="Onderzoek afronden",
            tag=TAG,
            body=InquiryEndIn,
            answer=InquiryOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, melding: UUID) -> Response:
        """Record what came of it."""
        return self.step(melding, InquiryEndIn, end_inquiry)
