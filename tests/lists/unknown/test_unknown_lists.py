# SPDX-License-Identifier: GPL-3.0-or-later
"""Unknown lists are what they say they are. How well they are read `python -m tests.lists.unknown.trial` tells."""

import csv
import io

import pytest
from openpyxl import load_workbook

from tests.lists.unknown.guests import DECLINED, Guest
from tests.lists.unknown.trial import Mistake, Trial, try_list
from tests.lists.unknown.unknown_lists import is_kept_back, make_list

SEEDS = [seed for seed in range(30) if not is_kept_back(seed)]


def rows_of(unknown, path):
    """The rows of the file, read with other code than Checkin's."""
    if unknown.encoding == "workbook":
        return [[cell or "" for cell in row] for row in load_workbook(path).active.iter_rows(values_only=True)]
    text = path.read_bytes().decode(unknown.encoding)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=unknown.separator))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rows_of_the_guests_hold_them(seed, tmp_path):
    unknown = make_list(seed)
    rows = rows_of(unknown, unknown.write(tmp_path))
    for place, (number, guest) in enumerate(unknown.guests.items()):
        assert rows[number - 1] == [column.cells[place] for column in unknown.columns]
        assert guest.last_name.casefold() in " ".join(rows[number - 1]).casefold()


def test_a_list_is_a_function_of_its_seed():
    assert make_list(4) == make_list(4)
    assert make_list(4).lines != make_list(6).lines


@pytest.mark.parametrize("seed", SEEDS)
def test_the_titles_of_a_list_are_different(seed):
    titles = [column.title for column in make_list(seed).columns]
    assert len(set(titles)) == len(titles)


def test_guests_decline_in_many_lists():
    lists = [make_list(seed) for seed in range(60)]
    assert sum(any(guest.meaning == DECLINED for guest in one.guests.values()) for one in lists) >= len(lists) / 5


def test_a_list_is_harmful_by_what_is_left_after_the_questions():
    harm = (Mistake("status", "“Komt niet” is confirmed", is_harmful=True),)
    assert not Trial(1, harm, ()).is_harmful
    assert Trial(1, harm, harm).is_harmful


def test_a_trial_names_what_is_wrong(tmp_path):
    trial = try_list(make_list(7), tmp_path)
    assert all(isinstance(one, Mistake) for one in trial.after)
    assert list(tmp_path.iterdir()) == []


def test_a_guest_has_a_whole_name():
    assert Guest("Bintou", "Vidal").name == "Bintou Vidal"
