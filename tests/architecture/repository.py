"""The files of this repository, as git sees them, for the tests that look at the house itself."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
APPS: Final = ("cases", "zsm", "actieoverleg", "veiligheid")
# Where nothing of ours lives; needed only on a machine without git.
NOT_OURS: Final = frozenset({".git", ".venv", "node_modules", "var", "__pycache__"})


@cache
def files() -> tuple[Path, ...]:
    """Every file that is committed or about to be, relative to the root; ignored files are left out."""
    command = [
        "git",
        "-c",
        "safe.directory=*",
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
    ]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return tuple(_walked())
    names = sorted(name for name in listed.split("\0") if name)
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def _walked() -> Iterator[Path]:
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_file() and not NOT_OURS.intersection(inside.parts):
            yield inside


def source(path: Path) -> str:
    """The text of a file; what is no text (a picture) reads as empty."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def python_files(*tops: str) -> tuple[Path, ...]:
    """The Python files below these top folders (default: the apps), migrations left out."""
    wanted = tops or APPS
    return tuple(
        path
        for path in files()
        if path.suffix == ".py" and path.parts[0] in wanted and "migrations" not in path.parts
    )


def templates() -> tuple[Path, ...]:
    """Every template."""
    return tuple(path for path in files() if path.parts[0] == "templates")


def imported(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports, wherever in the file, by their full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # "from zsm.decision import rules" names a module in what it takes.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
