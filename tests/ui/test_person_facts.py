# SPDX-License-Identifier: GPL-3.0-or-later
"""The names of a person's fields: whole questions of a form, which may begin alike."""

import pytest

from checkin.ui.people.person_panel import Fact, FactList

QUESTIONS = (
    "Avez-vous un régime alimentaire particulier ? Si oui, lequel ?",
    "Avez-vous un régime ou une ou des allergies que nous devrions connaître ?",
)


@pytest.mark.parametrize("width", [340, 460, 700])
def test_two_questions_that_begin_alike_look_different(qtbot, width):
    pictures = []
    for question in QUESTIONS:
        facts = FactList()
        qtbot.addWidget(facts)
        facts.resize(width, 200)
        facts.show_facts([Fact("Table", "4"), Fact(question, "néant")])
        facts.setFixedHeight(200)
        pictures.append(facts.grab().toImage())
    assert pictures[0] != pictures[1]


def test_a_long_question_does_not_cover_the_next_field(qtbot):
    facts = FactList()
    qtbot.addWidget(facts)
    facts.resize(340, 10)
    facts.show_facts([Fact("Table", "4"), Fact("Table", "4")])
    short = facts.height()
    facts.show_facts([Fact(QUESTIONS[1], "4"), Fact("Table", "4")])
    assert facts.height() > short


def test_no_word_of_a_name_is_broken_while_there_is_room(qtbot):
    facts = FactList()
    qtbot.addWidget(facts)
    facts.resize(300, 10)
    facts.show_facts([Fact("Accompagnants", "Zoé")])
    one_line = facts.height()
    facts.show_facts([Fact("Noms accompagnants", "Zoé")])
    assert facts.height() == 2 * one_line, "a line for each word"
