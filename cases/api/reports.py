"""Meldingen to Veilig Thuis, within a case."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    Computed,
    EnumField,
    Flag,
    Moment,
    OptionalText,
    OrganisationField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.reports.models import (
    ANSWER_CHOICES,
    MANNER_CHOICES,
    MESSAGE_CHOICES,
    OUTCOME_CHOICES,
    STAGE_CHOICES,
    Report,
    ReporterFeedback,
    ReportOutcome,
)
from cases.reports.permissions import check_can_report, check_may_handle
from cases.reports.queries import outcome_of, report_of, reports_of
from cases.reports.rules.outcome import (
    MANNER_LABELS,
    OUTCOME_LABELS,
    STAGE_LABELS,
    FeedbackManner,
    OutcomeStatus,
    Stage,
)
from cases.reports.services import NewOutcome, NewReport, record_outcome, send_feedback, send_report

TAG = "meldingen"


class ReportOut(Record):
    """Een melding aan Veilig Thuis; dat zij er is weet elke deelnemer, de inhoud niet."""

    NAME = "Melding"
    MODEL = Report
    FIXED: ClassVar = {"melder": Category.THAT, "ontvanger": Category.THAT}

    id = serializers.UUIDField(source="public_id")
    registratienummer = serializers.CharField(source="number")
    ontvangenOp = Moment(source="received_at")
    melder = OrganisationField(source="organisation")
    ontvanger = OrganisationField(source="receiver")
    soort = CodeField(source="kind", choices=MESSAGE_CHOICES)
    kenmerkMelder = serializers.CharField(source="reference")
    geschrevenOp = Moment(source="reported_at")
    situatieSchets = serializers.CharField(source="situation")
    nadereOmschrijving = serializers.CharField(source="explanation")
    overigeInformatie = serializers.CharField(source="further_information")
    verzoek = serializers.CharField(source="request")
    incidentOp = Moment(source="incident_at")
    incidentLocatie = serializers.CharField(source="incident_place")
    incidentOmschrijving = serializers.CharField(source="incident_text")
    bestaandeHulp = CodeField(source="existing_care", choices=ANSWER_CHOICES)
    toelichtingHulp = serializers.CharField(source="existing_care_note")
    huisverbod = CodeField(source="restraining_order", choices=ANSWER_CHOICES)
    toelichtingHuisverbod = serializers.CharField(source="restraining_order_note")
    acuutVolgensMelder = Flag(source="acute_at_report")
    terugkoppelingGewenst = Flag(source="feedback_wanted")


class ReportIn(In):
    """Een melding aan Veilig Thuis."""

    NAME = "MeldingNieuw"

    ontvanger = OrganisationField(source="receiver", help_text="Het Veilig Thuis dat deelneemt.")
    situatieSchets = Text(source="situation", longest=5000)
    verzoek = OptionalText(source="request", longest=300)
    acuutVolgensMelder = Flag(source="acute", required=False, default=False)
    terugkoppelingGewenst = Flag(source="feedback_wanted", required=False, default=True)
    redenTeLaat = OptionalText(source="late_reason", longest=300)


class Reports(CaseResource):
    """De meldingen aan Veilig Thuis in deze zaak; elke melding heeft haar eigen termijn."""

    may: ClassVar = {"post": check_can_report}
    operations: ClassVar = {
        "get": Operation(id="meldingenLijst", summary="Meldingen", tag=TAG, answer=ReportOut, listed=True),
        "post": Operation(id="meldingDoen", summary="Melding doen", tag=TAG, body=ReportIn, creates=True),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Every report, with what the actor may see of it."""
        return self.listed(ReportOut(reports_of(self.case), many=True, context=self.shared).data)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Send one."""
        return self.create(ReportIn, self._send)

    def _send(self, values: dict[str, Any]) -> Created:
        receiver = values.pop("receiver")
        saved = send_report(
            case=self.case, report=NewReport(**values), receiver=receiver, actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("meldingen"), more={"registratienummer": saved.number})


class FeedbackOut(Record):
    """Wat de melder heeft gehoord."""

    NAME = "Terugkoppeling"
    MODEL = ReporterFeedback

    tekst = serializers.CharField(source="text")
    hoe = CodeField(source="manner", choices=MANNER_CHOICES)
    verzondenOp = Moment(source="sent_at")


class OutcomeOut(Record):
    """Een uitkomst van een melding, met de status van de landelijke berichtvorm."""

    NAME = "Uitkomst"
    MODEL = ReportOutcome
    FIXED: ClassVar = {"terugkoppeling": Category.REPORT, "kenmerkMelder": Category.REPORT}

    id = serializers.UUIDField(source="public_id")
    registratienummer = serializers.CharField(source="report.number")
    kenmerkMelder = serializers.CharField(source="report.reference")
    moment = CodeField(source="stage", choices=STAGE_CHOICES)
    status = CodeField(choices=OUTCOME_CHOICES)
    toelichting = serializers.CharField(source="explanation")
    vastgesteldOp = Moment(source="decided_at")
    terugkoppeling = Computed("feedback_of", FeedbackOut(allow_null=True))
    organisatie = serializers.UUIDField(source="organisation.public_id")

    def feedback_of(self, row: ReportOutcome) -> Any:
        """What the reporter was told, when that was done."""
        told = getattr(row, "feedback", None)
        return FeedbackOut(told, context=self.context).data if told else None


class OutcomeIn(In):
    """Een uitkomst van een melding. De toelichting is voor het dossier, niet voor de melder."""

    NAME = "UitkomstNieuw"

    moment = EnumField(Stage, STAGE_LABELS, source="stage")
    status = EnumField(OutcomeStatus, OUTCOME_LABELS)
    toelichting = Text(source="explanation", longest=1000)


class Outcomes(CaseResource):
    """Wat er van een melding kwam: één keer na de beoordeling, één keer na wat Veilig Thuis daarna deed."""

    may: ClassVar = {"post": check_may_handle}
    operations: ClassVar = {
        "get": Operation(
            id="uitkomstenLijst", summary="Uitkomsten", tag="meldingen", answer=OutcomeOut, listed=True
        ),
        "post": Operation(
            id="uitkomstVastleggen",
            summary="Uitkomst vastleggen",
            tag="meldingen",
            body=OutcomeIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID, melding: UUID) -> Response:
        """The outcomes that the actor may see."""
        report = self._report(melding)
        rows = list(
            ReportOutcome.objects.filter(report=report)
            .select_related("report", "organisation", "feedback")
            .order_by("decided_at", "pk")
        )
        seen = [
            row for row in rows if self.access.may_see(Category.ASSESSMENT_CONCLUSION, row.organisation_id)
        ]
        body = OutcomeOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID, melding: UUID) -> Response:
        """Record one."""
        report = self._report(melding)

        def write(values: dict[str, Any]) -> Created:
            saved = record_outcome(report=report, outcome=NewOutcome(**values), actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("meldingen", report.public_id, "uitkomsten"))

        return self.create(OutcomeIn, write)

    def _report(self, public_id: UUID) -> Report:
        try:
            return report_of(self.case, public_id)
        except Report.DoesNotExist:
            raise Http404 from None


class FeedbackIn(In):
    """Wat de melder hoort; waar iemand woont of hoe zij of hij te bereiken is, wordt geweigerd."""

    NAME = "TerugkoppelingNieuw"

    tekst = Text(source="text", longest=1000)
    hoe = EnumField(FeedbackManner, MANNER_LABELS, source="manner")
    redenTeLaat = OptionalText(source="late_reason", longest=300)


class Feedback(CaseResource):
    """De terugkoppeling aan de melder over één uitkomst, door het Veilig Thuis dat de melding ontving."""

    may: ClassVar = {"post": check_may_handle}
    operations: ClassVar = {
        "post": Operation(
            id="melderTerugkoppelen",
            summary="Terugkoppeling aan de melder vastleggen",
            tag=TAG,
            body=FeedbackIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, uitkomst: UUID) -> Response:
        """Record what the reporter was told."""
        row = self._outcome(uitkomst)

        def write(values: dict[str, Any]) -> Created:
            saved = send_feedback(outcome=row, **values, actor=self.actor, at=self.at)
            place = self.below("meldingen", row.report.public_id, "uitkomsten")
            return Created(saved.outcome.public_id, place)

        return self.create(FeedbackIn, write)

    def _outcome(self, public_id: UUID) -> ReportOutcome:
        try:
            row = outcome_of(self.case, public_id)
        except ReportOutcome.DoesNotExist:
            raise Http404 from None
        if not self.access.may_see(Category.ASSESSMENT_CONCLUSION, row.organisation_id):
            raise Http404
        return row
