# SPDX-License-Identifier: GPL-3.0-or-later
"""File names of one export. A CSV holds one table, so its account and its scans are files beside it; other formats need
one file. Pure.
"""

_CSV, _ACCOUNT, _SCANS = ".csv", "-account.csv", "-scans.csv"


def account_name(name: str) -> str:
    """Return the name of the file with the journal's fingerprint, for any file of the export."""
    return attendance_name(name)[: -len(_CSV)] + _ACCOUNT if is_csv(name) else name


def scans_name(name: str) -> str:
    return attendance_name(name)[: -len(_CSV)] + _SCANS if is_csv(name) else name


def names_beside(name: str) -> tuple[str, ...]:
    """Return the names of the files that may lie beside an attendance CSV; empty for other formats."""
    return (account_name(name), scans_name(name)) if is_csv(name) else ()


def attendance_name(name: str) -> str:
    """Return the name of the attendance file that an account or scans belong to; any other name unchanged."""
    end = next((end for end in (_ACCOUNT, _SCANS) if name.lower().endswith(end)), "")
    return name[: -len(end)] + name[-len(_CSV) :] if end else name


def is_csv(name: str) -> bool:
    return name.lower().endswith(_CSV)
