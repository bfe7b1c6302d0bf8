# SPDX-License-Identifier: GPL-3.0-or-later
"""A window of an X server asked to close, as a window manager does for Alt+F4 and for the cross in the corner.

Run as a program: the display and the window. It imports next to nothing, to be there in the midst of typing.
"""

import ctypes
import sys


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


def send_close(name, window):
    """WM_DELETE_WINDOW, to a window of the X server."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(name.encode()))
    protocols, delete = (x11.XInternAtom(display, atom, False) for atom in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    event = ClientMessage(33, 0, 1, display, window, protocols, 32, (delete, 0))
    x11.XSendEvent(display, ctypes.c_ulong(window), False, ctypes.c_long(0), ctypes.byref(event))
    x11.XCloseDisplay(display)


if __name__ == "__main__":
    send_close(sys.argv[1], int(sys.argv[2]))
