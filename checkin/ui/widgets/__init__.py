# SPDX-License-Identifier: GPL-3.0-or-later
"""Widgets that several screens are built of; none knows a screen.

Imports `look` only. Many are parts of the desk that other screens show as well (`search_box`, `answer_content`,
`camera_preview`); `screen_page`, `screen_heading`, `form_page` and `dialog_buttons` are the frames that screens, forms
and dialogs have in common; `layouts`, `buttons`, `form_fields`, `labels` and `keyboard` are what all are made of;
`printer_wording`, `speaker_wording` and `sync_wording` turn values into sentences.
"""
