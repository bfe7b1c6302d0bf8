# SPDX-License-Identifier: GPL-3.0-or-later
"""The guides are whole, small, and speak the words of the screen; the card is one page that says what the desk says."""

import re
from dataclasses import replace
from itertools import product
from xml.etree import ElementTree

import pytest

from checkin.core.answer import SeatCounts
from checkin.core.decision import Reason
from checkin.paths import resources
from checkin.translation import Translator
from checkin.ui.desk.answer_steps import LOST_BADGE_KEY, TIE_KEY
from checkin.ui.look.answer_looks import LOOKS, answer_look
from checkin.ui.look.answer_wording import answer_title
from scripts.guide_card_words import CARDS, ENGLISH, FRENCH, LEFT_OUT, bands, rows
from scripts.guides import CARD_FOLDER, PICTURED, PICTURES, picture_of
from tests.pdf_reports.readers import about, told
from tests.ui.answers import an_answer

MOST_BYTES = 1_500_000


def guides(french):
    return sorted(CARD_FOLDER.glob("*-fr.md" if french else "*-en.md"))


def on_screen(french):
    """Every text of the program."""
    catalogue = ElementTree.parse(resources() / "translations" / "checkin_fr.ts")
    tag = "translation" if french else "source"
    return {plain(message.findtext(tag) or "") for message in catalogue.iter("message")}


def plain(text):
    """As it is quoted: without what stands in its fields and at its end."""
    return re.sub(r"\s*(\(?\{\w+\}\)?|…)\s*$", "", text.replace("\u00a0", " ")).strip()


def test_there_is_a_picture_for_each_that_is_shown_and_no_other():
    wanted = {picture_of(*one) for one in product(PICTURED, CARDS)}
    assert set(PICTURES.glob("*.png")) == wanted
    texts = [path.read_text("utf-8") for path in CARD_FOLDER.glob("*.md")]
    assert {name for text in texts for name in re.findall(r"pictures/([\w-]+\.png)", text)} == {p.name for p in wanted}


def test_pictures_and_cards_are_small():
    files = CARD_FOLDER.rglob("*")
    assert sum(path.stat().st_size for path in files if path.is_file()) < MOST_BYTES


@pytest.mark.parametrize("french", [True, False])
def test_words_in_italics_are_on_the_screen(french):
    screen = on_screen(french)
    for path in guides(french):
        quoted = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", path.read_text("utf-8"))
        unknown = [text for text in quoted if plain(text) not in screen and text not in ("italique", "italics")]
        assert unknown == [], path.name


def test_french_guides_are_written_as_french_is():
    texts = [path.read_text("utf-8") for path in guides(french=True)]
    texts += [*FRENCH.steps, *FRENCH.acts, *FRENCH.more, *(text for pair in FRENCH.troubles for text in pair)]
    assert [line for text in texts for line in text.splitlines() if re.search(r" [:;!?»]|« |'", line)] == []


@pytest.mark.parametrize("spoken", CARDS)
def test_the_card_is_one_page_with_the_answers_as_the_desk_gives_them(spoken):
    path = CARD_FOLDER / f"{CARDS[spoken].name}.pdf"
    text = " ".join(told(path).split()).replace("\u00a0", " ").replace("ʼ", "’")  # one glyph for both
    assert about(path)["Pages"] == "1"
    for band in (*bands(CARDS[spoken]), *rows(CARDS[spoken])):
        titles = [Translator(spoken).translate(title, place=1).replace("\u00a0", " ") for title in band.titles]
        assert [title for title in titles if title not in text] == []
        assert band.act.replace("\u00a0", " ") in text
    assert all(key in text for key, _ in CARDS[spoken].keys)


def test_every_answer_is_on_the_card_but_those_of_a_ticketing_and_of_codes_that_no_guest_shows():
    for card in CARDS.values():
        named = [each for band in (*bands(card), *rows(card)) for each in band.named]
        assert len(named) == len(set(named))
        assert set(LOOKS) - set(named) == LEFT_OUT


def with_seats(**counts):
    """Return the answer to somebody for whom a session has no seat."""
    return replace(an_answer(Reason.FULL), counts=SeatCounts(seats=0, capacity=9, **counts))


@pytest.mark.parametrize(
    "answer",
    [with_seats(inside=9), with_seats(inside=2, awaited=7), with_seats(inside=9, waiting=1, waiting_position=1)],
)
def test_every_title_for_a_full_room_is_on_the_card_in_the_colour_of_the_screen(answer):
    (band,) = [
        band
        for band in rows(ENGLISH)
        if answer_title(answer) in [Translator("en").translate(title, place=1) for title in band.titles]
    ]
    assert (band.colours, band.family) == (answer_look(answer).colours, answer_look(answer).family)


def test_where_a_row_of_the_card_begins_with_f7_the_screen_takes_it():
    named = [each for band in (*bands(ENGLISH), *rows(ENGLISH)) if band.act.startswith("F7") for each in band.named]
    assert len(named) > 3
    assert [reason for reason in named if not an_answer(reason).can_admit] == []


def test_the_keys_of_the_card_are_the_same_in_both_languages():
    said = {"Ctrl+Maj+R": "Ctrl+Shift+R", "Échap": "Esc"}
    assert [said.get(key, key) for key, _ in FRENCH.keys] == [key for key, _ in ENGLISH.keys]
    assert {"F4", "F12", TIE_KEY, LOST_BADGE_KEY} <= {key for key, _ in ENGLISH.keys}
