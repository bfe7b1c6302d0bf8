# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the desk's keys (F1 to F12, Esc) and of the buttons of answers: which action each calls."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from checkin.core.message import Message
from checkin.translation import translate
from checkin.ui.desk.answer_steps import LOST_BADGE_KEY, TIE_KEY, AnswerAction, AnswerStep
from checkin.ui.desk.desk_actions import DeskActions
from checkin.ui.desk.desk_stage import DeskStage
from checkin.ui.desk.quiet_lines import SPEAKERS_KEY

CLOSED_WHEN_SCANNING = ("F2", "F6", "F12", "Ctrl+P", LOST_BADGE_KEY, "Ctrl+T")
"""Keys that a desk that only scans does not take, beside those of the menu and of the other screens."""


class DeskKeys(QObject):
    """The keys of `window` and the buttons of the answer on `stage`, which call `actions`."""

    def __init__(self, actions: DeskActions, stage: DeskStage, window: QWidget) -> None:
        super().__init__(window)
        self._actions, self._stage = actions, stage
        for key, operation, words in self._keys():
            shortcut = QShortcut(QKeySequence(key), window)
            shortcut.setWhatsThis(translate(words))
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(operation)
        stage.answer.step_chosen.connect(self._take_step)

    def _keys(self) -> tuple[tuple[Qt.Key | str, Callable[[], object], Message], ...]:
        """Return each key, what it calls, and its line in the list of keys."""
        do = self._actions
        return (
            (Qt.Key.Key_F2, do.register, Message("keys", "Register someone new")),
            (Qt.Key.Key_F3, do.look_for_name, Message("keys", "Search for someone")),
            (Qt.Key.Key_F4, do.correct, Message("keys", "Correct, or fill in what is missing")),
            (Qt.Key.Key_F5, do.wait, Message("keys", "Waiting list: join it, or call the next")),
            (Qt.Key.Key_F6, do.substitute, Message("keys", "Someone came in their place")),
            (Qt.Key.Key_F7, do.confirm, Message("keys", "Let in the person shown")),
            (Qt.Key.Key_F8, do.undo_key.press, Message("keys", "Undo the arrival shown or selected")),
            (Qt.Key.Key_F9, do.ask_overrule, Message("keys", "A supervisor lets them in")),
            (Qt.Key.Key_F10, do.switch_control_point, Message("keys", "Change the control point")),
            (Qt.Key.Key_F11, do.toggle_full_screen, Message("keys", "Full screen")),
            (
                SPEAKERS_KEY,
                do.find_missing,
                Message("keys", "Speakers to find now; or what is still out"),
            ),
            (Qt.Key.Key_Escape, do.escape, Message("keys", "Back to the camera")),
            ("Ctrl+P", do.open_person, Message("keys", "Everything about this person")),
            (LOST_BADGE_KEY, do.replace_code, Message("keys", "Replace a lost badge")),
            ("Ctrl+R", do.badges.reprint, Message("keys", "Print the badge again")),
            (TIE_KEY, do.tie_code, Message("keys", "Give a wristband or badge")),
            ("Ctrl+G", do.sign, Message("keys", "Have the person sign")),
            ("Alt+R", do.repeat, Message("keys", "Repeat the last answer")),
        )

    def _buttons(self) -> dict[AnswerAction, Callable[[], object]]:
        """Return what the buttons of an answer call that bear a key; the numbered ones are chosen by their number."""
        do = self._actions
        return {
            AnswerAction.ADMIT: do.admit,
            AnswerAction.UNDO: do.undo_key.undo_shown,
            AnswerAction.SEARCH: do.look_for_name,
            AnswerAction.OVERRULE: do.ask_overrule,
            AnswerAction.WALK_IN: do.register,
            AnswerAction.SUBSTITUTE: do.substitute,
            AnswerAction.WAIT: do.wait,
            AnswerAction.COMPLETE: do.correct,
            AnswerAction.SECOND_PRINTER: do.confirm,
            AnswerAction.REPRINT: do.badges.reprint,
            AnswerAction.LOST_BADGE: do.replace_code,
            AnswerAction.SIGN: do.sign,
            AnswerAction.TIE: do.tie_code,
            AnswerAction.TAKE_BACK: do.operations.take_back,
            AnswerAction.PAY: do.note_payment,
        }

    def _take_step(self, step: AnswerStep) -> None:
        if step.action not in (AnswerAction.WALK_IN, AnswerAction.SEARCH):  # these go on with what is typed
            self._stage.search.dismiss()  # the others are about the answer, whoever is being looked for
        if step.number:
            self._actions.operations.choose(step.number)
        else:
            self._buttons()[step.action]()
