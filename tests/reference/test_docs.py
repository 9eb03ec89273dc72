"""docs/engine.md says what the engine does: its code is run, its outputs and figures are compared.

`python -m tests.reference.test_docs` writes the outputs and figures anew.
"""

import contextlib
import io
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "engine.md"
BLOCK = re.compile(r"```python\n(.*?)```(\n\n```text\n(.*?)```)?", re.DOTALL)


def run_page() -> tuple[str, dict[str, str]]:
    """The page with what its code prints now, and the figures that it draws."""
    figures: dict[str, str] = {}
    names = {"figure": lambda name, drawing, title: figures.__setitem__(f"{name}.svg", drawing.svg(title) + "\n")}

    def replaced(match: re.Match[str]) -> str:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(match[1], names)
        output = f"\n\n```text\n{printed.getvalue()}```" if printed.getvalue() else ""
        return f"```python\n{match[1]}```{output}"

    return BLOCK.sub(replaced, PAGE.read_text()), figures


def test_the_page_shows_what_the_engine_prints():
    page, _ = run_page()
    assert page == PAGE.read_text()
    assert page.count("```text") >= 9


def test_the_figures_are_those_the_engine_draws():
    page, figures = run_page()
    stored = {path.name: path.read_text() for path in (PAGE.parent / "engine").glob("*.svg")}
    assert stored == figures
    assert all(f"(engine/{name})" in page for name in figures)


if __name__ == "__main__":
    written, drawn = run_page()
    PAGE.write_text(written)
    for filename, svg in drawn.items():
        (PAGE.parent / "engine" / filename).write_text(svg)
