"""The gradebook: its grid, score sheets, extensions, downloads and uploads."""
