"""Titles and summaries for lists: read from the text of a spec, which is not run."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from exercises.catalog import ROOT, catalog
from exercises.errors import UnknownExercise

_TEXT = r'("(?:[^"\\\n]|\\.)*"),\n'
_HEADING = re.compile(rf"^SPEC = \w+\(\n    title={_TEXT}    summary={_TEXT}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a list shows of an exercise.

    Attributes:
        title: the title for headings.
        summary: one sentence.
    """

    title: str
    summary: str


def heading_of(slug: str) -> Heading:
    """Return title and summary of an exercise.

    Specs outside this package are run, which takes longer, because authors may write them in other ways.

    Raises:
        UnknownExercise: if the catalog has no such slug.
        BrokenExercise: if a spec that is run is not valid.
    """
    known = catalog()
    if slug not in known.folders:
        raise UnknownExercise(slug, known.slugs)
    path = known.folders[slug] / "spec.py"
    found = _HEADING.search(path.read_text(encoding="utf-8")) if path.parent.parent == ROOT else None
    if found is not None:
        return Heading(ast.literal_eval(found[1]), ast.literal_eval(found[2]))
    from exercises.folder import spec_of

    spec = spec_of(slug)
    return Heading(spec.title, spec.summary)
