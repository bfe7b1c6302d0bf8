# SPDX-License-Identifier: GPL-3.0-or-later
"""`checkin mail` as scripts use it: real processes and a real mail server."""

import os
import subprocess
import sys

import pytest

from checkin.core.attendee import Status
from checkin.core.entries import EntryKind
from checkin.core.mail.mail_account import MailSecurity
from checkin.core.tickets.ticket_settings import TicketSettings
from checkin.services.mail.mail_worker import read_mail_account
from checkin.services.mail.ticket_mail import TicketMail
from checkin.services.ticket_making import save_ticket_settings
from tests.builders import an_attendee
from tests.command_line.running import lines
from tests.conftest import add_people
from tests.mail_lab import PASSWORD, USER, MailLab, read_message
from tests.ports import free_port

ANNE = an_attendee(11, first_name="Anne", last_name="Le Goff", email="anne@example.org")
JEAN = an_attendee(12, first_name="Jean", last_name="Kermarec", email="jean@example.org")
DONE, LOOK, NOT_UNDERSTOOD, USER_ERROR, _, DEVICE = range(6)


@pytest.fixture
def lab():
    with MailLab() as running:
        yield running


@pytest.fixture
def event(event, clock):
    """Two people with addresses, beside the three without."""
    add_people(event, clock(), ANNE, JEAN)
    return event


@pytest.fixture
def mail(event, lab, tmp_path):
    """Run the command with the account of the lab; `password` goes to its standard input."""

    def run(*arguments, password=PASSWORD, port=lab.port, **environment):
        account = ["--from", USER, "--server", "localhost", "--port", str(port), "--pace", "6000", "--wait", "0"]
        account += ["--ca", lab.authority(tmp_path), "--language", "en"]
        account += ["--password-file", "-"] if password else []
        keyring = {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        return subprocess.run(
            [sys.executable, "-m", "checkin", "mail", event.path, *arguments, *account],
            input=password,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **keyring, **environment},
            check=False,
        )

    return run


def test_a_dry_run_says_how_many_and_to_whom_not_and_writes_nothing(mail, event, lab):
    before = event.journal.count()
    done = mail("--dry-run")
    (plan,) = lines(done.stdout)
    assert done.returncode == LOOK, done.stderr
    assert (plan["messages"], plan["people"], plan["why"], plan["have_it"]) == (2, 2, {"new": 2}, 0)
    assert [each["address"] for each in plan["to"]] == [JEAN.email, ANNE.email]
    assert "Thanh-Mai N’Guyen" in [each["name"] for each in plan["without_address"]]
    assert len(plan["without_address"]) == 3
    assert (lab.messages, event.journal.count(), TicketMail(event, event.clock()).jobs()) == ([], before, [])


def test_sending_says_what_became_of_each_and_a_second_time_sends_nothing(mail, event, lab):
    done = mail("--send", "--name", "Accueil", "--reply-to", "reponse@asso.test")
    assert done.returncode == LOOK  # three have no address
    assert [(line["address"], line["people"], line["state"]) for line in lines(done.stdout)] == [
        (JEAN.email, ["Jean Kermarec"], "sent"),
        (ANNE.email, ["Anne Le Goff"], "sent"),
    ]
    assert done.stderr.splitlines()[-1] == "2 sent, 3 people without address"
    assert "Thanh-Mai N’Guyen has no e-mail address." in done.stderr
    assert [read_message(data).headers["From"] for _, data in lab.messages] == [[f"Accueil <{USER}>"]] * 2
    assert len(event.journal.entries_of_kinds([EntryKind.TICKET_SENT])) == 2

    again = mail("--send", password="", CHECKIN_MAIL_PASSWORD=PASSWORD)
    assert (lines(again.stdout), len(lab.messages)) == ([], 2)
    kept = read_mail_account(event)
    assert (kept.server, kept.port, kept.security, kept.user) == ("localhost", lab.port, MailSecurity.TLS, USER)
    assert kept.reply_to == "reponse@asso.test"
    event.checkpoint_wal()
    assert PASSWORD.encode() not in event.path.read_bytes()


@pytest.mark.parametrize(
    ("password", "code", "says"),
    [
        ("faux", DEVICE, ["app password", "535"]),
        ("", USER_ERROR, ["--password-file"]),
        (PASSWORD, LOOK, ["cannot be reached"]),
    ],
    ids=["a wrong password", "no password", "no network"],
)
def test_what_cannot_be_sent_is_told_with_what_to_do(mail, lab, password, code, says):
    done = mail("--send", password=password, port=free_port() if password == PASSWORD else lab.port)
    assert (done.returncode, lab.messages) == (code, [])
    assert [each for each in says if each not in done.stderr] == []
    assert "faux" not in done.stderr
    assert ("2 waiting, 3 people without address" in done.stderr) is bool(password), "what is left"
    assert lab.logins == ([False] if password == "faux" else [])


def test_a_field_that_does_not_exist_or_nobody_to_send_to_is_said_before_anything_is_sent(mail, event, desk, lab):
    save_ticket_settings(event, desk, TicketSettings(text={"fr": "Bonjour {prenom}"}))
    done = mail("--send")
    assert (done.returncode, "{prenom}" in done.stderr, "{first_name}" in done.stderr) == (USER_ERROR, True, True)
    people = [person.id for person, _ in event.attendees.all()]
    desk.registration.set_status(dict.fromkeys(people, Status.CANCELLED))
    done = mail("--send")
    assert (done.returncode, "Nobody would get a ticket" in done.stderr) == (USER_ERROR, True)
    assert lab.messages == []


def test_a_refusal_is_told_by_person(mail, lab):
    lab.troubles.refused[JEAN.email] = "550 5.1.1 No such user"
    done = mail("--send")
    assert (lines(done.stdout)[0]["state"], lines(done.stdout)[0]["said"]) == ("refused", "550 5.1.1 No such user")
    del lab.troubles.refused[JEAN.email]
    assert lines(mail("--send").stdout) == []
    assert [line["state"] for line in lines(mail("--send", "--again").stdout)] == ["sent"]


def test_a_message_to_oneself_is_one_message_and_noted_nowhere(mail, event, lab):
    done = mail("--to-myself", "moi@asso.test")
    assert done.returncode == DONE, done.stderr
    ((address, data),) = lab.messages
    assert (address, read_message(data).to) == ("moi@asso.test", "moi@asso.test")
    assert TicketMail(event, event.clock()).plan().people == 2
    assert mail("--to-myself", "moi").returncode == USER_ERROR
    assert mail("--to-myself", "moi@asso.test", password="faux").returncode == DEVICE


def test_drafts_need_neither_account_nor_password(mail, tmp_path):
    done = mail("--drafts", tmp_path / "brouillons", password="")
    assert done.returncode == LOOK
    assert "2 drafts with 2 tickets" in done.stdout
    assert sorted(path.name for path in (tmp_path / "brouillons").iterdir()) == [
        "KERMAREC Jean.eml",
        "KERMAREC Jean.pdf",
        "LE GOFF Anne.eml",
        "LE GOFF Anne.pdf",
        "mail-merge.csv",
    ]


@pytest.mark.parametrize("arguments", [(), ("--send", "--dry-run"), ("--send", "--security", "rot13")])
def test_one_thing_at_a_time(mail, arguments):
    assert mail(*arguments).returncode == NOT_UNDERSTOOD


def test_accents_are_taken_out_of_the_addresses_that_they_spoil(mail, event, clock):
    add_people(event, clock(), an_attendee(13, email="zoé@example.org"), an_attendee(14, email="zoé@@example"))
    done = mail("--correct-accents")
    (line,) = lines(done.stdout)
    assert (done.returncode, line["was"], line["is"]) == (DONE, "zoé@example.org", "zoe@example.org")
    assert event.attendees.get(line["id"]).email == "zoe@example.org"
    assert mail("--correct-accents").stdout == ""
