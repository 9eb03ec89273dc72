"""What changed between two sources, line by line."""

from __future__ import annotations

import difflib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.text import diff
from server.text.diff import Row, compare

OLD = "\n".join(f"line {i}" for i in range(1, 21))


def hostile(count: int, first: int = 0) -> str:
    """Return a source in which every other line is the same; two of them take cubic time to compare."""
    return "".join("#\n" if k % 2 else f"#{k + first}\n" for k in range(count))


def test_nothing_changed_gives_nothing():
    assert compare(OLD, OLD) == []
    assert compare("", "") == []


def test_lines_are_numbered_as_python_numbers_them():
    assert [(row.old, row.new) for row in compare("# \u2028 \f\nx = 1\n", "# \u2028 \f\nx = 2\n")] == [
        (1, 1),
        (2, None),
        (None, 2),
    ]


def test_a_changed_line_comes_with_three_around_it_and_says_what_is_left_out():
    rows = compare(OLD, OLD.replace("line 10", "line ten"))
    shown = [(row.kind, row.old, row.new, row.text) for row in rows]
    assert shown[0] == ("gap", None, None, "6 unchanged lines")
    assert ("removed", 10, None, "line 10") in shown
    assert ("added", None, 10, "line ten") in shown
    assert shown[-1] == ("gap", None, None, "7 unchanged lines")
    assert len(rows) == 10


texts = st.lists(st.sampled_from(["a", "b", "", "  c"]), max_size=30).map("\n".join)


def leads_to(rows: list[Row], old: str) -> list[str]:
    """Return the lines of the new source according to `rows`."""
    added = {row.new: row.text for row in rows if row.kind == "added"}
    removed = {row.old for row in rows if row.kind == "removed"}
    lines = old.splitlines()
    kept = iter(line for number, line in enumerate(lines, start=1) if number not in removed)
    return [added[n] if n in added else next(kept) for n in range(1, len(lines) - len(removed) + len(added) + 1)]


@given(texts, texts)
def test_a_difference_leads_from_the_old_text_to_the_new(old: str, new: str):
    assert leads_to(compare(old, new), old) == new.splitlines()


@given(texts, texts)
def test_within_the_budget_the_lines_are_those_that_difflib_finds(old: str, new: str):
    before, after = old.splitlines(), new.splitlines()
    codes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    changed = [code for code in codes if code[0] != "equal"]
    rows = compare(old, new)
    assert [row.old for row in rows if row.kind == "removed"] == [i + 1 for c in changed for i in range(c[1], c[2])]
    assert [row.new for row in rows if row.kind == "added"] == [j + 1 for c in changed for j in range(c[3], c[4])]


@given(texts, texts, texts, texts)
def test_a_long_common_head_and_tail_cost_no_comparison(head: str, old: str, new: str, tail: str):
    before, after = f"{head}\n{old}\n{tail}", f"{head}\n{new}\n{tail}"
    most = max(len(old.splitlines()), len(new.splitlines())) + 8  # three lines of context on each side, and line ends
    assert leads_to(compare(before, after, max_lines=most), before) == after.splitlines()


def test_line_numbers_and_gaps_count_the_head_and_tail_that_were_left_out():
    many = [f"line {i}" for i in range(1, 5001)]
    rows = compare("\n".join(many), "\n".join([*many[:2999], "new", *many[3000:]]))
    assert [(row.kind, row.old, row.new) for row in rows[3:6]] == [
        ("same", 2999, 2999), ("removed", 3000, None), ("added", None, 3000),
    ]  # fmt: skip
    assert [row.text for row in rows if row.kind == "gap"] == ["2996 unchanged lines", "1997 unchanged lines"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (hostile(2_000), hostile(2_000, 2_000)),
        (hostile(20_000), hostile(20_000, 20_000)),
        ("\n" * 131_000, "x\n" + "\n" * 130_000 + "y\n"),
        ("x\n" * 1900 + "a\n", "y\n" + "x\n" * 1900),
        ("\n".join(map(str, range(30_000))), "\n".join(map(str, range(30_000, 60_000)))),
    ],
    ids=["cubic", "cubic and long", "blank lines", "equal lines", "nothing in common"],
)
def test_sources_that_take_too_long_are_not_compared(old: str, new: str):
    began = time.process_time()
    assert compare(old, new) is None
    assert time.process_time() - began < 2  # without a budget, the first pair takes over 20 s


def test_the_budget_counts_the_lines_and_pairs_of_every_search():
    old, new = hostile(100), hostile(100, 100)
    assert compare(old, new, max_steps=2_600) is None  # a single search visits 100 lines and 50 * 50 pairs
    assert compare(old, new) is not None


def test_both_rounds_share_one_budget(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(diff, "COMPARING_TIME_S", float("inf"))
    begun: list[int] = []
    spend = diff._Budget.spend

    def note(budget: diff._Budget, steps: int) -> None:
        spend(budget, steps)
        begun.append(steps)

    monkeypatch.setattr(diff._Budget, "spend", note)
    ends = "same\n" * 5
    old, new = f"{ends}{hostile(200)}{ends}", f"{ends}{hostile(200, 200)}{ends}"
    assert compare(old, new, max_steps=50_000) is None
    assert 30_000 < sum(begun) <= 50_000


def test_no_search_begins_after_the_time_is_over(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(diff, "COMPARING_TIME_S", -1)
    assert compare("a\nb\n", "a\nc\n") is None


def test_one_search_is_bounded_because_it_cannot_be_interrupted():
    equal = "x\n" * 600  # 600 * 600 pairs
    assert compare(f"a\n{equal}b\n", f"{equal}c\n") is None


def test_a_long_source_with_one_changed_line_is_compared():
    rows = compare(hostile(20_000), hostile(20_000).replace("#600\n", "#new\n"))
    assert [row.text for row in rows if row.kind in ("added", "removed")] == ["#600", "#new"]
