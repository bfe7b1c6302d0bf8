# SPDX-License-Identifier: GPL-3.0-or-later
"""The exit codes of commands (docs/command-line.md)."""

from checkin.core.errors import CheckinError, DeviceError, StorageError

DONE, FOUND_PROBLEMS, NOT_UNDERSTOOD, USER_ERROR, STORAGE_ERROR, DEVICE_ERROR = range(6)
"""Exit codes 0 to 5. argparse itself exits with 2."""


def exit_code_for(error: CheckinError) -> int:
    kinds = ((StorageError, STORAGE_ERROR), (DeviceError, DEVICE_ERROR))
    return next((code for kind, code in kinds if isinstance(error, kind)), USER_ERROR)
