"""Password links of several people, as a file that is safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from server.accounts.links import password_link
from server.accounts.models import User
from server.text.csv import safe_cell


def links_csv(people: Iterable[User]) -> str:
    """Name, address and link of each."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["name", "email", "link"])
    for user in people:
        writer.writerow([safe_cell(user.name), safe_cell(user.email), password_link(user)])
    return "\ufeff" + buffer.getvalue()
