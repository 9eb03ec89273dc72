"""Explain why the submission's process ended before it answered."""

from __future__ import annotations

from grader.compare import Finding, Kind
from grader.errors import GradingCanceled
from grader.messages import say
from grader.report import Verdict
from grader.sandbox.types import End, Limits, SandboxEnded

_VERDICTS = {
    End.CPU_TIME: Verdict.TLE,
    End.WALL_TIME: Verdict.TLE,
    End.MEMORY: Verdict.MLE,
    End.OUTPUT: Verdict.OLE,
    End.POLICY: Verdict.SC,
    End.CRASHED: Verdict.RTE,
    End.PROTOCOL: Verdict.SC,
    End.INFRASTRUCTURE: Verdict.IE,
}


def judge_ending(ended: SandboxEnded, limits: Limits) -> Finding:
    """Return the finding for a process that has ended.

    Raises:
        GradingCanceled: if the caller canceled the grading.
    """
    if ended.end is End.CANCELED:
        raise GradingCanceled from ended
    message = say(
        f"end.{ended.end}",
        cpu_time_s=limits.cpu_time_s,
        wall_time_s=limits.wall_time_s,
        memory_mb=limits.memory_bytes / 1e6,
        output_mb=limits.flood_bytes / 1e6,
    )
    return Finding(Kind.RAISED, _VERDICTS[ended.end], message)
