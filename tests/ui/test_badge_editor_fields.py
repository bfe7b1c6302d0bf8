# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields as people write them are the fields of the file, in every language and whatever a column is called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin import language
from checkin.core.badges.fields import FIELDS
from checkin.ui.badge_editor.fields import read_text, shown_text

TITLES = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), min_size=1, max_size=10)
NAMES = (
    st.sampled_from(FIELDS) | TITLES.map("custom:{}".format) | st.sampled_from(["custom:Organisation", "custom:code"])
)
PIECES = NAMES.map("{{{}}}".format) | st.text(st.characters(exclude_characters="{}"), max_size=8)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=5).map("".join))
def test_what_is_shown_reads_back_as_what_it_was(text):
    assert read_text(shown_text(text)) == text


@pytest.fixture
def french(qapp):
    language.install(qapp, "fr")
    yield
    language.install(qapp, "en")


def test_they_are_shown_in_the_language_of_the_desk(french):
    assert shown_text("{first_name} {last_name}, {custom:Régime}") == "{Prénom} {Nom}, {Régime}"
    assert read_text("{prénom} · {first_name} · { Nom }") == "{first_name} · {first_name} · {last_name}"


def test_a_column_called_like_a_field_of_ours_keeps_its_mark(qapp):
    assert shown_text("{custom:Organisation} {organisation}") == "{custom:Organisation} {Organisation}"
