"""The browser bundles: built from pinned packages, checked where that is possible, complete without Node."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "server" / "static" / "vendor"


@pytest.fixture
def path_without_node(tmp_path: Path) -> str:
    """A PATH with what the script needs before it looks for Node, and nothing else."""
    for name in ("bash", "env", "dirname"):
        found = next(Path(folder) / name for folder in ("/usr/bin", "/bin") if (Path(folder) / name).exists())
        (tmp_path / name).symlink_to(found)
    return str(tmp_path)


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_without_node_the_check_says_so_and_fails_only_in_ci(path_without_node: str, ci: str, code: int):
    done = subprocess.run(
        [str(ROOT / "tools" / "bundles"), "--check"],
        env={"PATH": path_without_node, "CI": ci, "HOME": os.environ.get("HOME", "/")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Node" in done.stderr


def test_every_package_is_pinned_and_no_registry_is_named():
    manifest = json.loads((ROOT / "package.json").read_text())
    for version in manifest["devDependencies"].values():
        assert version[0].isdigit(), version
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert package["integrity"].startswith("sha512-"), name


def test_what_pages_load_is_there_and_comes_from_here():
    for name in ("editor.js", "pyodide/pyodide.asm.wasm.gz", "katex/katex.js", "katex/katex.css", "LICENSES.txt"):
        assert (VENDOR / name).stat().st_size > 1000, name
    css = (VENDOR / "katex" / "katex.css").read_text()
    assert "http" not in css
    for font in set(css.split("url(")[1:]):
        assert (VENDOR / "katex" / font.split(")")[0]).exists(), font


def test_every_module_that_a_script_imports_exists():
    scripts = ROOT / "server" / "static" / "js"
    for script in scripts.glob("*.js"):
        # The worker is sent from the folder of the interpreter.
        folder = VENDOR / "pyodide" if script.name == "engine-worker.js" else scripts
        for target in re.findall(r'(?: from |\bimport\()"([^"]+)"', script.read_text()):
            assert (folder / target).resolve().exists(), f"{script.name}: {target}"
