"""What a person is called by who may not know the name."""

from __future__ import annotations

from typing import Final

NAMELESS: Final = {
    "suspect": "de verdachte",
    "victim": "het slachtoffer",
    "child": "een kind",
    "witness": "een getuige",
    "network": "iemand uit het netwerk",
}


def together(names: list[str]) -> str:
    """Names as one says them: "A, B en C"; what is said twice is said once."""
    said = list(dict.fromkeys(names))
    return " en ".join(filter(None, (", ".join(said[:-1]), said[-1]))) if said else ""
