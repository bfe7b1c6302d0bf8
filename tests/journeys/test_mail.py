# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo event's tickets by e-mail: a real server with all its troubles, the real command, killed again and again,
and at the end exactly one right message for every person, as a reader sees it that shares no code with the writer.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing

import pytest

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_jobs import MailState
from checkin.core.tickets.ticket_fields import why_no_ticket
from checkin.paths import resources
from checkin.services.demo_event import make_demo
from checkin.services.desk import Desk
from checkin.services.event_file import EventFile
from checkin.services.mail.ticket_mail import TicketMail
from tests.mail_lab import PASSWORD, USER, MailLab, Troubles, read_message

KILLS = 6
SAMPLE = 4
"""Of every so many messages the attached ticket is drawn and its code read; the picture in the message of all."""

GREYLISTED, UNKNOWN, FULL = slice(0, 290, 25), 33, 77


@pytest.fixture
def demo(tmp_path, qapp):
    event, _ = make_demo(tmp_path, resources() / "demo", time.monotonic)
    event.close()
    return event.path


def people_of(path):
    with closing(EventFile.open(path)) as event:
        return [person for person, _ in event.attendees.all() if why_no_ticket(person) is None]


class Organiser:
    """Sends again and again, whatever happens."""

    def __init__(self, path, lab, folder):
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        self.path, self.lab = path, lab
        self.command = [sys.executable, "-m", "checkin", "mail", path, "--send", "--wait", "0", "--pace", "6000"]
        self.command += ["--from", USER, "--server", "localhost", "--port", str(lab.port), "--language", "en"]
        self.command += ["--ca", lab.authority(folder), "--password-file", folder / "password"]

    def start(self):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        return subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
        )

    def send(self):
        """Run to the end; return the exit code and what was told."""
        process = self.start()
        _, told = process.communicate()
        self.let_a_quarter_of_an_hour_pass()
        return process.returncode, told

    def send_until_killed(self, messages, moment):
        """Kill the command at a moment (in seconds) after it began so many messages; return whether it was at work."""
        process = self.start()
        assert self.lab.wait_for(messages)
        try:
            process.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        self.let_a_quarter_of_an_hour_pass()
        return process.returncode != 0

    def let_a_quarter_of_an_hour_pass(self):
        """For messages that are to be tried again."""
        with closing(EventFile.open(self.path)) as event, event.transaction():
            event.db.conn.execute(
                "UPDATE mail_jobs SET next_at = datetime(next_at, '-15 minutes') || '+00:00' WHERE state = 'deferred'"
            )

    def ask_about_uncertain_ones(self):
        """Look whether each arrived, and say so; return how many there were."""
        arrived = {read_message(data).headers["Message-ID"][0] for _, data in self.lab.messages}
        with closing(EventFile.open(self.path)) as event:
            mail = TicketMail(event, event.clock())
            uncertain = [job for job in mail.jobs() if job.state is MailState.UNSURE]
            for job in uncertain:
                resolve = mail.confirm_sent if job.message_id in arrived else mail.send_again
                resolve(job.id)
        return len(uncertain)


def test_everybody_has_exactly_one_right_message_whatever_happens(demo, tmp_path):
    people = people_of(demo)
    dice = random.Random(2023)
    troubles = Troubles(
        refused={
            people[UNKNOWN].email: "550 5.1.1 No such user",
            people[FULL].email: "552 5.2.2 The recipient's mailbox is over quota",
        },
        greylisted={person.email for person in people[GREYLISTED]},
        closes_after=40,
        cut_within={25, 90, 160, 161},
        silent_after={60},
        lost_at_end={130},
        slow_s=0.02,
    )
    with MailLab(troubles=troubles) as lab:
        organiser = Organiser(demo, lab, tmp_path)
        for _ in range(KILLS):
            assert organiser.send_until_killed(dice.randrange(2, 25), dice.random() * 0.1)
        cancelled, recoded, new_code = change_people(demo, people, lab)
        for _ in range(9):
            code, told = organiser.send()
            if not organiser.ask_about_uncertain_ones() and "to be tried again" not in told.splitlines()[-1]:
                break
        received, refused = list(lab.messages), {people[UNKNOWN].id, people[FULL].id}
    assert (code, told.splitlines()[-1]) == (1, f"{len(people) - 3} sent, 2 refused, 1 not sent")

    expected = {p.email: p.ticket_code for p in people if p.id not in refused and p.id != cancelled.id}
    expected[recoded.email] = new_code
    assert len(expected) == len(people) - 3
    assert Counter(address for address, _ in received) == Counter([*expected])
    look_at_messages(received, expected, tmp_path)
    look_at_entries(demo, received, refused)


def change_people(path, people, lab):
    """Cancel one who waits, and replace the code of another; return both and the new code."""
    done = {address for address, _ in lab.messages}
    cancelled, recoded = [person for person in people if person.email not in done][-2:]
    with closing(EventFile.open(path)) as event:
        desk = Desk(event, event.clock(), "Accueil 1")
        desk.registration.set_status({cancelled.id: Status.CANCELLED})
        new_code = desk.replace_code(recoded.id)
    return cancelled, recoded, new_code


def look_at_messages(received, expected, folder):
    for number, (address, data) in enumerate(received):
        message = read_message(data)
        assert message.to == address
        assert message.shown_codes == [expected[address]]
        assert len(message.pdfs) == 1
        if number % SAMPLE == 0:
            assert [*message.attached_codes(folder).values()] == [[expected[address]]]
        assert len(message.calendars) == 1
        assert expected[address] in message.text


def look_at_entries(path, received, refused):
    ids = {address: read_message(data).headers["Message-ID"][0] for address, data in received}
    with closing(EventFile.open(path)) as event:
        entries = event.journal.entries_of_kinds([EntryKind.TICKET_SENT])
        assert Counter(entry.body["address"] for entry in entries) == Counter([*ids])
        assert {entry.body["address"]: entry.body["message"] for entry in entries} == ids
        jobs = TicketMail(event, event.clock()).jobs()
        assert {person for job in jobs if job.state is MailState.REFUSED for person in job.recipients} == refused
        plan = TicketMail(event, event.clock()).plan()
        assert (plan.people, plan.has_it) == (0, len(received))
