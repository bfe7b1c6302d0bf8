# SPDX-License-Identifier: GPL-3.0-or-later
"""Bodies read by the types of their fields: whatever another program wrote, and what we write ourselves."""

import json
from dataclasses import dataclass, fields
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.core.desk_settings import Settings
from checkin.core.json_values import whole, with_defaults
from checkin.core.ticketing.position import Position
from checkin.core.ticketing.questions import Question
from checkin.core.ticketing.ticket_rules import CheckInList
from checkin.core.ticketing.ticketing import Product, Ticketing

BODIES = (CheckInList, Product, Question, Ticketing)
KEYS = sorted({field.metadata["key"] for body in BODIES for field in fields(body) if field.metadata})

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.just("2026-01-01T09:00:00+01:00")
)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=6),
    max_leaves=30,
)


@given(st.sampled_from(BODIES), ANYTHING)
def test_whatever_another_program_wrote_is_read_and_reads_the_same_once_we_have_written_it(body, written):
    found = body.from_body(written)
    assert body.from_body(json.loads(json.dumps(found.body()))) == found
    assert Position.from_body(written), "tickets are read alone: an entry keeps them as they came"


@dataclass(frozen=True)
class Stored:
    number: int
    at: datetime
    until: datetime | None
    word: str = ""


@given(ANYTHING | st.fixed_dictionaries({"number": PLAIN, "at": PLAIN, "until": PLAIN, "word": PLAIN}))
def test_what_was_not_stored_by_us_is_one_kind_of_error(written):
    try:
        found = whole(Stored, written)
    except ValueError:
        return
    assert [type(found.number), type(found.at), type(found.word)] == [int, datetime, str]


@pytest.mark.parametrize("number", [float("inf"), "x", None, [], {}])
def test_what_is_no_number_is_refused(number):
    with pytest.raises(ValueError):  # noqa: PT011 (whatever the reason)
        whole(Stored, {"number": number, "at": "2026-01-01", "until": None, "word": ""})


@given(st.dictionaries(st.sampled_from([each.name for each in fields(Settings)]), PLAIN))
def test_a_setting_of_another_type_has_its_default(kept):
    found = with_defaults(Settings, kept)
    for name, default in ((each.name, each.default) for each in fields(Settings)):
        is_understood = type(kept.get(name)) is type(default)
        assert getattr(found, name) == (kept[name] if is_understood else default)


@given(ANYTHING)
def test_settings_are_read_from_whatever_a_file_holds(written):
    assert isinstance(with_defaults(Settings, written), Settings)
