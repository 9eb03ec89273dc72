"""What changed between two sources, line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.text.code import lines
from server.text.diff import compare

OLD = "\n".join(f"line {i}" for i in range(1, 21))


def test_nothing_changed_gives_nothing():
    assert compare(OLD, OLD) == []
    assert compare("", "") == []


def test_a_changed_line_comes_with_three_around_it_and_says_what_is_left_out():
    rows = compare(OLD, OLD.replace("line 10", "line ten"))
    shown = [(row.kind, row.old, row.new, row.text) for row in rows]
    assert shown[0] == ("gap", None, None, "6 unchanged lines")
    assert ("removed", 10, None, "line 10") in shown
    assert ("added", None, 10, "line ten") in shown
    assert shown[-1] == ("gap", None, None, "7 unchanged lines")
    assert len(rows) == 10


texts = st.lists(st.sampled_from(["a", "b", "", "  c"]), max_size=30).map("\n".join)


@given(texts, texts)
def test_a_difference_leads_from_the_old_text_to_the_new(old: str, new: str):
    rows = compare(old, new)
    removed = {row.old for row in rows if row.kind == "removed"}
    added = {row.new: row.text for row in rows if row.kind == "added"}
    kept = iter(line for number, line in enumerate(old.splitlines(), start=1) if number not in removed)
    rebuilt = [added[n] if n in added else next(kept) for n in range(1, len(new.splitlines()) + 1)]
    assert rebuilt == new.splitlines()


def test_every_line_of_a_source_is_a_line_of_the_listing_whatever_its_line_ends():
    assert len(lines('"""a\nb\n"""\nx = 1\n')) == 4
    assert len(lines("a\r\nb\r\n")) == 2
    assert lines("\n\nx") == ["", "", '<span class="hl-n">x</span>']
