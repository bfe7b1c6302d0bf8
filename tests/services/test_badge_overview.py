# SPDX-License-Identifier: GPL-3.0-or-later
"""What the screen of badges shows: whose badge is which, and whose are worth a look."""

from dataclasses import replace

import pytest

from checkin.badges.badge_problems import WORST, is_in_other_script, longest_names
from checkin.core.attendee import Presence, Status
from checkin.services.badges.badge_building import BadgeOrder, read_template
from checkin.services.badges.badge_templates import BadgeTemplates, Sample, make_sorted_badges, read_badge_overview
from tests.builders import an_attendee
from tests.conftest import add_people


@pytest.fixture
def templates(qapp, event, desk):
    return BadgeTemplates(event, desk)


def of_categories(loaded, *categories):
    return replace(loaded, template=replace(loaded.template, categories=categories))


def test_without_any_of_its_own_everyone_has_the_badge_that_comes_with_the_program(qapp, event):
    board = read_badge_overview(event)
    assert [(c.category, c.count, c.template.name) for c in board.claims()] == [("participant", 2, "A6"), ("", 1, "A6")]
    assert board.shipped[0] == board.fallback


def test_each_category_has_the_badge_that_claims_it_and_the_others_the_general_one(templates, event, clock):
    add_people(event, clock(), an_attendee(4, category="Presse"), an_attendee(5, category="Mécène"))
    general = templates.duplicate(read_template("a6-fold"))
    press = templates.save(of_categories(read_template("90x55"), "presse"))
    board = read_badge_overview(event)
    found = [(c.name, c.count, c.template) for c in board.claims()]
    expected = [("Participant", 2, general), ("Presse", 1, press), ("Mécène", 1, general), ("", 1, general)]
    assert found == expected
    assert [p.category for p in board.wearers(press)] == ["Presse"]
    assert {p.category for p in board.wearers(general)} == {"participant", "", "Mécène"}


def test_a_template_that_is_nobody_s_is_looked_at_on_everyone(templates, event):
    unused = templates.save(of_categories(read_template("90x55"), "presse"))
    assert read_badge_overview(event).wearers(unused) == read_badge_overview(event).people


def test_who_does_not_come_has_no_badge(qapp, event, clock):
    add_people(event, clock(), an_attendee(4, status=Status.CANCELLED), an_attendee(5, presence=Presence.REMOTE))
    assert len(read_badge_overview(event).people) == 3


def test_the_longest_names_are_those_drawn_widest_not_those_of_most_letters(qapp):
    wide, thin = an_attendee(1, last_name="WWWWWWWWWW"), an_attendee(2, last_name="llllllllllllll")
    many = [an_attendee(n, last_name="Ba", first_name="Al") for n in range(3, 20)]
    assert longest_names([*many, thin, wide])[:2] == [wide, thin]
    assert len(longest_names([*many, thin, wide])) == WORST


def test_samples_show_who_has_no_organisation_and_who_is_written_in_other_letters(qapp, event, clock):
    add_people(event, clock(), an_attendee(4, first_name="Ελένη", organisation="Δήμος"))
    board = read_badge_overview(event)
    samples = board.samples_of(board.fallback)
    assert [p.first_name for p in samples[Sample.OTHER_LETTERS]] == ["Ελένη"]
    assert len(samples[Sample.NO_ORGANISATION]) == 3
    assert len(samples[Sample.EVERYONE]) == 4


def test_the_samples_of_a_template_are_of_those_who_wear_it(templates, event, clock):
    add_people(event, clock(), an_attendee(4, category="presse"), an_attendee(5, category="presse", organisation="AFP"))
    press = templates.save(of_categories(read_template("90x55"), "presse"))
    board = read_badge_overview(event)
    assert [p.category for p in board.samples_of(press)[Sample.NO_ORGANISATION]] == ["presse"]
    assert len(board.samples_of(board.fallback)[Sample.EVERYONE]) == 3
    nobody = board.without_people()
    assert not nobody.people
    assert not nobody.wearers(press)
    assert not nobody.claims()


@pytest.mark.parametrize(
    ("text", "is_other"), [("Œuf-Ÿ N’Guyen 3ᵉ", False), ("王", True), ("عبد", True), ("🎉", False)]
)
def test_other_letters_are_letters_that_are_not_latin(text, is_other):
    assert is_in_other_script(text) == is_other


def test_badges_are_in_the_order_asked_for_each_with_its_own_template(templates, event, clock):
    add_people(event, clock(), an_attendee(4, last_name="Aa", category="presse"))
    templates.save(of_categories(read_template("90x55"), "presse"))
    board = read_badge_overview(event)
    badges = make_sorted_badges(board, board.people, BadgeOrder.NAME)
    assert [b.template.name for b in badges] == ["90 × 55 mm", "A6", "A6", "A6"]
    by_category = make_sorted_badges(board, board.people, BadgeOrder.CATEGORY)
    assert [b.subject.category for b in by_category] == ["participant", "participant", "presse", ""]


def test_the_titles_of_the_list_are_known(qapp, event, clock):
    add_people(event, clock(), an_attendee(4, custom={"Régime": "végétarien"}), an_attendee(5, custom={"Table": "3"}))
    assert read_badge_overview(event).columns == ("Régime", "Table")
