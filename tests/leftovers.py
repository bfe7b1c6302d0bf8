# SPDX-License-Identifier: GPL-3.0-or-later
"""What a test leaves running: desk programs, threads, child processes. It is named with the test and ended, so that one
test that fails makes no other fail.
"""

import contextlib
import gc
import subprocess
import sys
import threading
import traceback
from weakref import WeakSet

from PySide6.QtCore import QDeadlineTimer, QThread
from shiboken6 import isValid

from tests.patience import PATIENCE_MS, PATIENCE_S

_programs, _processes, _noted = WeakSet(), WeakSet(), set()


def _note(kind, into):
    """Note each object of this kind from now on."""
    if kind in _noted:
        return
    _noted.add(kind)
    begin = kind.__init__

    def noted(self, *args, **more):
        into.add(self)
        begin(self, *args, **more)

    kind.__init__ = noted


class Running:
    """What runs before a test; after it, `end` ends the rest."""

    def __init__(self):
        _note(subprocess.Popen, _processes)
        if program := sys.modules.get("checkin.application.desk_program"):  # most files of tests need none
            _note(program.DeskProgram, _programs)
        self._threads = set(sys._current_frames())
        self._programs, self._processes = set(_programs), set(_processes)

    def end(self):
        """End what began since; return its names. If nothing did, this takes some microseconds."""
        told = self.end_programs()
        for program in self._begun_programs():
            with contextlib.suppress(Exception):  # half built, it has no window
                program.leave()  # and what threads still had to tell it
        for process in list(_processes):
            if process not in self._processes and _is_running(process):
                told.append(f"process {process.pid} ({process.args})")
                _end_process(process)
        begun = [frame for number, frame in sys._current_frames().items() if number not in self._threads]
        return told + list(filter(None, map(_end_thread, begun)))

    def end_programs(self):
        """Close each window of a desk that is open, and end what belongs to it; return their names."""
        told = []
        for program in self._begun_programs():
            if not getattr(program, "_is_over", True):
                told.append(f"desk program ({program._event.path.name})")
                with contextlib.suppress(Exception):  # it may be half built, its file closed
                    program.shell.close()
                with contextlib.suppress(Exception):
                    program.stop()
        return told

    def _begun_programs(self):
        return [each for each in _programs if each not in self._programs and isValid(each)]


def forget_frames():
    """Let go of what a failed test had in its hands: its windows and their timers would live as long as its error.

    Return the names of threads in which no Python runs, or none yet: destroyed, they would end the process.
    """
    told = [_end_qthread(each) for each in gc.get_objects() if isinstance(each, QThread)]
    error = getattr(sys, "last_value", None)
    while error:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
    return list(filter(None, told))


def _is_running(process):
    """Whether it runs and should not: a server that all tests of a worker share `outlives_tests`."""
    is_begun = getattr(process, "returncode", 0) is None and not getattr(process, "outlives_tests", False)
    return is_begun and process.poll() is None


def _end_process(process):
    process.terminate()
    try:
        process.wait(PATIENCE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
        stream.close()


def _end_thread(frame):
    """End the thread of this frame; return its name if nothing had asked it to end."""
    threads = [owner for owner in _owners(frame) if isinstance(owner, QThread | threading.Thread)]
    servers = [owner for owner in _owners(frame) if hasattr(owner, "shutdown") and hasattr(owner, "serve_forever")]
    if not threads:
        return None
    (thread,) = threads[-1:]
    if isinstance(thread, threading.Thread):
        for server in servers:
            server.shutdown()
            server.server_close()
        was_left = bool(servers)
        thread.join(PATIENCE_S)
        return f"thread {thread.name}" if was_left or thread.is_alive() else None
    return _end_qthread(thread)


def _end_qthread(thread):
    if not isValid(thread) or not thread.isRunning():
        return None
    was_left = type(thread) is QThread or not getattr(thread, "_is_stopping", True)
    if was_left:
        end = next(name for name in ("stop", "leave", "quit") if hasattr(thread, name))
        getattr(thread, end)()
    has_ended = thread.wait(QDeadlineTimer(PATIENCE_MS))
    return type(thread).__name__ if was_left or not has_ended else None


def _owners(frame):
    """Yield whose methods run in this thread, the innermost first."""
    while frame:
        yield frame.f_locals.get("self")
        frame = frame.f_back
