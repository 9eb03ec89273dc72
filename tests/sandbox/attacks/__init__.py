"""Submissions that try to do harm, in tables, and what must become of them.

Those that do no lasting harm are also run in tier T4, where nothing holds them: there they must succeed, or they would
prove nothing.
"""

from __future__ import annotations

from tests.sandbox.attacks.attack import Attack
from tests.sandbox.attacks.files import FILES
from tests.sandbox.attacks.forging import FORGING
from tests.sandbox.attacks.network import NETWORK
from tests.sandbox.attacks.processes import PROCESSES
from tests.sandbox.attacks.readers import READERS
from tests.sandbox.attacks.resources import RESOURCES
from tests.sandbox.attacks.secrets import SECRETS
from tests.sandbox.numbers import MACHINE

GROUPS: dict[str, tuple[Attack, ...]] = {
    "files": FILES,
    "secrets": SECRETS,
    "network": NETWORK,
    "processes": PROCESSES,
    "resources": RESOURCES,
    "forging": FORGING,
    "readers of our source": READERS,
}
ATTACKS = tuple(attack for group in GROUPS.values() for attack in group if attack.only in ("", MACHINE))

__all__ = ["ATTACKS", "GROUPS", "Attack"]
