"""The ground itself: a test that should fail for carelessness does."""

from __future__ import annotations

import random
import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.template import Context, Engine, Origin, Template

from tests.ground.strictness import NetworkForbidden, UndefinedVariable
from veiligheid.supervisor.roles import OWNER


def render(source: str, folder: Path, **variables: Any) -> str:
    """Render `source` as if it stood in a template folder of the project or elsewhere."""
    origin = Origin(str(folder / "page.html"), "page.html")
    return Template(source, origin, engine=Engine()).render(Context(variables))


@pytest.fixture
def own(settings: Any) -> Path:
    return Path(settings.BASE_DIR) / "templates"


@pytest.mark.parametrize(
    "source",
    [
        "{{ missing }}",
        "{{ person.missing }}",
        "{% if missing %}x{% endif %}",
        "{% for item in missing %}x{% endfor %}",
        "{{ missing|upper }}",
        "{% with name=missing %}x{% endwith %}",
    ],
)
def test_an_undefined_variable_fails(source: str, own: Path) -> None:
    with pytest.raises(UndefinedVariable, match=r"page\.html"):
        render(source, own, person={})


def test_an_optional_variable_says_so_with_default(own: Path) -> None:
    assert render('{% if hint|default:"" %}x{% endif %}{{ hint|default:"geen" }}', own) == "geen"


def test_templates_of_libraries_are_not_held_to_it(tmp_path: Path) -> None:
    assert render("{% if missing %}x{% endif %}", tmp_path) == ""


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 443), ("2001:db8::1", 80)])
def test_another_machine_is_out_of_reach(address: tuple[str, int]) -> None:
    with pytest.raises(NetworkForbidden):
        socket.create_connection(address, timeout=1)


def test_this_machine_is_within_reach() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        socket.create_connection(listener.getsockname(), timeout=1).close()


@pytest.mark.django_db
def test_rows_without_an_order_come_shuffled_and_with_an_order_do_not() -> None:
    ContentType.objects.bulk_create(ContentType(app_label="x", model=f"{number:03}") for number in range(50))
    rows = ContentType.objects.filter(app_label="x")
    assert [row.model for row in rows] != sorted(row.model for row in rows)
    ordered = [row.model for row in rows.order_by("model")]
    assert ordered == sorted(ordered)


@pytest.mark.django_db
def test_tests_log_in_as_the_owner_who_obeys_row_level_security() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, rolbypassrls, rolsuper FROM pg_roles WHERE rolname = session_user"
        )
        assert cursor.fetchone() == (OWNER, False, False)


@pytest.mark.parametrize("attempt", [1, 2])
def test_commits_of_another_thread_are_seen_and_gone_in_the_next_test(
    committed_db: str, attempt: int
) -> None:
    def work() -> None:
        ContentType.objects.create(app_label="thread", model=str(random.random()))  # noqa: S311
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert ContentType.objects.filter(app_label="thread").count() == 1
