# SPDX-License-Identifier: GPL-3.0-or-later
"""How an export says how it was made, and what its files are called."""

from datetime import datetime, timedelta, timezone

import pytest

from checkin.core.export_columns import (
    PRESETS,
    VERSION,
    ExportOptions,
    ExportRecipe,
    export_options,
    read_recipe,
    recipe_line,
)
from checkin.core.proposed_file_names import attendance_name, day_report_name, scans_name

NOW = datetime(2023, 7, 4, 13, 15, 7, tzinfo=timezone(timedelta(hours=2)))


@pytest.mark.parametrize(
    "made", [ExportOptions(), export_options(is_anonymous=True), *(export_options(p.key) for p in PRESETS)]
)
def test_it_says_what_was_wished_and_as_of_when(made):
    read = read_recipe(f"<t>{recipe_line(ExportRecipe(made, NOW))}</t>")
    assert read.options.columns == made.columns
    assert read.options.is_anonymous == made.is_anonymous
    assert read.options.has_scans == (made.has_scans and not made.is_anonymous)
    assert read.now == NOW


def test_of_another_version_nothing_is_guessed():
    line = "checkin:made:1:2023-07-04T13:15:07+02:00:plain:code"
    assert read_recipe(line)
    assert read_recipe(line.replace("made:1", f"made:{VERSION + 1}")) is None
    assert read_recipe("checkin:made:1:plain:code") is None
    assert read_recipe(line.replace("-07-", "-13-")) is None
    assert read_recipe(f"{line},shoe_size") is None
    assert read_recipe("") is None


def test_what_lies_beside_a_csv_is_found_from_any_of_its_files():
    for name in ("soir.csv", "soir-account.csv", "soir-scans.csv"):
        assert (attendance_name(name), day_report_name(name), scans_name(name)) == (
            "soir.csv",
            "soir-account.csv",
            "soir-scans.csv",
        )
    assert attendance_name("soir.xlsx") == day_report_name("soir.xlsx") == "soir.xlsx"
