"""Invented people: drawn by number, so that every new case of the demo has others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

from cases.persons.services import NewPerson, NewSafeContact

# Lists of lengths without a common divisor: a family comes back only after thousands of cases.
FAMILY_NAMES: Final = (
    *("Akkermans", "Brinkhof", "Cremers", "Dalhuizen", "Engelsman", "Faassen", "Grootveld", "Haverkort"),
    *("Idema", "Jongbloed", "Kapteijn", "Lodewijks", "Mandersloot", "Noordanus", "Oosterling", "Aydin"),
    *("Paardekoper", "Quispel", "Ravensberg", "Steenbeek", "Terhorst", "Uithof", "Vroomans", "Bouzid"),
    *("Wassenberg", "Zonneveld", "Bouwhuis", "Drentje", "Eikelboom", "Fransman", "Hofstede", "Demir"),
    *("Klaverweide", "Lindhout", "Nachtegaal", "Pronk", "Rozendal", "Schipperijn", "Tuinder", "Haddad"),
    *("Veldkamp", "Wielinga", "Buitenhuis", "Achterberg", "Gerritse", "Hazelaar", "Koolmees", "Yildirim"),
    *("Meerdink", "Overgaauw", "Riemersma", "Slagboom", "Tanis", "Verhage", "Morabet", "Santos", "Nowak"),
    *("Silva", "Kaya"),
)
MEN: Final = (
    *("Bart", "Cas", "Dirk", "Erik", "Faisal", "Gerben", "Huub", "Ivo", "Joris", "Kevin", "Leon", "Mats"),
    *("Niels", "Olaf", "Pepijn", "Quinten", "Remco", "Sander", "Teun", "Umut", "Vincent", "Wessel"),
    *("Yusuf", "Zeger", "Adil", "Bas", "Coen", "Dennis", "Emre"),
)
WOMEN: Final = (
    *("Anneke", "Britt", "Chantal", "Daniëlle", "Elin", "Fleur", "Greetje", "Hanna", "Imane", "Jolien"),
    *("Karin", "Loes", "Maartje", "Nadine", "Ottilie", "Paulien", "Rianne", "Saskia", "Tamara", "Ursula"),
    *("Vera", "Wendy", "Yasmina", "Zoë", "Aleid", "Bregje", "Cemile", "Dewi", "Elsbeth", "Fatiha", "Gwen"),
)
CHILDREN: Final = (
    *(("Abel", "m"), ("Bo", "f"), ("Ceder", "m"), ("Dali", "f"), ("Evi", "f"), ("Finn", "m"), ("Guus", "m")),
    *(("Hidde", "m"), ("Isa", "f"), ("Juul", "f"), ("Keet", "f"), ("Lev", "m"), ("Mik", "m"), ("Nova", "f")),
    *(("Owen", "m"), ("Puck", "f"), ("Ravi", "m")),
)

# Steps through the lists and the days of the year, from case to case and from person to person.
NAMES_PER_CASE, NAMES_PER_PERSON = 3, 7
DAYS_PER_CASE, DAYS_PER_PERSON, DAYS_OF_BIRTH = 53, 97, 360
# A mobile number that begins with 06 0 belongs to nobody.
NUMBER_OF_NOBODY: Final = "06 0000 {:04d}"

Chosen = TypeVar("Chosen")


class People:
    """Draws the persons of one case; `number` differs per case, `today` is the day on which they play."""

    def __init__(self, number: int, today: date) -> None:
        self.number = number
        self.today = today
        self._drawn = 0

    def man(self, age: int, last_name: str = "") -> NewPerson:
        """A man of this age in whole years; without `last_name` he gets one of his own."""
        return self._person(MEN, "m", age, last_name)

    def woman(self, age: int, last_name: str = "") -> NewPerson:
        """A woman of this age in whole years; without `last_name` she gets one of her own."""
        return self._person(WOMEN, "f", age, last_name)

    def child(self, last_name: str, *, years: int = 0, weeks: int = 0) -> NewPerson:
        """A child of this age, in whole years or in weeks."""
        first_name, gender = self._pick(CHILDREN)
        born = self.today - timedelta(weeks=weeks) if weeks else self._born(years)
        self._drawn += 1
        return NewPerson(first_names=first_name, last_name=last_name, gender=gender, birth_date=born)

    def safe_contact(self, note: str = "") -> NewSafeContact:
        """How the victim can be reached: a safe number at any hour, no voicemail."""
        phone = NUMBER_OF_NOBODY.format(1000 + self.number % 9000)
        return NewSafeContact(phone=phone, phone_safe=True, note=note)

    def _person(self, names: Sequence[str], gender: str, age: int, last_name: str) -> NewPerson:
        person = NewPerson(
            first_names=self._pick(names),
            last_name=last_name or self._pick(FAMILY_NAMES),
            gender=gender,
            birth_date=self._born(age),
        )
        self._drawn += 1
        return person

    def _pick(self, pool: Sequence[Chosen]) -> Chosen:
        return pool[(self.number * NAMES_PER_CASE + self._drawn * NAMES_PER_PERSON) % len(pool)]

    def _born(self, age: int) -> date:
        birthday = date(self.today.year - age, self.today.month, min(self.today.day, 28))
        days = (self.number * DAYS_PER_CASE + self._drawn * DAYS_PER_PERSON) % DAYS_OF_BIRTH + 1
        return birthday - timedelta(days=days)
