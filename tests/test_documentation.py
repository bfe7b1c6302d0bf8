# SPDX-License-Identifier: GPL-3.0-or-later
"""The documents speak of the code that is there."""

import re

import pytest

from checkin import language
from checkin.command_line.commands import COMMANDS
from checkin.core.admission import Reason
from checkin.core.printing import JobState, Trouble
from checkin.paths import resources
from checkin.ui.look.wording import LOOKS
from scripts.map import text

ROOT = resources().parent


def words_in_backticks(name):
    return set(re.findall(r"`([a-z_/]+)`", (ROOT / name).read_text(encoding="utf-8")))


def test_every_module_is_on_the_map_and_says_what_it_is():
    assert (ROOT / "docs/modules.md").read_text(encoding="utf-8") == text()
    assert [line for line in text().split("\n") if line.startswith("- `") and line.endswith("`: ")] == []


def test_every_reason_is_explained():
    assert {str(r) for r in Reason} - words_in_backticks("docs/answers.md") == set()


def test_every_state_of_a_printer_and_of_a_badge_is_explained():
    assert {str(state) for state in (*Trouble, *JobState) if state} - words_in_backticks("docs/printing.md") == set()


@pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"start", "open"}))
def test_every_command_is_documented(command):
    assert f"`checkin {command}" in (ROOT / "docs/command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "ARCHITECTURE.md"])
def test_links_lead_somewhere(path):
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_the_answers_are_documented_with_the_words_on_the_screen(qapp):
    language.install(qapp, "fr")
    text = (ROOT / "docs/answers.md").read_text(encoding="utf-8")
    missing = {title for look in LOOKS.values() if (title := language.say(look.title)) not in text}
    language.install(qapp, "en")
    assert missing == set()
