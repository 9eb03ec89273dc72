"""Attacks on the file system: reading, writing, and asking what is there."""

from __future__ import annotations

from grader.sandbox.types import End
from tests.sandbox.attacks.attack import DENIED, Attack

FILES = (
    Attack("open_passwd", "return 'root' in open('/etc/passwd').read()", DENIED),
    Attack("open_by_dirfd", "return os.open('etc', os.O_PATH, dir_fd=os.open('/', os.O_RDONLY)) > 0", DENIED),
    *(
        Attack(f"list_{folder.strip('/') or 'root'}", f"return len(os.listdir({folder!r})) > 0", DENIED)
        for folder in ("/", "/etc", "/proc")
    ),
    *(
        Attack(f"read_proc_self_{name}", f"return open('/proc/self/{name}', 'rb').read(10) is not None", DENIED)
        for name in ("maps", "environ", "cmdline", "status")
    ),
    Attack("read_parents_memory", "return open(f'/proc/{os.getppid()}/mem', 'rb') is not None", DENIED),
    Attack("stat_tells_what_exists", "return os.stat('/etc/passwd').st_size > 0", DENIED),
    Attack("access_tells_what_exists", "return os.access('/etc/passwd', os.R_OK)", False),
    Attack("readlink", "return bool(os.readlink('/proc/self/exe'))", DENIED),
    *(
        Attack(
            f"write_{folder.strip('/').replace('/', '_')}",
            f"open({folder!r} + '/chainrule-attack', 'w').write('x')\nreturn True",
            DENIED,
        )
        for folder in ("/tmp", "/dev/shm")
    ),
    Attack("write_cwd", "open('chainrule-attack', 'w').write('x')\nreturn True", DENIED, provable=False),
    Attack("np_save", "np.save('/tmp/chainrule-attack.npy', np.ones(3))\nreturn True", DENIED),
    Attack("np_memmap", "np.memmap('/tmp/chainrule-attack', mode='w+', shape=3)\nreturn True", DENIED),
    Attack("np_tofile", "np.ones(3).tofile('/tmp/chainrule-attack')\nreturn True", DENIED),
    Attack("np_load", "return np.fromfile('/etc/passwd', np.uint8).size > 0", DENIED),
    Attack("mkdir", "os.mkdir('/tmp/chainrule-attack-d')\nos.rmdir('/tmp/chainrule-attack-d')\nreturn True", DENIED),
    Attack("symlink", "os.symlink('/etc', '/tmp/chainrule-attack-l')\nreturn True", DENIED),
    Attack("chmod", "os.chmod('/tmp/chainrule-victim', 0o777)\nreturn True", DENIED),
    Attack("truncate", "os.truncate('/tmp/chainrule-victim', 0)\nreturn True", DENIED),
    Attack("rename", "os.rename('/tmp/chainrule-victim', '/tmp/chainrule-attack')\nreturn True", DENIED),
    Attack("unlink", "os.unlink('/tmp/chainrule-victim')\nreturn True", DENIED),
    Attack("chdir", "os.chdir('/usr')\nreturn True", DENIED),
    Attack("memfd", "return os.memfd_create('x') > 0", End.POLICY),
    Attack("chroot", "os.chroot('/tmp')\nreturn True", End.POLICY, provable=False),
)
