"""A real browser on a real server: the whole application on a database of the test's own.

    def test_…(page):           page.goto("/bord")
    def test_…(new_context):    police, safe_home = new_context().new_page(), new_context().new_page()

A test fails when a page of it throws, violates the content security policy or misses a file, and when a
request makes the server fail.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.signals import got_request_exception
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django import Settings

# The one without a window first: it shows the same pages in half the time.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
)
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
RESULTS = Path(__file__).resolve().parents[2] / "test-results"
BROWSER_FIXTURES = {"browser", "new_context", "context", "page"}
# Only the violations come back, each with its piece of the page: the rest is much and says nothing. The pages
# have no frames; what axe would load before is for a rule that is not in use.
WHAT_AXE_TELLS = "{resultTypes: ['violations'], selectors: false, iframes: false, preload: false}"
# Chromium writes an error for every page that answers 403, 404 or 409, which is what many tests are about.
EXPECTED_CONSOLE = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")


# Many years: the server's clock stands where a story plays, and the browser counts from there to today.
LASTING = "max-age=315360000"


class LastingFiles(StaticFilesHandler):
    """Static files as a browser gets them in production: kept, and not asked again with every page."""

    def serve(self, request: HttpRequest) -> HttpResponse | FileResponse:
        """Give a file, with how long it holds."""
        response = super().serve(request)
        response.headers["Cache-Control"] = LASTING
        return response


class BrowserServer:
    """The running application; `errors` collects the exceptions of its requests."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.errors: list[str] = []

    def note_error(self, sender: Any, request: Any, **_: Any) -> None:
        """Receive Django's signal of a request that failed."""
        error = sys.exc_info()[1]
        self.errors.append(f"{request.method} {request.path}: {error!r}")


class ContextFactory(Protocol):
    """Opens one more browser session, as for another user; options are Playwright's of a new context."""

    def __call__(self, **options: Any) -> BrowserContext:
        """Return the new session."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the browser, so that `-m "not browser"` leaves it out."""
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of every open page of a test that failed."""
    report = yield
    if report.when == "call" and report.failed:
        for number, context in enumerate(getattr(item, "browser_contexts", [])):
            for page in context.pages:
                name = re.sub(r"[^\w-]+", "_", item.nodeid)
                page.screenshot(path=RESULTS / "failures" / f"{name}-{number}.png", full_page=True)
    return report


@pytest.fixture
def browser_server(committed_db: str, settings: Settings) -> Iterator[BrowserServer]:
    """The application on a port of this machine, on a database of this test alone."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "127.0.0.1"]
    thread = LiveServerThread("127.0.0.1", LastingFiles, connections_override={})
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    server = BrowserServer(f"http://127.0.0.1:{thread.port}")
    settings.SITE_URL = server.url
    got_request_exception.connect(server.note_error)
    yield server
    got_request_exception.disconnect(server.note_error)
    thread.terminate()
    assert not server.errors, "The server failed:\n" + "\n".join(server.errors)


def chromium_path() -> str:
    """Return the browser to use; fails the test with what to install when there is none."""
    chosen = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chosen is None:
        pytest.fail(
            "No Chromium: apt-get install chromium-headless-shell, or set CHROMIUM_PATH to one.",
            pytrace=False,
        )
    return chosen


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium per worker; it cannot reach any other machine."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=flags)
        yield browser
        browser.close()


def watch(context: BrowserContext, problems: list[str]) -> None:
    """Collect what goes wrong in any page of `context`."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not EXPECTED_CONSOLE.match(message.text):
            problems.append(f"console: {message.text}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and "/static/" in response.url:
            problems.append(f"{response.status} for {response.url}")

    context.on("console", on_console)
    context.on("response", on_response)
    context.on("weberror", lambda error: problems.append(f"script: {error.error}"))


@pytest.fixture
def new_context(
    browser: Browser, browser_server: BrowserServer, request: pytest.FixtureRequest
) -> Iterator[ContextFactory]:
    """Opens browser sessions; each has its own cookies."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []
    request.node.browser_contexts = contexts

    def open_context(**options: Any) -> BrowserContext:
        usual: dict[str, Any] = {
            "base_url": browser_server.url,
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "viewport": {"width": 1366, "height": 768},
            "reduced_motion": "reduce",
        }
        context = browser.new_context(**{**usual, **options})
        watch(context, problems)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert not problems, "The browser reported:\n" + "\n".join(problems)


@pytest.fixture
def context(new_context: ContextFactory) -> BrowserContext:
    """One browser session."""
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """One page in a session of its own."""
    return context.new_page()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Asserts that a page has no accessibility violation that axe can find."""

    def assert_accessible(page: Page) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        violations = page.evaluate(f"axe.run({WHAT_AXE_TELLS}).then(({{violations}}) => violations)")
        told = [
            f"{violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(f"    {node['html']}\n      {node['failureSummary']}" for node in violation["nodes"])
            for violation in violations
        ]
        assert not told, f"axe on {page.url}:\n" + "\n".join(told)

    return assert_accessible


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """Keeps a picture of a whole page below `test-results/`, to be looked at: `make test PICTURES=1`.

    Nobody looks at those of every run, and hundreds of them cost it minutes.
    """

    def keep(page: Page, name: str) -> Path:
        path = RESULTS / "screenshots" / f"{name}.png"
        if not os.environ.get("PICTURES"):
            return path
        try:
            page.screenshot(path=path, full_page=True)
        except PlaywrightError:
            # Chromium on a busy machine; the picture is for looking at and proves nothing.
            page.wait_for_timeout(1000)
            page.screenshot(path=path, full_page=True)
        return path

    return keep
