# SPDX-License-Identifier: GPL-3.0-or-later
"""How an export says how it was made, and what its files are called."""

from datetime import datetime, timedelta, timezone

import pytest

from checkin.core.attendance.attendance_rules import (
    FIFTH_RULES,
    FIRST_RULES,
    FOURTH_RULES,
    RULES,
    SECOND_RULES,
    SEVENTH_RULES,
    SIXTH_RULES,
    THIRD_RULES,
)
from checkin.core.exports.export_columns import PRESETS, ExportOptions, export_options
from checkin.core.exports.export_recipe import ExportRecipe, read_recipe, recipe_line
from checkin.core.proposed_file_names import attendance_name, day_report_name, scans_name

NOW = datetime(2023, 7, 4, 13, 15, 7, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize("now", [NOW, None])
@pytest.mark.parametrize(
    "made", [ExportOptions(), export_options(is_anonymous=True), *(export_options(p.key) for p in PRESETS)]
)
def test_it_says_what_was_wished_and_as_of_when(made, now):
    read = read_recipe(f"<t>{recipe_line(ExportRecipe(made, now))}</t>")
    assert read.options.columns == made.columns
    assert read.options.is_anonymous == made.is_anonymous
    assert read.options.has_scans == (made.has_scans and not made.is_anonymous)
    assert (read.now, read.is_first) == (now, now is None)
    assert read.rules == (RULES if now else FIRST_RULES)


def test_each_version_has_its_rules():
    said = recipe_line(ExportRecipe(ExportOptions(), NOW))
    versions = {number: read_recipe(said.replace("made:8", f"made:{number}")).rules for number in range(2, 9)}
    earlier = {2: SECOND_RULES, 3: THIRD_RULES, 4: FOURTH_RULES, 5: FIFTH_RULES, 6: SIXTH_RULES}
    assert versions == earlier | {7: SEVENTH_RULES, 8: RULES}
    assert read_recipe(said.replace("made:8", "made:9")) is None


def test_of_another_version_nothing_is_guessed():
    assert read_recipe("checkin:made:3:plain:code") is None
    assert read_recipe("checkin:made:2:plain:code") is None
    assert read_recipe("checkin:made:2:2023-13-04T13:15:07+02:00:plain:code") is None
    assert read_recipe("checkin:made:1:plain:code,shoe_size") is None
    assert read_recipe("") is None


def test_what_lies_beside_a_csv_is_found_from_any_of_its_files():
    for name in ("soir.csv", "soir-account.csv", "soir-scans.csv"):
        assert (attendance_name(name), day_report_name(name), scans_name(name)) == (
            "soir.csv",
            "soir-account.csv",
            "soir-scans.csv",
        )
    assert attendance_name("soir.xlsx") == day_report_name("soir.xlsx") == "soir.xlsx"
