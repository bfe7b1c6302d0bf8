# SPDX-License-Identifier: GPL-3.0-or-later
"""The desk's camera, reopened after every fault until stopped; and a video file in its place.

Does not decode and draws nothing.
"""

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6 import QtMultimedia
from PySide6.QtCore import QObject, QTimer, QUrl, Signal

from checkin.core.message import DeviceError, Message

# Whether Windows' privacy settings keep programs from the camera. It is listed all the same, and sends nothing.

CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
FOR_PROGRAMS = CONSENT + r"\NonPackaged"
"""The key of programs that are not from the Store; the other is of all."""
VALUE, DENY = "Value", "Deny"


def is_camera_denied() -> bool:
    """Whether the user or the administrator has switched the camera off, for all or for programs like this one."""
    if sys.platform == "win32":
        import winreg

        for whose in (winreg.HKEY_LOCAL_MACHINE, winreg.HKEY_CURRENT_USER):
            for path in (CONSENT, FOR_PROGRAMS):
                with suppress(OSError), winreg.OpenKey(whose, path) as key:
                    if winreg.QueryValueEx(key, VALUE)[0] == DENY:
                        return True
    return False


# The cameras that Qt lists, and the open one. Decides nothing: `camera.Camera` says which one and when.

ENOUGH_FPS = 15
"""Frames per second. Fewer make attendees wait; more do not justify a smaller picture."""

LARGEST_USEFUL = (1920, 1080)
"""Pixels. A module of a code needs 2.35 pixels; beyond this size decoding takes longer than it helps."""


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera. `id` is the system's, stable while the device stays in its socket; `description` is its name for
    users.
    """

    id: str
    description: str


class VideoInputs(QObject):
    """The cameras of this computer. `changed`: one was plugged in or out. `failed`: the open one stopped, with the
    system's reason.

    `is_left_out`: there are none, and the system is not asked (`devices/crash_marks`).
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, *, is_left_out: bool = False) -> None:
        super().__init__(parent)
        self._camera: QtMultimedia.QCamera | None = None
        self._is_left_out = is_left_out
        if is_left_out:
            return
        self._known = QtMultimedia.QMediaDevices(self)
        self._known.videoInputsChanged.connect(self.changed)
        self._session = QtMultimedia.QMediaCaptureSession(self)

    def devices(self) -> tuple[CameraDevice, ...]:
        """Return the cameras, the system's preferred one first."""
        if self._is_left_out:
            return ()
        preferred = QtMultimedia.QMediaDevices.defaultVideoInput()
        found = sorted(QtMultimedia.QMediaDevices.videoInputs(), key=lambda device: device != preferred)
        return tuple(CameraDevice(_id(device), device.description()) for device in found)

    def are_denied(self) -> bool:
        """Whether a setting of the system keeps programs from the cameras."""
        return is_camera_denied()

    def open(self, device_id: str, sink: QtMultimedia.QVideoSink) -> None:
        """Open a camera that sends frames to `sink`; `failed` may be emitted before this returns."""
        self.close()
        for device in QtMultimedia.QMediaDevices.videoInputs():
            if _id(device) == device_id:
                self._start(device, sink)
                return
        self.failed.emit("")

    def close(self) -> None:
        if self._camera is None:
            return
        camera, self._camera = self._camera, None
        camera.errorOccurred.disconnect(self._complain)
        camera.stop()
        self._session.setVideoSink(None)  # type: ignore[arg-type]  # the stub omits "none"
        self._session.setCamera(None)  # type: ignore[arg-type]
        camera.deleteLater()

    def _start(self, device: QtMultimedia.QCameraDevice, sink: QtMultimedia.QVideoSink) -> None:
        camera = QtMultimedia.QCamera(device, self)
        chosen = max(device.videoFormats(), key=worth, default=None)
        if chosen is not None:
            camera.setCameraFormat(chosen)
        camera.errorOccurred.connect(self._complain)
        self._camera = camera
        self._session.setCamera(camera)
        self._session.setVideoSink(sink)
        camera.start()

    def _complain(self, error: QtMultimedia.QCamera.Error, reason: str) -> None:
        if error != QtMultimedia.QCamera.Error.NoError:
            self.failed.emit(reason)


def worth(offer: QtMultimedia.QCameraFormat) -> tuple[bool, int, float, bool]:
    """Return a sort key for `max`: fast enough, then size, then speed, then uncompressed."""
    size, fps = offer.resolution(), offer.maxFrameRate()
    is_raw = offer.pixelFormat() != QtMultimedia.QVideoFrameFormat.PixelFormat.Format_Jpeg
    return (fps >= ENOUGH_FPS, size_worth(size.width(), size.height()), min(fps, 30.0), is_raw)


def size_worth(width: int, height: int) -> int:
    """Return the value of a picture size: rising up to `LARGEST_USEFUL`, then falling; twice that size is worth half of
    it.
    """
    pixels, most = width * height, LARGEST_USEFUL[0] * LARGEST_USEFUL[1]
    if pixels <= most:
        return pixels
    return most * most // pixels


def _id(device: QtMultimedia.QCameraDevice) -> str:
    return bytes(device.id().data()).decode(errors="replace")


# The common base of camera and video file: frames that arrive, and a state to display.
# Imports QtMultimedia, which is slow: import it, and modules that use it, after the first paint. Makes no thread.

OFF = Message("camera", "The camera is off.")
WAITING = Message("camera", "{source}: waiting for the first picture.")
LIVE = Message("camera", "{source} is working.")


@dataclass(frozen=True, slots=True)
class FrameSourceState:
    """The state of a source, as displayed: `words` with {source} and {reason} filled in. `source` is the name of a
    device or file.

    `is_live`: frames arrive. `size`: width and height of the last frame in pixels, (0, 0) before the first.
    """

    is_live: bool
    words: Message
    source: str = ""
    size: tuple[int, int] = (0, 0)
    reason: str = ""


class FrameSource(QObject):
    """A source of frames while started, in the thread it was made in. `sink` may be displayed as well."""

    frame_arrived = Signal(QtMultimedia.QVideoFrame)
    state_changed = Signal(FrameSourceState)
    lost = Signal(DeviceError)  # no more frames until something changes; with the message to show

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sink = QtMultimedia.QVideoSink(self)
        self.sink.videoFrameChanged.connect(self._take)
        self.state = FrameSourceState(False, OFF)
        self._source = ""  # name of the open device or file, "" if none

    def _take(self, frame: QtMultimedia.QVideoFrame) -> None:
        # Qt sends an empty frame when a source stops, and may deliver one more after that.
        if not frame.isValid() or not self._source:
            return
        self._become(FrameSourceState(True, LIVE, self._source, (frame.width(), frame.height())))
        self.frame_arrived.emit(frame)

    def _wait_for(self, source: str) -> None:
        self._source = source
        self._become(FrameSourceState(False, WAITING, source))

    def _lose(self, error: DeviceError) -> None:
        """Report an error once: a device that stays away would repeat it at every attempt."""
        source, reason = error.fields.get("source", ""), error.fields.get("reason", "")
        if self._become(FrameSourceState(False, error.words, str(source), reason=str(reason))):
            self.lost.emit(error)

    def _become(self, state: FrameSourceState) -> bool:
        """Set and announce the state; return whether it changed."""
        if state == self.state:
            return False
        self.state = state
        self.state_changed.emit(state)
        return True


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
FAILED = Message("camera", "{source} stopped: {reason}. It is restarting; meanwhile use a scanner or type a name.")

RETRY_MS = 2000
"""Milliseconds between a fault and the next attempt."""

PATIENCE_MS = 5000
"""Milliseconds without a frame after which the camera counts as silent. Slow ones need 3 s for their first."""


class Camera(FrameSource):
    """The camera in use. `chosen`: the id of a `CameraDevice`, "" for the system's preferred one; while the chosen one
    is unplugged another is used.
    """

    def __init__(
        self, inputs: VideoInputs, chosen: str = "", retry_ms: int = RETRY_MS, patience_ms: int = PATIENCE_MS
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


MISSING = Message("camera", "The video “{source}” cannot be found. Choose another file, or use a camera.")
DAMAGED = Message(
    "camera", "The video “{source}” cannot be played: it is damaged or of an unknown type. Choose another file."
)
_Status = QtMultimedia.QMediaPlayer.MediaStatus


LONGEST_GAP_US = 200_000
"""Microseconds of a film between two frames that arrive; with more left out, a code that is shown briefly is missed."""
SLOWEST = 1 / 16
"""The least share of its own speed at which a film is played."""


class VideoFile(FrameSource):
    """A video file in place of a camera, always silent, which plays `path` at `rate` times its speed, once or in a
    loop. `ended`: the last frame was shown.

    Played once, it is slowed down on a computer that leaves frames out: each code of a film is shown only then.
    """

    ended = Signal()

    def __init__(self, path: Path, is_looped: bool = False, rate: float = 1.0) -> None:
        super().__init__()
        self._path, self._is_looped, self._shown_us = path, is_looped, 0
        self._player = QtMultimedia.QMediaPlayer(self)
        self._player.setVideoSink(self.sink)
        self._player.setLoops(
            QtMultimedia.QMediaPlayer.Loops.Infinite.value if is_looped else QtMultimedia.QMediaPlayer.Loops.Once.value
        )
        self._player.setPlaybackRate(rate)
        self._player.mediaStatusChanged.connect(self._follow)
        self._player.errorOccurred.connect(self._fail)

    def start(self) -> None:
        """Play from the beginning."""
        if not self._path.is_file():
            self._lose(DeviceError(MISSING, source=self._path.name))
            return
        self._wait_for(self._path.name)
        self._player.setSource(QUrl.fromLocalFile(str(self._path.resolve())))
        self._player.play()

    def stop(self) -> None:
        self._close()
        self._become(FrameSourceState(False, OFF))

    def _close(self) -> None:
        self._source = ""
        self._player.stop()
        self._player.setSource(QUrl())

    def _take(self, frame: QtMultimedia.QVideoFrame) -> None:
        gap, self._shown_us = frame.startTime() - self._shown_us, frame.startTime()
        rate = self._player.playbackRate()
        if not self._is_looped and gap > LONGEST_GAP_US and rate > SLOWEST:
            self._player.setPlaybackRate(rate / 2)
        super()._take(frame)

    def _follow(self, status: QtMultimedia.QMediaPlayer.MediaStatus) -> None:
        is_over = status == _Status.EndOfMedia
        has_sound_only = status == _Status.LoadedMedia and not self._player.hasVideo()
        showed_nothing = is_over and not self.state.is_live
        if status == _Status.InvalidMedia or has_sound_only or showed_nothing:
            self._fail()
        elif is_over:
            self._source = ""
            self._become(FrameSourceState(False, OFF))
            self.ended.emit()

    def _fail(self) -> None:
        if self._source:
            self._source = ""
            self._lose(DeviceError(DAMAGED, source=self._path.name))
