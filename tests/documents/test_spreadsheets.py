# SPDX-License-Identifier: GPL-3.0-or-later
import codecs
import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.core.progress import Cancelled
from checkin.documents.csv_reader import ENCODINGS, TextForm, read_delimited
from checkin.documents.spreadsheets import read_book
from tests.bad_files import sparse
from tests.needs import need

FRENCH = "Prénom;Nom;Société\r\nÉléonore;Lefèvre;Côté Jardin\r\nZoé;Gœury;Hôpital d’Angers\r\n"
CELLS = [
    ("Prénom", "Nom", "Société"),
    ("Éléonore", "Lefèvre", "Côté Jardin"),
    ("Zoé", "Gœury", "Hôpital d’Angers"),
]


def written(tmp_path: Path, content: bytes, name: str = "liste.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def cells(book):
    (sheet,) = book.sheets
    return [row.cells for row in sheet.rows]


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        read_book(path)
    return str(refused.value)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_a_french_list_reads_the_same_in_every_usual_encoding(tmp_path, encoding):
    book = read_book(written(tmp_path, FRENCH.encode(encoding)))
    assert cells(book) == CELLS
    assert codecs.lookup(book.encoding).name == codecs.lookup(encoding).name
    assert (book.separator, book.sheets[0].name, book.is_text) == (";", "liste", True)


def test_two_bytes_of_accents_deep_in_a_long_plain_file_are_still_read_right(tmp_path):
    plain = b"Nom;Ville\r\n" + b"Dupont;Paris\r\n" * 40_000
    assert cells(read_book(written(tmp_path, plain + "Lefèvre;Orléans\r\n".encode("mac-roman"))))[-1] == (
        "Lefèvre",
        "Orléans",
    )


@pytest.mark.parametrize("separator", ";,\t|")
def test_the_separator_is_the_one_that_cuts_evenly_not_the_commonest_sign(tmp_path, separator):
    others = "".join(sign for sign in ";,\t|" if sign != separator)
    rows = [["Nom", "Organisme"], ["Le Goff", f"a{others}b{others}c"], ["Dupré", f"{others * 4}"]]
    text = "\n".join(separator.join(row) for row in rows)
    book = read_book(written(tmp_path, text.encode()))
    assert (book.separator, cells(book)) == (separator, [tuple(row) for row in rows])


def test_a_list_of_one_column_needs_no_separator(tmp_path):
    book = read_book(written(tmp_path, b"Nom\nLe Goff\nMartin\n"))
    assert (book.separator, cells(book)) == ("", [("Nom",), ("Le Goff",), ("Martin",)])


@pytest.mark.parametrize("line", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
def test_excels_separator_line_is_obeyed_and_is_not_a_row(tmp_path, line):
    sheet = read_book(written(tmp_path, f"\ufeff{line}Nom;Note\r\nX;a,b,c\r\n".encode())).sheets[0]
    assert sheet.rows == (ListRow(1, ("Nom", "Note")), ListRow(2, ("X", "a,b,c")))


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    text = 'Nom;Note\n"A";"un\ndeux\r\ntrois"\n\n;;\nB;x\r\nC;y\rD;z'
    numbers = {row.cells[0]: row.number for row in read_book(written(tmp_path, text.encode())).sheets[0].rows}
    assert numbers == {"Nom": 1, "A": 2, "B": 5, "C": 6, "D": 7}


def test_stray_zero_bytes_are_dropped_and_text_around_them_is_kept(tmp_path):
    assert cells(read_book(written(tmp_path, b"Nom;Note\nDu\0pont;x\n"))) == [
        ("Nom", "Note"),
        ("Dupont", "x"),
    ]


def test_a_text_that_begins_like_a_picture_is_read(tmp_path):
    assert cells(read_book(written(tmp_path, b"BMW;Nom\nX;Y\n")))[0] == ("BMW", "Nom")


@st.composite
def tables(draw):
    """A table as a program would write it: its first row has a title in each column."""
    width = draw(st.integers(2, 5))
    text = st.text(
        st.one_of(st.sampled_from("aéœ; ,\t|\"'\n€"), st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
        max_size=8,
    )
    header = [f"Titre {n}" for n in range(width)]
    body = draw(st.lists(st.lists(text, min_size=width, max_size=width), min_size=1, max_size=6))
    return [header, *body]


@given(
    tables(),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from(["\r\n", "\n"]),
)
@example([["Titre 0", "Titre 1"], ["#0", ""]], ";", "utf-8", "\r\n")
def test_any_table_written_with_every_cell_quoted_reads_back_the_same(table, separator, encoding, line_end):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(table)
    book = read_delimited(text.getvalue().encode(encoding), "liste")
    assert cells(book) == [tuple(row) for row in table if any(map(str.strip, row))]
    assert book.separator == separator


FRENCH_WORDS = st.lists(
    st.sampled_from(["Zoé", "Hélène", "François", "Noël", "Maëlys", "Lefèvre", "Bœuf & Cie", "Gérard", "Angoulême"]),
    min_size=3,
    max_size=3,
)


@given(
    st.lists(FRENCH_WORDS, min_size=2, max_size=8),
    st.sampled_from(";,\t|"),
    st.sampled_from(["cp1252", "mac-roman", "utf-16-le", "utf-16-be", "utf-8"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_french_tables_read_back_the_same_in_old_encodings_too(rows, separator, encoding, quoting):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, quoting=quoting).writerows([["Prénom", "Nom", "Société"], *rows])
    book = read_delimited(text.getvalue().encode(encoding), "liste")
    assert cells(book)[1:] == [tuple(row) for row in rows]


@given(st.binary(max_size=400))
def test_no_bytes_whatever_end_in_anything_but_a_table_or_a_sentence(content):
    try:
        (sheet,) = read_delimited(content, "liste").sheets
    except UserError:
        return
    assert all(row.number and "\0" not in "".join(row.cells) for row in sheet.rows)


@pytest.mark.parametrize(
    ("content", "form", "wanted"),
    [
        ("Prénom;Nom\nZoé;Côté\n".encode("cp850"), TextForm(encoding="cp1252"), ("Zo‚", "C“t‚")),
        ("Prénom;Nom\nZoé;Côté\n".encode("utf-16-be"), TextForm(encoding="utf-16"), ("Zoé", "Côté")),
        ("\ufeffNom;Prénom\nDupré;Zoé\n".encode(), TextForm(encoding="utf-8"), ("Dupré", "Zoé")),
        (b"a;b,c\nd;e,f\n", TextForm(separator=","), ("d;e", "f")),
        (b"sep=;\na;b,c\nd;e,f\n", TextForm(separator=","), ("d;e", "f")),
    ],
)
def test_an_encoding_or_separator_chosen_by_hand_is_obeyed(content, form, wanted):
    assert cells(read_delimited(content, "liste", form))[1] == wanted


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_that_can_be_chosen_reads_what_is_written_in_it(encoding):
    name = "Юля" if encoding == "cp1251" else "Zoé"
    content = f"Nom;Prenom\nDupont;{name}\n".encode(encoding)
    assert cells(read_delimited(content, "liste", TextForm(encoding=encoding)))[1] == ("Dupont", name)


def test_an_encoding_that_the_file_cannot_have_is_refused(tmp_path):
    with pytest.raises(UserError, match="not written in “utf-8”"):
        read_book(written(tmp_path, "Nom\nDupré\n".encode("cp1252")), TextForm(encoding="utf-8"))


def test_reading_tells_how_far_it_is_and_stops_when_told_to(tmp_path):
    path = written(tmp_path, b"Nom;Ville\n" + b"A;B\n" * 2_000)
    told = []
    read_book(path, report=lambda done, total: told.append((done, total)))
    assert told == [(0, 2002), (500, 2002), (1000, 2002), (1500, 2002), (2000, 2002)]

    def stop(done, total):
        if done >= 1000:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_book(path, report=stop)


def test_a_quotation_mark_that_never_closes_is_refused_with_its_row(tmp_path):
    message = refusal(written(tmp_path, b'Nom;Note\nA;x\nB;"y\nC;z\n'))
    assert message.startswith("Row 3 has a quotation mark")


def test_a_huge_cell_is_refused_with_its_row(tmp_path):
    assert refusal(written(tmp_path, b"Nom;Note\nA;" + b"x" * 200_000)).startswith("Row 2 holds a text far too long")


@pytest.mark.parametrize(
    "content",
    [b";" * 3_000_000, b"a;b\n" * 200_001, b";".join([b"a"] * 301)],
    ids=["one endless line", "too many rows", "too many columns"],
)
def test_a_text_too_large_for_a_list_is_refused(tmp_path, content):
    assert "too large for a list of people" in refusal(written(tmp_path, content))


@pytest.mark.parametrize("content", [b"", b"\n\n ;;\n", b"\xef\xbb\xbf", b"sep=;\n"])
def test_a_file_with_nothing_in_it_is_refused(tmp_path, content):
    assert refusal(written(tmp_path, content)).startswith("This file is empty.")


def test_half_an_old_workbook_is_damaged(tmp_path):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le")
    assert "damaged" in refusal(written(tmp_path, content, "liste.xls"))


def test_a_workbook_with_a_password_has_its_own_sentence(tmp_path):
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    assert "protected by a password" in refusal(written(tmp_path, content, "liste.xlsx"))


def test_a_file_of_200_megabytes_is_refused_by_its_size(tmp_path):
    assert "larger than 50 MB" in refusal(sparse(tmp_path / "liste.csv", 200 << 20))


@pytest.mark.needs("FIFOs")
def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path):
    os.mkfifo(tmp_path / "tube.csv")
    assert "no longer there" in refusal(tmp_path / "absent.csv")
    assert "This is a folder" in refusal(tmp_path)
    assert "not a list" in refusal(tmp_path / "tube.csv")


@pytest.fixture
def ordinary_person(open_folder):
    """Root may read everything: these tests are somebody else, in a folder of theirs."""
    need("POSIX rights")
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(open_folder, 65534, 65534)
        os.seteuid(65534)
    yield open_folder
    if is_root:
        os.seteuid(0)


def test_a_file_that_may_not_be_read_is_refused(ordinary_person):
    path = written(ordinary_person, b"Nom\nX\n")
    path.chmod(0)
    assert refusal(path).startswith("This file cannot be opened.")
