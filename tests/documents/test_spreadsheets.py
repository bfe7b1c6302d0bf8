# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists as texts: as they are written everywhere, and as other programs joined them, cut them off or saved them in the
wrong encoding."""

import codecs
import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import Cancelled, UserError
from checkin.documents.csv_reader import AS_GUESSED, ENCODINGS, TextForm, read_delimited
from checkin.documents.input_table import FOREIGN, REREAD, SHORTENED
from checkin.documents.spreadsheets import read_book
from tests.bad_files import sparse
from tests.needs import need

FRENCH = "Prénom;Nom;Société\r\nÉléonore;Lefèvre;Côté Jardin\r\nZoé;Gœury;Hôpital d’Angers\r\n"
CELLS = [("Prénom", "Nom", "Société"), ("Éléonore", "Lefèvre", "Côté Jardin"), ("Zoé", "Gœury", "Hôpital d’Angers")]


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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be"])
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


def test_stray_zero_bytes_are_dropped_and_text_around_them_is_kept(tmp_path):
    assert cells(read_book(written(tmp_path, b"Nom;Note\nDu\0pont;x\n"))) == [("Nom", "Note"), ("Dupont", "x")]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path):
    text = 'Nom;Note\n"A";"un\ndeux\r\ntrois"\n\n;;\nB;x\r\nC;y\rD;z'
    numbers = {row.cells[0]: row.number for row in read_book(written(tmp_path, text.encode())).sheets[0].rows}
    assert numbers == {"Nom": 1, "A": 2, "B": 5, "C": 6, "D": 7}


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


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'Nom;Note\nA;x\nB;"y\nC;z\n', "Row 3 has a quotation mark"),
        (b"Nom;Note\nA;" + b"x" * 200_000, "Row 2 holds a text far too long"),
        (b";" * 3_000_000, "too large for a list of people"),
        (b"a;b\n" * 200_001, "too large for a list of people"),
        (b";".join([b"a"] * 301), "too large for a list of people"),
        (OLE + "Workbook".encode("utf-16-le"), "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        *((nothing, "This file is empty.") for nothing in (b"", b"\n\n ;;\n", b"\xef\xbb\xbf", b"sep=;\n")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:12].hex(),
)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, content, says):
    assert says in refusal(written(tmp_path, content))


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


HEADING = ("Nom", "Prénom")
ROWS = [("Lefèvre", "Zoé"), ("Gœury", "Hélène"), ("Noël", "Maëlys")]
OTHERS = [("Dupré", "Anaïs")]


def text(*rows, end="\r\n", separator=";"):
    return "".join(separator.join(row) + end for row in rows)


LIST = text(HEADING, *ROWS)


def sheet(content: bytes, form=AS_GUESSED):
    return read_delimited(content, "liste", form).sheets[0]


def read_cells(content: bytes, form=AS_GUESSED):
    return [row.cells for row in sheet(content, form).rows]


def refused(content: bytes) -> str:
    with pytest.raises(UserError) as error:
        read_delimited(content, "liste")
    return str(error.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_second_file_appended_to_the_first_brings_neither_its_mark_nor_its_heading(encoding, end):
    mark = "utf-8-sig" if encoding.startswith("utf-8") else encoding
    content = LIST.encode(encoding) + text(HEADING, *OTHERS, end=end).encode(mark)
    rows = sheet(content).rows
    assert [row.cells for row in rows] == [HEADING, *ROWS, *OTHERS]
    assert rows[-1].number == 6


TITLE = ("Liste du 3 mai", "")


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (LIST.encode("utf-8-sig") + text(*OTHERS, *ROWS[:1]).encode("utf-8-sig"), [HEADING, *ROWS, *OTHERS, *ROWS[:1]]),
        (
            text(TITLE, HEADING, *ROWS).encode() + text(TITLE, HEADING, *OTHERS).encode("utf-8-sig"),
            [TITLE, HEADING, *ROWS, *OTHERS],
        ),
        (LIST.removesuffix("\r\n").encode() + text(HEADING, *OTHERS).encode("utf-8-sig"), [HEADING, *ROWS, *OTHERS]),
        (
            text(*(HEADING, *ROWS) * 9).encode("cp1252") + text(*OTHERS).encode("utf-8-sig"),
            [*(HEADING, *ROWS) * 9, *OTHERS],
        ),
    ],
    ids=["without heading", "with a title too", "behind a row without line end", "each in its own encoding"],
)
def test_a_file_appended_to_another_loses_nobody(content, wanted):
    assert read_cells(content) == wanted


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (LIST.encode() + text(*OTHERS * 4).encode().decode("cp1252").encode(), [("DuprÃ©", "AnaÃ¯s")]),
        (text(("JOÃO", "CONCEIÇÃO"), ("SÃO", "Ângela")).encode(), [("JOÃO", "CONCEIÇÃO"), ("SÃO", "Ângela")]),
    ],
    ids=["damage in some rows only", "capitals with a tilde"],
)
def test_what_may_be_no_damage_is_left_to_be_seen(content, rows):
    assert read_cells(content)[-len(rows) :] == rows


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
@pytest.mark.parametrize("first_line", ["", "sep=;\r\n"])
def test_single_rows_in_another_encoding_are_put_right_and_told(encoding, first_line):
    content = (first_line + LIST).encode("utf-8-sig") + text(*OTHERS).encode(encoding) + text(*ROWS).encode()
    read = sheet(content)
    assert [row.cells for row in read.rows] == [HEADING, *ROWS, *OTHERS, *ROWS]
    assert [(problem.row, problem.words) for problem in read.problems] == [(5, FOREIGN)]


def test_a_single_row_that_is_utf_8_in_an_old_file_stays_as_it_looks():
    """One row may have been damaged in the system it comes from: that is shown, not mended."""
    content = LIST.encode("cp1252") + text(*OTHERS).encode()
    assert read_cells(content)[-1] == ("DuprÃ©", "AnaÃ¯s")


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_file_whose_every_accent_was_damaged_is_put_right_and_told(encoding, times):
    damaged = LIST.encode("utf-8-sig")
    for _ in range(times):
        damaged = damaged.decode(encoding, errors="strict").encode()
    read = sheet(damaged)
    assert [row.cells for row in read.rows] == [HEADING, *ROWS]
    assert [(problem.row, problem.words, problem.fields) for problem in read.problems] == [(3, REREAD, {"count": 4})]


def test_bytes_that_windows_leaves_free_are_put_right_too():
    names = [("Àlvarez", "Íñigo"), ("Œuvrard", "Àrnaud"), ("Íris", "À")]
    assert read_cells(text(HEADING, *names).encode().decode("latin-1").encode()) == [HEADING, *names]


def test_an_encoding_chosen_by_hand_leaves_the_damage_as_it_is():
    damaged = LIST.encode().decode("cp1252").encode()
    read = sheet(damaged, TextForm(encoding="utf-8"))
    assert (read.rows[1].cells, read.problems) == (("LefÃ¨vre", "ZoÃ©"), ())


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_half_a_character_at_the_end_costs_nothing_else(encoding):
    assert read_cells(LIST.encode(encoding) + b"\n") == [HEADING, *ROWS]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_of_any_alphabet_needs_no_mark(encoding):
    names = [("محمد", "علي"), ("Παπαδόπουλος", "Γιώργος"), ("Фамилия", "Имя")]
    assert read_cells(text(*names).encode(encoding)) == names


def test_a_file_cut_off_within_a_letter_keeps_its_encoding():
    assert read_cells(LIST.encode() + "Dupré".encode()[:-1]) == [HEADING, *ROWS, ("Dupr\ufffd",)]


def test_a_file_whose_end_is_zeros_was_not_saved_completely():
    assert refused(LIST.encode() + bytes(4096)).startswith("The end of this file is lost")
    assert read_cells(LIST.encode() + b"\0") == read_cells(LIST.encode() + b"\x1a") == [HEADING, *ROWS]


@pytest.mark.parametrize("line", ["sep=;;;;\r\n", "sep = ;\n", "sep=,\n", "sep=\\t\n"])
def test_a_separator_line_that_was_saved_again_or_lies_is_not_a_row(line):
    read = sheet((line + LIST).encode())
    assert read.rows[0] == ListRow(1, HEADING)


def test_rows_that_were_quoted_as_a_whole_are_divided():
    assert read_cells(b'"Nom,""Pr\xc3\xa9nom"""\n"Dupont,""Jean, Luc"""\n') == [HEADING, ("Dupont", "Jean, Luc")]
    assert read_cells(b'"Nom;Note"\n"Dupont;x"\n') == [("Nom", "Note"), ("Dupont", "x")]
    assert read_cells(b'"Nom"\n"Dupont, Jean"\n') == [("Nom",), ("Dupont, Jean",)]


def test_a_comma_within_names_is_no_separator():
    assert read_cells(b"Nom complet\nDupont, Jean\nMartin, L\xc3\xa9a\n")[1:] == [("Dupont, Jean",), ("Martin, Léa",)]
    assert read_cells(b"Liste du 3 mai\nNom,Note\nA,b c\n")[1:] == [("Nom", "Note"), ("A", "b c")]


def test_spaces_before_quotation_marks_are_not_part_of_the_cell():
    assert read_cells(b'Nom, Note\n"A", "x, y"\n"B", "z"\n') == [("Nom", "Note"), ("A", "x, y"), ("B", "z")]


def test_remarks_of_the_program_that_wrote_the_file_are_no_rows():
    content = b"# Export du 3 mai\n#;Nom;Note\n1;A;x\n# fin\n#;B;y\n"
    assert sheet(content).rows == (
        ListRow(2, ("#", "Nom", "Note")),
        ListRow(3, ("1", "A", "x")),
        ListRow(5, ("#", "B", "y")),
    )


@pytest.mark.parametrize("word", ["1,23457E+11", "6.12E+08", "1E+10"])
def test_a_number_that_lost_its_digits_is_told(word):
    read = sheet(f"Nom;Code\nA;{word}\nB;E+1\n".encode())
    (problem,) = read.problems
    assert (problem.row, problem.words, problem.fields) == (2, SHORTENED, {"word": word})


def test_quotation_marks_written_with_a_backslash_are_read():
    content = b'Nom;Note\n"A";"il dit \\"oui\\"; ou non"\n"B";"C:\\\\x"\n'
    assert read_cells(content) == [("Nom", "Note"), ("A", 'il dit "oui"; ou non'), ("B", "C:\\x")]
    assert read_cells(b'Nom;Note\n"A";"C:\\"\n"B";"x"\n')[1:] == [("A", "C:\\"), ("B", "x")]
    assert refused(b'Nom;Note\n"A";"il dit \\"oui\n').startswith("Row 2 has a quotation mark")


POLISH = (
    "Nazwisko;Imię;Firma\nKowalski;Łukasz;Urząd Miasta Łódź\nWiśniewska;Małgorzata;Spółka\nZieliński;Paweł;Kraków\n"
)
CZECH = "Příjmení;Jméno;Firma\nNovák;Jiří;Město Brno\nDvořák;Tomáš;Škoda\nČerný;Ondřej;Plzeň\nKučera;Zdeněk;Praha\n"
RUSSIAN = "Фамилия;Имя;Организация\nИванов;Сергей;Университет\nПетрова;Анна;Мэрия\nСидоров;Олег;Завод\n"
UKRAINIAN = "Прізвище;Ім'я;E-mail\nШевченко;Олексій;o@x.example\nКоваленко;Юлія;y@x.example\n"


@pytest.mark.parametrize(
    ("written", "encoding"), [(POLISH, "cp1250"), (CZECH, "cp1250"), (RUSSIAN, "cp1251"), (UKRAINIAN, "cp1251")]
)
def test_a_list_of_central_or_eastern_europe_is_read_in_its_encoding(written, encoding):
    book = read_delimited(written.encode(encoding), "lista")
    assert book.encoding == encoding
    assert [";".join(row.cells) for row in book.sheets[0].rows] == written.splitlines()


WESTERN = (
    "Efternavn;Fornavn\nSørensen;Åse\nMøller;Bjørn\nKjær;Søren\n",
    "Nachname;Vorname\nMüller;Jürgen\nGroß;Käthe\nÖzdemir;Günül\n",
    "Apellido;Nombre\nMuñoz;José\nNúñez;Íñigo\n¿Viene?;Sí\n",
    "Nom;Prénom;Prix\nLefèvre;Zoé;12 £\nNoël;Maïté;3 m³\nBœuf;Éloïse;5 m²\n",
    "Nome;Apelido\nJoão;Leões\nSebastião;Simões\nInês;Conceição\n",
)


@pytest.mark.parametrize("written", WESTERN)
def test_a_list_of_western_europe_is_not_taken_for_one(written):
    assert read_cells(written.encode("cp1252")) == [tuple(line.split(";")) for line in written.splitlines()]
