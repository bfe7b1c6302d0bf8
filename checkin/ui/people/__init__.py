# SPDX-License-Identifier: GPL-3.0-or-later
"""The screen of people (“Participants”): the list of all, and one person with their timeline.

Imports `look`, `widgets`, `supervision` and the reprint question of `desk`. The list only reads; what is asked for
goes through `PersonOperations` to the desk, and everything is read again afterwards.

    PeopleScreen ──┬─▶ PeopleBrowser ──┬─▶ PeopleBar    search and filters
                   │                   ├─▶ PeopleTable ──▶ PeopleModel (a page at a time)
                   │                   └─▶ PersonPanel ──▶ PersonHeader, FactList, TimelineList
                   ├─▶ CorrectionForm, MergePage, ReplaceCodePage    pages over the list
                   └─▶ PersonOperations ──▶ services.Desk, SupervisionFlow
"""
