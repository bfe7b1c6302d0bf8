# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of the welcome desk: codes, keys and clicks become operations of the desk, their answers are drawn.

Imports `look` and `widgets`, no other screen; dialogs that need more (supervisor, signature, import) are asked for
by signals, which `application` connects. Nothing here decides: the verdict comes from
`services.Desk`, after its commit.

    camera, scanner ──▶ DeskWindow.take_code ──▶ CodeQueue ──▶ DeskOperations ──▶ services.Desk
    keys, buttons ────▶ DeskKeys ──▶ DeskActions ─────────────────▲                   │
                                                                  │                   │
    DeskStage ◀── ShownAnswer.present ◀── DeskOperations.answered ┴───── Answer ◀─────┘

    around the answer            what a key is about                        what is read again
        DeskChrome, Footer           DeskSearch, DeskForms (F2, F4, F6)         DeskUpdates
        DeskHeader, StatusLights     person_keys: TargetPerson, UndoKey (F8),
        desk_bars                        DeskBadges (Ctrl+R)
        RecentScansCard              ControlPointSwitcher (F10)

An `Answer` becomes a picture in this order; each step is a value that the next one reads:

    look/answer_looks, look/answer_wording     icon, colours and sound; title and explanation
    answer_content                             everything that is shown, as text
    answer_steps                               the buttons, and what each says
    answer_layout                              where each part stands, and in which font size
    answer_panel                               painted; decides nothing
"""
