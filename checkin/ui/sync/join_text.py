# SPDX-License-Identifier: GPL-3.0-or-later
"""The text with which a desk joins an event: an invitation of another desk, or the code of a pretix device."""

from dataclasses import dataclass

from checkin.core.errors import UserError
from checkin.core.sync.invitation import Invitation, invitation_in, is_invitation
from checkin.sync.pretix_device_code import DeviceCode, looks_like_device_code


@dataclass(frozen=True, slots=True)
class JoinText:
    """What was understood of a text: an `invitation` or a `device_code`, or neither and the `error` that says why."""

    invitation: Invitation | None = None
    device_code: DeviceCode | None = None
    error: UserError | None = None

    @property
    def is_understood(self) -> bool:
        return self.error is None


def read_join_text(text: str) -> JoinText:
    """Return what a text says. Raises nothing: a text that is still being typed is no mistake yet."""
    try:
        if not is_invitation(text) and ("://" in text or text.lstrip().startswith("{")):
            return JoinText(device_code=DeviceCode.read(text))
        return JoinText(invitation=invitation_in(text))
    except UserError as error:
        return JoinText(error=error)


def is_join_text(text: str) -> bool:
    """Whether a code that was read is meant for joining, even if it cannot be used."""
    return is_invitation(text) or looks_like_device_code(text)
