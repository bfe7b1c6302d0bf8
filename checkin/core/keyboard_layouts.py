# SPDX-License-Identifier: GPL-3.0-or-later
"""Keyboard layouts: recovers what a scanner meant from what the computer's layout made of its keys.

A scanner leaves the factory as a US keyboard: it presses keys, and the computer's layout decides what they write. Pure:
the caller says whether a text is a ticket. It never picks one of two tickets by chance.
"""

import string
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from checkin.core.tokens import LONGEST_FOREIGN, strip_frame

US = "".join(map(chr, range(33, 127)))
"""The characters of a US keyboard except the space, which is the same key everywhere."""

_ACCENTS = "\u0302\u0308\u0300\u0301\u0303\u030c\u030a\u0327"
DEAD = dict(zip("ˆ⸚ˋˊ˜ˇ˚ˏ", _ACCENTS, strict=True))
"""The signs that stand for dead keys in the table, and the combining accent each puts on the next letter."""
_SPACING = dict(zip(_ACCENTS, "^¨`´~ˇ°¸", strict=True))

# One line a layout, likeliest at a French event first: what each key of `US`, in that order, writes there. Computed
# from xkeyboard-config 2.42 through libxkbcommon. Left out are layouts that differ from these in rare signs only:
# Austrian is German, Finnish is Swedish, Slovene is Croatian, Polish and Romanian are US.
_TABLE = r"""
fr         1%3457ù908+;):!à&é"'(-è_çMm.=/§2QBCDEFGHIJKL?NOPARSTUVZXYWˆ*$6°²qbcdefghijkl,noparstuvzxyw⸚µ£~
be         1%3457ù908_;):=à&é"'(§è!çMm.-/+2QBCDEFGHIJKL?NOPARSTUVZXYWˆµ$6°²qbcdefghijkl,noparstuvzxyw⸚£*³
fr-mac     1%3457ù908_;):=à&é"'(§è!çMm.-/+2QBCDEFGHIJKL?NOPARSTUVZXYWˆˋ$6°@qbcdefghijkl,noparstuvzxyw⸚£*#
fr-afnor   1\3457/908⸚,':;»àéèê()‘’«Mm!ˆ…=2QBCDEFGHIJKL?NOPARSTUVZXYW-*+6"@qbcdefghijkl.noparstuvzxyw–½±#
fr-bepo    1M3457m908`g=hf*"«»()@+-/NnG%HF2AKXIPE;CDTSRQ?LJBOUÈV:ÉY!Àzçw6°$akxipe,cdtsrq'ljbouèv.éyˆàZÇW#
ch-fr      +ä*ç%/à)=(ˋ,'.-0123456789öé;ˆ:_"ABCDEFGHIJKLMNOPQRSTUVWXZYè$⸚&?§abcdefghijklmnopqrstuvwxzyü£!°
ca         !ˋ/$%&ˋ()*+,-.é0123456789:;'=.É"ABCDEFGHIJKLMNOPQRSTUVWXYZˆ<ˏ?_#abcdefghijklmnopqrstuvwxyzˆ>⸚|
ca-multix  !È#$%&è()*+,-.é0123456789:;'="É@ABCDEFGHIJKLMNOPQRSTUVWXYZˆàç?_/abcdefghijklmnopqrstuvwxyz⸚ÀÇ\
de         !Ä§$%/ä)=(ˋ,ß.-0123456789Öö;ˊ:_"ABCDEFGHIJKLMNOPQRSTUVWXZYü#+&?ˆabcdefghijklmnopqrstuvwxzyÜ'*°
ch-de      +à*ç%/ä)=(ˋ,'.-0123456789éö;ˆ:_"ABCDEFGHIJKLMNOPQRSTUVWXZYü$⸚&?§abcdefghijklmnopqrstuvwxzyè£!°
es         !⸚·$%/ˊ)=(¿,'.-0123456789Ññ;¡:_"ABCDEFGHIJKLMNOPQRSTUVWXYZˋç+&?ºabcdefghijklmnopqrstuvwxyzˆÇ*ª
it         !°£$%/à)=(^,'.-0123456789çò;ì:_"ABCDEFGHIJKLMNOPQRSTUVWXYZèù+&?\abcdefghijklmnopqrstuvwxyzé§*|
pt         !ª#$%/º)=(»,'.-0123456789Çç;«:_"ABCDEFGHIJKLMNOPQRSTUVWXYZ+˜ˊ&?\abcdefghijklmnopqrstuvwxyz*ˆˋ|
gb         !@£$%&'()*+,-./0123456789:;<=>?"ABCDEFGHIJKLMNOPQRSTUVWXYZ[#]^_`abcdefghijklmnopqrstuvwxyz{~}¬
us-intl    !⸚#$%&ˊ()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]ˆ_ˋabcdefghijklmnopqrstuvwxyz{|}˜
nl         !ˋ#$%_ˊ)'(˜,/.-0123456789±+;°:="ABCDEFGHIJKLMNOPQRSTUVWXYZ⸚<*&?@abcdefghijklmnopqrstuvwxyzˆ>|§
dk         !Ø#¤%/ø)=(ˋ,+.-0123456789Ææ;ˊ:_"ABCDEFGHIJKLMNOPQRSTUVWXYZå'⸚&?½abcdefghijklmnopqrstuvwxyzÅ*ˆ§
se         !Ä#¤%/ä)=(ˋ,+.-0123456789Öö;ˊ:_"ABCDEFGHIJKLMNOPQRSTUVWXYZå'⸚&?§abcdefghijklmnopqrstuvwxyzÅ*ˆ½
no         !Æ#¤%/æ)=(ˋ,+.-0123456789Øø;\:_"ABCDEFGHIJKLMNOPQRSTUVWXYZå'⸚&?|abcdefghijklmnopqrstuvwxyzÅ*ˆ§
ee         !Ä#¤%/ä)=(ˋ,+.-0123456789Öö;ˊ:_"ABCDEFGHIJKLMNOPQRSTUVWXYZü'õ&?ˇabcdefghijklmnopqrstuvwxyzÜ*Õ˜
cz         1!3457§908ˇ,=.-é+ěščřžýáí"ů?ˊ:_2ABCDEFGHIJKLMNOPQRSTUVWXZYú⸚)6%;abcdefghijklmnopqrstuvwxzy/'(˚
cz-qwerty  1!3457§908ˇ,=.-é+ěščřžýáí"ů?ˊ:_2ABCDEFGHIJKLMNOPQRSTUVWXYZú⸚)6%;abcdefghijklmnopqrstuvwxyz/'(˚
sk         1!3457§908ˇ,=.-é+ľščťžýáí"ô?ˊ:_2ABCDEFGHIJKLMNOPQRSTUVWXZYúňä6%;abcdefghijklmnopqrstuvwxzy/)(˚
hu         'Á+!%=á)Ö(Ó,ü.-ö123456789Éé?ó:_"ABCDEFGHIJKLMNOPQRSTUVWXZYőűú/Ü0abcdefghijklmnopqrstuvwxzyŐŰÚ§
hr         !Ć#$%/ć)=(*,'.-0123456789Čč;+:_"ABCDEFGHIJKLMNOPQRSTUVWXZYšžđ&?`abcdefghijklmnopqrstuvwxzyŠŽĐ~
lt         Ą"ĘĖĮŲ'()ŪŽ,-./“ąčęėįšųū„:;<ž>?ČABCDEFGHIJKLMNOPQRSTUVWXYZ[\]Š_`abcdefghijklmnopqrstuvwxyz{|}~
tr         !İ^+%/i)=(_ö*ç.0123456789ŞşÖ-Ç:'ABCDEFGHIJKLMNOPQRSTUVWXYZğ,ü&?"abcdefghıjklmnopqrstuvwxyzĞ;Üé
us-dvorak  !_#$%&-()*}w[vz0123456789SsW]VZ@AXJE>UIDCHTNMBRL"POYGK<QF:/\=^{`axje.uidchtnmbrl'poygk,qf;?|+~
us-colemak !"#$%&'()*+,-./0123456789Oo<=>?@ABCSFTDHUNEIMKY:QPRGLVWXJZ[\]^_`abcsftdhuneimky;qprglvwxjz{|}~
gr         !"#$%&'()*+,-./0123456789⸚ˊ<=>?@ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠ:ΡΣΤΘΩΣΧΥΖ[\]^_`αβψδεφγηιξκλμνοπ;ρστθωςχυζ{|}~
ru         !Э№;%?э()*+б-ю.0123456789ЖжБ=Ю,"ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯх\ъ:_ёфисвуапршолдьтщзйкыегмцчняХ/ЪЁ
bg         !Ч+"%:ч–№/€р-лб0123456789МмР.ЛБ?ѝФЪАЕОЖГСТНВПХДЗыИЯШКЭУЙЩЮц„;=$(ьфъаеожгстнвпхдз,ияшкэуйщюЦ“§)
"""
# Written as escapes: an editor would show right-to-left letters in another order than they are in.
_HEBREW = (
    '!"#$%&,)(*+\u05ea-\u05e5.0123456789:\u05e3>=<?@ABCDEFGHIJKLMNOPQRSTUVWXYZ]\\[^_;\u05e9\u05e0'
    "\u05d1\u05d2\u05e7\u05db\u05e2\u05d9\u05df\u05d7\u05dc\u05da\u05e6\u05de\u05dd\u05e4/\u05e8\u05d3"
    "\u05d0\u05d5\u05d4'\u05e1\u05d8\u05d6}|{~"
)
_ARABIC = (
    '!"#$%&\u0637)(*+\u0648-\u0632\u06380123456789:\u0643,=.\u061f@\u0650\ufef5}]\u064f[\ufef7\u0623'
    "\u00f7\u0640\u060c/'\u0622\u00d7\u061b\u064e\u064c\u064d\ufef9`{\u064b\u0652\u0625~\u062c\\\u062f^"
    "_\u0630\u0634\ufefb\u0624\u064a\u062b\u0628\u0644\u0627\u0647\u062a\u0646\u0645\u0629\u0649\u062e"
    "\u062d\u0636\u0642\u0633\u0641\u0639\u0631\u0635\u0621\u063a\u0626<|>\u0651"
)

_SHORT = 12
_FIRST = "QWERTY"
_PLAIN = frozenset(string.ascii_letters + string.digits + "-_./")


@dataclass(frozen=True, slots=True)
class KeyboardLayout:
    """A keyboard layout. `keys`: what each key of `US` writes on it, dead keys as in `DEAD`; `meant`: the
    inverse map.
    """

    name: str
    keys: str
    meant: dict[str, str]

    def unmangle(self, typed: str) -> str | None:
        """Return the US keys that write `typed` here; None if a character is not on this keyboard."""
        meant = [self.meant.get(character) for character in typed]
        return None if None in meant else "".join(filter(None, meant))

    def readings(self, typed: str) -> Iterator[str]:
        """Yield what was meant without and with Caps Lock.

        Caps Lock swaps the case of what is written (Linux: é becomes É too), or of letter keys only, or holds Shift for
        the whole keyboard (French Windows).
        """
        for text, undo in ((typed, str), (_swap_case(typed), str), (typed, _swap_case), (typed, _swap_shift)):
            meant = self.unmangle(text)
            if meant is not None:
                yield undo(meant)


@cache
def layouts() -> tuple[KeyboardLayout, ...]:
    """Return all known layouts, likeliest first, without US: there the text is what the scanner meant."""
    rows = dict(line.split(maxsplit=1) for line in _TABLE.strip().splitlines())
    rows |= {"il": _HEBREW, "ara": _ARABIC}
    return tuple(KeyboardLayout(name, keys, _way_back(keys)) for name, keys in rows.items())


def candidates(typed: str) -> Iterator[str]:
    """Yield what the scanner may have meant, most likely first, each once; an endless text yields only itself.

    A short text that looks like a code is not read through other layouts: Y0099 and Z0099 may both be tickets, and
    German keyboards swap Y and Z. A long one does not become another by accident.
    """
    if len(typed) > LONGEST_FOREIGN:
        yield typed
        return
    seen: set[str] = set()
    for _, reading in _readings(typed):
        for text in (reading, strip_frame(reading)):
            if text and text not in seen:
                seen.add(text)
                yield text


def repair(typed: str, is_known: Callable[[str], bool]) -> str | None:
    """Return the one candidate that `is_known` accepts; None if none is, or two that differ in more than case or frame.

    Of candidates that differ in case only (a list may ignore case) it is the first, without its frame if that is known
    too.
    """
    accepted: str | None = None
    for candidate in filter(is_known, candidates(typed)):
        if accepted is not None and not _is_same(accepted, candidate):
            return None
        accepted = candidate if accepted is None else min(accepted, candidate, key=len)
    return accepted


def layout_of(typed: str, meant: str) -> str | None:
    """Return the name of the first layout that writes `typed` for `meant`; None if no layout was in the way."""
    for name, reading in _readings(typed):
        if meant in (reading, strip_frame(reading)):
            return name or None
    return None


def us_character(position: int, shifted: bool) -> str | None:
    """Return what the key at `position` (evdev number, as in `position_of`) writes on a US keyboard; None if
    nothing.
    """
    pair = _us_positions().get(position)
    return pair[shifted] if pair else None


def position_of(platform: str, scan_code: int, virtual_key: int) -> int | None:
    """Return the evdev number of a key from Qt's platform name and native codes; None where Qt does not tell.

    X11 and Wayland count from 8; Windows has the PC's scan codes, which evdev kept for the main block; macOS gives no
    scan code, but its virtual keys are positions (kVK_ANSI_… of HIToolbox/Events.h).
    """
    if platform == "xcb" or platform.startswith("wayland"):
        return scan_code - 8 if scan_code > 8 else None
    if platform == "windows":
        return scan_code or None
    if platform == "cocoa":
        return _mac_positions().get(virtual_key)
    return None


def _readings(typed: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of layout name ("" for none) and meaning."""
    yield "", typed
    yield "", _swap_case(typed)
    if len(typed) < _SHORT and _PLAIN.issuperset(typed):
        return
    for layout in layouts():
        for reading in layout.readings(typed):
            yield layout.name, reading


def _way_back(keys: str) -> dict[str, str]:
    """Return the US keys pressed for every character these keys can write, alone or after a dead key."""
    meant = {" ": " "}
    dead = {DEAD[written]: us for us, written in zip(US, keys, strict=True) if written in DEAD}
    plain = {us: written for us, written in zip(US, keys, strict=True) if written not in DEAD}
    for us, written in plain.items():
        meant.setdefault(written, us)
    for accent, accent_key in dead.items():
        for us, written in plain.items():
            composed = unicodedata.normalize("NFC", written + accent)
            if len(composed) == 1:
                meant.setdefault(composed, accent_key + us)
        # Before a letter it cannot sit on, the accent is written by itself (Windows).
        meant.setdefault(_SPACING[accent], accent_key)
    return meant


def _is_same(code: str, other: str) -> bool:
    return strip_frame(code).casefold() == strip_frame(other).casefold()


def _swap_case(text: str) -> str:
    # Character by character: ß has no capital, and a final sigma is chosen by its neighbours.
    swapped = ((character, character.swapcase()) for character in text)
    return "".join(other if len(other) == 1 else character for character, other in swapped)


def _swap_shift(us: str) -> str:
    return us.translate(_shift_pairs())


@cache
def _shift_pairs() -> dict[int, str]:
    pairs = {ord(low): high for low, high in _us_positions().values()}
    return pairs | {ord(high): low for low, high in _us_positions().values()}


@cache
def _us_positions() -> dict[int, tuple[str, str]]:
    rows = (
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
        (57, " ", " "),
    )
    return {first + at: pair for first, low, high in rows for at, pair in enumerate(zip(low, high, strict=True))}


@cache
def _mac_positions() -> dict[int, int]:
    """Return evdev positions by macOS virtual key code. A space marks a number that is no key of the main block."""
    by_virtual_key = "asdfhgzxcv bqweryt123465=97-80]ou[ip lj'k;\\,/nm.  `"
    by_character = {low: position for position, (low, _) in _us_positions().items()}
    return {key: by_character[low] for key, low in enumerate(by_virtual_key) if low != " "} | {49: 57}


def keyboard_name(layout: str) -> str:
    """Return the name people know a layout by: its first letters, or the country where these are a US keyboard's."""
    known = next((each for each in layouts() if each.name == layout), None)
    letters = "".join(known.keys[US.index(letter)] for letter in _FIRST) if known else ""
    return letters if letters not in ("", _FIRST) else f"{_FIRST} ({layout})"
