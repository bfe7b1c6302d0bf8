# SPDX-License-Identifier: GPL-3.0-or-later
"""The bytes of a message, read again by a reader in Rust."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from checkin.core.lists.cell_text import one_line
from checkin.core.mail.mail_account import MailAccount
from checkin.core.mail.mail_message import AttachedFile, MailContent, draft_bytes, message_bytes
from tests.mail_lab import read_message

AT = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)
ACCOUNT = MailAccount(sender="orga@asso.test", sender_name="Accueil", reply_to="reponse@asso.test")
HOSTILE = st.text(alphabet="aé \r\n\t:=?,;<>\"'()\\\x00\x0b\x85\u2028\u202e☃\U0001f389") | st.text(max_size=300)
HEADERS = {"Content-Type", "MIME-Version", "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"}


def a_content(subject="Votre billet", text="Bonjour", files=()):
    return MailContent("anne@example.org", subject, text, f"<p>{text}</p>", (), files)


def test_a_message_has_every_header_once_and_both_texts():
    written = message_bytes(
        a_content("Fête de l’été : votre billet", "Où ? À la mairie."), ACCOUNT, "<1@asso.test>", AT
    )
    read = read_message(written)
    assert set(read.headers) == HEADERS
    assert all(len(values) == 1 for values in read.headers.values())
    assert read.headers["Message-ID"] == ["<1@asso.test>"]
    assert read.headers["Date"] == ["Sun, 29 Nov 2026 08:30:00 +0000"]
    assert read.headers["From"] == ["Accueil <orga@asso.test>"]
    assert (read.subject, read.to) == ("Fête de l’été : votre billet", "anne@example.org")
    assert (read.text.strip(), read.html.strip()) == ("Où ? À la mairie.", "<p>Où ? À la mairie.</p>")


def test_attached_files_keep_their_names_and_bytes():
    entry = "BEGIN:VCALENDAR\r\nSUMMARY:Fête\r\nEND:VCALENDAR\r\n".encode()
    files = [
        AttachedFile("LE BRÁS Éloïse.pdf", "application/pdf", b"%PDF\x00\xff"),
        AttachedFile("event.ics", "text/calendar", entry),
    ]
    read = read_message(message_bytes(a_content(files=files), ACCOUNT, "<1@asso.test>", AT))
    assert (read.pdfs, read.calendars) == ({"LE BRÁS Éloïse.pdf": b"%PDF\x00\xff"}, [entry])


def test_a_draft_waits_for_its_date_and_is_from_nobody_yet():
    read = read_message(draft_bytes(a_content(), None))
    assert set(read.headers) == {"Content-Type", "MIME-Version", "To", "Subject", "X-Unsent"}
    assert read.headers["X-Unsent"] == ["1"]


def test_every_line_is_short_enough_for_a_server_and_ascii():
    text = "œ" * 3000 + "\n" + "x" * 3000 + "\n.\n..fin"
    written = message_bytes(a_content("œuvre " * 30, text), ACCOUNT, "<1@asso.test>", AT)
    assert written.isascii()
    assert all(len(line) <= 998 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert read_message(written).text.split("\r\n")[:4] == ["œ" * 3000, "x" * 3000, ".", "..fin"]


@given(HOSTILE, HOSTILE)
def test_headers_never_grow(subject, name):
    account = MailAccount(sender="orga@asso.test", sender_name=name, reply_to="reponse@asso.test")
    read = read_message(message_bytes(a_content(subject), account, "<1@asso.test>", AT))
    assert set(read.headers) == HEADERS
    assert all(len(values) == 1 for values in read.headers.values())
    assert " ".join(read.subject.split()) == " ".join(one_line(subject).split())
    assert read.headers["From"][0].endswith("orga@asso.test>" if one_line(name) else "orga@asso.test")
    assert read.to == "anne@example.org"
