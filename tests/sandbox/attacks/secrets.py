"""Attacks on what the worker knows: its environment, its descriptors, its memory, the oracle."""

from __future__ import annotations

from tests.sandbox.attacks.attack import Attack

SECRETS = (
    Attack(
        "descriptors",
        """
def there(fd):
    try:
        return os.lseek(fd, 0, os.SEEK_CUR) >= 0
    except OSError as error:
        return error.errno != 9
return [fd for fd in range(256) if there(fd)] != [0, 1, 2, 3]""",
        False,
        provable=False,
    ),
    Attack("environment", "return 'CHAINRULE_CANARY' in os.environ", False),
    Attack(
        "environment_of_the_c_library",
        "libc.getenv.restype = ctypes.c_char_p\nreturn libc.getenv(b'CHAINRULE_CANARY') is not None",
        False,
    ),
    Attack("arguments", "return any('worker_pid' in argument for argument in sys.argv)", False, provable=False),
    Attack(
        "original_arguments",
        "return any('/' in argument or '{' in argument for argument in sys.orig_argv[1:])",
        False,
        provable=False,
    ),
    Attack(
        "oracle_in_memory",
        """
names = [name for name in sys.modules if name.split('.')[0] in ('reference', 'exercises', 'server')]
names += [name for name in sys.modules if name.startswith('grader.') and not name.startswith('grader.sandbox')]
return bool(names)""",
        False,
        provable=False,
    ),
    *(
        Attack(
            f"import_{name}",
            f"__builtins__['__import__'].__globals__['_import']({name!r})\nreturn True",
            "ModuleNotFoundError",
            provable=False,
        )
        for name in ("reference", "exercises", "server", "grader.checks", "numpy.distutils", "sqlite3")
    ),
    Attack(
        "frames",
        """
frame = sys._getframe().f_back
while frame:
    if any('CHAINRULE_' + 'CANARY' in str(value) for value in [*frame.f_locals.values(), *frame.f_globals.values()]):
        return True
    frame = frame.f_back
return False""",
        False,
        provable=False,
    ),
    Attack(
        "garbage",
        "return any(type(thing) is dict and 'CHAINRULE_CANARY' in thing for thing in gc.get_objects())",
        False,
        provable=False,
    ),
)
