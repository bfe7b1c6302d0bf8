# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of a list before its import: left out, put right, too few to be people; columns that are asked about."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from checkin.ui.import_export.import_dialog import ImportDialog
from checkin.ui.import_export.import_table import FIRST
from scripts import backstage
from scripts.gallery_import import opened

HEADER = "Nom;Prénom;Organisme;Courriel;E-mail payeur;fld_9"
LINES = (
    "ex. DUPONT;Camille;Mairie de Lyon;camille@exemple.fr;;0612345678",
    "de Rochechouart-Montmorency;Marie-Françoise;Communauté de communes;m.f@a.example;compta@a.example;0612345678",
    "Payet;Héléna;Région Bretagne;;compta@b.example;0698765432",
    "Teriitahi;Tama;Port de Papeete;tama@c.example;compta@c.example;0611223344",
    "Roux;Zoé;Ville de Lyon;zoe@d.example;compta@d.example;0622334455",
    "Kone;Jade;Ville de Lyon;jade@d.example;compta@d.example;0633445566",
    "Petit;Max;Ville de Lyon;max@d.example;compta@d.example;0644556677",
    "TOTAL;6;;;;",
)


def scenes() -> Iterator[tuple[str, backstage.Maker]]:
    yield "reasons", reasons
    yield "changed", changed
    yield "editing", editing
    yield "left-out", left_out
    yield "few", few
    yield "asked", asked
    yield "nobody", nobody


def _a_list(header: str, *lines: str) -> ImportDialog:
    path = backstage.folder() / "inscriptions.csv"
    path.write_text("\n".join((header, *lines)) + "\n", encoding="utf-8")
    return opened(path)


def reasons() -> QWidget:
    return _a_list(HEADER, *LINES)


def changed() -> QWidget:
    """A row left out and a name put right."""
    dialog = _a_list(HEADER, *LINES)
    table = dialog.form.table
    table.model.setData(table.model.index(2, FIRST), "PAYET")
    table.columns.setCurrentIndex(table.model.index(3, FIRST))
    table.toggle_selected()
    dialog._worker.step()
    return dialog


def editing() -> QWidget:
    dialog = _a_list(HEADER, *LINES)
    dialog.form.table.columns.setCurrentIndex(dialog.form.table.model.index(2, FIRST))
    dialog.form.table.edit_name()
    return dialog


def left_out() -> QWidget:
    dialog = _a_list(HEADER, *LINES)
    dialog.form.only_out.click()
    dialog.form.table.people.selectRow(0)
    return dialog


def few() -> QWidget:
    """A column of names that is nearly empty."""
    return _a_list("Nom;Ville", *("Payet;Lyon", "Roux;Lyon", *[";Lyon"] * 9, "TOTAL;11"))


def asked() -> QWidget:
    """A status under a title that says nothing of it."""
    lines = (f"Nom{n};Zoé;{word}" for n, word in enumerate(("Inscrit", "Annulé", "Liste d’attente", "Inscrit") * 3))
    return _a_list("Nom;Prénom;Newsletter", *lines)


def nobody() -> QWidget:
    return _a_list("Nom;Appellation", *[";Roux Zoé"] * 7)
