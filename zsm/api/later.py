"""After the intake: arrest again, corrections of the clock, other charges, the HG label, linked cases."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Moment, Number, Text
from cases.api.offences import ChargeIn
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out, Record, many
from cases.casefiles.link_models import LABEL_STEP_CHOICES, LabelStep
from cases.casefiles.linked import linked_cases
from cases.offences.queries import charges_of
from cases.offences.services import NewCharge
from zsm.api.intake_bodies import ArrestDetailsIn
from zsm.intake.models import StartCorrection
from zsm.intake.permissions import (
    check_can_arrest_again,
    check_can_change_charges,
    check_can_correct_start,
    check_can_propose_label,
)
from zsm.intake.queries import corrections_of, custody_history, label_steps_of, new_facts
from zsm.intake.services import (
    Arrest,
    Grounds,
    StartMoments,
    arrest_again,
    change_charges,
    correct_start_event,
    judge_label,
    propose_label,
)

TAG = "intake"
LONGEST_REASON = 500


# --- arrest again ---------------------------------------------------------------------------------


class NewFactOut(Out):
    """Een feit dat is vastgelegd sinds de verdachte niet vastzit; ook onveiligheid telt."""

    NAME = "NieuwFeit"

    code = serializers.CharField(help_text="Voor `nieuwFeit` van een heraanhouding.")
    omschrijving = serializers.CharField(source="text")
    organisatie = serializers.UUIDField(source="giver.public_id")


class NewFacts(CaseResource):
    """De nieuwe feiten waarop een niet-vaste verdachte kan worden aangehouden."""

    operations: ClassVar = {
        "get": Operation(
            id="nieuweFeitenLijst", summary="Nieuwe feiten", tag=TAG, answer=NewFactOut, listed=True
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those of which the actor may know."""
        periods = custody_history(self.case)
        found = new_facts(self.case, periods[-1]) if periods else ()
        seen = [fact for fact in found if self.access.may_see(fact.category, fact.giver.pk)]
        self.trail.shows(categories={fact.category for fact in seen})
        return self.listed(NewFactOut(seen, many=True).data, held_back=len(found) - len(seen))


class ArrestAgainIn(ArrestDetailsIn):
    """Een verdachte die was gehoord of vrijgelaten, aangehouden op een nieuw feit."""

    NAME = "HeraanhoudingNieuw"

    nieuwFeit = Text(source="fact", longest=60, help_text="De code uit `nieuwe-feiten`.")
    waaromVerdenking = Text(
        source="suspicion", longest=LONGEST_REASON, help_text="Waarom de verdenking voortduurt."
    )


class ArrestsAgain(CaseResource):
    """Opnieuw aanhouden in de lopende zaak; de klok van de eerste beslissing begint opnieuw.

    De perioden staan bij `vast-perioden`.
    """

    may: ClassVar = {"post": check_can_arrest_again}
    operations: ClassVar = {
        "post": Operation(
            id="heraanhoudingVastleggen",
            summary="Opnieuw aanhouden",
            tag=TAG,
            body=ArrestAgainIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record the arrest."""
        return self.create(ArrestAgainIn, self._arrest)

    def _arrest(self, values: dict[str, Any]) -> Created:
        grounds = Grounds(fact=values.pop("fact"), suspicion=values.pop("suspicion"))
        saved = arrest_again(
            case=self.case, arrest=Arrest(**values), grounds=grounds, actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("vast-perioden"))


# --- corrections ----------------------------------------------------------------------------------


class CorrectionOut(Record):
    """Een correctie van het begin van de termijn; wat er stond blijft bewaard."""

    NAME = "Begincorrectie"
    MODEL = StartCorrection

    id = serializers.UUIDField(source="public_id")
    aangehoudenWas = Moment(source="arrested_before")
    aangehoudenOp = Moment(source="arrested_after")
    aangekomenWas = Moment(source="arrived_before")
    aangekomenOp = Moment(source="arrived_after")
    bevelWas = Moment(source="order_before")
    bevelOp = Moment(source="order_after")
    urenWas = Number(source="hours_before")
    uren = Number(source="hours_after")
    looptAfWas = Moment(source="due_before")
    looptAfOp = Moment(source="due_after")
    reden = serializers.CharField(source="reason")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class CorrectionIn(In):
    """De momenten van de aanhouding zoals ze blijken te zijn.

    `gezienAantal`: hoeveel correcties u voor u had; is er intussen een bij gekomen, dan volgt 409.
    """

    NAME = "BegincorrectieNieuw"

    gezienAantal = Number(source="seen", min_value=0, max_value=10_000)
    aangehoudenOp = Moment(source="arrested_at")
    aangekomenOp = Moment(source="arrived_at")
    bevelOp = Moment(source="order_at", required=False, allow_null=True, default=None)
    reden = Text(source="reason", longest=LONGEST_REASON)


class Corrections(CaseResource):
    """Correcties van het begin van de eerste beslissing; alles wat ervan afhangt wordt opnieuw berekend."""

    may: ClassVar = {"post": check_can_correct_start}
    operations: ClassVar = {
        "get": Operation(
            id="begincorrectiesLijst",
            summary="Correcties van het begin",
            tag=TAG,
            answer=CorrectionOut,
            listed=True,
        ),
        "post": Operation(
            id="beginCorrigeren",
            summary="Begin van de termijn corrigeren",
            tag=TAG,
            body=CorrectionIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = corrections_of(self.case)
        seen = [row for row in rows if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = CorrectionOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Correct it."""
        return self.create(CorrectionIn, self._correct)

    def _correct(self, values: dict[str, Any]) -> Created:
        around = {name: values.pop(name) for name in ("seen", "reason")}
        moments = StartMoments(**values)
        saved = correct_start_event(case=self.case, moments=moments, **around, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("begincorrecties"))


class ChargeChangeIn(In):
    """Feiten die erbij komen en feiten die vervallen, met de reden."""

    NAME = "FeitwijzigingNieuw"
    ALSO: ClassVar = {"toevoegen": "charges"}

    toevoegen = many(ChargeIn, source="add", required=False, default=list, max_length=12)
    vervallen = serializers.ListField(
        source="withdraw", child=serializers.UUIDField(), required=False, default=list, max_length=40
    )
    reden = Text(source="reason", longest=200)


class ChargeChanges(CaseResource):
    """Feiten toevoegen of laten vervallen: wie er dan bij hoort doet mee, en 6 of 9 uur volgt."""

    may: ClassVar = {"post": check_can_change_charges}
    operations: ClassVar = {
        "post": Operation(
            id="feitenWijzigen", summary="Feiten wijzigen", tag=TAG, body=ChargeChangeIn, creates=True
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Change them."""
        return self.create(ChargeChangeIn, self._change)

    def _change(self, values: dict[str, Any]) -> Created:
        before = {row.pk for row in charges_of(self.case)}
        added = [NewCharge(**row) for row in values.pop("add")]
        corrected = change_charges(case=self.case, add=added, **values, actor=self.actor, at=self.at)
        new = [row.public_id for row in charges_of(self.case) if row.pk not in before]
        return Created(
            (new or values["withdraw"])[0],
            self.below("feiten"),
            more={"kenmerken": [str(key) for key in new], "klokGecorrigeerd": corrected is not None},
        )


# --- the HG label ---------------------------------------------------------------------------------


class LabelStepOut(Record):
    """Een stap over het HG-label: voorgesteld, aanvaard of afgewezen, met de reden."""

    NAME = "LabelStap"
    MODEL = LabelStep

    id = serializers.UUIDField(source="public_id")
    stap = CodeField(source="step", choices=LABEL_STEP_CHOICES)
    reden = serializers.CharField(source="reason")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class LabelStepIn(In):
    """Iedereen aan tafel kan het label voorstellen; politie of OM aanvaardt of wijst af."""

    NAME = "LabelStapNieuw"

    stap = CodeField(source="step", choices=LABEL_STEP_CHOICES)
    reden = Text(source="reason", longest=LONGEST_REASON)


class LabelSteps(CaseResource):
    """De stappen over het HG-label. Aanvaard: wie bij huiselijk geweld hoort doet mee, met wat dan moet."""

    may: ClassVar = {"post": check_can_propose_label}
    operations: ClassVar = {
        "get": Operation(
            id="hgLabelstappenLijst",
            summary="Stappen over het HG-label",
            tag=TAG,
            answer=LabelStepOut,
            listed=True,
        ),
        "post": Operation(
            id="hgLabelstapVastleggen",
            summary="HG-label voorstellen of beoordelen",
            tag=TAG,
            body=LabelStepIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = label_steps_of(self.case)
        seen = [row for row in rows if self.access.may_see(Category.IDENTITY, row.organisation_id)]
        body = LabelStepOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Propose or judge it."""
        return self.create(LabelStepIn, self._step)

    def _step(self, values: dict[str, Any]) -> Created:
        about = {"case": self.case, "reason": values["reason"], "actor": self.actor, "at": self.at}
        if values["step"] == "proposed":
            saved = propose_label(**about)
        else:
            saved = judge_label(accept=values["step"] == "accepted", **about)
        return Created(saved.public_id, self.below("hg-labelstappen"))


# --- linked cases ---------------------------------------------------------------------------------


class LinkedOut(Out):
    """Een gekoppelde zaak waarin uw organisatie ook meeleest."""

    NAME = "GekoppeldeZaak"

    id = serializers.UUIDField(source="public_id")
    nummer = serializers.CharField(source="number")
    verband = serializers.CharField(source="label")
    reden = serializers.CharField(source="reason")
    adres = Computed("address_of", serializers.CharField())

    def address_of(self, row: Any) -> str:
        """Where the case is."""
        return f"/api/v1/zaken/{row.public_id}"


class LinkedCases(CaseResource):
    """De gekoppelde zaken die uw organisatie mag kennen; koppelen gebeurt bij het registreren."""

    operations: ClassVar = {
        "get": Operation(
            id="gekoppeldeZakenLijst", summary="Gekoppelde zaken", tag="zaken", answer=LinkedOut, listed=True
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Only those that the actor reads in too; that there are others is not told."""
        rows = linked_cases(self.access, self.at)
        if rows:
            self.trail.shows(cases=[row.case_id for row in rows], categories=[Category.IDENTITY])
        return self.listed(LinkedOut(rows, many=True).data)
