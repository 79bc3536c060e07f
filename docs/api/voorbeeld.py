"""A partner's first program: the whole story of one arrest through REST, with the standard library only.

    python3 docs/api/voorbeeld.py <partnersleutels.json>

The file holds the address and per partner a token and on whose behalf it acts; `make run` writes one for the
demo and prints where it stands. Every person in the story is invented.
"""

from __future__ import annotations

import json
import sys
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CRITERIA = range(1, 11)


class Refused(Exception):
    """The application says no; `problem` holds why (RFC 9457)."""

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__(f"{problem['status']} {problem['title']} {problem['detail']}")
        self.problem = problem


@dataclass(frozen=True)
class Partner:
    """One partner system: its token, and the public id of the user on whose behalf it acts."""

    address: str
    token: str
    on_behalf_of: str

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[Any, Mapping[str, str]]:
        """Send one request and give body and headers of the answer. Raises Refused for a problem."""
        request = urllib.request.Request(
            self.address + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Accept": "application/json",
                "Authorization": f"Bearer {self.token}",
                "Namens": self.on_behalf_of,
                "Content-Type": "application/json",
                **headers,
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer), answer.headers
        except urllib.error.HTTPError as error:
            raise Refused(json.load(error)) from None

    def read(self, path: str) -> Any:
        """Read a resource."""
        return self.ask("GET", path)[0]

    def listed(self, path: str) -> list[Any]:
        """Read a whole list, page after page, along the links."""
        rows: list[Any] = []
        page = self.read(path)
        while True:
            rows += page["resultaten"]
            following = page["_links"].get("volgende")
            if following is None:
                return rows
            page = self.read(following["href"].removeprefix("/api/v1"))

    def create(self, path: str, body: object) -> Any:
        """Create once: the key makes it safe to send the same again when no answer came."""
        return self.ask("POST", path, body, **{"Idempotency-Key": str(uuid.uuid4())})[0]

    def change(self, path: str, body: object, etag: str) -> Any:
        """Change the version that was read."""
        return self.ask("PUT", path, body, **{"If-Match": etag})[0]


def arrest(now: datetime, name: str) -> dict[str, Any]:
    """What police registers: stalking in spite of a behavioural order, two children, the report at once."""
    arrested, imposed = now - timedelta(minutes=50), now - timedelta(days=19)
    day = arrested.astimezone(AMSTERDAM).date().isoformat()
    late = (
        "De aanhouding was rond middernacht." if day != now.astimezone(AMSTERDAM).date().isoformat() else ""
    )
    return {
        "hgLabel": True,
        "pleeggemeente": "Duinstede",
        "pleegplaats": "Voor de woning van het slachtoffer",
        "gemeenteSlachtoffer": "Duinstede",
        "verdachte": {
            "voornamen": "Joost",
            "achternaam": name,
            "geboortedatum": "1990-02-03",
            "geslacht": "m",
        },
        "slachtoffer": {"voornamen": "Fenna", "achternaam": f"{name}-Vos", "geboortedatum": "1992-07-08"},
        "slachtofferIs": "former_partner",
        "feiten": [{"artikel": code, "gepleegdOp": day} for code in ("285b", "184a")],
        "aanhouding": {
            "wijze": "red_handed",
            "aangehoudenOp": arrested.isoformat(),
            "aangekomenOp": (arrested + timedelta(minutes=30)).isoformat(),
            "plaats": "Politiebureau Duinstede",
        },
        "kinderen": [{"voornamen": "Pip", "achternaam": name, "geboortedatum": "2018-05-06"}],
        "kindAanwezig": True,
        "kinderenOpenVoor": ["om"],
        "klacht": {"antwoord": "yes", "gedaanOp": day, "opgenomenDoor": "hulpofficier van dienst"},
        "maatregelenNagegaan": True,
        "maatregel": {
            "soort": "behavioural_order",
            "onderdelen": ["area_ban", "contact_ban"],
            "gronden": "b",
            "opgelegdDoor": "officier van justitie",
            "opgelegdOp": imposed.isoformat(),
            "gebied": "De straat van het slachtoffer",
            "beschermtKinderen": True,
            "uitgereiktOp": imposed.isoformat(),
            "uitgereiktDoor": "brigadier van dienst",
            "geregistreerdOp": imposed.isoformat(),
            "geregistreerdDoor": "meldkamer",
            "overtredenOp": (arrested - timedelta(minutes=20)).isoformat(),
            "omschrijvingOvertreding": "Stond een half uur voor de deur.",
        },
        "veiligContact": {"telefoon": "0600000417", "telefoonVeilig": True},
        "melding": {"situatieSchets": "Ex-partner komt steeds vaker aan de deur.", "redenTeLaat": late},
    }


def register(police: Partner, now: datetime, name: str) -> str:
    """Police opens the case; gives its path."""
    made = police.create("/aanhoudingen", arrest(now, name))
    print(f"Politie: zaak {made['nummer']} is geopend.")
    return f"/zaken/{made['id']}"


def screen(police: Partner, case: str) -> None:
    """Trained police takes the SASH and assesses what protection the victim needs."""
    schemas = police.read("/openapi.json")["components"]["schemas"]
    questions = schemas["SashAntwoordNieuw"]["properties"]["vraag"]["enum"]
    police.create(
        f"{case}/sash-screeningen",
        {
            "opVersie": 0,
            "exPartner": True,
            "antwoorden": [
                {"vraag": code, "oordeel": "present" if code == "mortal_fear" else "unknown"}
                for code in questions
            ],
            "niveau": "moderate",
            "afweging": "Zij vreest voor haar leven.",
        },
    )
    (sash,) = police.listed(f"{case}/sash-screeningen")
    print(f"Politie: SASH ingediend, niveau {sash['niveau']} door {', '.join(sash['alarmbellen'])}.")
    people = {row["rol"]: row["id"] for row in police.listed(f"{case}/personen")}
    police.create(
        f"{case}/individuele-beoordelingen",
        {
            "opVersie": 0,
            "slachtoffer": people["victim"],
            "verhouding": "Ex-partner, vader van haar kind.",
            "omstandigheden": "Staat steeds voor haar woning.",
            "risicoStrafproces": "unknown",
            "risicoHerhaling": "yes",
            "risicoIntimidatie": "yes",
            "risicoWraak": "unknown",
            "beschermingNodig": "yes",
            "bescherming": ["no_visual_contact", "contact_or_area_ban"],
            "wens": "Geen enkel contact.",
        },
    )
    print("Politie: het slachtoffer is individueel beoordeeld.")


def arrest_friend(police: Partner, case: str, now: datetime, name: str) -> str:
    """A friend stood with him: a linked case of her own, with victim and child; gives its path."""
    people = {row["rol"]: row["id"] for row in police.listed(f"{case}/personen")}
    first = arrest(now, name)
    same = ("hgLabel", "pleeggemeente", "pleegplaats", "gemeenteSlachtoffer", "aanhouding", "klacht")
    made = police.create(
        "/aanhoudingen",
        {
            **{field: first[field] for field in same},
            "verdachte": {"voornamen": "Lieke", "achternaam": f"{name}-Zand", "geboortedatum": "1991-09-10"},
            "slachtoffer": {"uitGekoppeldeZaak": people["victim"]},
            "slachtofferIs": "other",
            "feiten": [row for row in first["feiten"] if row["artikel"] == "285b"],
            "kinderen": [{"uitGekoppeldeZaak": people["child"]}],
            "koppeling": {
                "zaak": case.removeprefix("/zaken/"),
                "soort": "co_suspect",
                "reden": "Zij stond met hem voor de deur.",
            },
        },
    )
    (linked,) = police.listed(f"/zaken/{made['id']}/gekoppelde-zaken")
    print(f"Politie: zaak {made['nummer']} is geopend en gekoppeld aan zaak {linked['nummer']}.")
    return f"/zaken/{made['id']}"


def assess(vt: Partner, case: str) -> None:
    """Veilig Thuis answers, adds an earlier event, concludes part A and sets a floor condition."""
    vt.create(f"{case}/bekendheidsantwoorden", {"bekend": True, "lopendDossier": True, "fase": "inquiry"})
    vt.create(
        f"{case}/onveilige-gebeurtenissen",
        {
            "gebeurdOp": "2026-01-15",
            "bron": "earlier_file",
            "omschrijving": "Stond bij de school van zijn kind.",
        },
    )
    people = {row["rol"]: row["id"] for row in vt.listed(f"{case}/personen")}
    concluded = vt.create(
        f"{case}/beoordelingen/onderdeel-a",
        {
            "opVersie": 0,
            "criteria": [
                {
                    "code": code,
                    "oordeel": "present" if code in (8, 9, 10) else "absent",
                    "bron": "police_investigation",
                    "toelichting": "Uit de verklaring.",
                }
                for code in CRITERIA
            ],
            "dreigendePersonen": [{"persoon": people["suspect"], "toegang": "yes"}],
            "zicht": "no",
            "onveiligePersonen": [people["victim"], people["child"]],
            "conclusie": "yes",
            "bronnen": ["police_investigation"],
            "onderbouwingDelen": True,
        },
    )
    partners = {row["soort"]: row["organisatie"] for row in vt.listed(f"{case}/deelnemers")}
    vt.create(
        f"{case}/voorwaarden",
        {
            "soort": "floor",
            "tekst": "Geen enkel contact met moeder en kind.",
            "geldtVoor": people["suspect"],
            "toezichthouder": partners["politie"],
            "schendingGemeldDoor": partners["vt"],
            "schendingGemeldAan": partners["politie"],
            "gevolg": "Aanhouding en nieuwe beslissing van de officier.",
            "vanaf": datetime.now(AMSTERDAM).date().isoformat(),
        },
    )
    print(f"Veilig Thuis: acuut onveilig, versie {concluded['versie']}, met een voorwaarde.")


def decide(om: Partner, case: str) -> None:
    """OM states its facts, is refused a release with everything that is missing, and orders custody."""
    om.create(
        f"{case}/feiten-om",
        {
            "opVersie": 0,
            "verdenking": "yes",
            "grondVerdenking": "een betrokkene verklaart het",
            "bewijs": "sufficient",
            "ernstigeBezwaren": "yes",
            "delenMet": ["vt"],
        },
    )
    now = datetime.now(UTC).isoformat()
    partners = {row["soort"]: row["organisatie"] for row in om.listed(f"{case}/deelnemers")}
    act = {"gezienAantal": 0, "motivering": "Gevaar voor moeder en kind.", "wieInformeert": partners["shn"]}
    release = {"soort": "release_without_measures", "gegevens": {"vrijgelatenOp": now}}
    try:
        om.create(f"{case}/besluiten", {**act, "onderdelen": [release]})
    except Refused as refused:
        print("OM: vrijlaten kan niet. Nog nodig:")
        for item in refused.problem["ontbreekt"]:
            print(f"  - {item['tekst']} ({item['leverancierNaam']})")
    hold = {"grond": "investigation", "momentBevel": now, "plaats": "Politiebureau Duinstede"}
    orders = [
        {"soort": "hold_custody", "gegevens": hold},
        {"soort": "bring_before_rc", "gegevens": {"grondenVoorlopigeHechtenis": ["danger_to_persons"]}},
    ]
    om.create(f"{case}/besluiten", {**act, "onderdelen": orders})
    print("OM: in verzekering gesteld en voorgeleiding bevolen.")


def inform(shn: Partner, case: str) -> None:
    """Victim Support reaches the victim at the second call."""
    (notice,) = shn.listed(f"{case}/slachtofferberichten")
    for outcome in ("not_reached", "reached"):
        attempt = {"uitkomst": outcome, "hoe": "phone", "gedaanOp": datetime.now(UTC).isoformat()}
        shn.create(f"{case}/slachtofferberichten/{notice['id']}/pogingen", attempt)
    print("Slachtofferhulp: het slachtoffer is geïnformeerd.")


def follow(police: Partner, case: str, version: int) -> None:
    """What happened since police looked, and what still has to be done."""
    for event in police.listed(f"{case}/gebeurtenissen?sindsVersie={version}"):
        print(f"  {event['versie']:>3} {event['omschrijving']}")
    print("Nog te doen:")
    for term in police.listed(f"{case}/termijnen?lopend=true"):
        print(f"  {term['omschrijving']}: {term['looptAfOp'] or 'zonder vast moment'}")


def play(keys: Mapping[str, Any]) -> str:
    """Play the whole story; gives the path of the case."""
    partners = {
        name: Partner(keys["adres"], key["sleutel"], key["namens"]) for name, key in keys["partners"].items()
    }
    # A name of its own each time: a person who may be known already has to be confirmed by hand.
    name = f"Voorbeeld{uuid.uuid4().hex[:8]}"
    police = partners["politie"]
    case = register(police, datetime.now(UTC), name)
    version = police.read(case)["versie"]
    screen(police, case)
    arrest_friend(police, case, datetime.now(UTC), name)
    assess(partners["vt"], case)
    decide(partners["om"], case)
    inform(partners["shn"], case)
    follow(police, case, version)
    return case


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    play(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
