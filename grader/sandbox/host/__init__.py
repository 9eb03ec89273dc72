"""The trusted side: start the zygote or a plain subprocess, and enforce the limits from outside."""
