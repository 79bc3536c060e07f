"""Documents made from the tables in code, so that they cannot go out of date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cases.access.information import our_models
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.disclosure import DEFAULT_ROWS, RECIPIENTS
from cases.access.rules.grants import GRANT_SIGNS
from cases.attachments.rules import states as attachment_states
from cases.casefiles.rules import states
from cases.organisations.rules import ORGANISATION_ABBREVIATIONS
from cases.outbox import rules as message_rules
from cases.outbox.rules import CHANNEL_LABELS
from cases.terms.rules import states as term_rules
from cases.terms.rules.catalogue import RULES
from cases.terms.rules.stages import AUDIENCE_LABELS, PROFILES, STAGE_LABELS, timing_text
from cases.terms.rules.wording import span_text
from veiligheid.api import openapi_text


def documents() -> dict[str, str]:
    """Every generated document: path below `docs/` and text."""
    return {
        "states/case.md": case_states(),
        "states/term.md": term_states(),
        "states/attachment.md": _page(
            "States of an attachment",
            "cases/attachments/rules/states.py",
            f"```mermaid\n{attachment_states.diagram()}```\n",
        ),
        "states/message.md": _page(
            "States of a message of the outbox",
            "cases/outbox/rules.py",
            f"```mermaid\n{message_rules.diagram()}```\n",
        ),
        "terms.md": terms(),
        "disclosure.md": disclosure(),
        "information.md": information(),
        "api/openapi.json": openapi_text(),
    }


def _page(title: str, source: str, *parts: str) -> str:
    head = f"# {title}\n\nMade by `manage.py generate_docs` from `{source}`; do not edit.\n"
    return "\n".join((head, *parts))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines) + "\n"


def case_states() -> str:
    """The states of a case and what moves it."""
    return _page(
        "States of a case", "cases/casefiles/rules/states.py", f"```mermaid\n{states.diagram()}```\n"
    )


def term_states() -> str:
    """The life of a term, and per profile when it speaks up and to whom."""
    rows = (
        (
            profile,
            stage.code,
            STAGE_LABELS[stage.nature],
            timing_text(stage.timing),
            ", ".join(AUDIENCE_LABELS[audience] for audience in stage.audiences),
            ", ".join(CHANNEL_LABELS[channel] for channel in stage.channels),
            f"elke {span_text(stage.every)}" if stage.every else "",
        )
        for profile, stages in PROFILES.items()
        for stage in stages
    )
    head = ("profile", "stage", "what", "when", "for whom", "channels", "again")
    return _page(
        "Life of a term",
        "cases/terms/rules/states.py and stages.py",
        f"```mermaid\n{term_rules.diagram()}```\n",
        "## When a term speaks up\n",
        "Whom it reaches also depends on the duty hours; nobody there means one step up at once.\n",
        _table(head, rows),
    )


def terms() -> str:
    """Every kind of term with its rule."""
    rows = (
        (
            rule.kind.value,
            rule.label,
            rule.starts_at,
            rule.basis,
            ", ".join(dict.fromkeys(way.stages for way in rule.ways.values())),
            f"{rule.valid_from:%Y-%m-%d}",
            rule.to_confirm or "",
        )
        for rule in RULES
    )
    head = ("kind", "term", "starts at", "basis", "warns as", "valid from", "to be confirmed by a jurist")
    return _page("Terms", "cases/terms/rules/", _table(head, rows))


def disclosure() -> str:
    """The default disclosure table: who sees what another organisation recorded."""
    cells = {(row.recipient, row.category): row.grant for row in DEFAULT_ROWS}
    categories = dict.fromkeys(row.category for row in DEFAULT_ROWS)
    rows = (
        (CATEGORY_LABELS[category], *(GRANT_SIGNS[cells[kind, category]] for kind in RECIPIENTS))
        for category in categories
    )
    head = ("category", *(ORGANISATION_ABBREVIATIONS[kind] for kind in RECIPIENTS))
    legend = (
        "✓ may see · c with consent · t only what the giver marked · `·` only that it exists\n\n"
        "This is the default of the law and version 1 of the table. Later versions are rows that two\n"
        "privacy officers made (one writes, another approves); they stand on `/verstrekkingen`.\n"
    )
    return _page("Disclosure table", "cases/access/rules/disclosure.py", legend, _table(head, rows))


def information() -> str:
    """Which field gives away which category of information."""
    rows = []
    for model in sorted(our_models(), key=lambda model: model._meta.label):
        declared: dict[str, Category] = getattr(model, "INFORMATION", {})
        for name, category in declared.items():
            if category is not Category.TECHNICAL:
                rows.append((model._meta.label, name, CATEGORY_LABELS[category]))
    return _page("Information categories", "the models", _table(("model", "field", "category"), rows))
