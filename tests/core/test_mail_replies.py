# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from a server's reply. The replies are those that providers give, as their pages and users quote
them.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.mail.mail_jobs import TROUBLES
from checkin.core.mail.mail_replies import (
    PASSING_TROUBLES,
    ConnectionFault,
    MailCourse,
    MailReply,
    MailStage,
    MailTrouble,
    is_about_all,
    judge_reply,
)

SENT = [
    (MailStage.LOGIN, 535, "5.7.8 Username and Password not accepted.", MailTrouble.PASSWORD),
    (MailStage.LOGIN, 534, "5.7.9 Application-specific password required.", MailTrouble.PASSWORD),
    (MailStage.LOGIN, 535, "5.7.3 Authentication unsuccessful, rate exceeded", MailTrouble.PASSWORD),
    (MailStage.SENDER, 530, "5.7.0 Authentication Required.", MailTrouble.PASSWORD),
    (MailStage.SENDER, 553, "5.7.1 Sender address rejected: not owned by user", MailTrouble.SENDER),
    (MailStage.CONNECT, 554, "5.7.1 Service unavailable; Client host blocked", MailTrouble.NOT_ALLOWED),
]
PAUSES = [
    (MailStage.END, 550, "5.4.5 Daily user sending limit exceeded.", MailTrouble.LIMIT),
    (MailStage.RECIPIENT, 550, "5.4.5 Daily SMTP relay limit exceeded", MailTrouble.LIMIT),
    (MailStage.END, 421, "4.7.28 Gmail has detected an unusual rate of mail", MailTrouble.LIMIT),
    (MailStage.SENDER, 452, "4.5.3 Too many messages, try again later", MailTrouble.LIMIT),
    (MailStage.SENDER, 421, "4.7.0 Try again later, rate limited", MailTrouble.LIMIT),
    (MailStage.END, 554, "5.2.0 SubmissionQuotaExceededException", MailTrouble.LIMIT),
    (MailStage.LOGIN, 454, "4.7.0 Temporary authentication failure", MailTrouble.BUSY),
    (MailStage.SENDER, 451, "4.3.0 Temporary lookup failure", MailTrouble.BUSY),
    (MailStage.CONNECT, 450, "4.3.2 Server busy", MailTrouble.BUSY),
]
ABOUT_ONE = [
    (MailStage.RECIPIENT, 550, "5.1.1 The email account that you tried to reach does not exist", MailCourse.REFUSE),
    (MailStage.RECIPIENT, 552, "5.2.2 The recipient's mailbox is over quota", MailCourse.REFUSE),
    (MailStage.RECIPIENT, 550, "No such user here", MailCourse.REFUSE),
    (MailStage.RECIPIENT, 452, "4.2.2 The recipient's inbox is out of storage, quota exceeded", MailCourse.DEFER),
    (MailStage.RECIPIENT, 450, "4.2.1 receiving mail at a rate that prevents more", MailCourse.DEFER),
    (MailStage.RECIPIENT, 451, "4.7.1 Greylisted, see http://example.org", MailCourse.DEFER),
    (MailStage.END, 552, "5.3.4 Message size exceeds fixed limit", MailCourse.REFUSE),
    (MailStage.END, 554, "5.7.1 Spam message rejected", MailCourse.REFUSE),
    (MailStage.CONTENT, 451, "4.3.0 Error: queue file write error", MailCourse.DEFER),
]


@pytest.mark.parametrize(("stage", "code", "text", "trouble"), SENT)
def test_what_only_the_organiser_can_change_stops_everything(stage, code, text, trouble):
    assert judge_reply(MailReply(stage, code, text)) == (MailCourse.STOP, trouble)


@pytest.mark.parametrize(("stage", "code", "text", "trouble"), PAUSES)
def test_what_passes_by_itself_is_waited_for(stage, code, text, trouble):
    assert judge_reply(MailReply(stage, code, text)) == (MailCourse.PAUSE, trouble)


@pytest.mark.parametrize(("stage", "code", "text", "course"), ABOUT_ONE)
def test_what_is_about_one_recipient_concerns_no_other(stage, code, text, course):
    assert judge_reply(MailReply(stage, code, text)) == (course, MailTrouble.NONE)


@pytest.mark.parametrize(
    "text",
    [
        "4.7.0 Too many messages in this session",
        "Too many mails in this connection, reconnect",
        "4.4.2 Timeout, closing",
    ],
)
def test_a_server_that_closes_is_connected_to_again(text):
    assert judge_reply(MailReply(MailStage.SENDER, 421, text)).course is MailCourse.RECONNECT


def test_without_a_reply_to_the_dot_nobody_knows():
    cut = MailReply(MailStage.END, fault=ConnectionFault.CUT)
    assert judge_reply(cut).course is MailCourse.DOUBT
    assert judge_reply(MailReply(MailStage.CONTENT, fault=ConnectionFault.CUT)).course is MailCourse.RECONNECT


@pytest.mark.parametrize("fault", [fault for fault in ConnectionFault if fault])
def test_every_fault_leads_somewhere(fault):
    course, trouble = judge_reply(MailReply(MailStage.CONNECT, fault=fault))
    assert course in (MailCourse.RECONNECT, MailCourse.PAUSE, MailCourse.STOP)
    assert trouble in TROUBLES


def test_every_trouble_has_a_sentence():
    assert set(TROUBLES) == set(MailTrouble) - {MailTrouble.NONE}


@given(st.sampled_from(MailStage), st.integers(200, 599), st.text(max_size=40))
def test_a_reply_for_good_or_for_now_is_never_taken_for_consent(stage, code, text):
    course, trouble = judge_reply(MailReply(stage, code, text))
    assert (course is MailCourse.GO_ON) == (code < 400)
    assert course is not MailCourse.DOUBT
    if course is MailCourse.STOP:
        assert trouble not in PASSING_TROUBLES
        assert code >= 500
    if course is MailCourse.REFUSE:
        assert code >= 500
        assert stage >= MailStage.RECIPIENT


@given(st.integers(-1, 199) | st.integers(600, 999))
def test_gibberish_after_the_dot_leaves_the_message_uncertain(code):
    assert judge_reply(MailReply(MailStage.END, max(code, 0))).course is MailCourse.DOUBT


def test_a_policy_is_about_all_and_an_unknown_mailbox_is_not():
    assert is_about_all(MailReply(MailStage.RECIPIENT, 554, "5.7.1 Relay access denied"))
    assert is_about_all(MailReply(MailStage.END, 554, "Rejected as spam"))
    assert not is_about_all(MailReply(MailStage.RECIPIENT, 550, "5.1.1 unknown"))
