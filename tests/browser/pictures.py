"""Take the pictures of the guides from a running application: `python -m tests.browser.pictures`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from playwright.sync_api import Browser, Page

import server.core.db
from server import schema
from server.app import create_app
from server.core.settings import Settings
from tests.browser.chromium import launch
from tests.browser.picture_class import NOW, PASSWORD, PictureClass, build
from tests.browser.serving import serving

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
WIDTH = 1200
EPOCHS = 60
COURSE = "/courses/foundations"
ROSTER = """email,name,section,role
zoe@example.org,Zoë Fischer,Mon,
bao@example.org,Bao Tran,Wed,
kofi@example.org,Kofi Mensah,Wed,
sam@example.org,Sam Okafor,Wed,
ravi.example.org,Ravi Iyer,Mon,
bao@example.org,Bao Tran,Mon,
tom@example.org,Tom Hale,Mon,tutor
"""
SCORES = """email,sigmoid,tanh,relu,linear
amara@example.org,,95,85,
carl@example.org,graded,,excused,
dario@example.org,110,,,
"""


class Still(datetime):
    """A clock that stands, so that the same pictures come at every run."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        """The moment of the pictures."""
        return NOW.astimezone(tz)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture.

    Attributes:
        path: of the page, with names of people and exercises in braces.
        height: of what is seen.
        then: what is done on the page first.
    """

    path: str
    height: int
    then: Callable[[Page], None] = lambda page: None


def _new_course(page: Page) -> None:
    page.get_by_label("Title").fill("Neural Networks from Scratch")
    page.get_by_label("Term", exact=True).fill("Summer 2027")
    page.get_by_label("Time zone").select_option("Europe/Berlin")
    page.get_by_label("Start from").select_option(
        label="the whole catalog, one unit per week starting at the first due date"
    )
    page.get_by_label("First due date").fill("2027-04-23")


def _roster(page: Page) -> None:
    page.get_by_label("or paste the text").fill(ROSTER)
    page.get_by_role("button", name="Preview import").click()


def _upload(page: Page) -> None:
    page.get_by_label("CSV or Excel file").set_input_files(
        {"name": "scores.csv", "mimeType": "text/csv", "buffer": SCORES.encode()}
    )
    page.get_by_role("button", name="Preview changes").click()
    page.get_by_label("Reason (students see it with their score)").fill("Second marking on paper.")


def _policies(page: Page) -> None:
    page.get_by_label("Percent off per day").fill("20")
    page.get_by_role("button", name="Save").click()


def _as_student(page: Page) -> None:
    page.get_by_role("button", name="View the course as this student").click()
    page.get_by_text("You cannot submit or change anything.").wait_for()


def _pair(page: Page) -> None:
    page.get_by_role("link", name="Side by side").first.click()


def _trained(page: Page) -> None:
    page.locator("#playground[data-ready]").wait_for(timeout=90_000)  # Python starts
    for _ in range(EPOCHS):
        epoch = int(page.locator("#figure-epoch").inner_text())
        page.locator("#epoch").click()
        page.locator("#figure-epoch").get_by_text(str(epoch + 1), exact=True).wait_for()


def _typeset(page: Page) -> None:
    page.wait_for_load_state("networkidle")


PICTURES = {
    "new-course": Picture("/courses/new", 860, _new_course),
    "roster": Picture(f"{COURSE}/people/import", 740, _roster),
    "assignment": Picture(f"{COURSE}/assignments/{{activations}}", 900),
    "what-changes": Picture(f"{COURSE}/assignments/{{activations}}", 500, _policies),
    "extensions": Picture(f"{COURSE}/gradebook/extensions", 840),
    "gradebook": Picture(f"{COURSE}/gradebook", 720),
    "cell": Picture(f"{COURSE}/gradebook/{{amara}}/relu", 700),
    "scores": Picture(f"{COURSE}/gradebook/{{emil}}", 760),
    "upload": Picture(f"{COURSE}/gradebook/upload", 800, _upload),
    "insight": Picture(f"{COURSE}/insight", 720),
    "mistakes": Picture(f"{COURSE}/insight/relu", 760),
    "similarity": Picture(f"{COURSE}/similarity/linear", 620, _pair),
    "regrade": Picture(f"{COURSE}/regrades/{{regrade}}", 740),
    "announcements": Picture(f"{COURSE}/announcements", 420, _typeset),
    "audit": Picture(f"{COURSE}/audit", 700),
    "playground": Picture("/playground?d=xor&op=adam&lr=0.03&h=4tanh&di=1&n=60", 640, _trained),
    "view-as": Picture(f"{COURSE}/gradebook/{{mira}}", 700, _as_student),  # last: it lasts
}


def take(browser: Browser, url: str, made: PictureClass, folder: Path) -> None:
    """Log in as the instructor and take every picture."""
    context = browser.new_context(
        base_url=url, viewport={"width": WIDTH, "height": 800}, reduced_motion="reduce", locale="en-GB"
    )
    page = context.new_page()
    page.goto("/login")
    page.get_by_label("Email").fill("ines@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Log out").wait_for()
    for name, picture in PICTURES.items():
        page.set_viewport_size({"width": WIDTH, "height": picture.height})
        page.goto(picture.path.format(**made.names))
        picture.then(page)
        page.evaluate("document.activeElement?.blur()")
        page.screenshot(path=folder / f"{name}.png", animations="disabled")
        print(f"{name}.png  {(folder / f'{name}.png').stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Seed a class in a temporary place, serve it and take the pictures."""
    server.core.db.datetime = Still  # type: ignore[misc]
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as state:
        settings = Settings(
            state_dir=Path(state), database_url=f"sqlite:///{state}/pictures.db", redis_url=f"unix://{state}/none.sock"
        )
        app = create_app(settings)
        schema.upgrade(app.extensions["chainrule.engine"])
        made = build(app.extensions["chainrule.sessions"], settings)
        with serving(app) as url, launch() as browser:
            take(browser, url, made, FOLDER)


if __name__ == "__main__":
    main()
