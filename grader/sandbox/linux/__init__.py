"""Kernel features that contain a child: namespaces, cgroups, Landlock, seccomp and the system calls they need.

Keep this file free of imports: it is executed in every child.
"""
