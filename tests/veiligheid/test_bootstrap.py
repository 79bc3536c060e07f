"""Installing: what is done again when nothing changed, and what is said when something is missing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from veiligheid import assets, bootstrap

OUTLINE = (
    '<svg xmlns="x" width="24"><path stroke="none" d="M0 0h24v24H0z" fill="none" /><path d="M1 1" /></svg>'
)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The commands that the bootstrap would run, in a project with one lock and a virtual environment."""
    ran: list[str] = []

    def note(command: Sequence[object], **environment: str) -> None:
        ran.append(" ".join(map(str, command)))

    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("django==5.2.19 --hash=sha256:00")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / ".venv" / "installed-locks.json")
    monkeypatch.setattr(bootstrap, "venv_works", lambda: True)
    monkeypatch.setattr(bootstrap, "run", note)
    return ran


def test_a_lock_is_installed_with_its_hashes_and_only_once(commands: list[str]) -> None:
    bootstrap.ensure_lock("run")
    bootstrap.ensure_lock("run")
    assert len(commands) == 1
    assert "--require-hashes" in commands[0]


def test_a_lock_that_changed_is_installed_again(commands: list[str], tmp_path: Path) -> None:
    bootstrap.ensure_lock("run")
    (tmp_path / "requirements" / "run.txt").write_text("django==5.2.20 --hash=sha256:01")
    bootstrap.ensure_lock("run")
    assert len(commands) == 2


def test_a_lock_that_could_not_be_installed_is_tried_again(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(command: Sequence[object], **environment: str) -> None:
        raise bootstrap.Stop("pip ended with code 1.")

    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "run", fail)
        with pytest.raises(bootstrap.Stop):
            bootstrap.ensure_lock("run")
    bootstrap.ensure_lock("run")
    assert len(commands) == 1


def test_a_normal_user_hears_which_package_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "can_install_system_packages", lambda: False)
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(bootstrap.Stop, match="apt-get install chromium-headless-shell"):
        bootstrap.ensure_browser()


def test_root_gets_the_missing_package_installed(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "can_install_system_packages", lambda: True)
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    monkeypatch.setenv("PATH", "")
    bootstrap.ensure_browser()
    assert commands == ["apt-get install -y -q --no-install-recommends chromium-headless-shell"]


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without libraries, fonts and Java."""
    monkeypatch.setattr(bootstrap, "has_library", lambda name: False)
    monkeypatch.setattr(bootstrap, "FONT_FILE", tmp_path / "none.ttf")
    monkeypatch.setattr(bootstrap, "JAXB_FILE", tmp_path / "none.jar")
    monkeypatch.setenv("PATH", "")


def test_root_gets_what_documents_need(
    commands: list[str], bare_machine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "can_install_system_packages", lambda: True)
    bootstrap.ensure_document_engine()
    bootstrap.ensure_document_checker()
    assert [command.rsplit(" ", 1)[1] for command in commands] == [
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
        "fonts-dejavu-core",
        "default-jdk-headless",
        "libjaxb-java",
    ]


def test_a_normal_user_hears_what_documents_need(bare_machine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap, "can_install_system_packages", lambda: False)
    with pytest.raises(bootstrap.Stop, match=r"apt-get install libpango-1\.0-0"):
        bootstrap.ensure_document_engine()
    with pytest.raises(bootstrap.Stop, match="apt-get install default-jdk-headless"):
        bootstrap.ensure_document_checker()


def test_a_complete_machine_installs_nothing_for_documents(
    commands: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.touch()
    monkeypatch.setattr(bootstrap, "has_library", lambda name: True)
    monkeypatch.setattr(bootstrap, "FONT_FILE", there)
    monkeypatch.setattr(bootstrap, "JAXB_FILE", there)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    bootstrap.ensure_document_engine()
    bootstrap.ensure_document_checker()
    assert commands == []


def test_a_chosen_browser_that_is_no_program_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CHROMIUM_PATH", str(tmp_path / "nothing"))
    with pytest.raises(bootstrap.Stop, match="CHROMIUM_PATH names"):
        bootstrap.ensure_browser()


def test_an_unsupported_python_is_named_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "")
    with pytest.raises(bootstrap.Stop, match=r"Python 3\.11, 3\.12 or 3\.13 is needed; python3 is 3\.9\.2"):
        bootstrap.use_supported_python()


# --- front-end assets -----------------------------------------------------------------------------


@pytest.fixture
def icons(tmp_path: Path) -> Path:
    for variant in ("outline", "filled"):
        (tmp_path / variant).mkdir()
    for name in ("bell", "bell-off", "clock"):
        (tmp_path / "outline" / f"{name}.svg").write_text(OUTLINE)
    (tmp_path / "filled" / "bell.svg").write_text(OUTLINE)
    return tmp_path


def test_the_icon_list_has_one_name_a_line_and_comments() -> None:
    assert assets.icon_names("# of the board\nclock\n\nbell  # alarm\nclock\n") == ["bell", "clock"]


def test_the_sprite_holds_the_listed_icons_without_their_invisible_frame(icons: Path) -> None:
    sprite = assets.sprite(["bell", "clock"], icons)
    assert sprite.count("<symbol ") == 2
    assert '<symbol id="bell" viewBox="0 0 24 24" fill="none" stroke="currentColor"' in sprite
    assert "M0 0h24v24H0z" not in sprite


def test_a_filled_icon_is_painted_and_not_drawn(icons: Path) -> None:
    assert '<symbol id="bell-filled" viewBox="0 0 24 24" fill="currentColor">' in assets.sprite(
        ["bell-filled"], icons
    )


def test_an_unknown_icon_is_named_with_its_neighbours(icons: Path) -> None:
    with pytest.raises(assets.AssetError, match=r"no Tabler icon 'bel'\. Near it: bell"):
        assets.sprite(["bel"], icons)
