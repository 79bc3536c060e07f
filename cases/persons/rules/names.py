"""Names compared: one written form, and a key for Dutch names that sound alike."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_INFIXES: Final = frozenset(
    ("van", "de", "der", "den", "het", "ten", "ter", "te", "op", "in", "aan", "bij", "uit", "voor", "vd")
) | frozenset(("la", "le", "du", "des", "von", "zu", "el", "al", "ben", "bin", "t", "s", "d"))
# Letters that Unicode does not take apart into a base letter and an accent.
_BASE_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "đ": "d", "ł": "l"}
)

# Spellings of one sound, applied in this order on lower-case letters.
_SAME_SOUND: Final[tuple[tuple[str, str], ...]] = (
    ("tsj", "sj"),
    ("ch", "g"),
    ("gh", "g"),
    ("kh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dt", "t"),
    ("dh", "d"),
    ("ck", "k"),
    ("qu", "k"),
    ("q", "k"),
    ("x", "ks"),
    ("z", "s"),
    ("v", "f"),
)
_NOT_A_LETTER: Final = re.compile(r"[^a-z]+")
_SILENT_FINAL_N: Final = re.compile(r"(?<=[^aeiou])en$")
_SOFT_C: Final = re.compile(r"c(?=[eiy])")
_DOUBLED: Final = re.compile(r"(.)\1+")
# Within a word j and y only colour a vowel (Meijer, Meyer), and h is not heard.
_UNHEARD: Final = re.compile(r"[aeiouyjh]")
_FINAL_VOICELESS: Final[dict[str, str]] = {"d": "t", "b": "p"}


def written_form(name: str) -> str:
    """A name in lower-case letters without accents; hyphens and apostrophes become a space."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_BASE_LETTERS))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_A_LETTER.sub(" ", plain).strip()


def family_name_words(last_name: str) -> tuple[str, ...]:
    """The words of a family name without infixes ("van der"); all words when nothing else is left."""
    words = written_form(last_name).split()
    return tuple(word for word in words if word not in _INFIXES) or tuple(words)


def sound_key(last_name: str) -> str:
    """The key under which family names that sound alike meet; empty for an empty name.

    Only the consonant sounds count: Jansen and Janssen, Meijer and Meyer, Visser and Fisser share a key. It
    is used together with the birth date only, and never joins records without a person's judgement.
    """
    return "".join(_word_key(word) for word in family_name_words(last_name))


def part_keys(last_name: str) -> frozenset[str]:
    """The sound keys of each part of a double name, so that "Bakker-de Wit" meets "Bakker"."""
    return frozenset(_word_key(word) for word in family_name_words(last_name))


def _word_key(word: str) -> str:
    text = _SOFT_C.sub("s", _SILENT_FINAL_N.sub("e", word))
    for spelling, sound in _SAME_SOUND:
        text = text.replace(spelling, sound)
    text = _DOUBLED.sub(r"\1", text.replace("c", "k"))
    key = _start_sound(text) + _UNHEARD.sub("", text[1:])
    return (key[:-1] + _FINAL_VOICELESS.get(key[-1], key[-1])).upper()


def _start_sound(text: str) -> str:
    """Jansen and Yilmaz begin with a j; IJsbrand, Ypma and Ahmed with a vowel; the rest with their letter."""
    first, second = text[0], text[1:2]
    if first in "jy":
        return "j" if second and second in "aeiou" else "a"
    return "a" if first in "aeiou" else first
