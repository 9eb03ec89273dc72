"""The untrusted side of the sandbox: the zygote, and the children that see a submission.

Keep this file free of imports: it is executed in every child.
"""
