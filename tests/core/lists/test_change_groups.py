# SPDX-License-Identifier: GPL-3.0-or-later
"""A cancellation is not lost among many small changes, and what changes with every export is no change."""

from checkin.core.attendee import CUSTOM
from checkin.core.lists.list_difference import (
    ChangeKind,
    FieldChange,
    ListDifference,
    PersonChange,
    group_changes,
    shown_people,
)
from tests.builders import an_attendee


def changed(number, is_back=False, **fields):
    named = {name.replace("own_", CUSTOM): FieldChange(*values) for name, values in fields.items()}
    return PersonChange(number + 1, an_attendee(number), named, is_back=is_back)


def kinds(groups):
    return [(group.kind, group.column, len(group.changes), group.is_shown) for group in groups]


MEALS = [changed(n, own_Repas=("oui", "non")) for n in range(1, 48)]


def test_the_one_cancellation_comes_before_47_changes_of_an_own_column_and_those_who_arrived_first():
    off = [changed(n, status=("confirmed", "cancelled")) for n in (50, 51)]
    groups = group_changes(ListDifference(changed=(*MEALS, *off)), here={an_attendee(51).id})
    assert kinds(groups) == [(ChangeKind.CANCELLATION, "", 2, True), (ChangeKind.OWN_COLUMN, "Repas", 47, True)]
    assert [change.person.row for change in groups[0].changes] == [52, 51]


def test_each_kind_is_a_group_and_each_own_column_too():
    fields = {"last_name": ("A", "B"), "sessions": ((), ("b",)), "ticket_code": ("X", "Y"), "own_Z": ("", "1")}
    groups = group_changes(
        ListDifference(changed=(changed(1, True, status=("pending", "confirmed"), own_A=("", "1"), **fields),))
    )
    assert [(group.kind, group.column) for group in groups] == [
        ("state", ""), ("code", ""), ("sessions", ""), ("person", ""), ("own_column", "A"), ("own_column", "Z"),
    ]  # fmt: skip
    assert len(groups[0].changes) == 2
    assert shown_people(groups) == 1


def test_a_muted_column_is_named_last_and_nobody_is_counted_for_it():
    groups = group_changes(ListDifference(changed=(*MEALS, changed(60, own_Train=("", "8h")))), muted={"Repas"})
    assert kinds(groups) == [(ChangeKind.OWN_COLUMN, "Train", 1, True), (ChangeKind.OWN_COLUMN, "Repas", 47, False)]
    assert shown_people(groups) == 1


def test_a_muted_column_without_changes_is_named_too():
    groups = group_changes(ListDifference(changed=MEALS[:1]), muted={"Train", "Repas"})
    assert kinds(groups) == [(ChangeKind.OWN_COLUMN, "Repas", 1, False), (ChangeKind.OWN_COLUMN, "Train", 0, False)]


def noise(values, unchanged=0):
    changes = tuple(changed(n, own_X=("before", value)) for n, value in enumerate(values, start=1))
    (group,) = group_changes(ListDifference(changed=changes, unchanged=unchanged))
    return group.is_noise


def test_numbers_that_rise_and_dates_in_nearly_all_rows_are_noise():
    assert noise([str(n) for n in range(101, 111)])
    assert noise(["2026-11-28T10:00:00Z"] * 10)
    assert noise(["28/11/2026 10:00", "27/11/2026 9h05", "1/2/26", "28.11.2026", "11/28/2026 10:00:01 PM"])
    assert noise([str(n) for n in range(1, 10)], unchanged=1)


def test_words_other_numbers_few_rows_and_part_of_the_rows_are_not():
    assert not noise(["oui"] * 10)
    assert not noise(["3", "1", "2", "8", "4", "7"])
    assert not noise(["2026-11-28"] * 4)
    assert not noise(["2026-11-28"] * 10, unchanged=5)
    assert not noise(["12", "13", "14", "15", ""])
