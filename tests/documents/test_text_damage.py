# SPDX-License-Identifier: GPL-3.0-or-later
"""Text files that other programs joined, cut off or saved in the wrong encoding."""

import pytest

from checkin.core.lists.list_fields import ListRow
from checkin.core.message import UserError
from checkin.documents.csv_reader import AS_GUESSED, TextForm, read_delimited
from checkin.documents.input_table import FOREIGN, REREAD, SHORTENED

HEADING = ("Nom", "Prénom")
ROWS = [("Lefèvre", "Zoé"), ("Gœury", "Hélène"), ("Noël", "Maëlys")]
OTHERS = [("Dupré", "Anaïs")]


def text(*rows, end="\r\n", separator=";"):
    return "".join(separator.join(row) + end for row in rows)


LIST = text(HEADING, *ROWS)


def sheet(content: bytes, form=AS_GUESSED):
    return read_delimited(content, "liste", form).sheets[0]


def cells(content: bytes, form=AS_GUESSED):
    return [row.cells for row in sheet(content, form).rows]


def refusal(content: bytes) -> str:
    with pytest.raises(UserError) as refused:
        read_delimited(content, "liste")
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r"])
def test_a_second_file_appended_to_the_first_brings_neither_its_mark_nor_its_heading(encoding, end):
    mark = "utf-8-sig" if encoding.startswith("utf-8") else encoding
    content = LIST.encode(encoding) + text(HEADING, *OTHERS, end=end).encode(mark)
    rows = sheet(content).rows
    assert [row.cells for row in rows] == [HEADING, *ROWS, *OTHERS]
    assert rows[-1].number == 6


def test_an_appended_file_without_heading_loses_nobody():
    content = LIST.encode("utf-8-sig") + text(*OTHERS, *ROWS[:1]).encode("utf-8-sig")
    assert cells(content) == [HEADING, *ROWS, *OTHERS, *ROWS[:1]]


def test_a_title_above_the_heading_may_be_repeated_with_it():
    title = ("Liste du 3 mai", "")
    content = text(title, HEADING, *ROWS).encode() + text(title, HEADING, *OTHERS).encode("utf-8-sig")
    assert cells(content) == [title, HEADING, *ROWS, *OTHERS]


def test_a_file_appended_to_a_last_row_without_line_end_begins_a_row():
    content = LIST.removesuffix("\r\n").encode() + text(HEADING, *OTHERS).encode("utf-8-sig")
    assert cells(content) == [HEADING, *ROWS, *OTHERS]


def test_each_of_two_joined_files_has_its_own_encoding():
    content = text(*(HEADING, *ROWS) * 9).encode("cp1252") + text(*OTHERS).encode("utf-8-sig")
    assert cells(content)[-2:] == [ROWS[-1], *OTHERS]


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
    assert cells(content)[-1] == ("DuprÃ©", "AnaÃ¯s")


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
    assert cells(text(HEADING, *names).encode().decode("latin-1").encode()) == [HEADING, *names]


def test_an_encoding_chosen_by_hand_leaves_the_damage_as_it_is():
    damaged = LIST.encode().decode("cp1252").encode()
    read = sheet(damaged, TextForm(encoding="utf-8"))
    assert (read.rows[1].cells, read.problems) == (("LefÃ¨vre", "ZoÃ©"), ())


def test_damage_in_some_rows_only_is_left_to_be_seen():
    content = LIST.encode() + text(*OTHERS * 4).encode().decode("cp1252").encode()
    assert cells(content)[-1] == ("DuprÃ©", "AnaÃ¯s")


def test_capitals_with_a_tilde_are_no_damage():
    names = [("JOÃO", "CONCEIÇÃO"), ("SÃO", "Ângela"), ("MAGALHÃES", "À")]
    assert cells(text(HEADING, *names).encode()) == [HEADING, *names]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_half_a_character_at_the_end_costs_nothing_else(encoding):
    assert cells(LIST.encode(encoding) + b"\n") == [HEADING, *ROWS]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_text_of_any_alphabet_needs_no_mark(encoding):
    names = [("محمد", "علي"), ("Παπαδόπουλος", "Γιώργος"), ("Фамилия", "Имя")]
    assert cells(text(*names).encode(encoding)) == names


def test_a_file_cut_off_within_a_letter_keeps_its_encoding():
    assert cells(LIST.encode() + "Dupré".encode()[:-1]) == [HEADING, *ROWS, ("Dupr\ufffd",)]


def test_a_file_whose_end_is_zeros_was_not_saved_completely():
    assert refusal(LIST.encode() + bytes(4096)).startswith("The end of this file is lost")
    assert cells(LIST.encode() + b"\0") == cells(LIST.encode() + b"\x1a") == [HEADING, *ROWS]


@pytest.mark.parametrize("line", ["sep=;;;;\r\n", "sep = ;\n", "sep=,\n", "sep=\\t\n"])
def test_a_separator_line_that_was_saved_again_or_lies_is_not_a_row(line):
    read = sheet((line + LIST).encode())
    assert read.rows[0] == ListRow(1, HEADING)


def test_rows_that_were_quoted_as_a_whole_are_divided():
    assert cells(b'"Nom,""Pr\xc3\xa9nom"""\n"Dupont,""Jean, Luc"""\n') == [HEADING, ("Dupont", "Jean, Luc")]
    assert cells(b'"Nom;Note"\n"Dupont;x"\n') == [("Nom", "Note"), ("Dupont", "x")]
    assert cells(b'"Nom"\n"Dupont, Jean"\n') == [("Nom",), ("Dupont, Jean",)]


def test_a_comma_within_names_is_no_separator():
    assert cells(b"Nom complet\nDupont, Jean\nMartin, L\xc3\xa9a\n")[1:] == [("Dupont, Jean",), ("Martin, Léa",)]
    assert cells(b"Liste du 3 mai\nNom,Note\nA,b c\n")[1:] == [("Nom", "Note"), ("A", "b c")]


def test_spaces_before_quotation_marks_are_not_part_of_the_cell():
    assert cells(b'Nom, Note\n"A", "x, y"\n"B", "z"\n') == [("Nom", "Note"), ("A", "x, y"), ("B", "z")]


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
    assert cells(content) == [("Nom", "Note"), ("A", 'il dit "oui"; ou non'), ("B", "C:\\x")]
    assert cells(b'Nom;Note\n"A";"C:\\"\n"B";"x"\n')[1:] == [("A", "C:\\"), ("B", "x")]
    assert refusal(b'Nom;Note\n"A";"il dit \\"oui\n').startswith("Row 2 has a quotation mark")


# Other alphabets

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
    assert cells(written.encode("cp1252")) == [tuple(line.split(";")) for line in written.splitlines()]
