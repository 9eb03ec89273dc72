"""`grader watch` as a process: it follows saves of every kind and ends quietly."""

import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

from tests.cli import sources

PATIENCE_S = 60


class Watching:
    def __init__(self, process):
        self.process = process
        self.text = ""
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.text += line

    def until(self, pattern, count=1):
        """Wait until `pattern` was printed `count` times."""
        deadline = time.monotonic() + PATIENCE_S
        while len(re.findall(pattern, self.text)) < count:
            assert time.monotonic() < deadline, self.text
            assert self.process.poll() is None, self.text
            time.sleep(0.05)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(PATIENCE_S)
        self._reader.join()
        return code


def _listen_to_ctrl_c() -> None:
    """A suite that runs in the background ignores the signal, and would hand that down."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def watching(path, *options):
    command = [sys.executable, "-u", "-m", "grader", "watch", str(path), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=_listen_to_ctrl_c
    )
    try:
        yield Watching(process)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_watch_follows_every_kind_of_save_and_ends_quietly(tmp_path):
    path = tmp_path / "linear.py"
    path.write_text(sources.UNSUMMED)
    with watching(path, "--seed", "5") as watch:
        watch.until("Watching .*Press Ctrl.C to stop")
        path.write_text(sources.SYNTAX)  # in place, and broken
        watch.until("does not load")
        other = tmp_path / "linear.py.tmp"
        other.write_text(sources.RIGHT)
        other.replace(path)  # as editors do that save to a new file
        watch.until("Linear  100/100")
        path.unlink()
        watch.until(r"does\s+not\s+exist")  # the line may wrap after the path
        path.write_text(sources.UNSUMMED)
        watch.until("is not summed", 2)
        watch.until("seed 5 ·", 4)  # the last line of each report, and one seed for the whole session
        assert watch.interrupt() == 0
    assert "Traceback" not in watch.text
    assert len(re.findall("seed 5 ·", watch.text)) == 4


def test_saving_the_same_text_checks_nothing(tmp_path):
    path = tmp_path / "linear.py"
    path.write_text(sources.RIGHT)
    with watching(path) as watch:
        watch.until("Watching")
        path.write_text(sources.RIGHT)
        (tmp_path / "other.py").write_text("x = 1")
        path.write_text(sources.UNSUMMED)
        watch.until("is not summed")
        assert watch.interrupt() == 0
    assert watch.text.count("Linear  ") == 2


def test_a_file_that_is_emptied_and_then_written_is_checked_once(tmp_path):
    path = tmp_path / "linear.py"
    path.write_text(sources.UNSUMMED)
    with watching(path) as watch:
        watch.until("Watching")
        path.write_text("")
        time.sleep(0.25)
        path.write_text(sources.RIGHT)
        watch.until("Linear  100/100")
        assert watch.interrupt() == 0
    assert watch.text.count("Linear  ") == 2


def test_file_that_was_never_there_is_a_mistake(grader, tmp_path):
    ran = grader("watch", tmp_path / "linear.py")
    assert ran.code == 2
    assert "does not exist" in ran.err
