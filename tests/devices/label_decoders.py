# SPDX-License-Identifier: GPL-3.0-or-later
"""What printers make of the bytes they are sent, written from the published commands and apart from what sends them."""

import base64
import re
import zlib
from dataclasses import dataclass, field

import numpy as np

GRAPHIC = re.compile(rb"\^XA(.*?)\^GFA,(\d+),(\d+),(\d+),([^^~]*)\^FS(.*?)\^XZ", re.DOTALL)


@dataclass
class Printed:
    """A label as it lies on the table: True where it is black. `said` is what else the printer was told."""

    ink: np.ndarray
    said: dict = field(default_factory=dict)


class Unfinished(Exception):
    """More bytes are needed."""


def zpl_labels(data):
    """Every label of ZPL with one ^GFA graphic; the sum of Z64 is checked as the printer does."""
    return [_zpl_label(match) for match in GRAPHIC.finditer(data)]


def _zpl_label(match):
    before, _, total, across, graphic, after = match.groups()
    total, across = int(total), int(across)
    raw = _z64(graphic) if graphic.startswith(b":") else _hexadecimal(graphic.decode(), across)
    assert len(raw) == total, "the printer would wait for more, or print rubbish"
    said = {name.decode(): int(value) for name, value in re.findall(rb"\^(PW|LL|PQ)(\d+)", before + after)}
    ink = np.unpackbits(np.frombuffer(raw, np.uint8)).reshape(-1, across * 8).astype(bool)
    assert not ink[:, said.get("PW", across * 8) :].any(), "beyond the width of the label"
    return Printed(ink[:, : said.get("PW", across * 8)], said)


def _z64(graphic):
    _, kind, text, checksum = graphic.split(b":")
    assert int(checksum, 16) == _crc(text), "the printer throws it away"
    return zlib.decompress(base64.b64decode(text)) if kind == b"Z64" else base64.b64decode(text)


def _crc(data):
    """CRC-16 of X.25's polynomial, from zero, bit by bit."""
    crc = 0
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


def _hexadecimal(graphic, across):
    """With Zebra's signs for repetition: G-Y 1-19, g-z 20-400, comma and ! fill a row, colon repeats one."""
    rows, row, times = [], "", 0
    for sign in graphic:
        if sign in "0123456789ABCDEF":
            row, times = row + sign * max(times, 1), 0
        elif "G" <= sign <= "Y":
            times += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            times += 20 * (ord(sign) - ord("f"))
        elif sign in ",!":
            row = row.ljust(2 * across, "0" if sign == "," else "F")
        elif sign == ":":
            row = rows[-1]
        while len(row) >= 2 * across:
            rows.append(row[: 2 * across])
            row = row[2 * across :]
    return bytes.fromhex("".join(rows))


def brother_labels(data):
    """Every label of QL raster. `Unfinished` while the stream stops in the middle of one."""
    return list(_Brother(data).labels())


class _Brother:
    """Each command takes its bytes off the front; a byte that begins none is an error of ours."""

    def __init__(self, data):
        self.data, self.at = data, 0
        self.said, self.rows = {}, {1: [], 2: []}

    def take(self, count):
        if self.at + count > len(self.data):
            raise Unfinished
        self.at += count
        return self.data[self.at - count : self.at]

    def labels(self):
        while self.at < len(self.data):
            command = self.take(1)
            if command == b"\x1b":
                self.escape()
            elif command == b"M":
                self.said["packs"] = self.take(1) == b"\x02"
            elif command in (b"g", b"w"):
                plane = self.take(1)[0] or 1
                self.rows[plane].append(self.row(self.take(self.take(1)[0])))
            elif command in (b"\x1a", b"\x0c"):
                yield self.printed()
            else:
                assert command == b"\0", f"no command begins with {command.hex()} at {self.at}"

    def escape(self):
        command = self.take(1)
        if command == b"@":
            self.said, self.rows = {}, {1: [], 2: []}
            return
        assert command == b"i"
        name = self.take(1).decode()
        length = {"S": 0, "a": 1, "z": 10, "M": 1, "A": 1, "K": 1, "d": 2, "!": 1}[name]
        self.said[name] = self.take(length)

    def row(self, data):
        if not self.said.get("packs"):
            return data
        out, at = b"", 0
        while at < len(data):
            count = data[at]
            if count < 128:
                out += data[at + 1 : at + 2 + count]
                at += 2 + count
            else:
                out += data[at + 1 : at + 2] * (257 - count)
                at += 2
        return out

    def printed(self):
        rows, self.rows = self.rows[1], {1: [], 2: []}
        assert len(rows) == int.from_bytes(self.said["z"][4:8], "little"), "other than announced"
        ink = np.unpackbits(np.frombuffer(b"".join(rows), np.uint8)).reshape(len(rows), -1).astype(bool)
        return Printed(ink[:, ::-1], self.said)  # its first dot is at the right
