"""Read the known mistakes of an exercise: the texts of each one, and its edits to an accepted solution.

Every edit replaces one passage of the base solution, which must occur there exactly once. All edits of a mistake refer
to the unchanged base, so their order does not matter. A mistake without edits has its whole source in
``wrong_answer/<id>.py``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from exercises.catalog import SLUG
from exercises.errors import BrokenExercise
from exercises.points import STAGES
from exercises.solutions import Solution, WrongAnswer
from exercises.source_lines import source_lines

MISTAKES_FILE = "mistakes.toml"
WHOLE = "wrong_answer"
_TOP = ("base", "mistakes")
_NEEDED = ("id", "stage", "title", "hint")
_TEXTS = (*_NEEDED, "nudge", "explanation", "named", "base")
_EDIT = ("find", "put")
_VARIES = ("number", "others")


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line of the diff between a mistake and its base.

    Attributes:
        sign: ``-`` if only the base has the line, ``+`` if only the mistake has it, a space if both have it.
        text: the line without its line break.
    """

    sign: str
    text: str


def read_mistakes(folder: Path, accepted: Sequence[Solution]) -> tuple[WrongAnswer, ...]:
    """Return the known mistakes in an exercise's folder, in the order of their ids.

    A folder without mistakes.toml has none: that is how students receive an exercise.

    Raises:
        BrokenExercise: if mistakes.toml or the wrong_answer folder is invalid.
    """
    whole = {path.stem: path for path in (folder / WHOLE).glob("*.py")}
    path, name = folder / MISTAKES_FILE, f"{folder.name}/{MISTAKES_FILE}"
    if not path.exists():
        if whole:
            raise BrokenExercise(
                f"{folder.name}/{WHOLE}/{min(whole)}.py has no entry because {name} is missing: "
                "the titles, hints and stages of all mistakes belong there"
            )
        return ()
    reader = _Reader(name, {solution.id: solution for solution in accepted}, whole)
    return reader.read(path.read_text(encoding="utf-8"))


def changed_lines(wrong: WrongAnswer, context: int = 0) -> tuple[tuple[ChangedLine, ...], ...]:
    """Return the lines in which a mistake differs from its base, grouped by place.

    Args:
        wrong: the mistake.
        context: the number of unchanged lines to include before and after each place.
    """
    before, after = source_lines(wrong.base.source), source_lines(wrong.source)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        tuple(
            ChangedLine(sign, text)
            for tag, i, i_end, j, j_end in group
            for sign, lines in _signed(tag, before[i:i_end], after[j:j_end])
            for text in lines
        )
        for group in matcher.get_grouped_opcodes(context)
    )


def _signed(tag: str, before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, Sequence[str]]]:
    return [(" ", before)] if tag == "equal" else [("-", before), ("+", after)]


@dataclass(frozen=True, slots=True)
class _Reader:
    """A reader for one mistakes.toml.

    Attributes:
        name: the name of the file, for messages.
        accepted: the accepted solutions by id.
        whole: the files of mistakes without edits, by id.
    """

    name: str
    accepted: Mapping[str, Solution]
    whole: Mapping[str, Path]

    def read(self, text: str) -> tuple[WrongAnswer, ...]:
        """Return the mistakes in the order of their ids."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BrokenExercise(f"{self.name} is not valid TOML: {error}") from error
        _check_keys(self.name, data, _TOP)
        base = self._base(self.name, data.get("base"))
        entries = _tables(self.name, data, "mistakes")
        found = [self._mistake(f"{self.name}: mistake {number}", base, each) for number, each in enumerate(entries, 1)]
        by_id = {wrong.id: wrong for wrong in found}
        if doubled := sorted({wrong.id for wrong in found if by_id[wrong.id] is not wrong}):
            raise BrokenExercise(f"{self.name}: more than one mistake has the id {', '.join(doubled)}")
        if orphans := sorted(self.whole.keys() - by_id.keys()):
            raise BrokenExercise(f"{self.name}: {WHOLE}/{orphans[0]}.py has no entry with the id {orphans[0]!r}")
        return tuple(by_id[id_] for id_ in sorted(by_id))

    def _mistake(self, where: str, base: Solution, entry: Mapping[str, Any]) -> WrongAnswer:
        id_ = entry.get("id")
        if not isinstance(id_, str) or not SLUG.fullmatch(id_):
            raise BrokenExercise(f"{where}: the id is {id_!r}; use lowercase words joined by _")
        where = f"{self.name}: mistake {id_}"
        _check_keys(where, entry, (*_TEXTS, "varies", "edits"))
        texts = {key: _text(where, key, entry[key]) for key in _TEXTS if key in entry}
        if missing := [key for key in _NEEDED if not texts.get(key)]:
            raise BrokenExercise(f"{where}: missing or empty: {', '.join(missing)}")
        if texts["stage"] not in STAGES:
            raise BrokenExercise(f"{where}: the stage is {texts['stage']!r}; it must be one of {', '.join(STAGES)}")
        own = self._base(where, texts["base"]) if "base" in texts else base
        source = self._source(where, id_, own, _tables(where, entry, "edits"))
        return WrongAnswer(
            id=id_,
            title=texts["title"],
            nudge=texts.get("nudge", ""),
            hint=texts["hint"],
            explanation=texts.get("explanation", ""),
            stage=texts["stage"],
            named=texts.get("named", id_),
            source=source,
            base=own,
            variants=_variants(where, source, entry.get("varies")),
        )

    def _base(self, where: str, id_: object) -> Solution:
        if not isinstance(id_, str) or id_ not in self.accepted:
            raise BrokenExercise(f"{where}: the base is {id_!r}; it must be one of {', '.join(sorted(self.accepted))}")
        return self.accepted[id_]

    def _source(self, where: str, id_: str, base: Solution, edits: Sequence[Mapping[str, Any]]) -> str:
        file = f"{WHOLE}/{id_}.py"
        if edits and id_ in self.whole:
            raise BrokenExercise(f"{where}: has both edits and the file {file}; only one of the two is allowed")
        if edits:
            return _edited(where, base, edits)
        if id_ not in self.whole:
            raise BrokenExercise(f"{where}: has neither edits nor the file {file}")
        return self.whole[id_].read_text(encoding="utf-8")


def _variants(where: str, source: str, varies: object) -> tuple[str, ...]:
    """Return the source with each of the other values of a number that ``varies`` lists."""
    if varies is None:
        return ()
    number, others = (varies.get(key) for key in _VARIES) if isinstance(varies, dict) else (None, None)
    if not isinstance(number, str) or not isinstance(others, list) or not all(isinstance(one, str) for one in others):
        raise BrokenExercise(f'{where}: varies must look like {{ number = "1e-8", others = ["1e-6", "1e-7"] }}')
    if number not in source:
        raise BrokenExercise(f"{where}: {number!r}, the number that varies, does not occur in the solution")
    return tuple(source.replace(number, other) for other in others)


def _edited(where: str, base: Solution, edits: Sequence[Mapping[str, Any]]) -> str:
    """Apply all edits to the base; each one refers to the unchanged base."""
    places: list[tuple[int, int, str]] = []
    for number, edit in enumerate(edits, 1):
        place = f"{where}: edit {number}"
        _check_keys(place, edit, _EDIT)
        find, put = edit.get("find"), edit.get("put")
        if not isinstance(find, str) or not isinstance(put, str) or find in ("", put):
            raise BrokenExercise(f"{place}: needs a text to find and a different text to put in its place")
        start = base.source.find(find)
        if start < 0 or start != base.source.rfind(find):
            times = "does not occur" if start < 0 else "occurs more than once"
            raise BrokenExercise(f"{place}: {find!r} {times} in accepted/{base.id}.py; it must occur exactly once")
        places.append((start, start + len(find), put))
    places.sort()
    done, pieces = 0, []
    for start, end, put in places:
        if start < done:
            raise BrokenExercise(f"{where}: two edits change the same text in accepted/{base.id}.py")
        pieces += [base.source[done:start], put]
        done = end
    return "".join((*pieces, base.source[done:]))


def _tables(where: str, data: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    tables = data.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise BrokenExercise(f"{where}: {key} must be a list of tables")
    return tables


def _check_keys(where: str, data: Mapping[str, Any], allowed: Sequence[str]) -> None:
    if unknown := sorted(data.keys() - set(allowed)):
        raise BrokenExercise(f"{where}: unknown key {', '.join(unknown)}; allowed keys: {', '.join(allowed)}")


def _text(where: str, key: str, value: object) -> str:
    """Return a text on one line; line breaks in the file do not matter."""
    if not isinstance(value, str):
        raise BrokenExercise(f"{where}: {key} is {value!r}, not a string")
    return " ".join(value.split())
