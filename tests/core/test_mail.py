# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets by mail: to whom, which go together, the message, and what follows from a reply."""

import html
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.attendee import address_without_accents, deliverable_address
from checkin.core.lists.cell_text import one_line
from checkin.core.mail.mail_account import MOST_TICKETS, MailAccount, group_for_mail
from checkin.core.mail.mail_jobs import (
    DEFAULT_SUBJECT,
    DEFAULT_SUBJECT_FOR_SEVERAL,
    DEFAULT_TEXT,
    DEFAULT_TEXT_FOR_SEVERAL,
    LONGEST_LINE,
    OPEN_MAIL_STATES,
    PASSING_TROUBLES,
    TROUBLES,
    ConnectionFault,
    MailCourse,
    MailJob,
    MailReason,
    MailReply,
    MailStage,
    MailState,
    MailText,
    MailTrouble,
    check_mail_text,
    filled_mail_text,
    is_about_all,
    judge_reply,
    retry_at,
    text_as_html,
    why_due,
)
from checkin.core.mail.mail_message import AttachedFile, MailContent, draft_bytes, message_bytes
from checkin.core.message import UserError, fill_message
from checkin.core.tickets.ticket_fields import SentTicket
from checkin.core.tickets.ticket_settings import MessageGrouping
from tests.builders import MORNING, an_attendee
from tests.mail_lab import read_message


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("anne@example.org", "anne@example.org"),
        (" Anne.Le-Goff+billet@Example.ORG ", "Anne.Le-Goff+billet@example.org"),
        ("Anne Le Goff <anne@example.org>", "anne@example.org"),
        ("o'neil@example.co.uk", "o'neil@example.co.uk"),
        ("anne@bücher.example", "anne@xn--bcher-kva.example"),
        ("anne@straße.example", "anne@xn--strae-oqa.example"),
        ("anne@сайт.рф", "anne@xn--80aswg.xn--p1ai"),
        ("anne@example.org.", "anne@example.org"),
    ],
)
def test_an_address_is_written_as_servers_take_it(written, sent):
    assert deliverable_address(written) == sent


NO_ADDRESS = (
    "|anne|anne@|@example.org|anne@example|anne@@example.org|anne@example..org|.anne@example.org|anne.@example.org|"
    "anne le@example.org|anne@exa mple.org|anne@-example.org|anne@127.0.0.1|anne@[127.0.0.1]|élodie@example.org|"
    '"anne b"@example.org|anne@example.org, jean@example.org|anne@example.org\r\nBcc: tous@example.org|'
    "anne@example.org>\r\nRCPT TO:<tous@example.org|anne@☃.example|n/a"
)
TOO_LONG = (f"{'a' * 65}@example.org", f"anne@{'b' * 64}.org", f"anne@{'.'.join(['c' * 60] * 5)}")


@pytest.mark.parametrize("text", [*NO_ADDRESS.split("|"), *TOO_LONG])
def test_what_no_server_takes_is_none(text):
    assert deliverable_address(text) == ""


@given(st.text(alphabet="ab.@-<>\r\n\t ,;:\"'é☃\x00\u202e") | st.text())
def test_an_address_can_hold_nothing_but_an_address(text):
    address = deliverable_address(text)
    assert address.isascii()
    assert not set(address) & set('\r\n\t <>,;:"\x00')
    assert address.count("@") == bool(address)
    assert deliverable_address(address) == address


@pytest.mark.parametrize(
    ("written", "mended"),
    [
        ("béatrice.abgrall@example.org", "beatrice.abgrall@example.org"),
        ("be\u0301atrice@example.org", "beatrice@example.org"),
        ("Zoé Bœuf <zoé.bœuf@Example.org>", "zoe.boeuf@Example.org"),
        ("beatrice@école.example", ""),  # a domain may have accents
        ("béatrice@école.example", "beatrice@école.example"),
        ("béa@@example.org", ""),
        ("l’abbé@example.org", ""),
        ("anne@example.org", ""),
    ],
)
def test_only_accents_are_taken_out_and_only_where_that_is_enough(written, mended):
    assert address_without_accents(written) == mended


EACH, ORDER, ADDRESS = MessageGrouping
ANNE = an_attendee(1, email="anne@example.org", order="A")
JEAN = an_attendee(2, order="A")
LUC = an_attendee(3, email="Anne@Example.org")
ZOE = an_attendee(4, email="zoé@example.org")
PAID = an_attendee(5, custom={"Email payeur": "paye@example.org"})
AT = datetime(2026, 11, 29, tzinfo=UTC)


def groups(grouping, *people):
    found = group_for_mail(people, grouping)
    return [(each.address, [person.id for person in each.people]) for each in found.groups]


PAYER = an_attendee(6, order="A", custom={"Email payeur": "paye@example.org"})


@pytest.mark.parametrize(
    ("grouping", "people", "expected"),
    [
        (EACH, (ANNE, LUC, PAID), {"anne@example.org": [ANNE], "Anne@example.org": [LUC], "paye@example.org": [PAID]}),
        (ORDER, (JEAN, ANNE, LUC), {"anne@example.org": [JEAN, ANNE], "Anne@example.org": [LUC]}),
        (ORDER, (ANNE, JEAN, PAYER), {"paye@example.org": [ANNE, JEAN, PAYER]}),
        (ADDRESS, (ANNE, LUC), {"anne@example.org": [ANNE, LUC]}),
    ],
    ids=["each person", "at the address in it", "to who paid", "whatever its capitals"],
)
def test_a_person_an_order_or_an_address_has_one_message(grouping, people, expected):
    told = [(address, [person.id for person in of_it]) for address, of_it in expected.items()]
    assert groups(grouping, *people) == told


def test_forty_people_of_one_address_fit_one_message_and_who_cannot_be_reached_is_listed():
    people = [an_attendee(n, email="tous@example.org") for n in range(1, MOST_TICKETS + 2)]
    assert [len(ids) for _, ids in groups(ADDRESS, *people[:MOST_TICKETS])] == [MOST_TICKETS]
    assert [len(ids) for _, ids in groups(ADDRESS, *people)] == [MOST_TICKETS, 1]
    assert len(groups(EACH, *people)) == len(people)
    found = group_for_mail([ANNE, JEAN, ZOE], EACH)
    assert (found.without_address, found.with_bad_address) == ((JEAN,), (ZOE,))


PEOPLE = st.lists(
    st.builds(
        lambda email, order, payer: an_attendee(1, email=email, order=order, custom={"Email payeur": payer}),
        st.sampled_from(["", "a@example.org", "A@example.org", "b@example.org", "n/a"]),
        st.sampled_from(["", "1", "2"]),
        st.sampled_from(["", "paye@example.org"]),
    ),
    max_size=60,
)


@given(PEOPLE, st.sampled_from(MessageGrouping))
def test_everybody_is_in_one_message_or_listed(people, grouping):
    people = [an_attendee(n, email=p.email, order=p.order, custom=p.custom) for n, p in enumerate(people)]
    found = group_for_mail(people, grouping)
    told = [person.id for group in found.groups for person in group.people]
    told += [person.id for person in (*found.without_address, *found.with_bad_address)]
    assert sorted(told) == sorted(person.id for person in people)
    for group in found.groups:
        assert 0 < len(group.people) <= MOST_TICKETS
        if grouping is EACH:
            assert len(group.people) == 1
        if grouping is ADDRESS:
            assert len({p.email.lower() or p.custom["Email payeur"] for p in group.people} - {"n/a"}) <= 2


def a_job(state, address="anne@example.org", fingerprint="1"):
    return MailJob(1, address, state, "<1@x>", MORNING, {"A": fingerprint})


def due(sent=None, last=None, address="anne@example.org", fingerprint="1"):
    return why_due(address, fingerprint, sent, last, "A")


SENT = SentTicket("anne@example.org", "<1@x>", "1", MORNING)


def test_a_ticket_is_sent_once_and_again_when_it_changes_or_was_told_to_come_later():
    assert due() is MailReason.NEW
    assert due(SENT) is None
    assert due(SENT, fingerprint="2") is MailReason.CHANGED
    assert due(SENT, address="jean@example.org") is MailReason.CHANGED
    minutes = [(at - AT).total_seconds() / 60 for tries in range(1, 5) if (at := retry_at(tries, AT))]
    assert (minutes, retry_at(5, AT)) == ([1, 5, 15, 60], None)


@pytest.mark.parametrize("state", sorted(OPEN_MAIL_STATES))
def test_what_is_under_way_is_not_queued_again(state):
    assert due(None, a_job(state)) is None
    assert due(SENT, a_job(state), fingerprint="2") is None


def test_a_refused_address_and_an_uncertain_message_wait_for_the_organiser():
    assert due(None, a_job(MailState.REFUSED)) is MailReason.REFUSED
    assert due(None, a_job(MailState.UNSURE)) is MailReason.UNSURE
    assert due(None, a_job(MailState.REFUSED), address="autre@example.org") is MailReason.NEW
    assert due(None, a_job(MailState.REFUSED), fingerprint="2") is MailReason.REFUSED  # the address is the same
    assert due(SENT, a_job(MailState.REFUSED), fingerprint="2") is MailReason.REFUSED
    assert due(SENT, a_job(MailState.UNSURE, fingerprint="2"), fingerprint="2") is MailReason.UNSURE
    assert due(SENT, a_job(MailState.UNSURE, fingerprint="2"), fingerprint="3") is MailReason.CHANGED


WRITTEN_AT = datetime(2026, 11, 29, 8, 30, tzinfo=UTC)
ACCOUNT = MailAccount(sender="orga@asso.test", sender_name="Accueil", reply_to="reponse@asso.test")
HOSTILE = st.text(alphabet="aé \r\n\t:=?,;<>\"'()\\\x00\x0b\x85\u2028\u202e☃\U0001f389") | st.text(max_size=300)
HEADERS = {"Content-Type", "MIME-Version", "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"}


def a_content(subject="Votre billet", text="Bonjour", files=()):
    return MailContent("anne@example.org", subject, text, f"<p>{text}</p>", (), files)


def test_a_message_has_every_header_once_and_both_texts():
    content = a_content("Fête de l’été : votre billet", "Où ? À la mairie.")
    read = read_message(message_bytes(content, ACCOUNT, "<1@asso.test>", WRITTEN_AT))
    assert set(read.headers) == HEADERS
    assert all(len(values) == 1 for values in read.headers.values())
    assert read.headers["Message-ID"] == ["<1@asso.test>"]
    assert read.headers["Date"] == ["Sun, 29 Nov 2026 08:30:00 +0000"]
    assert read.headers["From"] == ["Accueil <orga@asso.test>"]
    assert (read.subject, read.to) == ("Fête de l’été : votre billet", "anne@example.org")
    assert (read.text.strip(), read.html.strip()) == ("Où ? À la mairie.", "<p>Où ? À la mairie.</p>")


def test_attached_files_keep_their_names_and_a_draft_waits_for_its_date():
    entry = "BEGIN:VCALENDAR\r\nSUMMARY:Fête\r\nEND:VCALENDAR\r\n".encode()
    files = [
        AttachedFile("LE BRÁS Éloïse.pdf", "application/pdf", b"%PDF\x00\xff"),
        AttachedFile("event.ics", "text/calendar", entry),
    ]
    read = read_message(message_bytes(a_content(files=files), ACCOUNT, "<1@asso.test>", WRITTEN_AT))
    assert (read.pdfs, read.calendars) == ({"LE BRÁS Éloïse.pdf": b"%PDF\x00\xff"}, [entry])
    read = read_message(draft_bytes(a_content(), None))
    assert set(read.headers) == {"Content-Type", "MIME-Version", "To", "Subject", "X-Unsent"}
    assert read.headers["X-Unsent"] == ["1"]


def test_every_line_is_short_enough_for_a_server_and_ascii():
    text = "œ" * 3000 + "\n" + "x" * 3000 + "\n.\n..fin"
    written = message_bytes(a_content("œuvre " * 30, text), ACCOUNT, "<1@asso.test>", WRITTEN_AT)
    assert written.isascii()
    assert all(len(line) <= 998 for line in written.split(b"\r\n"))
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert read_message(written).text.split("\r\n")[:4] == ["œ" * 3000, "x" * 3000, ".", "..fin"]


@given(HOSTILE, HOSTILE)
def test_headers_never_grow(subject, name):
    account = MailAccount(sender="orga@asso.test", sender_name=name, reply_to="reponse@asso.test")
    read = read_message(message_bytes(a_content(subject), account, "<1@asso.test>", WRITTEN_AT))
    assert set(read.headers) == HEADERS
    assert all(len(values) == 1 for values in read.headers.values())
    assert " ".join(read.subject.split()) == " ".join(one_line(subject).split())
    assert read.headers["From"][0].endswith("orga@asso.test>" if one_line(name) else "orga@asso.test")
    assert read.to == "anne@example.org"


STOPS = [
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


@pytest.mark.parametrize(
    ("reply", "course", "trouble"),
    [
        *((reply, MailCourse.STOP, trouble) for *reply, trouble in STOPS),
        *((reply, MailCourse.PAUSE, trouble) for *reply, trouble in PAUSES),
        *((reply, course, MailTrouble.NONE) for *reply, course in ABOUT_ONE),
    ],
)
def test_what_only_the_organiser_can_change_stops_what_passes_is_waited_for_and_of_one_concerns_no_other(
    reply, course, trouble
):
    assert judge_reply(MailReply(*reply)) == (course, trouble)


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


@pytest.mark.parametrize("fault", [fault for fault in ConnectionFault if fault])
def test_every_fault_leads_somewhere(fault):
    course, trouble = judge_reply(MailReply(MailStage.CONNECT, fault=fault))
    assert course in (MailCourse.RECONNECT, MailCourse.PAUSE, MailCourse.STOP)
    assert trouble in TROUBLES


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


def test_a_policy_is_about_all_and_without_a_reply_to_the_dot_nobody_knows():
    assert is_about_all(MailReply(MailStage.RECIPIENT, 554, "5.7.1 Relay access denied"))
    assert is_about_all(MailReply(MailStage.END, 554, "Rejected as spam"))
    assert not is_about_all(MailReply(MailStage.RECIPIENT, 550, "5.1.1 unknown"))
    assert judge_reply(MailReply(MailStage.END, fault=ConnectionFault.CUT)).course is MailCourse.DOUBT
    assert judge_reply(MailReply(MailStage.CONTENT, fault=ConnectionFault.CUT)).course is MailCourse.RECONNECT
    assert set(TROUBLES) == set(MailTrouble) - {MailTrouble.NONE}


KNOWN = ("first_name", "event", "place", "notes", "date", "hours", "booked", "organiser", "tickets", "last_name")


def test_fields_are_filled_or_named_if_there_are_none_of_that_name():
    words = MailText("Billet : {event}", "Bonjour {first_name},\n\n{place}\n{notes}\n\nÀ bientôt ! {tickets}")
    filled = filled_mail_text(words, {"event": "Fête", "first_name": "Zoé", "place": "", "notes": ""}, ["Zoé", "Jo"])
    assert filled == MailText("Billet : Fête", "Bonjour Zoé,\n\nÀ bientôt ! Zoé, Jo")
    check_mail_text(MailText("x {", "} {} { "), KNOWN)
    assert filled_mail_text(MailText("x {", "} {}"), {}, []).text == "} {}"
    with pytest.raises(UserError, match=r"“\{prenom\}”.*\{first_name\}, \{event\}"):
        check_mail_text(MailText("Billet", "Bonjour {prenom}"), KNOWN)


@pytest.mark.parametrize(
    "words", [DEFAULT_SUBJECT, DEFAULT_SUBJECT_FOR_SEVERAL, DEFAULT_TEXT, DEFAULT_TEXT_FOR_SEVERAL]
)
def test_the_default_words_use_only_fields_that_there_are(words):
    check_mail_text(MailText("x", fill_message(words.text, {})), KNOWN)


@pytest.mark.parametrize(("subject", "text"), [("", "x"), ("x", " \n"), ("x" * 201, "x"), ("x", "é" * 1_000_000)])
def test_an_empty_or_endless_message_is_refused(subject, text):
    with pytest.raises(UserError):
        check_mail_text(MailText(subject, text), KNOWN)


def test_letters_of_html_are_shown_and_links_can_be_clicked():
    page = text_as_html("<b>Tom & Zoé</b>\n1 < 2\n\nPlan : https://example.org/?a=1&b=2.")
    assert page == (
        "<p>&lt;b&gt;Tom &amp; Zoé&lt;/b&gt;<br>\n1 &lt; 2</p>\n"
        '<p>Plan : <a href="https://example.org/?a=1&amp;b=2">https://example.org/?a=1&amp;b=2</a>.</p>'
    )


@given(st.text(), st.text())
def test_a_value_is_text_and_nothing_else(name, event):
    """It brings no line into the subject, fills no other field, and no element into the HTML."""
    values = {"first_name": name, "event": event, "code": "SECRETCODE"}
    filled = filled_mail_text(MailText("{first_name} {event}", "{first_name}: {event}"), values, [])
    assert len(filled.subject) <= LONGEST_LINE
    assert not re.search(r"[\r\n\x00-\x1f\x7f]", filled.subject)
    assert "SECRETCODE" not in filled.subject + filled.text or "SECRETCODE" in name + event
    page = text_as_html(filled.text)
    assert set(re.findall(r"</?(\w+)", page)) <= {"p", "br", "a"}
    assert "".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split()) == "".join(filled.text.split())
