"""The filter of the page of pairs."""

from __future__ import annotations

from server.core.fields import MAX_ID, Clamped
from server.core.filter_forms import FilterForm
from server.similarity.compare import MIN_PERCENT
from server.similarity.results import USUAL_PERCENT


class PairsFilterForm(FilterForm):
    """Which pairs to show."""

    least = Clamped("Minimum share", MIN_PERCENT, 100, default=str(USUAL_PERCENT))
    page = Clamped("Page", 1, MAX_ID)
