"""Export a whole course to one file, and restore it from one."""
