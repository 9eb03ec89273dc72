"""Wrong submissions as students write them, and the feedback they get."""
