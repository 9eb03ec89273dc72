"""The repository keeps its own promises: links, help, decisions, sizes, and nothing private in it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 350
LONGEST_DECISION = 60


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def own_text() -> list[Path]:
    binary = {".png", ".woff", ".woff2", ".ttf", ".ico"}
    return [
        p for p in tracked() if p.suffix not in binary and "vendor" not in p.parts and p.name != Path(__file__).name
    ]


MARKDOWN = [p for p in tracked("*.md") if "exercises" not in p.parts]


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```|`[^`\n]+`", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", prose)
    lost = [target for target in targets if not (page.parent / target).exists()]
    assert not lost, f"{page.relative_to(ROOT)} links to what is not there: {lost}"


def test_readme_says_how_to_run_early() -> None:
    lines = (ROOT / "README.md").read_text().splitlines()
    assert "make run" in lines[:25]
    assert "make test" in lines


def test_make_alone_prints_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert phony
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in phony.group(1).split() if f"make {name} " not in shown] == []


def test_every_decision_is_short_and_listed() -> None:
    index = (ROOT / "docs/adr/README.md").read_text()
    for page in sorted((ROOT / "docs/adr").glob("0*.md")):
        assert page.name in index, f"{page.name} is missing in the list of decisions"
        assert len(page.read_text().splitlines()) <= LONGEST_DECISION, f"{page.name} is too long"


def test_no_source_file_outgrew_one_reason_to_change() -> None:
    code = [p for p in tracked("*.py", "*.js", "*.css") if "vendor" not in p.parts and "versions" not in p.parts]
    long = {str(p.relative_to(ROOT)): n for p in code if (n := len(p.read_text().splitlines())) > LONGEST_FILE}
    assert not long


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a path of somebody's machine", r"(?<![\w.])/(?:work|home/\w+|Users/\w+|root)/"),
        ("a host of a package registry", r"registry\.npmjs|pypi\.org/simple|files\.pythonhosted|deb\.debian\.org"),
        ("a private key", r"BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY"),
    ],
)
def test_nothing_private_is_in_the_repository(what: str, pattern: str) -> None:
    found = [str(p.relative_to(ROOT)) for p in own_text() if re.search(pattern, p.read_text(errors="replace"))]
    assert not found, f"{what} in {found}"


def test_the_architecture_page_names_files_that_exist() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text()
    named = set(re.findall(r"`([\w/]+(?:\.(?:py|toml)|/))`", text))
    folders = [ROOT, *(ROOT / name for name in ("server", "grader", "playground", "exercises", "reference"))]
    assert len(named) > 50
    assert [name for name in sorted(named) if not any((folder / name).exists() for folder in folders)] == []


def test_generic_helper_files_do_not_exist() -> None:
    assert [str(p) for p in tracked("*.py") if re.fullmatch(r"(utils?|common|helpers?|manager|misc)\.py", p.name)] == []


def test_ci_runs_check_and_test() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert {"make check", "make test", "export CI=true"} <= set(script.read_text().splitlines())
