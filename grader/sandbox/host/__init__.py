"""Runs in the trusted process: starts the zygote or a plain subprocess, and watches the limits from outside."""
