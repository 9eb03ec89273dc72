"""The guides: their pictures are there, and the command makes each of them."""

from __future__ import annotations

import re

from tests.browser.pictures import FOLDER, PICTURES, WIDTH
from tests.house.test_house import ROOT

LARGEST = 130_000  # bytes; a guide with sixteen pictures is loaded on a phone, too


def named() -> list[str]:
    guides = [(ROOT / "docs" / name).read_text() for name in ("instructors.md", "playground.md")]
    return re.findall(r"\]\(pictures/([\w-]+)\.png\)", "\n".join(guides))


def test_the_guides_show_each_picture_once_and_the_command_makes_it() -> None:
    assert sorted(named()) == sorted(PICTURES)


def test_every_picture_is_there_as_wide_as_the_others_and_small() -> None:
    found = {path.stem: path.read_bytes() for path in FOLDER.glob("*")}
    assert sorted(found) == sorted(PICTURES)
    sizes = {name: (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) for name, data in found.items()}
    assert sizes == {name: (WIDTH, picture.height) for name, picture in PICTURES.items()}
    assert {name: len(data) for name, data in found.items() if len(data) > LARGEST} == {}
