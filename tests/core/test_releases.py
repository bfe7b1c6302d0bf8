# SPDX-License-Identifier: GPL-3.0-or-later
"""Which version this is, how old it is, which is newer; and the settings as they may be told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin import __version__
from checkin.core.desk_settings import Settings
from checkin.core.support import Release, is_newer, releases
from checkin.services.computer.computer_settings import SEEN, check_update
from checkin.services.computer.problem_report import redact_settings
from checkin.services.computer.release_notes import read_release_notes

PAGE = "## 0.2.0 (2026-11-25)\n\n- new\n\n## 0.1.0 (2025-01-31)\n\n- old\n"


def test_the_news_of_this_version_are_there_in_both_languages():
    french, english = read_release_notes("fr"), read_release_notes("en")
    assert [(r.version, r.day) for r in french] == [(r.version, r.day) for r in english]
    assert french[0].version == __version__
    assert all(len(a.news.split("\n- ")) == len(b.news.split("\n- ")) for a, b in zip(french, english, strict=True))


def test_a_page_is_read_release_by_release():
    assert releases(PAGE) == (
        Release("0.2.0", date(2026, 11, 25), "- new"),
        Release("0.1.0", date(2025, 1, 31), "- old"),
    )
    assert releases("no heading") == ()


@pytest.mark.parametrize(
    ("today", "months"),
    [(date(2025, 1, 31), 0), (date(2025, 2, 28), 0), (date(2025, 3, 31), 2), (date(2026, 1, 30), 11),
     (date(2026, 1, 31), 12), (date(2024, 1, 1), 0)],
)  # fmt: skip
def test_months_are_whole(today, months):
    old = releases(PAGE)[1]
    assert old.months(today) == months
    assert old.is_old(today) is (months >= 12)


versions = st.lists(st.integers(0, 50), min_size=1, max_size=3).map(lambda numbers: ".".join(map(str, numbers)))


@given(versions, versions)
def test_of_two_versions_at_most_one_is_newer(one, other):
    assert not (is_newer(one, other) and is_newer(other, one))
    assert not is_newer(one, one)


@pytest.mark.parametrize("odd", ["", "x", "1.2.3.4", "1..2", "-1", "١.٢", "99999999.0"])
def test_what_is_no_version_is_not_newer(odd):
    assert not is_newer(odd, "0.1.0")
    assert is_newer("0.10.0", "0.9.3")
    assert is_newer("1", "0.9.3")


def test_an_update_is_told_once_and_a_first_start_is_none(tmp_path):
    folder = tmp_path / "own"
    assert not check_update(folder)
    assert (folder / SEEN).read_text() == __version__
    (folder / SEEN).write_text("0.0.9\n")
    assert check_update(folder)
    assert not check_update(folder)
    (folder / SEEN).write_text("999.0")  # an older program on a newer one's computer
    assert not check_update(folder)


@given(st.text(min_size=1, max_size=20).filter(lambda text: text.strip() not in ("set", "")))
def test_no_text_of_a_setting_is_told(text):
    told = redact_settings(
        replace(Settings(), desk=text, folder=text, hub=text, camera=text, language=text), Settings()
    )
    assert {told[name] for name in ("desk", "folder", "hub", "camera")} <= {"set", "as delivered"}
    assert told["language"] in ("set", "fr", "en")
    assert redact_settings(Settings(theme="dark", has_sound=False), Settings())["theme"] == "dark"
