"""Runs inside the sandbox: the zygote, and the children that see a submission.

Nothing here may be imported by accident: keep this file free of imports, since it is executed in every child.
"""
