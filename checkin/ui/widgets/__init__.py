# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets that several screens are built of; none knows a screen.

Imports `look` only. Many are parts of the desk that other screens show as well (`search_box`, `camera_preview`,
`arrival_meter`, `row_list`); `screen_page`, `form_page`, `dialogs` and `payment_dialog` are the frames that screens,
forms, dialogs and questions have in common; `boxes`, `buttons`, `form_fields`, `layouts`, `small_inputs` and `keyboard`
are what all are made of;
`exchange_wording` and `speaker_wording` turn values into sentences.
"""
