# SPDX-License-Identifier: GPL-3.0-or-later
"""A box to tick says all of its words, however narrow it is."""

from PySide6.QtWidgets import QApplication

from checkin.ui.widgets.form_fields import WrappingCheckBox


def test_a_narrow_one_has_more_lines_and_the_sign_of_companies_is_no_key(qtbot):
    box = WrappingCheckBox("Élus & partenaires de la métropole, R&D")
    qtbot.addWidget(box)
    box.show()
    for width, is_cut in ((150, True), (900, False)):
        box.resize(width, 80)
        QApplication.processEvents()
        assert ("\n" in box.text()) is is_cut
        assert " ".join(box.text().replace("&&", "and").split()) == "Élus and partenaires de la métropole, RandD"
    assert box.accessibleName() == "Élus & partenaires de la métropole, R&D"
    assert box.shortcut().isEmpty()
