# SPDX-License-Identifier: GPL-3.0-or-later
"""A conversation with a real mail server, step by step, and what it says when one fails."""

import socket
import threading

import pytest

from checkin.core.mail.mail_account import MailSecurity
from checkin.core.mail.mail_jobs import ConnectionFault, MailStage
from checkin.core.message import UserError
from checkin.devices.mail_server import MailServer, MailServerError, MailTimeouts
from tests.mail_lab import PASSWORD, USER, MailLab, Troubles
from tests.ports import free_port

ANNE = "anne@example.org"
MESSAGE = b"To: anne@example.org\r\nSubject: Billet\r\n\r\nBonjour\r\n.\r\n..\r\n.fin\r\n"
SECURE = (MailSecurity.TLS, MailSecurity.STARTTLS)


@pytest.fixture
def lab():
    with MailLab() as running:
        yield running


def server_of(lab, folder, password=PASSWORD, timeouts=None, **fields):
    return MailServer(lab.account(**fields), password, lab.authority(folder), timeouts)


def failure(call):
    with pytest.raises(MailServerError) as caught:
        call()
    return caught.value.reply


@pytest.mark.parametrize("security", MailSecurity)
def test_a_message_arrives_as_it_was_written(tmp_path, security):
    with MailLab(security) as lab:
        server = server_of(lab, tmp_path)
        server.open()
        server.offer(ANNE, MESSAGE)
        assert lab.messages == []  # nothing is delivered before the dot
        assert server.finish().code == 250
        server.offer("jean@example.org", MESSAGE)
        server.finish()
        server.close()
        assert lab.messages == [(ANNE, MESSAGE), ("jean@example.org", MESSAGE)]
        assert lab.logins == ([] if security is MailSecurity.NONE else [True])


@pytest.mark.parametrize("security", SECURE)
def test_a_wrong_password_is_said_in_the_servers_words(tmp_path, security):
    with MailLab(security) as lab:
        server = server_of(lab, tmp_path, "faux")
        reply = failure(server.open)
        assert (reply.stage, reply.code) == (MailStage.LOGIN, 535)
        assert "faux" not in reply.words
        server.close()


@pytest.mark.parametrize("security", SECURE)
@pytest.mark.parametrize("name", ["localhost", "smtp.example.org"], ids=["not trusted", "of another name"])
def test_a_server_whose_certificate_does_not_fit_gets_no_password(tmp_path, security, name):
    with MailLab(security, name=name) as lab:
        server = MailServer(lab.account(), PASSWORD, lab.authority(tmp_path) if name != "localhost" else None)
        assert failure(server.open).fault is ConnectionFault.BAD_CERTIFICATE
        assert lab.logins == []


@pytest.mark.parametrize("security", SECURE)
def test_to_a_server_without_tls_nothing_is_sent_in_the_clear(tmp_path, security):
    with MailLab(MailSecurity.NONE) as lab:
        server = server_of(lab, tmp_path, security=security, user=USER)
        assert failure(server.open).fault is ConnectionFault.NO_TLS
        assert (lab.logins, lab.messages) == ([], [])


def test_where_nobody_listens_the_server_is_not_reached(lab, tmp_path):
    server = server_of(lab, tmp_path, port=free_port())
    assert failure(server.open).fault is ConnectionFault.UNREACHABLE


def test_a_name_that_no_server_has_is_unknown(lab, tmp_path):
    server = server_of(lab, tmp_path, server="smtp.nulle-part.invalid")
    assert failure(server.open).fault in (ConnectionFault.UNKNOWN_SERVER, ConnectionFault.UNREACHABLE)


def test_what_does_not_speak_smtp_is_no_mail_server(lab, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answer = threading.Thread(target=_greet, args=(listening, b"SSH-2.0-OpenSSH_9.2\r\n"))
        answer.start()
        account = {"port": listening.getsockname()[1], "security": MailSecurity.NONE, "user": ""}
        assert failure(server_of(lab, tmp_path, **account).open).fault is ConnectionFault.NOT_SMTP
        answer.join()


def test_a_server_that_says_nothing_is_not_waited_for_without_end(lab, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = {"port": silent.getsockname()[1], "security": MailSecurity.NONE, "user": ""}
        server = server_of(lab, tmp_path, timeouts=MailTimeouts(connect=0.1), **account)
        assert failure(server.open).fault is ConnectionFault.CUT


def test_a_refused_recipient_leaves_the_connection_to_the_next(lab, tmp_path):
    lab.troubles.refused[ANNE] = "550 5.1.1 No such user"
    server = server_of(lab, tmp_path)
    server.open()
    reply = failure(lambda: server.offer(ANNE, MESSAGE))
    assert (reply.stage, reply.words) == (MailStage.RECIPIENT, "550 5.1.1 No such user")
    server.reset()
    server.offer("max@example.org", MESSAGE)
    server.abandon()  # which is not delivered
    server.open()
    server.offer("jean@example.org", MESSAGE)
    server.finish()
    server.close()
    assert [address for address, _ in lab.messages] == ["jean@example.org"]


def test_a_connection_that_breaks_in_a_message_delivers_nothing(tmp_path):
    with MailLab(troubles=Troubles(cut_within={1})) as lab:
        server = server_of(lab, tmp_path)
        server.open()
        reply = failure(lambda: (server.offer(ANNE, MESSAGE * 2000), server.finish()))
        assert (reply.fault, server.is_open) == (ConnectionFault.CUT, False)
        assert lab.messages == []


def test_a_reply_that_is_lost_after_the_dot_is_known_as_such(tmp_path):
    with MailLab(troubles=Troubles(silent_after={1})) as lab:
        server = server_of(lab, tmp_path)
        server.open()
        server.offer(ANNE, MESSAGE)
        reply = failure(server.finish)
        assert (reply.stage, reply.fault) == (MailStage.END, ConnectionFault.CUT)
        assert len(lab.messages) == 1


def test_a_server_that_closes_after_two_messages_says_so(tmp_path):
    with MailLab(troubles=Troubles(closes_after=2)) as lab:
        server = server_of(lab, tmp_path)
        server.open()
        for _ in range(2):
            server.offer(ANNE, MESSAGE)
            server.finish()
        assert failure(lambda: server.offer(ANNE, MESSAGE)).code == 421
        server.abandon()


def test_a_file_without_certificates_is_named(lab, tmp_path):
    wrong = tmp_path / "ca.txt"
    wrong.write_text("rien")
    with pytest.raises(UserError, match=r"ca\.txt"):
        MailServer(lab.account(), PASSWORD, wrong).open()


def _greet(listening, words):
    connection, _ = listening.accept()
    with connection:
        connection.sendall(words)
        connection.recv(100)
