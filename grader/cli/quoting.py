"""Quote the paths in commands that people copy to their shell."""

from __future__ import annotations

import platform
import re
import shlex

_PLAIN_IN_WINDOWS = re.compile(r"[\w.:\\/+-]+")  # what cmd and PowerShell leave alone


def quote(path: str) -> str:
    """Return a path as the usual shells of this system read it: sh, or on Windows cmd and PowerShell.

    Windows shells know no common way to escape ``%``, ``$`` and backquotes; a path cannot contain a double quote there.
    """
    if platform.system() != "Windows":
        return shlex.quote(path)
    return path if _PLAIN_IN_WINDOWS.fullmatch(path) else f'"{path}"'
