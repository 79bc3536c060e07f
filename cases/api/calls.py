"""Calling a victim: who of SHN and VT goes first, every call, the aangifte, and what she or he was told."""

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
    Number,
    OptionalText,
    PersonField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.victims.models import CallAgreement, CrimeReport, ProsecutionTold, VictimCall
from cases.victims.permissions import check_can_call, check_can_record_crime_report
from cases.victims.rules.calls import (
    AGREEMENT_LABELS,
    CALLERS,
    YES_NO_UNKNOWN_LABELS,
    YesNoUnknown,
)
from cases.victims.rules.contact import MANNER_LABELS, OUTCOME_LABELS, Manner, Outcome
from cases.victims.services import (
    CallProposal,
    NewCall,
    agree_first_call,
    propose_first_call,
    record_call,
    record_crime_report,
    tell_of_prosecution,
)

TAG = "slachtoffer"
FIRST = [(kind.value, ORGANISATION_LABELS[kind]) for kind in CALLERS]
STATUSES = [(status.value, label) for status, label in AGREEMENT_LABELS.items()]
ANSWERS = [(answer.value, label) for answer, label in YES_NO_UNKNOWN_LABELS.items()]


# --- the first call -------------------------------------------------------------------------------


class AgreementOut(Record):
    """Wie van Slachtofferhulp en Veilig Thuis het slachtoffer als eerste belt."""

    NAME = "EersteGesprek"
    MODEL = CallAgreement

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="victim")
    stand = CodeField(source="status", choices=STATUSES)
    eerste = CodeField(source="first", choices=FIRST)
    vtHeeftContact = CodeField(source="vt_has_contact", choices=ANSWERS)
    goedMoment = serializers.CharField(source="good_moment")
    anoniemVerteld = Flag(source="anonymous_told")
    rollenVerteld = Flag(source="roles_told")
    voorgesteldOp = Moment(source="proposed_at")
    afgesprokenOp = Moment(source="agreed_at")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: CallAgreement) -> str:
        """The version of the agreement."""
        return agreement_etag(row)


class ProposalIn(In):
    """Een voorstel; de andere organisatie stemt in."""

    NAME = "EersteGesprekNieuw"

    slachtoffer = PersonField(source="victim")
    eerste = CodeField(source="first", choices=FIRST)
    vtHeeftContact = EnumField(YesNoUnknown, YES_NO_UNKNOWN_LABELS, source="vt_has_contact")
    goedMoment = Text(source="good_moment", longest=200)
    anoniemVerteld = Flag(
        source="anonymous_told", help_text="Wie eerst belt, vertelt dat Slachtofferhulp anoniem belt."
    )
    rollenVerteld = Flag(source="roles_told", help_text="Elk legt de rol van de ander uit.")


class AgreeIn(In):
    """Instemmen met het voorstel zoals het er staat."""

    NAME = "EersteGesprekInstemming"


def agreement_etag(row: CallAgreement) -> str:
    """Changes when it is agreed or replaced."""
    return record_etag("first-call", row.public_id, row.status)


class FirstCalls(CaseResource):
    """De afspraken over het eerste gesprek, ook die zijn vervangen."""

    may: ClassVar = {"post": check_can_call}
    operations: ClassVar = {
        "get": Operation(
            id="eersteGesprekkenLijst",
            summary="Afspraken over het eerste gesprek",
            tag=TAG,
            answer=AgreementOut,
            listed=True,
        ),
        "post": Operation(
            id="eersteGesprekVoorstellen",
            summary="Eerste gesprek voorstellen",
            tag=TAG,
            body=ProposalIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        every = list(agreements_of(self))
        rows = [row for row in every if self.access.may_see(Category.CONTACT, row.organisation_id)]
        body = AgreementOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(rows))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Propose it."""
        return self.create(ProposalIn, self._propose)

    def _propose(self, values: dict[str, Any]) -> Created:
        victim, first = values.pop("victim"), OrganisationKind(values.pop("first"))
        proposal = CallProposal(first=first, **values)
        saved = propose_first_call(
            case=self.case, victim=victim, proposal=proposal, actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("eerste-gesprekken"), etag=agreement_etag(saved))


def agreements_of(resource: CaseResource) -> Any:
    """Every agreement of the case, the newest first."""
    rows = CallAgreement.objects.filter(case=resource.case).select_related("organisation", "victim")
    return rows.order_by("-proposed_at", "-pk")


class Agreeing(CaseResource):
    """Instemmen met wat de andere organisatie voorstelde."""

    may: ClassVar = {"put": check_can_call}
    operations: ClassVar = {
        "put": Operation(
            id="eersteGesprekInstemmen",
            summary="Instemmen met het eerste gesprek",
            tag=TAG,
            body=AgreeIn,
            answer=AgreementOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, afspraak: UUID) -> Response:
        """Agree to it."""
        self._find(afspraak)
        self.lock()
        row = self._find(afspraak)
        self.must_match(agreement_etag(row))
        self.read(AgreeIn)
        agree_first_call(agreement=row, actor=self.actor, at=self.at)
        saved = self._find(afspraak)
        body = AgreementOut(saved, context=self.shared).data
        return Response(body, headers={"ETag": agreement_etag(saved)})

    def _find(self, public_id: UUID) -> CallAgreement:
        row: CallAgreement | None = agreements_of(self).filter(public_id=public_id).first()
        if row is None or not self.access.may_see(Category.CONTACT, row.organisation_id):
            raise Http404
        return row


# --- calls ----------------------------------------------------------------------------------------


class CallOut(Record):
    """Een gesprek van Slachtofferhulp of Veilig Thuis met het slachtoffer."""

    NAME = "Slachtoffergesprek"
    MODEL = VictimCall

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="victim")
    gebeldOp = Moment(source="called_at")
    hoe = EnumField(Manner, MANNER_LABELS, source="manner")
    uitkomst = EnumField(Outcome, OUTCOME_LABELS, source="outcome")
    verslag = serializers.CharField(source="note")
    opnieuwOp = Moment(source="next_at")
    tegenAfspraak = Flag(source="against_agreement")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class CallIn(In):
    """Een gesprek zoals het was; `opnieuwOp` binnen de uren waarop bellen veilig is."""

    NAME = "SlachtoffergesprekNieuw"

    slachtoffer = PersonField(source="victim")
    uitkomst = EnumField(Outcome, OUTCOME_LABELS, source="outcome")
    hoe = EnumField(Manner, MANNER_LABELS, source="manner")
    gebeldOp = Moment(source="called_at")
    verslag = OptionalText(source="note", longest=500)
    opnieuwOp = Moment(source="next_at", required=False, allow_null=True, default=None)


class Calls(CaseResource):
    """De gesprekken van Slachtofferhulp en Veilig Thuis; wie tegen de afspraak belt, wordt zo vermeld."""

    may: ClassVar = {"post": check_can_call}
    operations: ClassVar = {
        "get": Operation(
            id="slachtoffergesprekkenLijst",
            summary="Gesprekken met het slachtoffer",
            tag=TAG,
            answer=CallOut,
            listed=True,
        ),
        "post": Operation(
            id="slachtoffergesprekVastleggen",
            summary="Gesprek met het slachtoffer vastleggen",
            tag=TAG,
            body=CallIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = VictimCall.objects.filter(case=self.case).select_related("organisation", "victim")
        every = list(rows.order_by("-called_at", "-pk"))
        seen = [row for row in every if self.access.may_see(Category.CONTACT, row.organisation_id)]
        body = CallOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(CallIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        victim = values.pop("victim")
        saved = record_call(
            case=self.case, victim=victim, call=NewCall(**values), actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("slachtoffergesprekken"))


# --- the report of the offence --------------------------------------------------------------------


class CrimeReportOut(Record):
    """Of het slachtoffer aangifte deed, met de verklaring als die er is."""

    NAME = "Aangifte"
    MODEL = CrimeReport

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="victim")
    versie = Number(source="version")
    gedaan = CodeField(source="made", choices=ANSWERS)
    verklaring = serializers.CharField(source="statement")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class CrimeReportIn(In):
    """Of het slachtoffer aangifte deed; elke vastlegging is een nieuwe versie."""

    NAME = "AangifteNieuw"

    slachtoffer = PersonField(source="victim")
    gedaan = EnumField(YesNoUnknown, YES_NO_UNKNOWN_LABELS, source="made")
    verklaring = OptionalText(source="statement", longest=4000)


class CrimeReports(CaseResource):
    """De aangiften. Zonder aangifte en zonder klachtvereiste is de zaak ambtshalve."""

    may: ClassVar = {"post": check_can_record_crime_report}
    operations: ClassVar = {
        "get": Operation(
            id="aangiftenLijst", summary="Aangiften", tag=TAG, answer=CrimeReportOut, listed=True
        ),
        "post": Operation(
            id="aangifteVastleggen", summary="Aangifte vastleggen", tag=TAG, body=CrimeReportIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Every version that the actor may see, the newest first."""
        rows = CrimeReport.objects.filter(case=self.case).select_related("organisation", "victim")
        every = list(rows.order_by("-recorded_at", "-pk"))
        seen = [row for row in every if self.access.may_see(Category.WISHES, row.organisation_id)]
        body = CrimeReportOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record it."""
        return self.create(CrimeReportIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        saved = record_crime_report(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("aangiften"), more={"versie": saved.version})


class ToldOut(Record):
    """Het slachtoffer weet dat de zaak ambtshalve wordt vervolgd."""

    NAME = "Vervolgingsmededeling"
    MODEL = ProsecutionTold

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="victim")
    verteldOp = Moment(source="told_at")
    organisatie = serializers.UUIDField(source="organisation.public_id")


class ToldIn(In):
    """Wanneer het slachtoffer hoorde dat er ambtshalve wordt vervolgd."""

    NAME = "VervolgingsmededelingNieuw"

    slachtoffer = PersonField(source="victim")
    verteldOp = Moment(source="told_at")


class ProsecutionTellings(CaseResource):
    """In een ambtshalve zaak opent deze mededeling het gesprek van Slachtofferhulp."""

    may: ClassVar = {"post": check_can_record_crime_report}
    operations: ClassVar = {
        "get": Operation(
            id="vervolgingsmededelingenLijst",
            summary="Verteld dat er wordt vervolgd",
            tag=TAG,
            answer=ToldOut,
            listed=True,
        ),
        "post": Operation(
            id="vervolgingsmededelingVastleggen",
            summary="Vastleggen dat het slachtoffer van de vervolging weet",
            tag=TAG,
            body=ToldIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see."""
        rows = ProsecutionTold.objects.filter(case=self.case).select_related("organisation", "victim")
        every = list(rows.order_by("told_at", "pk"))
        seen = [row for row in every if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = ToldOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record it."""
        return self.create(ToldIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        saved = tell_of_prosecution(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("vervolgingsmededelingen"))
