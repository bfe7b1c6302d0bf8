# SPDX-License-Identifier: GPL-3.0-or-later
"""A death in a library leaves the place, and no path of a person: a real process dies."""

import subprocess
import sys

import pytest

from checkin.services.computer import crash_recovery

DIES = """
import ctypes, sys
from pathlib import Path
from checkin.services.computer import crash_recovery
raw = crash_recovery.watch_crashes(Path(sys.argv[1]))
{deed}
"""


@pytest.mark.skipif(sys.platform == "win32", reason="another way to die")
@pytest.mark.parametrize(
    ("deed", "why"),
    [("ctypes.string_at(0)", "Segmentation fault"), ("import os; os.abort()", "Aborted")],
)
def test_the_line_that_killed_it_is_noted_at_the_next_start(tmp_path, deed, why):
    folder = tmp_path / "Martin Dupont"
    done = subprocess.run([sys.executable, "-c", DIES.format(deed=deed), folder], check=False, capture_output=True)
    assert done.returncode < 0
    assert why in (folder / crash_recovery.RAW).read_text()
    crash_recovery.collect_crashes(folder)
    notes = (folder / crash_recovery.NOTES).read_text()
    assert f"Fatal Python error: {why}" in notes
    assert "Dupont" not in notes
    assert (folder / crash_recovery.RAW).read_bytes() == b""
    crash_recovery.collect_crashes(folder)
    assert (folder / crash_recovery.NOTES).read_text() == notes


def test_only_known_lines_are_kept():
    written = (
        "Fatal Python error: Segmentation fault Dupont\n"
        "Current thread 0x00007f (most recent call first): Dupont\n"
        '  File "/home/dupont/x/site-packages/PIL/Image.py", line 12 in open\n'
        '  File "/home/dupont/Dupont.py", line ??? in <module>\n'
        "Extension modules: Dupont (total: 1)\n"
        "Windows fatal exception: access violation\n"
    )
    assert list(crash_recovery.redact_crash(written)) == [
        "Fatal Python error: Segmentation fault",
        "Current thread:",
        "  site-packages/PIL/Image.py:12 open",
        "  elsewhere:??? <module>",
        "Windows fatal exception: access violation",
    ]


def test_notes_do_not_grow_for_ever(tmp_path):
    for _ in range(3):
        (tmp_path / crash_recovery.RAW).write_text('  File "/x/checkin/a.py", line 1 in f\n' * 2000)
        crash_recovery.collect_crashes(tmp_path)
    assert (tmp_path / crash_recovery.NOTES).stat().st_size <= crash_recovery.LARGEST
