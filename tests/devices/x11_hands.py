# SPDX-License-Identifier: GPL-3.0-or-later
"""A scanner's keys in an X server, and a window of it asked to close.

A scanner's keys are timed where they arrive, whatever else the computer does. So all keys of a code are handed to the
server at once and it keeps their times: a program that sends one after the other waits for its turn on a busy
computer, for longer than any scanner pauses.
"""

import ctypes
from collections.abc import Iterable

_SHIFT = 50


class ClientMessage(ctypes.Structure):
    """XClientMessageEvent, as long as any XEvent."""

    _fields_ = [
        ("kind", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("is_sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 12),
    ]


class Hands:
    """A connection to the X server of this name; what it is told to do happens in this order."""

    def __init__(self, display: str) -> None:
        self._x11, self._xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x11.XOpenDisplay.restype = ctypes.c_void_p
        self._x11.XInternAtom.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))

    def scan(self, keys: Iterable[tuple[int, bool]], delay_ms: int) -> None:
        """Type keys: their numbers of X11, and whether Shift is held."""
        for number, is_shifted in keys:
            modifier = (_SHIFT,) if is_shifted else ()
            for key, is_press, pause in (
                *((key, True, delay_ms) for key in modifier),
                (number, True, delay_ms),
                (number, False, 0),
                *((key, False, 0) for key in modifier),
            ):
                self._xtst.XTestFakeKeyEvent(self._display, key, is_press, ctypes.c_ulong(pause))
        self._x11.XFlush(self._display)

    def close(self, window: int) -> None:
        """WM_DELETE_WINDOW, as a window manager sends it for Alt+F4 and for the cross in the corner."""
        names = (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        protocols, delete = (self._x11.XInternAtom(self._display, name, False) for name in names)
        event = ClientMessage(33, 0, 1, self._display, window, protocols, 32, (delete, 0))
        self._x11.XSendEvent(self._display, ctypes.c_ulong(window), False, ctypes.c_long(0), ctypes.byref(event))
        self._x11.XFlush(self._display)

    def wait(self) -> None:
        """Until the server has done all of it."""
        self._x11.XSync(self._display, False)

    def leave(self) -> None:
        self.wait()
        self._x11.XCloseDisplay(self._display)
