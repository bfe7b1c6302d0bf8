# SPDX-License-Identifier: GPL-3.0-or-later
from dataclasses import replace
from datetime import datetime, timedelta, timezone

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
    VERSION,
    ExportOptions,
    ExportRecipe,
    export_options,
    find_columns,
    read_recipe,
    recipe_line,
)
from checkin.core.message import UserError
from checkin.core.programme.programme import Event
from checkin.core.proposed_file_names import (
    LONGEST_TITLE,
    attendance_name,
    day_report_name,
    plain,
    propose_event_name,
    propose_file_name,
    scans_name,
)
from checkin.services.exports import people_tables
from tests.builders import MORNING


def test_every_column_has_its_value_every_kind_and_reason_words_and_every_preset_columns_there_are():
    for preset in PRESETS:
        assert [c.key for c in find_columns(preset.columns)] == list(preset.columns)
    assert export_options().columns == COLUMNS
    ones = {c.key for c in COLUMNS if not c.each}
    several = {c.key for c in COLUMNS if c.each == "half_day"}
    assert (ones | {LENT.key}, several) == (set(people_tables._OF_COLUMN), set(people_tables._OF_HALF_DAY))
    assert set(KIND_NAMES) == {*EntryKind, BY_THE_LIST, SENT_ELSEWHERE, CODE_GIVEN}
    assert {reason for reason in Reason if reason not in ANSWERS} == NEVER_RECORDED


def test_columns_take_the_place_of_a_preset_in_their_order_and_once():
    asked = export_options("funder", ["email", "last_name", "email"])
    assert [c.key for c in asked.columns] == ["email", "last_name"]
    assert (asked.is_by_point, asked.has_scans) == (False, False)
    assert export_options("pretix").is_by_point
    keys = [column.key for column in export_options("funder").columns]
    assert {"came", "status"} <= {*keys}, "a funder is told who came and who was cancelled beside the half days"
    assert keys.index("came") < keys.index("half_days")
    with pytest.raises(UserError, match=r"no preset “bank”.*funder"):
        export_options("bank")
    with pytest.raises(UserError, match=r"no column “iban”.*last_name"):
        export_options(columns=["iban"])


NEVER_RECORDED = {
    *(Reason.REPEATED, Reason.UNDONE, Reason.NOT_SAVED, Reason.TRIAL, Reason.CERTIFICATE, Reason.OTHER_CERTIFICATE),
    *(Reason.TIED, Reason.NOT_TIED, Reason.THING_OUT, Reason.THING_HERE, Reason.DEVICE_CODE),
}


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
    newer, no_day = line.replace("made:1", f"made:{VERSION + 1}"), line.replace("-07-", "-13-")
    for other in (newer, no_day, "checkin:made:1:plain:code", f"{line},shoe_size", ""):
        assert read_recipe(other) is None, other


GALA = Event("Gala d’été : 2ᵉ édition")
MOMENT = f"{MORNING:%Y-%m-%d-%H%M}"


def test_files_are_called_after_their_event():
    assert propose_file_name(GALA, MORNING, "badges") == f"gala-d-été-2ᵉ-édition-badges-{MOMENT}"
    assert propose_file_name(replace(GALA, is_demo=True), MORNING, "badges").startswith("demo-gala-d-été")
    today, other = f"{MORNING:%Y-%m-%d}", "1999-12-31"
    made = propose_file_name(GALA, MORNING, f"control sheets {today} morning")
    assert made == f"gala-d-été-2ᵉ-édition-control-sheets-{today}-morning-{MORNING:%H%M}", "a day stands in a name once"
    assert propose_file_name(GALA, MORNING, f"sheets {other}").endswith(f"sheets-{other}-{MOMENT}")
    assert propose_file_name(Event("—"), MORNING, "codes") == f"checkin-codes-{MOMENT}"
    assert propose_file_name(Event("a" * 200), MORNING, "codes") == f"{'a' * LONGEST_TITLE}-codes-{MOMENT}"
    assert propose_event_name("Semer & récolter : rencontre") == "Semer récolter rencontre"
    assert propose_event_name("—") == "event"
    assert propose_event_name("NUL") == "NUL_"
    assert len(propose_event_name("mot " * 50)) <= 60
    files = ("soir.csv", "soir-account.csv", "soir-scans.csv")
    for name in files:
        assert (attendance_name(name), day_report_name(name), scans_name(name)) == files
    assert attendance_name("soir.xlsx") == day_report_name("soir.xlsx") == "soir.xlsx"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("feuilles d’émargement", "feuilles-d-émargement"),
        ('a/b\\c:d*e?f"g<h>i|j', "a-b-c-d-e-f-g-h-i-j"),
        ("..", ""),
        ("Re\u0301union", "Réunion"),
        ("İstanbul".lower(), "i\u0307stanbul"),
        ("हिन्दी सम्मेलन", "हिन्दी-सम्मेलन"),
        ("งานสัมมนา", "งานสัมมนา"),
        ("\u2764\ufe0f Fête \U0001f389", "Fête"),
        ("1\ufe0f\u20e3 Jour", "1-Jour"),
        ("con", "con_"),
        ("Aux.", "Aux_"),
        ("COM¹", "COM¹_"),
        ("Con 2026", "Con-2026"),
        ("compagnie", "compagnie"),
    ],
)
def test_only_letters_and_digits_are_kept_and_accents_are_letters(text, safe):
    assert plain(text) == safe
