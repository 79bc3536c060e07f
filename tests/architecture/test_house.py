"""The shape of the code: sizes, names, what may know what, and no legal work left to the broker."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.repository import ROOT, files, imported, python_files, source

LONGEST: Final = 400
LONGEST_TEST: Final = 600
COUNTED: Final = frozenset({".py", ".html", ".css", ".js"})
CATCH_ALL_NAMES: Final = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})
TOP_PACKAGES: Final = frozenset({"cases", "zsm", "actieoverleg", "veiligheid", "tests"})
OUTSIDE_RULES: Final = frozenset(
    {"django", "rest_framework", "celery", "psycopg", "guardian", "weasyprint", "redis", "structlog"}
)
OWN: Final = frozenset({"cases", "zsm", "actieoverleg", "veiligheid"})


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    long = {}
    for path in files():
        lines = source(path).count("\n")
        cap = LONGEST_TEST if path.parts[0] == "tests" else LONGEST
        if path.suffix in COUNTED and "migrations" not in path.parts and lines > cap:
            long[str(path)] = lines
    assert long == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [str(path) for path in files() if path.suffix == ".py" and CATCH_ALL_NAMES & names_of(path)] == []


def names_of(path: Path) -> set[str]:
    return {*path.parts[:-1], path.stem}


def test_only_the_fixed_packages_stand_at_the_top() -> None:
    tops = {path.parts[0] for path in files() if len(path.parts) == 2 and path.name == "__init__.py"}
    assert tops <= TOP_PACKAGES


def is_rules(path: Path) -> bool:
    return path.name == "rules.py" or "rules" in path.parts[:-1]


def foreign_imports(code: str) -> list[str]:
    """What rules may not import: frameworks, and of our own anything that is not rules too."""
    found = []
    for module in imported(ast.parse(code)):
        top = module.partition(".")[0]
        if top in OUTSIDE_RULES or (top in OWN and "rules" not in module.split(".")):
            found.append(module)
    return found


def test_rules_import_no_framework_and_nothing_of_ours_but_other_rules() -> None:
    rules = [path for path in python_files() if is_rules(path)]
    found = {str(path): foreign_imports(source(path)) for path in rules}
    assert rules
    assert {path: modules for path, modules in found.items() if modules} == {}


def test_the_packages_around_rules_bring_nothing_in_by_themselves() -> None:
    packages = {parent for path in python_files() if is_rules(path) for parent in path.parents if parent.name}
    inits = [package / "__init__.py" for package in packages if (ROOT / package / "__init__.py").exists()]
    assert [str(init) for init in inits if list(imported(ast.parse(source(init))))] == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("from django.db import models", ["django.db.models"]),
        ("import django", ["django"]),
        ("def f():\n    from cases.access.actor import Actor", ["cases.access.actor.Actor"]),
        ("from cases.terms.rules.kinds import TermKind\nimport datetime", []),
        ("from cases.terms import rules", []),
    ],
)
def test_an_import_that_rules_may_not_have_is_seen(code: str, expected: list[str]) -> None:
    assert foreign_imports(code) == expected


def upward_references(code: str) -> list[str]:
    """What `cases` may not know: modules, URL names and templates of the apps that build on it."""
    tree = ast.parse(code)
    modules = [module for module in imported(tree) if module.partition(".")[0] in {"zsm", "actieoverleg"}]
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.startswith(("zsm:", "actieoverleg:", "zsm/", "actieoverleg/", "zsm.", "actieoverleg."))
    ]
    return [*modules, *texts]


def test_the_shared_case_file_knows_nothing_of_the_apps_that_build_on_it() -> None:
    found = {str(path): upward_references(source(path)) for path in python_files("cases")}
    assert {path: names for path, names in found.items() if names} == {}


def test_a_reference_upwards_is_seen() -> None:
    assert upward_references("from zsm.decision import services") == ["zsm.decision.services"]
    assert upward_references('reverse("zsm:decision")') == ["zsm:decision"]
    assert upward_references('state = "at_zsm"') == []


def delayed_calls(code: str) -> list[int]:
    """The lines on which a task is left to the broker for a later moment."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Call) and {"eta", "countdown"} & {word.arg for word in node.keywords}
    ]


def test_no_work_waits_in_the_broker_for_its_moment() -> None:
    found = {str(path): delayed_calls(source(path)) for path in python_files()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_delayed_call_is_seen() -> None:
    assert delayed_calls("task.apply_async(eta=due)\ntask.retry(countdown=5)\ntask.delay(3)") == [1, 2]
