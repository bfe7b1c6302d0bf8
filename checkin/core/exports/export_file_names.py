# SPDX-License-Identifier: GPL-3.0-or-later
"""What the files of one export are called. A CSV is a table and nothing else, so its account and its scans are files
beside it; of every other kind there is one file. Pure.
"""

_CSV, _ACCOUNT, _SCANS = ".csv", "-account.csv", "-scans.csv"


def account_name(name: str) -> str:
    """Beside `name`, the attendance or one of the others: the file that has the control line."""
    return attendance_name(name)[: -len(_CSV)] + _ACCOUNT if is_csv(name) else name


def scans_name(name: str) -> str:
    return attendance_name(name)[: -len(_CSV)] + _SCANS if is_csv(name) else name


def names_beside(name: str) -> tuple[str, ...]:
    """Of the attendance as a CSV, what may lie beside it."""
    return (account_name(name), scans_name(name)) if is_csv(name) else ()


def attendance_name(name: str) -> str:
    """Of an account or scans, what they lie beside; anything else as it is."""
    end = next((end for end in (_ACCOUNT, _SCANS) if name.lower().endswith(end)), "")
    return name[: -len(end)] + name[-len(_CSV) :] if end else name


def is_csv(name: str) -> bool:
    return name.lower().endswith(_CSV)
