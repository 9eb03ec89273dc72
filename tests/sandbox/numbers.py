"""Numbers of the system calls that attacks make and that container profiles refuse, for both architectures.

The policy's own table stays as small as the policy; these are what it must never name.
"""

from __future__ import annotations

import platform

from grader.sandbox.linux.syscalls import _table

NUMBERS: dict[str, dict[str, int]] = {
    "x86_64": _table("""
        connect 42 getsockopt 55 setsockopt 54 wait4 61
        mremap 25 madvise 28 sendfile 40 clone 56 vfork 58 kill 62 uname 63 flock 73 ptrace 101 syslog 103
        setpgid 109 capset 126 rt_sigqueueinfo 129 uselib 134 personality 135 ustat 136 sysfs 139 setpriority
        141 sched_setscheduler 144 mlock 149 vhangup 153 modify_ldt 154 pivot_root 155 chroot 161 acct 163
        settimeofday 164 mount 165 umount2 166 swapon 167 swapoff 168 reboot 169 sethostname 170 setdomainname
        171 iopl 172 ioperm 173 create_module 174 init_module 175 delete_module 176 quotactl 179 nfsservctl
        180 futex 202 sched_setaffinity 203 lookup_dcookie 212 remap_file_pages 216 timer_create 222 clock_settime 227
        tgkill 234 mbind 237 set_mempolicy 238 get_mempolicy 239 mq_open 240 kexec_load 246 add_key 248
        request_key 249 keyctl 250 ioprio_set 251 migrate_pages 256 unshare 272 set_robust_list 273 splice 275
        tee 276 vmsplice 278 move_pages 279 timerfd_create 283 signalfd4 289 epoll_create1 291 inotify_init1
        294 perf_event_open 298 fanotify_init 300 prlimit64 302 name_to_handle_at 303 open_by_handle_at 304
        clock_adjtime 305 setns 308 process_vm_readv 310 process_vm_writev 311 kcmp 312 finit_module 313
        sched_setattr 314 seccomp 317 kexec_file_load 320 bpf 321 execveat 322 userfaultfd 323 membarrier 324
        copy_file_range 326 pkey_mprotect 329 pkey_alloc 330 rseq 334 pidfd_send_signal 424 io_uring_setup 425
        io_uring_enter 426 io_uring_register 427 open_tree 428 move_mount 429 fsopen 430 fsconfig 431 fsmount
        432 fspick 433 pidfd_open 434 clone3 435 pidfd_getfd 438 process_madvise 440 mount_setattr 442
        quotactl_fd 443 landlock_create_ruleset 444 memfd_secret 447 futex_waitv 449 set_mempolicy_home_node
        450
    """),
    "aarch64": _table("""
        connect 203 getsockopt 209 setsockopt 208 wait4 260
        lookup_dcookie 18 epoll_create1 20 inotify_init1 26 ioprio_set 30 flock 32 umount2 39 mount 40
        pivot_root 41 nfsservctl 42 chroot 51 vhangup 58 quotactl 60 sendfile 71 signalfd4 74 vmsplice 75
        splice 76 tee 77 timerfd_create 85 acct 89 capset 91 personality 92 unshare 97 set_robust_list 99
        futex 98 kexec_load 104 init_module 105 delete_module 106 timer_create 107 clock_settime 112 syslog 116 ptrace
        117 sched_setscheduler 119 sched_setaffinity 122 kill 129 tgkill 131 rt_sigqueueinfo 138 setpriority
        140 reboot 142 setpgid 154 uname 160 sethostname 161 setdomainname 162 settimeofday 170 mq_open 180
        mremap 216 add_key 217 request_key 218 keyctl 219 clone 220 swapon 224 swapoff 225 mlock 228 madvise
        233 remap_file_pages 234 mbind 235 get_mempolicy 236 set_mempolicy 237 migrate_pages 238 move_pages
        239 perf_event_open 241 prlimit64 261 fanotify_init 262 name_to_handle_at 264 open_by_handle_at 265
        clock_adjtime 266 setns 268 process_vm_readv 270 process_vm_writev 271 kcmp 272 finit_module 273
        sched_setattr 274 seccomp 277 bpf 280 execveat 281 userfaultfd 282 membarrier 283 copy_file_range 285
        pkey_mprotect 288 pkey_alloc 289 rseq 293 kexec_file_load 294 pidfd_send_signal 424 io_uring_setup 425
        io_uring_enter 426 io_uring_register 427 open_tree 428 move_mount 429 fsopen 430 fsconfig 431 fsmount
        432 fspick 433 pidfd_open 434 clone3 435 pidfd_getfd 438 process_madvise 440 mount_setattr 442
        quotactl_fd 443 landlock_create_ruleset 444 memfd_secret 447 futex_waitv 449 set_mempolicy_home_node
        450
    """),
}

MACHINE = platform.machine()
HERE = NUMBERS.get(MACHINE, {})
"""The numbers on this machine; a call that it does not have is absent."""
