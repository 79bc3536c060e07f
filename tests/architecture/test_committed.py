"""What is committed holds no address of a package registry and no path of somebody's machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.repository import ROOT, files, source

REGISTRY: Final = re.compile(
    r"https?://[\w.-]*\b(?:pypi|pythonhosted|npmjs|npmmirror|yarnpkg|jfrog|artifactory|nexus)\b"
    r"|--(?:extra-)?index-url\b"
    r"|\"resolved\":\s*\"https?:"
    r"|^\s*registry\s*=\s*[\"']?https?:"
    r"|^\s*(?:index-url|extra-index-url)\s*=",
    re.MULTILINE,
)
# The home of a person; tests may name an invented one.
HOME: Final = re.compile(r"(?<![\w.~-])/(?:home|Users)/[\w.-]+/")
EVERYBODYS: Final = frozenset(
    {"/", "/tmp", "/var/tmp", "/srv", "/opt", "/app", "/usr/src", "/home"}  # noqa: S108 - only named here
)
# This file must name what it looks for.
SELF: Final = Path(__file__).resolve().relative_to(ROOT)


def machine_paths() -> tuple[str, ...]:
    """The folder of this copy, the one around it, the home of who runs this; unless it is everybody's."""
    own = (ROOT, ROOT.parent, Path.home())
    return tuple(f"{path}/" for path in own if str(path) not in EVERYBODYS)


def offenders(text: str, paths: tuple[str, ...], *, invented_homes: bool = False) -> list[str]:
    """The lines that hold a registry's address or a path of a machine."""
    return [
        line.strip()
        for line in text.splitlines()
        if REGISTRY.search(line)
        or any(path in line for path in paths)
        or (HOME.search(line) and not invented_homes)
    ]


def test_no_committed_file_holds_a_registry_address_or_a_path_of_a_machine() -> None:
    paths = machine_paths()
    found = {
        str(path): offenders(source(path), paths, invented_homes=path.parts[0] == "tests")
        for path in files()
        if path != SELF
    }
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        "https://registry.npmjs.example/left-pad",
        "--index-url https://packages.example/simple",
        '"resolved": "https://packages.example/left-pad.tgz"',
        "registry=https://packages.example/npm",
        'open("/home/jan/veiligheid/data")',
        "/somewhere/copy/README.md",
    ],
)
def test_an_address_or_a_path_is_seen(line: str) -> None:
    assert offenders(line, ("/somewhere/copy/",)) == [line]


@pytest.mark.parametrize("line", ["/etc/postgresql-common/", "registry = Registry()", "https://www.om.nl/"])
def test_ordinary_lines_pass(line: str) -> None:
    assert offenders(line, ("/somewhere/copy/",)) == []
