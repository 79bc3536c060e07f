"""Who works where: two invented regions with every kind of organisation, for the demo and for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from cases.organisations.models import (
    Certificate,
    Municipality,
    MunicipalityRouting,
    Organisation,
    Region,
    User,
    ZsmLocation,
)
from cases.organisations.rules import CertificateKind, OrganisationKind, Role

DEMO_PASSWORD: Final = "demo-duinrand-2026"
ROUTED_FROM: Final = date(2020, 1, 1)

K = OrganisationKind


@dataclass(frozen=True, slots=True)
class RegionCast:
    """One region: its ZSM location and municipalities; `mark` ends the user names of its staff."""

    name: str
    mark: str
    municipalities: tuple[str, ...]
    area_code: str


@dataclass(frozen=True, slots=True)
class Staff:
    """One member of staff: user name (without the mark of the region), name, roles."""

    username: str
    names: tuple[str, str]
    roles: tuple[Role, ...]


REGIONS: Final = (
    RegionCast("Duinrand", "", ("Duinstede", "Havenmeer", "Zandvliet"), "0600"),
    RegionCast("Rivierkwartier", "-rk", ("Waalburg", "Maasdrecht"), "0601"),
)

# Name per kind; {region} is filled in. Names of two people: one per region.
ORGANISATIONS: Final[dict[OrganisationKind, tuple[str, str]]] = {
    K.POLITIE: ("Politie {region}", "Politie {region}"),
    K.VT: ("Veilig Thuis {region}", "VT {region}"),
    K.OM: ("Openbaar Ministerie {region}", "OM {region}"),
    K.RECLASSERING: ("Reclassering {region}", "3RO {region}"),
    K.RVDK: ("Raad voor de Kinderbescherming {region}", "RvdK {region}"),
    K.SHN: ("Slachtofferhulp {region}", "SHN {region}"),
    K.HALT: ("Halt {region}", "Halt {region}"),
    K.LOKAAL: ("Lokaal team {region}", "Lokaal team {region}"),
    K.ZVH: ("Zorg- en Veiligheidshuis {region}", "ZVH {region}"),
    K.GEMEENTE: ("Gemeente {region}", "Gemeente {region}"),
    K.GI: ("Jeugdbescherming {region}", "GI {region}"),
    K.JR: ("Jeugdreclassering {region}", "JR {region}"),
    K.OPVANG: ("Opvang {region}", "Opvang {region}"),
    K.EXPERT: ("Forensisch expertise {region}", "Expert {region}"),
    K.LEC_EGG: ("Expertise eergerelateerd geweld {region}", "EGG {region}"),
}

STAFF: Final[dict[OrganisationKind, tuple[Staff, ...]]] = {
    K.POLITIE: (
        Staff("politie", ("Sanne Vermeulen", "Ruben Hoekstra"), (Role.HOVJ, Role.CASE_HANDLER)),
        Staff("politie.sash", ("Joost Halsema", "Meike Donkers"), (Role.CASE_HANDLER,)),
        Staff("politie.lead", ("Karim Osdorp", "Ilse Brandsma"), (Role.TEAM_LEAD,)),
    ),
    K.VT: (
        Staff("vt", ("Noor de Graaf", "Tessa van Rijn"), (Role.CASE_HANDLER,)),
        Staff("vt.lead", ("Bram Kuipers", "Joke Dijkman"), (Role.TEAM_LEAD, Role.CHAIR)),
    ),
    K.OM: (
        Staff("om", ("Maarten Schouten", "Eva Lindeman"), (Role.PROSECUTOR,)),
        Staff("om.assistent", ("Lotte Pranger", "Daan Veltman"), (Role.ASSISTANT_PROSECUTOR,)),
        Staff("om.secretaris", ("Yara Bosman", "Pim Roelofs"), (Role.PROSECUTOR_CLERK,)),
        Staff("kpc", ("Fatma Aydoner", "Gijs Wolters"), (Role.ZSM_COORDINATOR,)),
        Staff("om.lead", ("Henk Terlouw", "Rosa Meinders"), (Role.TEAM_LEAD,)),
    ),
    K.RECLASSERING: (
        Staff("3ro", ("Jeroen Baas", "Mirjam Stolk"), (Role.CASE_HANDLER,)),
        Staff("3ro.lead", ("Anouk Visch", "Tom Berends"), (Role.TEAM_LEAD,)),
    ),
    K.RVDK: (
        Staff("rvdk", ("Petra Wijnands", "Stijn Olthof"), (Role.CASE_HANDLER,)),
        Staff("rvdk.lead", ("Hamza Rietveld", "Carla Nooijen"), (Role.TEAM_LEAD,)),
    ),
    K.SHN: (
        Staff("shn", ("Iris Kooiman", "Wouter Plas"), (Role.CASE_HANDLER,)),
        Staff("shn.lead", ("Marja Duinker", "Sem Harkema"), (Role.TEAM_LEAD,)),
    ),
    K.HALT: (Staff("halt", ("Koen Spaan", "Elif Morren"), (Role.CASE_HANDLER,)),),
    K.LOKAAL: (Staff("lokaal", ("Dounia Peeters", "Arie Blokland"), (Role.CASE_HANDLER,)),),
    K.ZVH: (Staff("zvh", ("Rik Sandberg", "Nadia Koster"), (Role.CASE_HANDLER, Role.CHAIR)),),
    K.GEMEENTE: (Staff("gemeente", ("Trudy Evers", "Hugo Lammers"), (Role.CASE_HANDLER,)),),
    K.GI: (Staff("gi", ("Femke Roos", "Job Hartog"), (Role.CASE_HANDLER,)),),
    K.JR: (Staff("jr", ("Lars Mulder", "Sofie Kranen"), (Role.CASE_HANDLER,)),),
    K.OPVANG: (Staff("opvang", ("Wilma Zijlstra", "Amina Bos"), (Role.CASE_HANDLER,)),),
    K.EXPERT: (Staff("expert", ("Otto Prinsen", "Vera Smids"), (Role.CASE_HANDLER,)),),
    K.LEC_EGG: (Staff("egg", ("Selma Tuinstra", "Bas Lankhorst"), (Role.CASE_HANDLER,)),),
}

# Administrators of the demo: they keep rights and tables, and open no cases.
ADMINISTRATORS: Final = (
    (K.VT, Staff("vt.beheer", ("Lia Overbeek", "Jan Hemmes"), (Role.FUNCTIONAL_ADMINISTRATOR,))),
    (K.VT, Staff("vt.privacy", ("Ard Ruiter", "Minke Sanders"), (Role.PRIVACY_OFFICER,))),
    # Police keeps who may take a SASH.
    (K.POLITIE, Staff("politie.beheer", ("Loes Hartman", "Victor Spil"), (Role.FUNCTIONAL_ADMINISTRATOR,))),
    # A change of the disclosure table needs two.
    (K.OM, Staff("om.privacy", ("Geert Wolbers", "Sylvia Ottens"), (Role.PRIVACY_OFFICER,))),
)


# Police staff trained to take a SASH; the team lead is not.
TRAINED: Final = ("politie", "politie.sash")
TRAINED_FROM, TRAINED_TO = date(2025, 1, 1), date(2031, 1, 1)


def ensure_cast(at: datetime, password: str = DEMO_PASSWORD) -> None:
    """Make both regions with organisations, routing and staff; what exists already is left alone."""
    hashed = make_password(password)
    for number, cast in enumerate(REGIONS):
        region, _ = Region.objects.get_or_create(name=cast.name)
        location, _ = ZsmLocation.objects.get_or_create(name=f"ZSM {cast.name}")
        organisations = {kind: _organisation(kind, region, cast) for kind in ORGANISATIONS}
        for name in cast.municipalities:
            municipality, _ = Municipality.objects.get_or_create(
                name=name, defaults={"zsm_location": location}
            )
            _route(municipality, organisations.values())
        for kind, staff in STAFF.items():
            for member in staff:
                _user(member, organisations[kind], number=number, hashed=hashed, at=at)
        for kind, member in ADMINISTRATORS:
            _user(member, organisations[kind], number=number, hashed=hashed, at=at)
        for username in TRAINED:
            _certificate(f"{username}{cast.mark}")


def _certificate(username: str) -> None:
    Certificate.objects.get_or_create(
        user=User.objects.get(username=username),
        kind=CertificateKind.SASH.value,
        valid_from=TRAINED_FROM,
        defaults={"valid_to": TRAINED_TO},
    )


def _organisation(kind: OrganisationKind, region: Region, cast: RegionCast) -> Organisation:
    name, short_name = (text.format(region=cast.name) for text in ORGANISATIONS[kind])
    group, _ = Group.objects.get_or_create(name=name)
    organisation, _ = Organisation.objects.get_or_create(
        name=name,
        defaults={
            "short_name": short_name,
            "kind": kind.value,
            "group": group,
            "region": region,
            "phone": f"{cast.area_code}-{100000 + list(ORGANISATIONS).index(kind)}",
            "breach_phone": "0900-8844" if kind is K.POLITIE else "",
        },
    )
    return organisation


def _route(municipality: Municipality, organisations: Iterable[Organisation]) -> None:
    for organisation in organisations:
        MunicipalityRouting.objects.get_or_create(
            municipality=municipality,
            kind=organisation.kind,
            valid_from=ROUTED_FROM,
            defaults={"organisation": organisation},
        )


def _user(member: Staff, organisation: Organisation, *, number: int, hashed: str, at: datetime) -> None:
    username = f"{member.username}{REGIONS[number].mark}"
    User.objects.get_or_create(
        username=username,
        defaults={
            "display_name": member.names[number],
            "email": f"{username}@veiligheid.example",
            "organisation": organisation,
            "roles": [role.value for role in member.roles],
            "password": hashed,
            "created_at": at,
        },
    )
