# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk's camera: chooses a device and reopens it after every fault, until stopped.

Does not decode and draws nothing.
"""

from PySide6.QtCore import QTimer

from checkin.core.errors import DeviceError
from checkin.core.message import Message
from checkin.devices.frame_source import OFF, FrameSource, FrameSourceState
from checkin.devices.video_inputs import CameraDevice, VideoInputs

NONE = Message("camera", "This computer has no camera: use a scanner, or type a name.")
UNPLUGGED = Message("camera", "{source} was unplugged. Plug it in again; meanwhile use a scanner or type a name.")
SILENT = Message(
    "camera",
    "{source} sends no picture. Close other programs that use it, or plug it in again; meanwhile use a scanner "
    "or type a name.",
)
DENIED = Message(
    "camera",
    "Windows keeps programs from {source}. In its settings, under Privacy > Camera, let desktop apps use the camera; "
    "meanwhile use a scanner or type a name.",
)
FAILED = Message(
    "camera",
    "{source} stopped: {reason}. It is restarting; meanwhile use a scanner or type a name.",
)

RETRY_MS = 2000
"""Milliseconds between a fault and the next attempt."""

PATIENCE_MS = 5000
"""Milliseconds without a frame after which the camera counts as silent. Slow ones need 3 s for their first."""


class Camera(FrameSource):
    """The camera in use. `chosen`: the id of a `CameraDevice`, "" for the system's preferred one; while the chosen one
    is unplugged another is used.
    """

    def __init__(
        self,
        inputs: VideoInputs,
        chosen: str = "",
        retry_ms: int = RETRY_MS,
        patience_ms: int = PATIENCE_MS,
    ) -> None:
        super().__init__()
        self._inputs = inputs
        self._chosen = chosen
        self._retry_ms, self._patience_ms = retry_ms, patience_ms
        self._device: CameraDevice | None = None
        self._is_started = False
        self._has_picture = False
        self._watch = QTimer(self, singleShot=True)
        self._watch.timeout.connect(self._look)
        inputs.changed.connect(self._replug)
        inputs.failed.connect(self._fail)
        self.frame_arrived.connect(self._note)

    def devices(self) -> tuple[CameraDevice, ...]:
        """Return the cameras that can be chosen, the system's preferred one first."""
        return self._inputs.devices()

    def choose(self, device_id: str) -> None:
        """Use this camera from now on; switches at once if started."""
        self._chosen = device_id
        self._replug()

    def start(self) -> None:
        if not self._is_started:
            self._is_started = True
            self._open(self._pick())

    def stop(self) -> None:
        self._is_started = False
        self._close()
        self._become(FrameSourceState(False, OFF))

    def _pick(self) -> CameraDevice | None:
        """Return the chosen camera, else the one in use, else the preferred one: a new camera interrupts no other."""
        found = self.devices()
        by_id = {device.id: device for device in found}
        in_use = self._device.id if self._device else ""
        first = found[0] if found else None
        return by_id.get(self._chosen) or by_id.get(in_use) or first

    def _open(self, device: CameraDevice | None) -> None:
        before, self._device = self._device, device
        if device is None:
            self._close()
            self._lose(DeviceError(UNPLUGGED, source=before.description) if before else DeviceError(NONE))
            return
        if before != device:
            self._wait_for(device.description)
        self._has_picture = False
        self._watch.start(self._patience_ms)
        self._inputs.open(device.id, self.sink)

    def _close(self) -> None:
        self._watch.stop()
        self._source = ""
        self._device = None
        self._inputs.close()

    def _replug(self) -> None:
        if self._is_started and (best := self._pick()) != self._device:
            self._open(best)

    def _note(self) -> None:
        self._has_picture = True

    def _look(self) -> None:
        """Check that frames still arrive. They may stop without an error: a loose cable, another program, a missing
        library.
        """
        if self._has_picture:
            self._has_picture = False
            self._watch.start(self._patience_ms)
            return
        if self.state.words != FAILED:
            self._lose_device(DeviceError(SILENT, source=self._source))
        self._open(self._pick())

    def _fail(self, reason: str) -> None:
        if self._device is None:
            return
        self._has_picture = False
        self._lose_device(DeviceError(FAILED, source=self._source, reason=reason.rstrip(".") or "?"))
        self._watch.start(self._retry_ms)

    def _lose_device(self, error: DeviceError) -> None:
        """Report a fault of the device, unless a setting of the system explains it."""
        self._lose(DeviceError(DENIED, source=self._source) if self._inputs.are_denied() else error)
