# SPDX-License-Identifier: GPL-3.0-or-later
"""A badge that is written down reads back as the same badge, from its file and from its entry."""

import json
import tomllib

import pytest
from hypothesis import given, settings

from checkin.core.badges.badge_file import badge_document, badge_text, read_badge
from checkin.core.badges.template import Box, TextElement
from checkin.paths import resources
from tests.core.badges import TEMPLATES
from tests.core.test_badge_file import HEAD, badge


@settings(max_examples=100)
@given(TEMPLATES)
def test_what_is_written_reads_back_as_the_same(template):
    assert read_badge(tomllib.loads(badge_text(template))) == template
    assert read_badge(json.loads(json.dumps(badge_document(template)))) == template


@pytest.mark.parametrize("path", sorted((resources() / "badges").glob("*.toml")), ids=lambda path: path.stem)
def test_the_badges_that_come_with_the_program_read_back_as_the_same(path):
    template = badge(path.read_text(encoding="utf-8"))
    assert badge(badge_text(template)) == template


def test_the_file_is_one_that_a_person_can_read():
    text = badge_text(badge(HEAD + '[[element]]\nkind = "text"\nx = 1\ny = 2.50\nwidth = 30\nheight = 4\ntext = "a"\n'))
    assert text.splitlines()[:4] == ["format = 1", 'name = "A6"', "width = 105", "height = 148"]
    assert 'kind = "text"\nx = 1\ny = 2.5\nwidth = 30\nheight = 4\ntext = "a"\nsize = 5\nleast = 2\nlines = 2' in text
    assert badge(text).elements == (TextElement(Box(1, 2.5, 30, 4), "a", 5),)
