"""What processes have in memory: a worker and a reconciler know all tables that they need, and no web application."""

from __future__ import annotations

import subprocess
import sys

import pytest

LOOK = """
import sys, {module}
from sqlalchemy.orm import configure_mappers
from server.core.db import Base
configure_mappers()
for table in Base.metadata.tables.values():
    for key in table.foreign_keys:
        key.column
print(*sorted({{"flask", "jinja2", "alembic", "xlsxwriter", "openpyxl"}} & sys.modules.keys()))
"""


@pytest.mark.parametrize("module", ["server.worker.consumer", "server.worker.reconciler"])
def test_a_process_without_pages_has_no_web_application_in_memory(module: str):
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(module=module)], capture_output=True, text=True, check=True
    )  # fmt: skip
    assert done.stdout.strip() == ""


def test_a_server_without_its_packages_says_what_to_install():
    program = (
        "import sys, runpy; sys.modules['pydantic_settings'] = None; runpy.run_module('server', run_name='__main__')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pydantic_settings" in done.stderr
    assert "pip install" in done.stderr
    assert "Traceback" not in done.stderr
