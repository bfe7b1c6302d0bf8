# SPDX-License-Identifier: GPL-3.0-or-later
"""The badge editor: one template on a canvas, with undo, shown on real attendees.

Imports `look`, `widgets` and the wording and file dialogs of `badges`. Every part shows the same `EditingSession`
and changes its draft (`core.badges`); nothing is stored before the editor is left.

    BadgeEditor ──┬─▶ EditorHeading, EditorToolbar, EditorRemarks
                  ├─▶ RuledCanvas ──▶ EditorCanvas (badge_canvas) ──▶ MouseTool, PaperItem, ElementItem (mouse_tool)
                  ├─▶ PropertiesPanel ──▶ PropertySection and its subclasses
                  └─▶ EditingSession: draft, history, person     BadgeTemplates (desk): save
"""
