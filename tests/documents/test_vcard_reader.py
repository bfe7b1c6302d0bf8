# SPDX-License-Identifier: GPL-3.0-or-later
"""vCards as telephones, address books and mail programs write them."""

import pytest

from checkin.core.message import UserError
from checkin.documents.spreadsheets import read_book


def rows(tmp_path, text: str, encoding="utf-8", name="contacts.vcf"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    (sheet,) = read_book(path).sheets
    titles, *people = [row.cells for row in sheet.rows]
    return [{title: cell for title, cell in zip(titles, person, strict=True) if cell} for person in people]


def card(*lines: str, version="3.0", end="\r\n") -> str:
    return end.join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


ANNE = ("N:Le Goff;Anne;;Dr;", "FN:Dr Anne Le Goff", "EMAIL;TYPE=INTERNET,WORK:anne@x.fr", "TEL;TYPE=CELL:+33 6 12")
ANNE_READ = {"Nom": "Le Goff", "Prénom": "Anne", "E-mail": "anne@x.fr", "Téléphone": "+33 6 12"}


def test_every_card_is_a_row_with_the_titles_of_a_list(tmp_path):
    second = card("N:Roux;Zoé;;;", "ORG:Acme\\, SA;Ventes", "TITLE:Directrice", "NOTE:Végane\\, sans\\nlactose")
    assert rows(tmp_path, card(*ANNE) + second) == [
        ANNE_READ,
        {
            "Nom": "Roux",
            "Prénom": "Zoé",
            "Organisation": "Acme, SA",
            "Service": "Ventes",
            "Fonction": "Directrice",
            "Note": "Végane, sans\nlactose",
        },
    ]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("name", ["contacts.vcf", "liste.csv"])
def test_a_card_reads_the_same_in_every_encoding_with_every_line_end(tmp_path, end, encoding, name):
    assert rows(tmp_path, card("N:Lefèvre;Zoé", end=end), encoding, name) == [{"Nom": "Lefèvre", "Prénom": "Zoé"}]


def test_a_card_of_a_telephone_of_2010_is_read(tmp_path):
    text = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4C=65=66=C3=A8=76=72=65;=5A=6F=C3=A9;;;",
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=5A=6F=C3=A9=20=4C=65=66=\r\n=C3=A8=76=72=65",
        "TEL;HOME:01 23",
        "TEL;CELL;PREF:+33612345678",
        "EMAIL;HOME:z@x.fr",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:caf=E9=0D=0Anoir",
        "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ",
        " AAAQABAAD/2wBDAAUDBAQE:BAMFBAQE",
        "",
        version="2.1",
    )
    assert rows(tmp_path, text) == [
        {
            "Nom": "Lefèvre",
            "Prénom": "Zoé",
            "E-mail": "z@x.fr",
            "Téléphone": "+33612345678",
            "Téléphone 2": "01 23",
            "Note": "café\r\nnoir",
        }
    ]


def test_a_card_of_version_4_with_groups_and_folded_lines_is_read(tmp_path):
    text = card(
        'TEL;VALUE=uri;TYPE="voice,home":tel:+33-1-23',
        "item1.EMAIL;PREF=1:anne@x.fr",
        "item2.EMAIL:autre@x.fr",
        "item1.X-ABLabel:_$!<Work>!$_",
        "N:Le Goff;Anne;Marie;;",
        "FN:Anne",
        "  Marie Le Goff",
        "CATEGORIES:Presse,VIP,myContacts",
        version="4.0",
    )
    assert rows(tmp_path, text) == [
        {
            "Nom": "Le Goff",
            "Prénom": "Anne Marie",
            "E-mail": "anne@x.fr",
            "E-mail 2": "autre@x.fr",
            "Téléphone": "+33-1-23",
            "Catégorie": "Presse, VIP",
        }
    ]


def test_a_name_that_is_not_divided_is_kept_whole_and_an_organisation_is_nobody(tmp_path):
    group = card("KIND:group", "FN:Équipe", version="4.0")
    found = rows(tmp_path, card("FN:Anne Le Goff") + group + card("N:;;;;", "FN:Acme", "ORG:Acme"))
    assert found == [{"Nom": "Anne Le Goff"}, {"Organisation": "Acme"}]


def test_lines_that_are_no_properties_and_a_card_without_end_cost_nothing_else(tmp_path):
    text = card("this is nonsense", ":", "EMAIL", ';;"', *ANNE) + "BEGIN:VCARD\r\nN:Roux;Zoé\r\nTEL"
    assert rows(tmp_path, text) == [ANNE_READ, {"Nom": "Roux", "Prénom": "Zoé"}]


def test_cards_with_photos_of_megabytes_are_read_at_once(tmp_path):
    photo = "PHOTO;ENCODING=b;TYPE=JPEG:" + "\r\n ".join(["A" * 74] * 30_000)
    assert rows(tmp_path, card(*ANNE, photo) * 3) == [ANNE_READ] * 3


@pytest.mark.parametrize("text", ["BEGIN:VCARD\r\nEND:VCARD\r\n", "BEGIN:VCARD"])
def test_a_card_without_anything_is_an_empty_file(tmp_path, text):
    with pytest.raises(UserError, match="This file is empty"):
        rows(tmp_path, text)
