# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists made to take all time or memory are refused soon; any bytes whatever are a list or a sentence."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkin.core.message import UserError
from checkin.documents.spreadsheets import read_book
from tests.patience import PATIENCE_S

A_FEW = settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
SOON_S = PATIENCE_S / 2
"""Half of what a child process may take: what only the clock ends was not refused."""

_SS = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
_MHT = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b0"\r\n\r\n'
_NESTED = "".join(f'--b{n}\r\nContent-Type: multipart/mixed; boundary="b{n + 1}"\r\n\r\n' for n in range(20_000))
HOSTILE = {
    "line ends": "\n" * 45_000_000,
    "one line of tags": "<a " * 15_000_000,
    "one line of a letter": "A: " * 15_000_000,
    "short rows": "a, b\n" * 9_000_000,
    "quoted rows": '"a"\n' * 11_000_000,
    "joined files": "a;b\n" + "\ufeffa;b\n" * 5_000_000,
    "comments": "#\n" * 20_000_000,
    "an archive of pages in one another": _MHT + _NESTED,
    "an archive of many parts": _MHT + "--b0\r\n\r\n" * 4_000_000,
    "rows in one another": _SS + "<Worksheet><Table>" + "<Row>" * 9_000_000,
    "bodies in one another": '<?xml version="1.0"?><office:document><office:spreadsheet>' + "<office:body>" * 3_000_000,
    "cards": "BEGIN:VCARD\nN:a;b\n" * 2_000_000,
    "tables": "<table><tr><td>a</table>" * 300_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_list_made_to_take_all_time_is_refused_soon(tmp_path, name):
    (tmp_path / "liste.csv").write_bytes(HOSTILE[name].encode())
    began = time.monotonic()
    with pytest.raises(UserError, match="Nothing was imported"):
        read_book(tmp_path / "liste.csv")
    assert time.monotonic() - began < SOON_S


_PIECES = [
    "BEGIN:VCARD\r\n",
    "N:Dupont;Jean\r\n",
    "END:VCARD\r\n",
    "ENCODING=QUOTED-PRINTABLE:=\r\n",
    "=C3=A9=",
    "<table>",
    "<tr><td>",
    "</table>",
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'>",
    "<Worksheet><Table><Row>",
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n",
    "--b\r\n",
    "Content-Type: text/html\r\n\r\n",
    "\ufeff",
    "Nom;Prénom\r\n",
    '"',
    "sep=;\n",
    "\0",
    "\r",
    "%PDF-1",
    '{"doc_id":',
    "dn: x\n",
    "From: a\n",
    "office:spreadsheet",
    "<office:document><office:body>",
    "</office:body>",
]
PIECES = [piece.encode(encoding) for piece in _PIECES for encoding in ("utf-8", "utf-16-le")] + [b"\xff\xfe", b"\xe8\n"]


@A_FEW
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=12).map(b"".join))
def test_pieces_of_every_kind_of_file_are_a_list_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "liste.csv"
    path.write_bytes(content)
    try:
        said = "" if all(sheet.rows for sheet in read_book(path).sheets) else "a sheet without rows"
    except UserError as error:
        said = str(error)
    assert not said or "Nothing was imported" in said
