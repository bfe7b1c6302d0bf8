# SPDX-License-Identifier: GPL-3.0-or-later
import pytest

from checkin.core.decision import Reason
from checkin.core.entries import EntryKind
from checkin.core.export_columns import (
    ANSWERS,
    BY_THE_LIST,
    CODE_GIVEN,
    COLUMNS,
    KIND_NAMES,
    LENT,
    PRESETS,
    SENT_ELSEWHERE,
    export_options,
    find_columns,
)
from checkin.core.message import UserError
from checkin.services.exports import people_tables


def test_every_preset_chooses_columns_there_are_and_everything_is_all():
    for preset in PRESETS:
        assert [c.key for c in find_columns(preset.columns)] == list(preset.columns)
    assert export_options().columns == COLUMNS


def test_every_column_has_its_value():
    ones = {c.key for c in COLUMNS if not c.each}
    several = {c.key for c in COLUMNS if c.each == "half_day"}
    assert (ones | {LENT.key}, several) == (set(people_tables._OF_COLUMN), set(people_tables._OF_HALF_DAY))


def test_every_kind_of_entry_has_a_name():
    assert set(KIND_NAMES) == {*EntryKind, BY_THE_LIST, SENT_ELSEWHERE, CODE_GIVEN}


def test_a_funder_is_told_who_came_and_who_was_cancelled_beside_the_half_days():
    keys = [column.key for column in export_options("funder").columns]
    assert {"came", "status"} <= {*keys}
    assert keys.index("came") < keys.index("half_days")


def test_columns_take_the_place_of_a_preset_in_their_order_and_once():
    asked = export_options("funder", ["email", "last_name", "email"])
    assert [c.key for c in asked.columns] == ["email", "last_name"]
    assert (asked.is_by_point, asked.has_scans) == (False, False)
    assert export_options("pretix").is_by_point


def test_what_there_is_not_is_told_with_what_there_is():
    with pytest.raises(UserError, match=r"no preset “bank”.*funder"):
        export_options("bank")
    with pytest.raises(UserError, match=r"no column “iban”.*last_name"):
        export_options(columns=["iban"])


NEVER_RECORDED = {
    *(Reason.REPEATED, Reason.UNDONE, Reason.NOT_SAVED, Reason.TRIAL, Reason.CERTIFICATE, Reason.OTHER_CERTIFICATE),
    *(Reason.TIED, Reason.NOT_TIED, Reason.THING_OUT, Reason.THING_HERE, Reason.DEVICE_CODE),
}


def test_every_reason_that_is_recorded_has_words_in_an_export():
    assert {reason for reason in Reason if reason not in ANSWERS} == NEVER_RECORDED
