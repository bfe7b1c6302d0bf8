# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports and exports: attendee lists, programmes, connection logs, attendance, copies.

Imports `look`, `widgets`, and parts of `sync` (progress dialog) and `programme` (value texts). The flows ask, let a
preview be accepted, and call the desk; dialogs and tables decide and write nothing.

    ImportFlow ──┬─▶ ask_list ──▶ ImportDialog ──▶ ImportForm ──▶ SourceChoices, StatusChoices, ImportTable
                 │                    └─▶ services.lists.ListWorker, a thread
                 ├─▶ ListDifferenceDialog ──▶ TextTableView, DuplicatePairsView ──▶ ImportReport
                 ├─▶ ProgrammeDifferenceDialog
                 ├─▶ PhotographFlow ──▶ PhotographsDialog, write_beside ──▶ services.photograph_importing
                 └─▶ ConnectionLogDialog ──▶ ConnectionLogProposals
    ExportFlow ────▶ ExportDialog, confirm_replace, write_beside ──▶ services.exports
"""
