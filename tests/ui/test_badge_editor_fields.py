# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields as people write them are the fields of the file, in every language and whatever a column is called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin import translation
from checkin.core.badges.template import FIELDS
from checkin.ui.badge_editor.editing_session import format_merge_fields, parse_merge_fields

TITLES = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), min_size=1, max_size=10)
NAMES = (
    st.sampled_from(FIELDS) | TITLES.map("custom:{}".format) | st.sampled_from(["custom:Organisation", "custom:code"])
)
PIECES = NAMES.map("{{{}}}".format) | st.text(st.characters(exclude_characters="{}"), max_size=8)


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=5).map("".join))
def test_what_is_shown_reads_back_as_what_it_was(text):
    assert parse_merge_fields(format_merge_fields(text)) == text


@pytest.fixture
def french(qapp):
    translation.install(qapp, "fr")
    yield
    translation.install(qapp, "en")


def test_they_are_shown_in_the_language_of_the_desk(french):
    assert format_merge_fields("{first_name} {last_name}, {custom:Régime}") == "{Prénom} {Nom}, {Régime}"
    assert parse_merge_fields("{prénom} · {first_name} · { Nom }") == "{first_name} · {first_name} · {last_name}"


def test_a_column_called_like_a_field_of_ours_keeps_its_mark(qapp):
    assert format_merge_fields("{custom:Organisation} {organisation}") == "{custom:Organisation} {Organisation}"
