# SPDX-License-Identifier: GPL-3.0-or-later
"""The programme editor: event, sessions, control points and categories, saved only on request.

Imports `look`, `widgets`, `supervision`, the value texts of `programme`, and the text tables of `import_export`. Pages
show a draft (`core.programme`) and emit the changed programme; `ProgrammeEditor` keeps the steps, `ProgrammeEditFlow`
writes through the desk.

    ProgrammeEditFlow ──▶ ProgrammeEditor ──┬─▶ EventPage
                                            ├─▶ SessionsPage, ControlPointsPage, CategoriesPage (each an ItemListPage)
                                            └─▶ each page ──▶ ItemForm ──▶ EditorField and its subclasses
"""
