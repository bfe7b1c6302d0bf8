# SPDX-License-Identifier: GPL-3.0-or-later
"""How this desk becomes a device of pretix, and how it is read back."""

import platform
from typing import TypeVar

from checkin import __version__
from checkin.core.errors import SyncError, UserError
from checkin.core.message import Message
from checkin.sync import pretix_errors as errors
from checkin.sync.pretix_answers import Json, PretixDevice, as_object, refusal_words
from checkin.sync.pretix_connection import PretixConnection
from checkin.sync.pretix_device_code import DeviceCode

_Value = TypeVar("_Value")


def initialize_device(code: DeviceCode) -> PretixDevice:
    """Make this desk a device of pretix; the code is then used up. Raises `UserError` if it cannot be used, `SyncError`
    if pretix does not answer.
    """
    connection = PretixConnection(code.url)
    try:
        answer = connection.post("device/initialize", {"token": code.token, **this_program()})
        if answer.status == 200:
            return read_device(answer.body)
    except (errors.PretixForbiddenError, errors.NotPretixError) as exc:
        raise UserError(_NOT_PRETIX) from exc
    except SyncError as exc:
        raise errors.while_joining(exc) from exc
    finally:
        connection.close()
    if answer.status == 400 and isinstance(answer.body, dict) and "token" in answer.body:
        raise UserError(_USED if "already been used" in refusal_words(answer.body) else _UNKNOWN)
    raise UserError(_NOT_PRETIX)


def read_device(body: object, server_version: str = "") -> PretixDevice:
    told = as_object(body)
    return PretixDevice(
        organizer=_typed(told, "organizer", str),
        device_id=_typed(told, "device_id", int),
        name=_typed(told, "name", str),
        serial=_typed(told, "unique_serial", str),
        security_profile=_typed(told, "security_profile", str),
        api_token=_typed(told, "api_token", str),
        gate=_text(told, "gate", "identifier"),
        gate_id=gate if isinstance(gate := _below(told, "gate", "id"), int) else 0,
        server_version=server_version,
    )


def read_device_info(body: Json) -> PretixDevice:
    return read_device(body.get("device"), _text(body, "server", "version", "pretix"))


def _text(body: object, *keys: str) -> str:
    return text if isinstance(text := _below(body, *keys), str) else ""


def _below(body: object, *keys: str) -> object:
    for key in keys:
        body = body.get(key) if isinstance(body, dict) else None
    return body


def _typed(body: Json, key: str, kind: type[_Value]) -> _Value:
    value = body.get(key)
    if not isinstance(value, kind):
        raise errors.not_understood()
    return value


def this_program() -> dict[str, str]:
    """Return what the organiser sees of this device in pretix. The name of the computer is not told."""
    system = {"os_name": platform.system() or "?", "os_version": platform.release() or "?"}
    return {
        "hardware_brand": "PC",
        "hardware_model": platform.machine() or "?",
        **system,
        "software_brand": "Checkin",
        "software_version": __version__,
    }


_NOT_PRETIX = Message(
    "ticketing",
    "At the address in this device code, no pretix answers. Nothing was changed; check the network of this computer "
    "and the address of the pretix server.",
)
_USED = Message(
    "ticketing",
    "This device code was already used. Nothing was changed; in pretix, create a new device and use the code shown "
    "there.",
)
_UNKNOWN = Message(
    "ticketing",
    "pretix does not know this device code. Nothing was changed; in pretix, open the device again and use the code "
    "shown there.",
)
