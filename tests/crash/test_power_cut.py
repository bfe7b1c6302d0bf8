# SPDX-License-Identifier: GPL-3.0-or-later
"""A power cut at any moment of two mornings loses nothing that the desk had acknowledged; two controls lose."""

import random

import pytest

from tests.crash.power_cut import MODES, NAME, PEOPLE, SECTOR, Disk, record, tally

IMAGES = 400
OLD, NEW = b"o" * SECTOR, b"n" * SECTOR


@pytest.mark.parametrize("mode", ["WAL + FULL", "TRUNCATE + FULL"])
def test_no_power_cut_loses_an_acknowledged_entry_or_leaves_half_of_one(mode):
    found = tally(mode, IMAGES)
    assert found.images == IMAGES
    assert found.damage == []
    assert found.losing == 0


def test_the_same_cuts_do_lose_entries_where_the_log_is_not_synced():
    """The control. If this finds nothing lost, the test above proves nothing."""
    found = tally("WAL + NORMAL", IMAGES)
    assert found.losing > found.images / 10
    assert found.damage == []


def test_the_same_cuts_do_lose_the_last_transaction_where_the_folder_is_not_synced():
    """The control for names: a journal that comes back takes back the commit whose deletion it survived."""
    found = tally("DELETE + FULL", IMAGES)
    assert found.losing > found.images / 100
    assert found.worst <= PEOPLE // 2  # one transaction, were it a list
    assert found.damage == []


@pytest.mark.parametrize(("mode", "log"), [("WAL + FULL", "-wal"), ("TRUNCATE + FULL", "-journal")])
def test_the_recording_crosses_checkpoints_and_a_second_morning(tmp_path, mode, log):
    steps = record(tmp_path, MODES[mode]).steps
    promises = places(steps, Disk.promise)
    first, last = promises[0], promises[-1]
    assert len(promises) > 50
    assert len([at for at in places(steps, Disk.sync, NAME) if first < at < last]) >= 5
    assert len(places(steps, Disk.create, NAME + log)) >= 2


def places(steps, method, name=None):
    return [at for at, step in enumerate(steps) if step.func is method and step.keywords.get("name") == name]


def test_what_was_not_synced_is_lost_and_what_was_synced_stays():
    disk = Disk(OLD)
    disk.change(NAME, 0, NEW)
    assert disk.after_losing_all() == {NAME: OLD}
    disk.sync(NAME, with_folder=False)
    disk.change(NAME, 10, None)
    assert disk.after_losing_all() == {NAME: NEW}
    disk.sync(NAME, with_folder=False)
    assert disk.after_losing_all() == {NAME: NEW[:10]}


def test_a_name_is_certain_only_after_a_sync_of_the_folder():
    disk = Disk(OLD)
    disk.create("log")
    disk.change("log", 0, NEW)
    disk.sync("log", with_folder=False)
    assert disk.after_losing_all() == {NAME: OLD}
    disk.sync("log", with_folder=True)
    assert disk.after_losing_all() == {NAME: OLD, "log": NEW}
    disk.delete("log", with_folder=False)
    assert disk.after_losing_all() == {NAME: OLD, "log": NEW}
    disk.create("log")  # the same name, another file: the old one may still be what the name leads to
    disk.change("log", 0, OLD)
    assert disk.after_losing_all() == {NAME: OLD, "log": NEW}
    disk.sync("log", with_folder=True)
    assert disk.after_losing_all() == {NAME: OLD, "log": OLD}


def test_a_waiting_write_may_be_there_in_any_of_its_sectors_but_never_in_half_of_one():
    disk = Disk(OLD * 3)
    disk.change(NAME, 100, b"n" * (2 * SECTOR))
    seen = {disk.after_losing_some(random.Random(seed))[NAME] for seed in range(300)}
    pieces = {(100, SECTOR), (SECTOR, 2 * SECTOR), (2 * SECTOR, 2 * SECTOR + 100)}
    assert len(seen) == 2 ** len(pieces)
    for image in seen:
        assert all(len(set(image[start:end])) == 1 for start, end in pieces)
        assert image[:100] == OLD[:100]
