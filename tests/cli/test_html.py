"""The report as a page of its own."""

from __future__ import annotations

from tests.cli import sources


def test_the_report_is_written_as_a_page_with_pictures(grader, tmp_path):
    path, page = tmp_path / "linear.py", tmp_path / "out.html"
    one_row_off = "grad_output @ self.weight * (np.arange(len(grad_output)) + 1.0)[:, None]"
    path.write_text(sources.UNSUMMED.replace("grad_output @ self.weight", one_row_off))
    ran = grader("check", path, "--seed", "3", "--report", page)
    assert ran.code == 1
    text = page.read_text()
    assert "<strong>The bias gradient is not summed over the batch.</strong>" in text
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text
    assert "<script" not in text
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="picture"' in text
    assert "The largest error is" in text


def test_the_page_shows_inputs_and_numbers_with_the_wrong_ones_marked(grader, tmp_path):
    path, page = tmp_path / "linear.py", tmp_path / "out.html"
    path.write_text(sources.RIGHT.replace("grad_output @ self.weight", "abs(grad_output @ self.weight)"))
    grader("check", path, "--seed", "3", "--report", page)
    text = page.read_text()
    for name in ("weight", "bias", "x", "grad_output", "expected", "got"):
        assert f'data-array="{name}"' in text
    got = text[text.index('data-array="got"') :]
    got = got[: got.index("</figure>")]
    assert '<td class="wrong">' in got
    assert "<td>" in got


def test_hostile_text_stays_text(grader, tmp_path):
    path, page = tmp_path / "linear.py", tmp_path / "out.html"
    hostile = (
        "class Linear:\n    def __init__(self, weight, bias): raise ValueError('<script>alert(1)</script>\\x1b[31m')\n"
    )
    path.write_text(hostile + "    def forward(self, x): pass\n    def backward(self, grad_output): pass\n# <b>\n")
    grader("check", path, "--report", page)
    text = page.read_text()
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "\x1b" not in text


def test_a_place_that_cannot_be_written_is_said(grader, tmp_path):
    path = tmp_path / "linear.py"
    path.write_text(sources.UNSUMMED)
    ran = grader("check", path, "--report", tmp_path / "no" / "out.html")
    assert ran.code == 2
    assert "Cannot write" in ran.err


def test_the_report_overwrites_no_source(grader, tmp_path):
    path = tmp_path / "linear.py"
    path.write_text(sources.RIGHT)
    (tmp_path / "link.html").symlink_to(path)
    for page in (path, tmp_path / "link.html", tmp_path / "other.py"):
        ran = grader("check", path, "--report", page)
        assert (ran.code, ran.out) == (2, "")
    assert path.read_text() == sources.RIGHT
    assert not (tmp_path / "other.py").exists()
