# SPDX-License-Identifier: GPL-3.0-or-later
"""Passwords in the keyring of the system (Windows, macOS, GNOME, KDE); where there is none, in memory until the end of
the program.
"""

from collections.abc import Callable
from typing import TypeVar

_SERVICE = "Checkin"
"""The name under which passwords stand in the keyring, for users who look there."""

T = TypeVar("T")


class PasswordStore:
    """Passwords by name. `is_lasting`: the last one that was kept or read is in the keyring, and so there at the next
    start too.
    """

    def __init__(self) -> None:
        self._memory: dict[str, str] = {}
        self.is_lasting = True

    def read(self, name: str) -> str:
        """Return the password kept under this name, "" if there is none."""
        import keyring

        return self._memory.get(name) or self._asked(lambda: keyring.get_password(_SERVICE, name)) or ""

    def keep(self, name: str, password: str) -> None:
        """Keep a password: in the keyring, else in memory."""
        import keyring

        self._asked(lambda: keyring.set_password(_SERVICE, name, password))
        self._memory.pop(name, None)
        if not self.is_lasting:
            self._memory[name] = password

    def forget(self, name: str) -> None:
        """Remove a password, wherever it is kept."""
        import keyring

        self._memory.pop(name, None)
        self._asked(lambda: keyring.delete_password(_SERVICE, name))

    def _asked(self, ask: Callable[[], T]) -> T | None:
        """Return the keyring's answer, None where it has none."""
        try:
            answer = ask()
        except (
            Exception
        ):  # locked, refused, no D-Bus: each system raises errors of its own, and none may stop the sending
            self.is_lasting = False
            return None
        self.is_lasting = True
        return answer
