# SPDX-License-Identifier: GPL-3.0-or-later
"""An event that a real pretix has in several languages, as desks of one language or another have it."""

from contextlib import contextmanager

import pytest

from checkin import translation
from checkin.core.decision import Reason
from tests.needs import need
from tests.services.ticketing.ticketed_desk import TicketedDesk, organiser

need("pretix")

LUNCH = {"fr": "Quel déjeuner ?", "en": "Which lunch?", "de": "Welches Essen?"}
VEGETARIAN = {"fr": "Végétarien", "en": "Vegetarian", "de": "Vegetarisch"}


@pytest.fixture
def translated(pretix):
    """A pretix whose organiser has translated the event, one product, a question and its options."""
    main = pretix.main
    organiser(pretix, "", {"name": {"fr": "Journées d’automne", "en": "Autumn days", "de": "Herbsttage"}}, "PATCH")
    organiser(pretix, f"items/{main.items['presentiel']}/", {"name": {"fr": "Sur place", "en": "On site"}}, "PATCH")
    organiser(pretix, f"items/{main.items['partenaire']}/", {"name": {"de": "Partner", "fr": "Partenaire"}}, "PATCH")
    question = f"questions/{main.questions['regime']}/"
    organiser(pretix, question, {"question": LUNCH}, "PATCH")
    options = main.questions["regime_options"]
    organiser(pretix, f"{question}options/{options['VEGE']}/", {"answer": VEGETARIAN}, "PATCH")
    return pretix


@contextmanager
def speaking(qapp, language):
    translation.install(qapp, language)
    try:
        yield
    finally:
        translation.install(qapp, "en")


def named(desk):
    programme = desk.event.programme()
    return programme.event.title, {category.name for category in programme.categories}


def answered(desk, pretix, label):
    return desk.person(pretix.main.secret(label)).custom


def test_texts_are_in_the_language_of_checkin_at_the_first_fetch_whoever_fetches_later(qapp, translated, tmp_path):
    with speaking(qapp, "en"):
        desk = TicketedDesk.join(translated, tmp_path)
        desk.sync()
    title, categories = named(desk)
    assert (title, "On site" in categories, "Sur place" in categories) == ("Autumn days", True, False)
    assert answered(desk, translated, "paid_1")["Which lunch?"] == "Vegetarian"

    before = desk.event.journal.newest_place()
    with speaking(qapp, "fr"):
        desk.sync()
    assert desk.event.journal.newest_place() == before
    assert any(point.name == "Accueil, exit" for point in desk.event.programme().control_points)
    desk.close()


def test_a_text_that_is_not_in_this_language_is_in_that_of_the_event(qapp, translated, tmp_path):
    settings = {"locales": ["de", "fr", "en"], "locale": "de"}
    organiser(translated, "settings/", settings, "PATCH")
    with speaking(qapp, "en"):
        desk = TicketedDesk.join(translated, tmp_path)
        desk.sync()
    assert desk.event.ticketing().ticketing.languages == ("en", "de")
    assert "Partner" in named(desk)[1]
    desk.close()


def test_an_option_answered_there_and_one_chosen_at_the_desk_are_one_value(qapp, translated, tmp_path):
    with speaking(qapp, "en"):
        desk = TicketedDesk.join(translated, tmp_path)
        desk.sync()
        asked = desk.scan(translated.main.secret("paid_no_answer"), translated.main.lists["accueil"])
        assert asked.reason is Reason.INCOMPLETE
        ((column, choices),) = asked.choices.items()
        assert "Vegetarian" in choices
        desk.desk.complete(asked, {column: "végétarien"})
    desk.sync()
    lunches = {answered(desk, translated, label)["Which lunch?"] for label in ("paid_1", "paid_no_answer")}
    assert lunches == {"Vegetarian"}
    desk.close()
