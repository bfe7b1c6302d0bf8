# SPDX-License-Identifier: GPL-3.0-or-later
"""The thread that sends, at a real server."""

import pytest

from checkin.core.entries import EntryKind
from checkin.core.mail.mail_jobs import MailState
from checkin.core.mail.mail_replies import MailTrouble
from checkin.devices.mail_server import MailServer
from checkin.services.event_file import EventFile
from checkin.services.mail.mail_sender import MailSender
from checkin.services.mail.mail_worker import MailWorker
from checkin.services.mail.ticket_mail import TicketMail
from tests.builders import an_attendee
from tests.conftest import add_people
from tests.mail_lab import PASSWORD, MailLab

PEOPLE = [an_attendee(n, email=f"p{n}@example.org") for n in range(11, 16)]


@pytest.fixture
def lab():
    with MailLab() as running:
        yield running


@pytest.fixture
def mail(event, qapp):
    clock = event.clock()
    add_people(event, clock(), *PEOPLE)
    return TicketMail(event, clock)


@pytest.fixture
def worker(event, lab, mail, tmp_path):
    clock, passwords = event.clock(), [PASSWORD]

    def set_up(own: EventFile):
        server = MailServer(lab.account(), passwords[0], lab.authority(tmp_path))
        return MailSender(own, clock, lab.account(), server)

    made = MailWorker(event.path, clock, set_up)
    made.passwords = passwords
    yield made
    made.stop()


def test_what_is_queued_is_sent_beside_the_window(qtbot, event, mail, worker, lab):
    told = []
    worker.changed.connect(told.append)
    worker.start()
    mail.queue("asso.test")
    worker.wake()
    qtbot.waitUntil(lambda: bool(told) and told[-1].counts == {MailState.SENT: 5})
    assert sorted(address for address, _ in lab.messages) == [person.email for person in PEOPLE]
    assert len(event.journal.entries_of_kinds([EntryKind.TICKET_SENT])) == 5


def test_during_a_pause_nothing_is_sent(mail, worker, lab):
    mail.queue("asso.test")
    worker.pause(True)
    assert worker.step() is None
    worker.pause(False)
    assert worker.step() is not None
    assert len(lab.messages) == 1
    worker.close()


def test_after_the_right_password_it_goes_on(mail, worker, lab):
    worker.passwords[0] = "faux"
    mail.queue("asso.test")
    told = []
    worker.changed.connect(told.append)
    assert worker.step() is None
    assert (told[-1].sender.trouble, told[-1].sender.is_stopped) == (MailTrouble.PASSWORD, True)
    worker.passwords[0] = PASSWORD
    worker.resume()
    assert worker.step() is not None
    assert len(lab.messages) == 1
    worker.close()
