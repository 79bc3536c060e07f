"""What police sends in at an intake: persons, offences, how it met the suspect, what it knew already."""

from __future__ import annotations

from typing import ClassVar, Final

from rest_framework import serializers

from cases.api.fields import (
    CodeField,
    Day,
    EnumField,
    Flag,
    Moment,
    MunicipalityField,
    OptionalText,
    Text,
)
from cases.api.persons import SafeContactIn
from cases.api.serializers import In, many
from cases.casefiles.rules.known import SAME_PERSON_LABELS, SamePerson
from cases.casefiles.rules.linking import LINK_LABELS, LinkKind
from cases.offences.models import ANSWER_CHOICES
from cases.offences.rules.charge import MODE_LABELS, Mode
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.models import GENDER_CHOICES
from cases.plans.rules.measure import PART_LABELS, MeasureKind, Part
from zsm.intake.models import ARREST_CHOICES, HEARD_CHOICES
from zsm.intake.rules import (
    CHILD_OF_LABELS,
    GUARDIAN_IS_LABELS,
    GUARDIAN_OF_LABELS,
    VICTIM_IS_LABELS,
    ChildOf,
    GuardianIs,
    GuardianOf,
    VictimIs,
)
from zsm.intake.services import (
    CHILDREN_PURPOSE,
)

OPEN_TO: Final = [
    (kind.value, ORGANISATION_LABELS[kind]) for kind in (OrganisationKind.OM, OrganisationKind.RECLASSERING)
]
LINKS: Final = [
    (kind.value, LINK_LABELS[kind][0]) for kind in (LinkKind.CO_SUSPECT, LinkKind.MUTUAL_VIOLENCE)
]


class KnownIn(In):
    """Het antwoord, door een mens gegeven, op de vraag of een bekende persoon dezelfde is."""

    NAME = "BekendePersoonAntwoord"

    persoon = serializers.UUIDField(source="person")
    antwoord = EnumField(SamePerson, SAME_PERSON_LABELS, source="answer")


class IdentityIn(In):
    """Een persoon met naam, geboortedag en BSN, zover bekend."""

    NAME = "PersoonNieuw"

    voornamen = OptionalText(source="first_names", longest=120)
    tussenvoegsel = OptionalText(source="infix", longest=20)
    achternaam = Text(source="last_name", longest=120)
    geboortedatum = Day(source="birth_date", required=False, allow_null=True, default=None)
    geslacht = CodeField(source="gender", choices=GENDER_CHOICES, required=False, default="x")
    bsn = OptionalText(longest=12)


class InvolvedIn(IdentityIn):
    """Een betrokkene. `bekend`: per kandidaat (zie persoonsvergelijkingen) het antwoord."""

    NAME = "BetrokkeneNieuw"
    ALSO: ClassVar = {"bekend": "match"}

    achternaam = OptionalText(source="last_name", longest=120)
    bekend = many(KnownIn, source="answers", required=False, default=list, max_length=50)
    uitGekoppeldeZaak = serializers.UUIDField(
        source="carried",
        required=False,
        allow_null=True,
        default=None,
        help_text="Wie dit is in de gekoppelde zaak; naam, geboortedag en BSN komen dan daarvandaan.",
    )


class GuardianIn(InvolvedIn):
    """Een ouder of voogd van een minderjarige verdachte of een minderjarig slachtoffer."""

    NAME = "GezagsdragerNieuw"

    hoedanigheid = EnumField(
        GuardianIs, GUARDIAN_IS_LABELS, source="guardian_is", required=False, default=GuardianIs.PARENT
    )
    over = EnumField(
        GuardianOf,
        GUARDIAN_OF_LABELS,
        source="guardian_of",
        required=False,
        default=GuardianOf.SUSPECT,
        help_text="Over wie het gezag gaat.",
    )


class LinkIn(In):
    """De zaak waaraan de nieuwe wordt gekoppeld: een medeverdachte, of geweld over en weer."""

    NAME = "KoppelingNieuw"

    zaak = serializers.UUIDField(source="case")
    soort = CodeField(source="kind", choices=LINKS)
    reden = Text(source="reason", longest=300)


class ChildIn(InvolvedIn):
    """Een kind van het gezin, en van wie."""

    NAME = "KindNieuw"

    kindVan = EnumField(ChildOf, CHILD_OF_LABELS, source="child_of", required=False, default=ChildOf.BOTH)


class ArrestOffenceIn(In):
    """Een feit van de aanhouding."""

    NAME = "FeitAanhouding"

    artikel = Text(source="code", longest=20)
    gepleegdOp = Day(source="committed_on")
    vorm = EnumField(Mode, MODE_LABELS, source="mode", required=False, default=Mode.COMPLETED)


class ComplaintIn(In):
    """De klacht zoals bij de aanhouding gevraagd."""

    NAME = "KlachtAanhouding"

    antwoord = CodeField(source="answer", choices=ANSWER_CHOICES)
    gedaanOp = Day(source="made_on", required=False, allow_null=True, default=None)
    doorSlachtoffer = Flag(source="by_victim", required=False, default=True)
    opgenomenDoor = OptionalText(source="received_by", longest=120)


class ArrestDetailsIn(In):
    """Hoe, wanneer en waar de verdachte is aangehouden."""

    NAME = "AanhoudingGegevens"

    wijze = CodeField(source="mode", choices=ARREST_CHOICES)
    aangehoudenOp = Moment(source="arrested_at")
    aangekomenOp = Moment(source="arrived_at")
    bevelOp = Moment(source="order_at", required=False, allow_null=True, default=None)
    plaats = Text(source="place", longest=120)
    onderInvloed = Flag(source="intoxicated", required=False, default=False)


class RunningMeasureIn(In):
    """Een maatregel die al liep, en of dit feit haar overtreedt."""

    NAME = "LopendeMaatregel"

    soort = EnumField(MeasureKind, {}, source="kind")
    onderdelen = serializers.ListField(
        source="parts", child=EnumField(Part, PART_LABELS), required=False, default=list, max_length=20
    )
    opgelegdDoor = Text(source="imposed_by", longest=120)
    opgelegdOp = Moment(source="imposed_at")
    tot = Moment(source="ends_at", required=False, allow_null=True, default=None)
    gebied = OptionalText(source="area", longest=300)
    gronden = OptionalText(source="grounds", longest=200)
    beschermtSlachtoffer = Flag(source="protects_victim", required=False, default=True)
    beschermtKinderen = Flag(source="protects_children", required=False, default=False)
    uitgereiktOp = Moment(source="served_at", required=False, allow_null=True, default=None)
    uitgereiktDoor = OptionalText(source="served_by", longest=120)
    geregistreerdOp = Moment(source="registered_at", required=False, allow_null=True, default=None)
    geregistreerdDoor = OptionalText(source="registered_by", longest=120)
    overtredingMeldenBij = OptionalText(source="breach_reporting", longest=200)
    overtredenOp = Moment(source="breached_at", required=False, allow_null=True, default=None)
    omschrijvingOvertreding = OptionalText(source="breach_description", longest=500)


class ArrestReportIn(In):
    """De melding aan Veilig Thuis, in dezelfde stap."""

    NAME = "MeldingAanhouding"

    situatieSchets = Text(source="situation", longest=5000)
    verzoek = OptionalText(source="request", longest=300)
    acuutVolgensMelder = Flag(source="acute", required=False, default=False)
    redenTeLaat = OptionalText(source="late_reason", longest=300)


class HearingDetailsIn(In):
    """Hoe, wanneer en waar de verdachte zonder aanhouding is gehoord."""

    NAME = "VerhoorGegevens"

    wijze = CodeField(source="how", choices=HEARD_CHOICES)
    gehoordOp = Moment(source="heard_at")
    plaats = Text(source="place", longest=120)
    inbrengOp = Moment(
        source="inserted_at",
        required=False,
        allow_null=True,
        default=None,
        help_text="Wanneer de zaak op ZSM komt; vóór dan zijn de controles en de melding gedaan.",
    )


class IntakeIn(In):
    """Wat de politie in één keer registreert, hoe zij de verdachte ook ontmoette."""

    ALSO: ClassVar = {"veiligContact": "contact", "koppeling": "link"}

    hgLabel = Flag(source="hg_label")
    pleeggemeente = MunicipalityField(source="offence_municipality")
    pleegplaats = OptionalText(source="offence_place", longest=120)
    gemeenteSlachtoffer = MunicipalityField(source="victim_municipality")
    verdachte = InvolvedIn(source="suspect")
    slachtoffer = InvolvedIn(source="victim")
    slachtofferIs = EnumField(
        VictimIs, VICTIM_IS_LABELS, source="victim_is", help_text="Het slachtoffer is van de verdachte …"
    )
    relatieVerbrokenOp = Day(source="relation_ended_on", required=False, allow_null=True, default=None)
    feiten = many(ArrestOffenceIn, source="charges", allow_empty=False, max_length=12)
    kinderen = many(
        ChildIn,
        source="children",
        max_length=20,
        help_text="De kindcheck is verplicht: een lege lijst betekent dat er geen kinderen zijn.",
    )
    gezagsdragers = many(
        GuardianIn,
        source="guardians",
        required=False,
        default=list,
        max_length=12,
        help_text="Van een minderjarige verdachte verplicht, of geef `gezagsdragersOnbekend`.",
    )
    gezagsdragersOnbekend = Flag(source="guardians_unknown", required=False, default=False)
    koppeling = LinkIn(source="linked_to", required=False, allow_null=True, default=None)
    kindAanwezig = Flag(source="child_present", required=False, default=False)
    toelichtingKinderen = OptionalText(source="child_note", longest=300)
    kinderenOpenVoor = serializers.ListField(
        source="children_open_to",
        child=CodeField(choices=OPEN_TO),
        required=False,
        default=list,
        max_length=2,
    )
    doelKinderen = OptionalText(source="children_purpose", longest=200, default=CHILDREN_PURPOSE)
    klacht = ComplaintIn(source="complaint", required=False, allow_null=True, default=None)
    maatregelenNagegaan = Flag(source="measures_checked", required=False, default=False)
    maatregel = RunningMeasureIn(source="measure", required=False, allow_null=True, default=None)
    veiligContact = SafeContactIn(source="safe_contact", required=False, allow_null=True, default=None)
    melding = ArrestReportIn(source="report", required=False, allow_null=True, default=None)
    eerderGemeldOp = Day(
        source="reported_on",
        required=False,
        allow_null=True,
        default=None,
        help_text="De dag van een melding die Veilig Thuis al heeft.",
    )


class ArrestIn(IntakeIn):
    """Een aanhouding, zoals de politie die in één keer registreert."""

    NAME = "AanhoudingNieuw"

    aanhouding = ArrestDetailsIn(source="arrest")


class HearingIn(IntakeIn):
    """Een verhoor zonder aanhouding, zoals de politie dat in één keer registreert."""

    NAME = "VerhoorNieuw"

    verhoor = HearingDetailsIn(source="hearing")
    kindcheckGedaan = Flag(
        source="children_checked",
        required=False,
        default=True,
        help_text="False: nog niet nagegaan; de kindcheck is dan vóór de inbreng verschuldigd.",
    )
