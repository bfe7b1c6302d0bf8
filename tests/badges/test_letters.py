# SPDX-License-Identifier: GPL-3.0-or-later
"""Names as they come: any script, signs, marks and lengths are drawn as large as their box allows, or told, inside the
box, and end nothing."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from checkin.badges.badge_fonts import PLAIN_TEXT, UNIT, UNKNOWN, drawable_text, missing_letters
from checkin.badges.badge_problems import Badge, find_problems, inspect_badge
from checkin.badges.painter import SMALLER, STEP, BadgeRecipient, fit_text
from checkin.core.badges.template import BadgeTemplate, Box, TextElement
from tests.badges.badge_images import to_image
from tests.badges.test_painter import ink_box

TEMPLATE = BadgeTemplate("test", 60, 40, (TextElement(Box(5, 5, 50, 12), "{n}", 7, 2.4),))

NOBODY_S = (
    "Ada \U0001f389\U0001f469\u200d\U0001f680",
    "\u0928\u0930\u0947\u0928\u094d\u0926\u094d\u0930",
    "\U00013000\U00013080",
)
"""Signs, Devanagari and hieroglyphs: of no bundled face."""

pytestmark = pytest.mark.qt_log_ignore("OpenType support missing", extend=True)


def a_badge(name):
    return Badge(TEMPLATE, BadgeRecipient({"n": name}))


def told(badge):
    return " ".join(words.text.format(**fields) for words, fields in find_problems([badge]))


@pytest.mark.parametrize("name", NOBODY_S)
def test_letters_of_no_face_are_told_and_something_stands_in_their_place(qapp, name):
    badge = a_badge(name)
    drawn, unknown = drawable_text(name)
    borrowed = set(missing_letters(name)) - set(unknown)
    assert set(missing_letters(name)) == set(unknown) | borrowed
    assert missing_letters(name)
    assert (UNKNOWN in drawn) == bool(unknown)
    assert ("cannot draw" in told(badge)) == bool(unknown)
    assert ("check them before printing" in told(badge)) == bool(borrowed)
    assert ink_box(to_image(badge, 100))[0] >= 5


def test_a_letter_that_this_computer_lacks_is_one_sign_and_its_marks_are_none(qapp, monkeypatch):
    monkeypatch.setattr("checkin.badges.badge_fonts._is_drawn", lambda letter: letter < "\u0250")
    assert drawable_text("Ada \u0928\u093f\u200d!") == (f"Ada {UNKNOWN}\u200d!", "\u0928")
    assert missing_letters("Ada " + UNKNOWN) == ""


@pytest.mark.parametrize(
    "name",
    [
        "עֲדִינָה כהן",
        "عبد الرحمن الخطيب",
        "محمد\u200cرضا",
        "אבג abc 123 عبد",
        "Nguyễn Thị Ánh",
        "Ἀλέξανδρος",
        "Z\u0338\u0321\u0322algo",
    ],
)
def test_names_from_right_to_left_and_with_marks_are_drawn_whole_inside_their_box(qapp, name):
    report = inspect_badge(a_badge(name))
    assert (report.cut, report.letters, report.unknown) == ([], "", "")
    left, _, right, _ = ink_box(to_image(a_badge(name), 100))
    assert left >= 4.7
    assert right <= 55.3


def test_signs_that_only_steer_leave_no_trace(qapp):
    steered = "A\u202edb\u202c\x00\u2066a\ufeff\U000e0041"
    assert drawable_text(steered) == ("Adba", "")
    assert to_image(a_badge(steered), 100) == to_image(a_badge("Adba"), 100)


@pytest.mark.parametrize("letter", ["W", "é", "Ж", "ﷺ", "ב", "\U0001f389", "नि"])
def test_two_hundred_letters_are_cut_inside_their_box_and_told(qapp, letter):
    badge = a_badge(letter * 200)
    assert inspect_badge(badge).cut
    assert "was cut" in told(badge)
    left, top, right, bottom = ink_box(to_image(badge, 100))
    assert (left >= 4.7, top >= 4.7, right <= 55.3, bottom <= 17.3) == (True, True, True, True)


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_no_name_ends_the_drawing(qapp, name):
    drawn, unknown = drawable_text(name)
    assert set(unknown) <= set(name)
    assert not any(letter in drawn for letter in unknown if letter != UNKNOWN)
    to_image(a_badge(name), 72)


def test_a_text_taken_as_plain_has_letters_of_the_bundled_fonts_alone(qapp):
    plain = [chr(code) for code in range(0x3000) if PLAIN_TEXT.fullmatch(chr(code))]
    assert len(plain) > 150
    assert missing_letters("".join(plain)) == ""
    assert not [letter for letter in plain if unicodedata.category(letter).startswith("C")]


LATIN = st.sampled_from(["Marie-Antoinette", "de", "W" * 9, "œuvre", "fiction", "d’Été", "l" * 30, "–"])
ARABIC = st.sampled_from(["محمد", "عبد", "الرحمن", "بن"])
TEXTS = st.one_of(*(st.lists(words, min_size=1, max_size=6).map(" ".join) for words in (LATIN, ARABIC)))
"""Each of one alphabet: a line is as high as its highest letters, so a larger size may break two mixed ones better."""


@given(
    st.lists(TEXTS, min_size=1, max_size=3).map("\n".join),
    st.integers(40, 280),
    st.integers(1, 4),
    st.tuples(st.integers(5, 90), st.integers(2, 25)),
)
def test_one_step_larger_it_does_not_fit_on_as_many_lines(qapp, text, steps, lines, size):
    element = TextElement(Box(0, 0, 0, 0), "", steps * STEP, 1.0, lines)
    box = QRectF(0, 0, size[0] * UNIT, size[1] * UNIT)
    found, parts = fit_text(element, text, box), text.count("\n") + 1
    if found.is_cut or round(found.size / STEP) == steps:
        return
    used = sum(len(paragraph.widths) for paragraph in found.paragraphs)
    assert used <= max(lines, parts)
    larger = found.size + STEP
    assert fit_text(replace(element, size=larger, least=larger, lines=used), text, box).is_cut
    if used > parts:
        assert fit_text(replace(element, least=SMALLER * element.size, lines=1), text, box).is_cut
