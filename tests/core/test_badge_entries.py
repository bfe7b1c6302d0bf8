# SPDX-License-Identifier: GPL-3.0-or-later
"""The event's own badges as entries: what was saved last stands, whatever came between."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkin.core.badges.badge_file import fold_templates, saved_entry, withdrawn_entry
from checkin.core.badges.template import BadgeTemplate, Box, ImageElement, TextElement
from checkin.core.entries import EntryKind, body_text
from checkin.core.message import UserError
from checkin.core.picture_entries import join_pictures, picture_digest, picture_entries
from tests.builders import Steps

A6 = BadgeTemplate("A6", 105, 148, (ImageElement(Box(0, 0, 20, 20), "logo.png"),))
LOGO = bytes(range(256)) * 60


def entries_of(*rows):
    steps = Steps()
    return [steps.entry(kind, subject, **body) for kind, subject, body in rows]


def test_what_was_saved_last_stands_in_the_place_of_the_first():
    card = BadgeTemplate("Card", 86, 54)
    wider = replace(A6, width=120.0)
    found = fold_templates(
        entries_of(saved_entry("a", A6, {}), saved_entry("b", card, {}), saved_entry("a", wider, {}))
    )
    assert [(each.id, each.template) for each in found] == [("a", wider), ("b", card)]


def test_one_that_was_withdrawn_is_gone_until_it_is_saved_again():
    rows = [saved_entry("a", A6, {}), withdrawn_entry("a")]
    assert fold_templates(entries_of(*rows)) == ()
    assert [each.id for each in fold_templates(entries_of(*rows, saved_entry("a", A6, {})))] == ["a"]


def test_only_pictures_that_are_shown_are_named():
    (found,) = fold_templates(entries_of(saved_entry("a", A6, {"logo.png": LOGO, "old.png": b"x"})))
    assert found.pictures == {"logo.png": picture_digest(LOGO)}


def test_one_of_a_newer_version_is_passed_over():
    newer = (EntryKind.BADGE_TEMPLATE_SAVED, "", {"template": "a", "badge": {"format": 99}})
    assert [each.id for each in fold_templates(entries_of(newer, saved_entry("b", A6, {})))] == ["b"]


def test_one_that_no_entry_can_hold_is_told_before_anything_is_written():
    crowded = replace(A6, elements=tuple(TextElement(Box(0, 0, 9, 9), "x" * 200, 5) for _ in range(60)))
    with pytest.raises(UserError) as caught:
        saved_entry("a", crowded, {})
    assert "too large to be saved" in str(caught.value)


@settings(max_examples=30)
@given(st.binary(max_size=20_000))
def test_a_picture_comes_back_from_its_parts_in_any_order_each_small_enough(data):
    rows = picture_entries(data)
    assert all(body_text(body) for _, _, body in rows)
    assert join_pictures(reversed(entries_of(*rows)), [picture_digest(data)]) == (
        {picture_digest(data): data} if data else {}
    )


def test_a_picture_of_which_a_part_is_missing_or_wrong_is_not_there():
    rows = picture_entries(LOGO)
    assert len(rows) == 3
    wrong = [(kind, subject, body | {"data": "AAAA"}) for kind, subject, body in rows[:1]]
    for damaged in (rows[1:], rows[:-1], [*rows[1:], *wrong], []):
        assert join_pictures(entries_of(*damaged), [picture_digest(LOGO)]) == {}
