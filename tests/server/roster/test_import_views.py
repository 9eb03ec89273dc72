"""The pages of an import: dry run, apply, result, links, undo."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from server.accounts.models import User
from server.core.mail import INLINE
from server.courses.models import Enrollment, Role, RosterImport
from tests.server.conftest import Visitor
from tests.server.course_admin.page import filled
from tests.server.roster.conftest import PUBLIC, someone

IMPORT = "/courses/dl/people/import"
TEXT = "email,name,section\nnew@x.org,New One,Monday\nada@example.org,Ada,Monday\nbroken,B,\n"


def hidden(page: str) -> dict[str, str]:
    """What the form of a dry run carries."""
    form = page[page.index(f'action="{IMPORT}/apply"') :]
    text = re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', form, re.DOTALL).group(1)
    digest = re.search(r'name="shown" value="([0-9a-f]{64})"', form).group(1)
    dropping = {"drop_missing": "1"} if 'type="hidden" name="drop_missing"' in form else {}
    return {"text": unescape(text), "shown": digest, **dropping}


def apply(visitor: Visitor, text: str, **more: str) -> str:
    """Go the whole way; the address of the result."""
    shown = visitor.post(IMPORT, {"text": text, **more}, content_type="multipart/form-data")
    assert shown.status_code == 200, shown.text
    # A browser sends the text with line ends of its own.
    data = hidden(shown.text)
    data["text"] = data["text"].replace("\n", "\r\n")
    answer = visitor.post(f"{IMPORT}/apply", data, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_the_dry_run_counts_and_stores_nothing(visit, session):
    page = visit("ines").post(IMPORT, {"text": TEXT}).text
    assert 'data-apply="2" data-skip="1" data-remove="0"' in page
    assert "New sections: Monday." in page
    assert "section: none → Monday" in page
    assert session.scalar(select(func.count()).where(User.email == "new@x.org")) == 0
    assert session.scalar(select(func.count()).select_from(RosterImport)) == 0


def test_the_page_of_the_dry_run_says_the_same_of_strangers_with_and_without_an_account(visit, room):
    text = "email,name\nroot@example.org,Who Ever\nnobody@example.org,Who Ever\n"
    page = visit("ines").post(IMPORT, {"text": text}).text
    assert "Rosa Root" not in page
    assert "data-hides-accounts" in page
    rows = re.findall(r"<tr>(.*?)</tr>", page[page.index("<tbody>") :], re.DOTALL)
    plain = [re.sub(r">[23]<|(root|nobody)@", "", row) for row in rows]
    assert len(plain) == 2
    assert plain[0] == plain[1]
    assert "Rosa Root" in visit("root").post(IMPORT, {"text": text}).text


def test_a_file_is_taken_before_the_text(visit):
    content = "name;email\nMüller, Jörg;j@x.org\n".encode("utf-8-sig")
    data = {"file": (io.BytesIO(content), "class.csv"), "text": "ignored"}
    page = visit("ines").post(IMPORT, data, content_type="multipart/form-data").text
    assert "separated by semicolon" in page
    assert "Müller, Jörg" in page


def test_what_was_shown_is_applied_and_told(visit, session, room):
    ines: Visitor = visit("ines")
    result = apply(ines, TEXT)
    page = ines.get(result).text
    assert "2 people changed" in page
    assert "By Ines Ahlers: 3 lines, 1 skipped" in page
    assert session.scalar(select(func.count()).where(User.email == "new@x.org")) == 1
    assert result in ines.get(IMPORT).text


def test_a_course_that_changed_in_between_is_shown_again_and_not_touched(visit, session, room):
    ines: Visitor = visit("ines")
    data = hidden(ines.post(IMPORT, {"text": TEXT}).text)
    ines.post(f"/courses/dl/people/{room.ada.id}/drop")
    answer = ines.post(f"{IMPORT}/apply", data)
    assert answer.status_code == 409
    assert "data-outdated" in answer.text
    assert "re-admitted as a student" in answer.text
    assert session.scalar(select(func.count()).select_from(RosterImport)) == 0
    assert ines.post(f"{IMPORT}/apply", hidden(answer.text)).status_code == 303


@pytest.mark.parametrize("change", [{"text": TEXT.replace("New", "Old")}, {"drop_missing": "1"}, {"shown": ""}])
def test_nothing_but_what_was_shown_can_be_applied(visit, session, change):
    ines: Visitor = visit("ines")
    data = hidden(ines.post(IMPORT, {"text": TEXT}).text) | change
    assert ines.post(f"{IMPORT}/apply", data).status_code == 409
    assert session.scalar(select(func.count()).select_from(RosterImport)) == 0


def test_dropping_is_off_unless_asked_for(visit, session, room):
    ines: Visitor = visit("ines")
    assert "drop_missing" not in hidden(ines.post(IMPORT, {"text": TEXT}).text)
    page = ines.post(IMPORT, {"text": TEXT, "drop_missing": "1"}).text
    assert 'data-apply="2" data-skip="1" data-remove="1"' in page
    assert 'data-unread="1"' in page
    apply(ines, TEXT, drop_missing="1")
    left = session.scalars(select(Enrollment.user_id).where(Enrollment.dropped_at.is_not(None)))
    assert set(left) == {room.ben.id, room.cleo.id}


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Choose a file"), ("nonsense", "must name the columns")],
)
def test_what_is_no_roster_is_said_beside_the_form_and_kept(visit, text: str, said: str):
    answer = visit("ines").post(IMPORT, {"text": text}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert said in answer.text
    assert text in answer.text


def send_large(visitor: Visitor, path: str, name: str, text: str) -> TestResponse:
    """Post a form with one long field, as a browser with a file input does."""
    fields = {"csrf_token": visitor.csrf_token(), name: text}
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()]
    body = ("".join(parts) + "--x--\r\n").encode()
    return visitor.client.post(path, data=body, content_type="multipart/form-data; boundary=x")


def test_a_roster_that_is_too_large_is_said_beside_the_form(visit):
    answer = send_large(visit("ines"), IMPORT, "text", "email,name\na@x.org," + "x" * 1_100_000)
    assert answer.status_code == 422
    assert "more than 1,000,000 bytes" in answer.text


def test_more_than_the_room_there_is_is_refused_here_and_less_elsewhere(visit):
    ines: Visitor = visit("ines")
    assert send_large(ines, IMPORT, "text", "x" * 2_100_000).status_code == 413
    assert send_large(ines, "/courses/dl/people/sections", "name", "x" * 1_100_000).status_code == 413


def test_names_stay_text_and_formulas_in_the_file_of_links_do_not_run(visit, session):
    payload = "</textarea><script>alert(1)</script>"
    text = f'email,name\nx@x.org,"{payload}"\ny@x.org,"=HYPERLINK(1)"\n'
    ines: Visitor = visit("ines")
    shown = ines.post(IMPORT, {"text": text}).text
    assert payload not in shown
    assert hidden(shown)["text"] == text
    result = apply(ines, text)
    assert payload not in ines.get(result).text
    rows = list(csv.reader(io.StringIO(ines.post(f"{result}/links").text.removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["name", payload, "'=HYPERLINK(1)"]


def test_links_are_handed_out_until_each_has_set_a_password(visit, session):
    ines: Visitor = visit("ines")
    result = apply(ines, TEXT)
    taken = ines.post(f"{result}/links")
    assert taken.mimetype == "text/csv"
    (row,) = list(csv.DictReader(io.StringIO(taken.text.removeprefix("\ufeff"))))
    assert row["email"] == "new@x.org"
    assert ines.post(f"{result}/links").status_code == 200
    assert "data-links-taken" in ines.get(result).text
    new: Visitor = visit()
    link = row["link"].removeprefix("http://localhost")
    assert new.post(link, {"new": "my own long secret", "again": "my own long secret"}).status_code == 303
    login = {"email": "new@x.org", "password": "my own long secret"}
    assert new.post("/login", login).headers["Location"] == "/"
    assert new.get("/courses/dl").status_code == 200
    assert "data-waiting" not in ines.get(result).text
    assert ines.post(f"{result}/links").status_code == 303


def test_no_link_is_handed_out_for_somebody_who_is_in_another_course_by_now(visit, session, room):
    ines: Visitor = visit("ines")
    result = apply(ines, TEXT)
    new = session.scalars(select(User).where(User.email == "new@x.org")).one()
    session.add(Enrollment(course_id=room.other_course.id, user_id=new.id, role=Role.INSTRUCTOR))
    session.commit()
    answer = ines.post(f"{result}/links")
    assert answer.status_code == 303
    assert "/reset/" not in answer.text


def test_an_import_is_undone_from_its_page(visit, session, room):
    ines: Visitor = visit("ines")
    result = apply(ines, TEXT)
    shown = ines.get(result).text
    assert 'data-reverted="2"' in shown
    assert ines.post(f"{result}/undo", filled(shown, "shown")).status_code == 303
    page = ines.get(result).text
    assert "The import was undone for 2 people." in page
    assert "Undo this import" not in page
    assert session.scalar(select(func.count()).where(Enrollment.course_id == room.course.id)) == 5


def test_an_import_is_undone_only_as_it_was_shown(visit, session, room):
    ines: Visitor = visit("ines")
    result = apply(ines, TEXT)
    shown = ines.get(result).text
    assert ines.post(f"{result}/undo").status_code == 409
    ines.post(f"/courses/dl/people/{room.ada.id}/drop")
    answer = ines.post(f"{result}/undo", filled(shown, "shown"))
    assert answer.status_code == 409
    assert "data-outdated" in answer.text
    assert 'data-reverted="1"' in answer.text
    assert session.scalar(select(func.count()).where(RosterImport.undone_at.is_not(None))) == 0
    assert ines.post(f"{result}/undo", filled(answer.text, "shown")).status_code == 303


def test_imports_of_another_course_are_not_there(visit, session, room):
    result = apply(visit("ines"), TEXT).replace("/dl/", "/other/")
    otto: Visitor = visit("otto")
    assert otto.get(result).status_code == 404
    assert otto.post(f"{result}/undo").status_code == 404
    assert otto.post(f"{result}/links").status_code == 404


def test_new_people_get_a_mail_each_and_failures_are_told(mailing, postbox):
    ines = someone(mailing, "ines")
    result = apply(ines, "email,name\nnew@x.org,New\nbad@x.org,Bad\nada@example.org,Ada\n")
    page = ines.get(result).text
    assert "Sent 1 email with a password link." in page
    assert "Email to bad@x.org could not be sent" in page
    to, mail = postbox.wait()
    assert to == "new@x.org"
    assert mail["From"] == "Deep Learning <dl@example.org>"
    link = re.search(rf"{PUBLIC}(/reset/\S+)", mail.get_content()).group(1)
    assert "new@x.org" in someone(mailing).get(link).text
    assert postbox.mails == []
    assert postbox.connections == 1


def test_many_new_people_are_not_mailed_from_the_page(mailing, postbox):
    ines = someone(mailing, "ines")
    lines = "".join(f"s{n}@x.org,S {n}\n" for n in range(INLINE + 1))
    page = ines.get(apply(ines, f"email,name\n{lines}")).text
    assert f"too many people to email ({INLINE + 1})" in page
    assert "Download links (CSV)" in page
    assert postbox.connections == 0


def test_a_mail_server_that_is_away_undoes_nothing(mailing, postbox, session):
    ines = someone(mailing, "ines")
    mailing.extensions["chainrule.mailer"]._url = mailing.extensions["chainrule.mailer"]._url._replace(
        netloc="127.0.0.1:1"
    )
    page = ines.get(apply(ines, TEXT)).text
    assert "Email to new@x.org could not be sent" in page
    assert session.scalar(select(func.count()).where(User.email == "new@x.org")) == 1
