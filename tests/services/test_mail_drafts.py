# SPDX-License-Identifier: GPL-3.0-or-later
"""Drafts and the mail merge, read by programs that did not write them."""

import csv
from pathlib import Path

import pytest

from checkin.core.attendee import Status
from checkin.core.mail.mail_account import MailAccount
from checkin.core.message import UserError, fill_message
from checkin.core.progress import Cancelled
from checkin.core.tickets.ticket_settings import MessageGrouping, TicketSettings
from checkin.services.mail.ticket_mail import MERGE_FILE, write_drafts
from checkin.services.mail.ticket_messages import MailRecipients
from checkin.services.ticket_making import save_ticket_settings
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.mail_lab import read_message

ZOE = an_attendee(11, first_name="Zoé", last_name="Le Brás", email="zoe@example.org", organisation="Mairie")
NAMESAKE = an_attendee(12, first_name="Zoé", last_name="Le Brás", email="zb@example.org", organisation="Lycée")
GONE = an_attendee(13, email="parti@example.org", status=Status.CANCELLED)


@pytest.fixture
def people(event, clock, qapp):
    add_people(event, clock(), ZOE, NAMESAKE, GONE)


def english(words, **fields):
    return fill_message(words.text, fields)


def drafts(folder):
    return {path.name: read_message(path.read_bytes()) for path in sorted(folder.glob("*.eml"))}


def merge_rows(folder):
    with (folder / MERGE_FILE).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def test_everyone_with_an_address_has_a_draft_and_homonyms_are_told_apart(event, people, tmp_path):
    out = tmp_path / "brouillons"
    done = write_drafts(event, out, MailAccount(sender="orga@asso.test", sender_name="Accueil"), english)
    assert (done.messages, done.tickets, len(done.without_address)) == (2, 2, 3)
    found = drafts(out)
    assert list(found) == ["LE BRÁS Zoé Lycée.eml", "LE BRÁS Zoé Mairie.eml"]
    message = found["LE BRÁS Zoé Mairie.eml"]
    assert message.headers["X-Unsent"] == ["1"]
    assert (message.to, message.shown_codes) == (ZOE.email, [ZOE.ticket_code])
    assert message.attached_codes(tmp_path) == {"LE BRÁS Zoé Mairie.pdf": [ZOE.ticket_code]}
    assert len(message.calendars) == 1


def test_the_mail_merge_has_a_row_a_person_with_the_path_of_their_ticket(event, people, tmp_path):
    out = tmp_path / "brouillons"
    write_drafts(event, out, None, english)
    rows = merge_rows(out)
    assert [(row["Send to"], row["Code"]) for row in rows] == [
        (ZOE.email, ZOE.ticket_code),
        (NAMESAKE.email, NAMESAKE.ticket_code),
    ]
    for row in rows:
        path = Path(row["Ticket"])
        assert path.is_absolute()
        assert path.read_bytes().startswith(b"%PDF")


def test_people_of_one_address_share_a_draft_if_chosen(event, desk, people, tmp_path, clock):
    add_people(event, clock(), an_attendee(14, first_name="Tom", email="ZOE@example.org"))
    save_ticket_settings(event, desk, TicketSettings(grouping=MessageGrouping.ADDRESS))
    write_drafts(event, tmp_path / "brouillons", None, english)
    shared = [each for each in drafts(tmp_path / "brouillons").values() if len(each.pdfs) == 2]
    assert [len(each.shown_codes) for each in shared] == [2]


def test_a_cancelled_writing_leaves_nothing(event, people, tmp_path):
    def cancel(done, _total):
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_drafts(event, tmp_path / "brouillons", None, english, cancel)
    assert not (tmp_path / "brouillons").exists()


def test_words_with_a_mistake_write_nothing(event, desk, people, tmp_path):
    save_ticket_settings(event, desk, TicketSettings(subject={"fr": "Billet {evenement}"}))
    with pytest.raises(UserError, match="evenement"):
        write_drafts(event, tmp_path / "brouillons", None, english)
    assert not (tmp_path / "brouillons").exists()


def test_nobody_gets_a_draft_in_an_empty_event(event, desk, qapp, tmp_path):
    desk.registration.set_status(dict.fromkeys(MailRecipients(event).people, Status.CANCELLED))
    with pytest.raises(UserError, match="Nobody"):
        write_drafts(event, tmp_path / "brouillons", None, english)
