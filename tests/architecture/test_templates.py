"""Templates and scripts keep to the content security policy, and `cases` to its own names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.repository import files, python_files, source, templates

FORBIDDEN_IN_MARKUP: Final = {
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"[\s\"']style\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"'{]", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "evaluated expression": re.compile(
        r"\bhx-(?:vals|headers)\s*=\s*[\"']\s*js:|\bhx-trigger\s*=\s*[\"'][^\"']*\[", re.IGNORECASE
    ),
}
SCRIPT: Final = re.compile(
    r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.IGNORECASE | re.DOTALL
)
DATA_BLOCK: Final = re.compile(r"type\s*=\s*[\"']application/(?:ld\+)?json[\"']", re.IGNORECASE)
COMMENT: Final = re.compile(r"\{#.*?#\}|\{% comment.*?%\}.*?\{% endcomment %\}", re.DOTALL)
FORBIDDEN_IN_SCRIPTS: Final = {
    "eval": re.compile(r"\beval\s*\("),
    "function from text": re.compile(r"\bnew\s+Function\s*\("),
    "timer from text": re.compile(r"\bset(?:Timeout|Interval)\s*\(\s*[\"'`]"),
    "style attribute": re.compile(r"setAttribute\(\s*[\"'`]style[\"'`]"),
}
UPWARD: Final = re.compile(r"[\"'](?:zsm|actieoverleg)[:/]")


def breaches(markup: str) -> list[str]:
    """What in a template the content security policy would block (architecture, section 5)."""
    text = COMMENT.sub("", markup)
    found = [name for name, pattern in FORBIDDEN_IN_MARKUP.items() if pattern.search(text)]
    bodies = (script for script in SCRIPT.finditer(text) if script["body"].strip())
    found += ["script in the page" for script in bodies if not DATA_BLOCK.search(script["attributes"])]
    return found


def test_no_template_holds_what_the_content_security_policy_blocks() -> None:
    found = {str(path): breaches(source(path)) for path in templates()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<style>p {}</style>", ["style element"]),
        ('<p style="color: red">', ["style attribute"]),
        ('<button onclick="go()">', ["event attribute"]),
        ('<button hx-on:click="go()">', ["hx-on"]),
        ('<a href="javascript:go()">', ["javascript address"]),
        ("<script>go()</script>", ["script in the page"]),
        ("<div hx-vals='js:{a: 1}'>", ["evaluated expression"]),
        ('<div hx-trigger="click[ctrlKey]">', ["evaluated expression"]),
        ("<script src=\"{% static 'js/x.js' %}\" defer></script>", []),
        ('<script type="application/json">{"a": 1}</script>', []),
        ('{# never a style= here #}<p class="style">', []),
        ('<option value="on" {% if conditions == "x" %}selected{% endif %}>', []),
    ],
)
def test_what_the_policy_blocks_is_seen(markup: str, expected: list[str]) -> None:
    assert breaches(markup) == expected


def makes_markup(path: Path) -> bool:
    return "templatetags" in path.parts or "web" in path.parts or path.name in {"documents.py", "messages.py"}


def test_no_python_code_writes_a_style_or_script_into_a_page() -> None:
    patterns = (
        FORBIDDEN_IN_MARKUP["style element"],
        re.compile(r"\sstyle=\\?[\"']"),
        re.compile(r"<script\b"),
    )
    found = [
        str(path)
        for path in python_files()
        if makes_markup(path) and any(pattern.search(source(path)) for pattern in patterns)
    ]
    assert found == []


def test_no_own_script_makes_code_out_of_text() -> None:
    scripts = [path for path in files() if path.parts[0] == "static" and path.suffix == ".js"]
    found = {
        str(path): [name for name, pattern in FORBIDDEN_IN_SCRIPTS.items() if pattern.search(source(path))]
        for path in scripts
    }
    assert {path: names for path, names in found.items() if names} == {}


def test_templates_of_the_shared_case_file_know_no_names_of_the_apps_that_build_on_it() -> None:
    shared = [path for path in templates() if path.parts[1] not in {"zsm", "actieoverleg"}]
    found = [str(path) for path in shared if UPWARD.search(COMMENT.sub("", source(path)))]
    assert found == []


def test_a_name_of_an_app_above_is_seen() -> None:
    assert UPWARD.search("{% url 'zsm:decision' zaak=case.public_id %}")
    assert UPWARD.search('{% include "zsm/decision/_path.html" %}')
    assert not UPWARD.search('<p class="at-zsm">ZSM: besluit</p>')


FIXED: Final = re.compile(r"\{%\s*fixed\s+[\"']([^\"']+)[\"']")


def test_a_part_that_is_composed_once_says_nothing_of_a_request() -> None:
    texts = {str(path): source(path) for path in templates()}
    parts = {name for text in texts.values() for name in FIXED.findall(text)}
    assert parts
    for name in parts:
        (text,) = (text for path, text in texts.items() if path.endswith(f"templates/{name}"))
        assert not re.search(r"\{\{|\{%(?!\s*static\b)", COMMENT.sub("", text)), name
