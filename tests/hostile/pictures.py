# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures made to do harm, as small as they can be."""

import gzip
import struct
import zlib


def svg(inner: str, attributes: str = 'width="20" height="10"') -> bytes:
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"<svg {spaces} {attributes}>{inner}</svg>".encode()


def nested_uses(levels: int = 40) -> bytes:
    """Each draws the one before ten times: 10**levels rectangles in 3 kB."""
    groups = ['<g id="a0"><rect width="1" height="1"/></g>']
    for level in range(1, levels):
        groups.append(f'<g id="a{level}">' + f'<use xlink:href="#a{level - 1}"/>' * 10 + "</g>")
    return svg(f'<defs>{"".join(groups)}</defs><use xlink:href="#a{levels - 1}"/>')


def uses_itself() -> bytes:
    return svg('<g id="a"><use xlink:href="#b"/></g><g id="b"><use xlink:href="#a"/></g><use xlink:href="#a"/>')


def deep(levels: int = 50_000) -> bytes:
    return svg("<g>" * levels + "</g>" * levels)


def packed(megabytes: int = 30) -> bytes:
    """A compressed drawing (SVGZ) that is mostly nothing."""
    return gzip.compress(svg(" " * (megabytes << 20)), 9)


def laughs() -> bytes:
    names = "abcdefghij"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10 if before else "ha" * 50}">'
        for name, before in zip(names, " " + names, strict=False)
        if name != " "
    ).replace("& ;", "")
    return f"<!DOCTYPE svg [{entities}]>".encode() + svg("<text>&j;</text>")


def png_header(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large; of its dots only `rows`, compressed."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows or bytes((width + 7) // 8 + 1) * min(height, 100_000), 9)),
        (b"IEND", b""),
    )
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def jpeg_of_many_passes(plain: bytes, passes: int = 5_000) -> bytes:
    """A JPEG that goes over its dots so often."""
    start = plain.index(b"\xff\xda")
    length = 2 + int.from_bytes(plain[start + 2 : start + 4], "big")
    return plain[:start] + plain[start : start + length] * passes + plain[start:]


BAD_DRAWINGS = {
    "nested uses": nested_uses,
    "uses itself": uses_itself,
    "deep": deep,
    "packed": packed,
    "laughs": laughs,
    "no svg": lambda: b"<html/>",
    "cut": lambda: svg("<rect")[:-8],
    "no size": lambda: svg("", 'width="0" height="0"'),
    "endless size": lambda: svg("", 'width="1e400" height="NaN"'),
    "gzip of nothing": lambda: b"\x1f\x8b\x08\x00",
    "utf-7": lambda: b'<?xml version="1.0" encoding="utf-7"?><svg/>',
}
