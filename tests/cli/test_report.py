"""What a student reads: whole pages, compared as plain text."""

import dataclasses
import io

import pytest
from rich.console import Console

from grader.cli.errors import NOT_RIGHT, OK, OUR_FAULT
from grader.cli.rendering.report import exit_code, print_report
from grader.report import Verdict
from tests.cli import reports


def page(report, *, width=80, verbose=False):
    stream = io.StringIO()
    console = Console(file=stream, width=width, markup=False, emoji=False, highlight=False)
    print_report(console, report, title="Linear", filename="linear.py", verbose=verbose)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "report", "options"),
    [
        ("accepted", reports.ACCEPTED, {}),
        ("unsummed_bias", reports.UNSUMMED_BIAS, {}),
        ("unsummed_bias_120", reports.UNSUMMED_BIAS, {"width": 120}),
        ("unsummed_bias_verbose", reports.UNSUMMED_BIAS, {"verbose": True}),
        ("unknown_mistake", reports.UNKNOWN_MISTAKE, {}),
        ("unknown_mistake_40", reports.UNKNOWN_MISTAKE, {"width": 40}),
        ("raised", reports.RAISED, {}),
        ("long_recursion", reports.LONG_RECURSION, {}),
        ("not_loaded", reports.NOT_LOADED, {}),
        ("our_fault", reports.OUR_FAULT, {}),
        ("hostile", reports.HOSTILE, {}),
    ],
)
def test_page_is_the_golden_one(name, report, options):
    assert page(report, **options) == (reports.GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal_or_ends_in_a_space(width):
    for report in (reports.UNSUMMED_BIAS, reports.RAISED, reports.NOT_LOADED, reports.OUR_FAULT):
        for line in page(report, width=width).splitlines():
            assert len(line) <= width
            assert line == line.rstrip()


def test_diagnosis_comes_before_the_stages():
    text = page(reports.UNSUMMED_BIAS)
    assert text.index("not summed over the batch") < text.index("loads")


def test_short_page_hides_further_failures_and_says_how_to_see_them():
    assert "… and 2 more failed checks (-v shows all)" in page(reports.UNKNOWN_MISTAKE)
    assert page(reports.UNKNOWN_MISTAKE, verbose=True).count("case_") == 5


def test_surest_diagnosis_leads_and_others_are_named():
    doubtful = dataclasses.replace(reports.UNSUMMED, id="other", title="Something else.", confidence=0.3)
    text = page(dataclasses.replace(reports.UNSUMMED_BIAS, diagnoses=(doubtful, reports.UNSUMMED)))
    assert text.index("not summed") < text.index("Also: Something else.")


def test_printed_text_is_shown_once_however_many_checks_carry_it():
    checks = [reports.failed(f"forward.{n}", "Wrong.", output="hello\n") for n in range(3)]
    text = page(reports.report(Verdict.WA, 0, *checks))
    assert text.count("hello") == 1


def test_escapes_and_markup_of_a_student_do_nothing():
    text = page(reports.HOSTILE, verbose=True)
    assert not [character for character in text if ord(character) < 32 and character != "\n"]
    assert "[green]all right[/]" in text


@pytest.mark.parametrize(
    ("details", "shown"),
    [
        (
            {"worst": {"index": [0], "expected": 1.0, "got": 1.0 + 1e-12}},
            "expected 1, got 1.000000000001",
        ),
        ({"worst": {"index": [], "expected": 2.0, "got": float("nan")}}, "value  expected 2, got nan"),
        ({"worst": {"index": [1, 2], "expected": "inf", "got": None}}, "at [1, 2]: expected inf, got None"),
        ({"case": "batch of 8"}, "input  batch of 8"),
        ({"shape_expected": [], "shape_got": [1]}, "shape  expected (), got (1,)"),
        ({"shape_expected": [2, 3], "shape_got": None}, "shape  expected (2, 3), got no array"),
    ],
)
def test_numbers_and_shapes_show_their_difference(details, shown):
    assert shown in page(reports.report(Verdict.WA, 0, reports.failed("forward.values", "Wrong.", **details)))


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (reports.ACCEPTED, OK),
        (reports.UNSUMMED_BIAS, NOT_RIGHT),
        (reports.RAISED, NOT_RIGHT),
        (reports.NOT_LOADED, NOT_RIGHT),
        (reports.OUR_FAULT, OUR_FAULT),
    ],
)
def test_exit_code_tells_whose_turn_it_is(report, code):
    assert exit_code(report) == code


def arrays(size):
    """A report with two failed checks, each with arrays of this many columns."""
    row = [round(0.125 * place, 3) for place in range(size)]
    values = {
        "inputs": [
            {"name": "lr", "shape": [], "dtype": "float64", "numbers": [0.1]},
            {"name": "x", "shape": [40, 30], "dtype": "float64"},
        ],
        "expected": {"shape": [2, size], "dtype": "float64", "numbers": row * 2},
        "got": {"shape": [2, size], "dtype": "float64", "numbers": [*row, *[-1.0] * size]},
        "wrong": list(range(size, 2 * size)),
    }
    checks = [reports.failed(f"forward.{name}", f"{name} is off.", error=1.0, values=values) for name in ("one", "two")]
    return reports.report(Verdict.WA, 0, reports.LOADS, *checks)


def test_the_first_failed_check_shows_its_arrays_side_by_side_with_the_wrong_elements_marked():
    lines = page(arrays(3)).splitlines()
    assert next(line.strip() for line in lines if "0.1" in line) == "lr  0.1"
    assert "      x  (40, 30), float64, too large to list" in lines
    (heads,) = [number for number, line in enumerate(lines) if "expected" in line and "got" in line]
    right, wrong = lines[heads + 1], lines[heads + 2]
    assert right.split() == ["0", "0.125", "0.25", "0", "0.125", "0.25"]
    assert wrong.split() == ["0", "0.125", "0.25", "-1*", "-1*", "-1*"]
    assert "      * marks the wrong elements: 3 of 6." in lines
    assert all(len(line) <= 80 for line in lines)


def test_other_failed_checks_show_their_arrays_with_v():
    assert page(arrays(3)).count("lr  0.1") == 1
    assert page(arrays(3), verbose=True).count("lr  0.1") == 2


def test_arrays_that_do_not_fit_side_by_side_stand_one_below_the_other():
    lines = page(arrays(8), width=70).splitlines()
    assert not any("expected" in line and "got" in line for line in lines)
    assert any(line.strip().startswith("got") for line in lines)
