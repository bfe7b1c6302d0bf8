# SPDX-License-Identifier: GPL-3.0-or-later
"""Device trials before the doors open: camera, scanner, sound and printer tried at this desk, with their outcome.

Real guests prove as much as a trial. Knows no window; keeps nothing beyond the program or rehearsal it belongs to.
"""

from dataclasses import replace

from checkin.core.printing.print_jobs import JobState
from checkin.core.ready.check_result import ReadinessTopic
from checkin.core.ready.device_checks import BadgeTrial, ScannerReadiness
from checkin.core.ready.readiness import DeviceTrials
from checkin.core.scanning.keyboard_layouts import keyboard_name
from checkin.core.tokens import TEST_CODE, strip_frame
from checkin.services.desk import Desk

_OUT = (JobState.PRINTED, JobState.UNCERTAIN)


class DeviceTrialRecorder:
    """Records the trials of one desk in `made`."""

    def __init__(self, desk: Desk, made: DeviceTrials) -> None:
        self._desk, self.made = desk, made
        self._is_played = False

    # Reading

    def seen(self) -> None:
        """Record that the camera read a code."""
        self.made = replace(self.made, camera_read_at=self._desk.now())

    def typed(self, text: str) -> bool:
        """Record what a scanner typed, and return whether it was meant as a trial.

        A trial is the test code, or what an unknown keyboard layout may have made of it.
        """
        scanner = self.made.scanner
        if self._desk.resolve(text) is not None:
            self.made = replace(self.made, scanner=replace(scanner, read_at=self._desk.now(), is_misread=False))
            return is_test_code(text)
        if len(text) != len(TEST_CODE):
            return False
        self.made = replace(self.made, scanner=ScannerReadiness(is_misread=True))
        return True

    def note_keyboard(self, layout: str) -> None:
        """Record the keyboard layout under which the scanner's input had to be repaired."""
        self.made = replace(self.made, scanner=replace(self.made.scanner, keyboard=keyboard_name(layout)))

    # Sound and test badge

    def note_sound(self) -> None:
        self._is_played = True

    def print_badge(self) -> None:
        """Request a test badge on the printer that arrivals use."""
        job = self._desk.printing.test_page(self._desk.printing.plan.printer)
        self.made = replace(self.made, test_badge=job, is_in_place=None)

    def answered(self, topic: ReadinessTopic, *, is_good: bool) -> None:
        """Record whether the user heard the sound, or found the test badge well printed."""
        if topic is ReadinessTopic.SOUND:
            self._is_played = False
            self.made = replace(self.made, was_heard=is_good)
        elif topic is ReadinessTopic.TEST_BADGE:
            self.made = replace(self.made, is_in_place=is_good)

    @property
    def badge(self) -> BadgeTrial:
        job = self._desk.printing.job(self.made.test_badge) if self.made.test_badge else None
        return BadgeTrial(job.state if job else None, self.made.is_in_place)

    @property
    def asked(self) -> frozenset[ReadinessTopic]:
        """The trials whose outcome the user still has to confirm."""
        badge = self.badge
        is_out = badge.job in _OUT and badge.is_in_place is None
        return frozenset([ReadinessTopic.SOUND] * self._is_played + [ReadinessTopic.TEST_BADGE] * is_out)


def is_test_code(text: str) -> bool:
    return strip_frame(text).upper() == TEST_CODE
