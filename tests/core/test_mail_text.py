# SPDX-License-Identifier: GPL-3.0-or-later
"""Subject and text of a message: fields, lengths, and what must not come out of a value."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.mail.mail_jobs import (
    DEFAULT_SUBJECT,
    DEFAULT_SUBJECT_FOR_SEVERAL,
    DEFAULT_TEXT,
    DEFAULT_TEXT_FOR_SEVERAL,
    LONGEST_LINE,
    MailText,
    check_mail_text,
    filled_mail_text,
    text_as_html,
)
from checkin.core.message import UserError, fill_message

KNOWN = ("first_name", "event", "place", "notes", "date", "hours", "booked", "organiser", "tickets", "last_name")


def test_fields_are_filled_and_lines_of_empty_ones_go():
    words = MailText("Billet : {event}", "Bonjour {first_name},\n\n{place}\n{notes}\n\nÀ bientôt ! {tickets}")
    filled = filled_mail_text(words, {"event": "Fête", "first_name": "Zoé", "place": "", "notes": ""}, ["Zoé", "Jo"])
    assert filled == MailText("Billet : Fête", "Bonjour Zoé,\n\nÀ bientôt ! Zoé, Jo")


@pytest.mark.parametrize(
    "words", [DEFAULT_SUBJECT, DEFAULT_SUBJECT_FOR_SEVERAL, DEFAULT_TEXT, DEFAULT_TEXT_FOR_SEVERAL]
)
def test_the_default_words_use_only_fields_that_there_are(words):
    check_mail_text(MailText("x", fill_message(words.text, {})), KNOWN)


def test_a_field_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(UserError, match=r"“\{prenom\}”.*\{first_name\}, \{event\}"):
        check_mail_text(MailText("Billet", "Bonjour {prenom}"), KNOWN)


@pytest.mark.parametrize(("subject", "text"), [("", "x"), ("x", " \n"), ("x" * 201, "x"), ("x", "é" * 1_000_000)])
def test_an_empty_or_endless_message_is_refused(subject, text):
    with pytest.raises(UserError):
        check_mail_text(MailText(subject, text), KNOWN)


def test_braces_that_are_no_field_stay_as_they_are():
    check_mail_text(MailText("x {", "} {} { "), KNOWN)
    assert filled_mail_text(MailText("x {", "} {}"), {}, []).text == "} {}"


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
    shown = html.unescape(re.sub(r"<[^>]*>", "", page))
    assert "".join(shown.split()) == "".join(filled.text.split())
