# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a window of another process has an event open, told by the lock file that each window keeps beside it.

SQLite's own locks cannot tell it for certain: on POSIX systems a process loses them where anything in it opens and
closes the file (docs/adr/0010). On other systems they can, and are trusted.
"""

import os
from pathlib import Path


def is_open_elsewhere(path: Path) -> bool:
    """Whether the lock file of `path`, whose first line is a process id, names a living one that is not this one."""
    if os.name != "posix":
        return False
    try:
        process = int(path.with_name(f"{path.name}.lock").read_text("utf-8").splitlines()[0])
        if process == os.getpid() or process <= 0:
            return False
        os.kill(process, 0)
    except PermissionError:
        return True  # somebody else's
    except (OSError, ValueError, IndexError, OverflowError):
        return False
    return True
