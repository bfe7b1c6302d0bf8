# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of the welcome desk: codes, keys and clicks become verbs of the desk, their answers are drawn.

Imports `look` and `widgets`, no other screen; dialogs that need more (supervisor, signature, import) are asked for
by signals, which `application` connects. Nothing here decides: the verdict comes from `desk.Desk`, after its commit.

    camera, scanner, keys ──▶ DeskWindow ──▶ CodeQueue ──▶ DeskVerbs ──▶ desk.Desk
                                  ▲                            │
                                  └────── answered(Answer) ◀───┘
                                  │
              ┌───────────────────┼──────────────────────┐
          DeskChrome           DeskStage             what a key is about
          DeskHeader           AnswerPanel           DeskSearch, TargetPerson (people found)
          StatusLights         IdlePanel             UndoKey (F8)
          Footer               WalkInForm, …         DeskForms (F2, F4, F6)
          counts, lines        RecentScansCard       DeskBadges, ControlPointSwitcher (F10)
"""
