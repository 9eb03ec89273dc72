"""Reading rosters: what forms they come in, and what is said of those that cannot be read."""

from __future__ import annotations

import pytest

from server.roster.errors import UnreadableRoster
from server.roster.roster_file import MAX_LINES, decode, read


@pytest.mark.parametrize(("mark", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab")])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separator_and_line_ends_are_found_out(mark: str, name: str, end: str) -> None:
    table = read(end.join([mark.join(["Name", "E-Mail"]), mark.join(["Ada", "ada@x.org"])]))
    assert table.separator == name
    assert [line.cells for line in table.lines] == [{"name": "Ada", "email": "ada@x.org"}]
    assert table.lines[0].number == 2


def test_a_comma_in_a_name_does_not_hide_that_semicolons_separate() -> None:
    table = read('name;email\n"Lovelace, Ada";ada@x.org\nOkri, Ben;ben@x.org\n')
    assert [line.cells["name"] for line in table.lines] == ["Lovelace, Ada", "Okri, Ben"]


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert read(decode(b"\xef\xbb\xbfemail,name\na@x.org,A\n")).columns == ("email", "name")
    assert read("\ufeffemail,name\na@x.org,A\n").columns == ("email", "name")


def test_latin_1_is_refused_with_its_line() -> None:
    data = "email,name\na@x.org,Anna\nj@x.org,Jörg\n".encode("latin-1")
    with pytest.raises(UnreadableRoster, match=r"Line 3 contains a byte \(0xf6\) that is not valid UTF-8.*Latin-1"):
        decode(data)


def test_utf_16_is_refused_by_its_name() -> None:
    with pytest.raises(UnreadableRoster, match="UTF-16"):
        decode("email,name\n".encode("utf-16"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("email,name\n", "no rows below"),
        ("ada@x.org,Ada\nben@x.org,Ben\n", "including email and name.*“ada@x.org”, “Ada”"),
        ("Vorname;Nachname;E-Mail-Adresse\nA;B;a@x.org\n", "Found: “Vorname”, “Nachname”, “E-Mail-Adresse”"),
        ("Vorname\tNachname, Titel\tOrt\nA\tB\tC\n", "Found: “Vorname”, “Nachname, Titel”, “Ort”"),
        ("email,section\na@x.org,A\n", "including name"),
        ("email,name,EMAIL\na@x.org,A,b@x.org\n", "“email” appears twice"),
        ('email,name\na@x.org,"Ada\nb@x.org,B\n', "quotation mark"),
        ("email,name\n" + "a@x.org,A\n" * (MAX_LINES + 1), "more than 5,000 lines"),
        ("email,name\na@x.org," + "A" * 1_000_000, "more than 1,000,000 bytes"),
    ],
)
def test_what_is_no_roster_is_refused_as_a_whole(text: str, said: str) -> None:
    with pytest.raises(UnreadableRoster, match=said):
        read(text)


def test_a_roster_of_as_many_lines_as_are_allowed_is_read() -> None:
    assert len(read("email,name\n" + "a@x.org,A\n" * MAX_LINES).lines) == MAX_LINES


def test_blank_lines_are_skipped_and_the_numbers_stay_those_of_the_file() -> None:
    table = read("email,name\n\na@x.org,A\n,\nb@x.org,B\n")
    assert [line.number for line in table.lines] == [3, 5]


def test_a_line_with_another_number_of_cells_is_the_only_one_with_a_problem() -> None:
    table = read("email,name\na@x.org,A,more\nb@x.org\nc@x.org,C\n")
    assert [line.problem for line in table.lines] == [
        "has 3 cells, but the first line has 2",
        "has 1 cell, but the first line has 2",
        None,
    ]


def test_other_columns_are_named_and_not_used() -> None:
    table = read("Matrikel,email,name,role\n7,a@x.org,A,student\n")
    assert table.ignored == ("Matrikel",)
    assert table.lines[0].cells == {"email": "a@x.org", "name": "A", "role": "student"}
