"""The playground: everything that it computes, without a page.

It trains small networks with the reference engine or with a student's own classes. It needs NumPy, `reference` and
`exercises`, opens no files or connections, and runs under CPython and in the browser alike.
"""
