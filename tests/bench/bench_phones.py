# SPDX-License-Identifier: GPL-3.0-or-later
"""Phones at a desk: from the view of a code to the verdict in a browser, beside the desk that scans the same codes;
what four phones and hostile clients cost the desk.

    python tests/bench/bench_phones.py [--seconds 20] [--without-browser]

A frame is numbered by white and black squares at its top, which the page reads as it is presented: so "in view" is the
first frame presented that can be read at all. Printed: how many of the film's codes were answered; seconds from view to
verdict, p50, p99 and longest; milliseconds of the desk's own scans without and with four phones that each send four
pictures a second and a code each 2.5 s, and the ratio; the share of a core that a phone costs; the longest time that
the window's thread waited for its turn, alone and while clients drip, flood, guess keys and send no TLS.
"""

import argparse
import http.client
import io
import json
import os
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import av
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from checkin.application.qt_application import application
from checkin.core.phones import PhoneRole
from checkin.documents.code_images import code_png
from checkin.services.demo_event import make_demo
from checkin.services.desk import Desk
from checkin.services.desk_queries import DeskQueries
from checkin.services.phones.phone_pictures import PictureDecoder
from checkin.ui.phones import phone_listener
from checkin.ui.phones.phone_listener import PhoneListener

HERE = "127.0.0.1"
DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
CODES = [guest["code"] for guest in json.loads((DEMO / "queue.json").read_text(encoding="utf-8"))]
SQUARE, BITS = 16, 12
PHONES = 4
UNVERIFIED = ssl._create_unverified_context()
WATCH = f"""(() => {{
  const small = document.createElement('canvas'), seen = window.frames_seen = {{}}, said = window.said = []
  const pen = small.getContext('2d', {{willReadFrequently: true}}), video = document.getElementById('video')
  small.width = {BITS}; small.height = 1
  const read = now => {{
    pen.drawImage(video, 0, 0, {BITS * SQUARE}, {SQUARE}, 0, 0, {BITS}, 1)
    const light = pen.getImageData(0, 0, {BITS}, 1).data
    let number = 0
    for (let bit = 0; bit < {BITS}; bit++) number = number * 2 + (light[4 * bit] > 127)
    seen[number] ??= now
    video.requestVideoFrameCallback(read)
  }}
  video.requestVideoFrameCallback(read)
  new MutationObserver(() => {{
    const state = document.body.dataset.state
    if (!['ready', 'asking', 'offline'].includes(state)) said.push(performance.now())
  }}).observe(document.body, {{attributes: true, attributeFilter: ['data-state']}})
}})()"""


def numbered_film(into: Path) -> list[int]:
    """Write the demonstration's film as JPEGs, 30 a second as Chromium plays them, each numbered; return the number of
    the first frame of each appearance in which a code can be read as a phone sends it.
    """
    decoder, first, last = PictureDecoder(), list[int](), ("", -100)
    with av.open(str(DEMO / "queue.mp4")) as film, into.open("wb") as out:
        for number, frame in enumerate(film.decode(video=0)):
            picture = frame.to_ndarray(format="rgb24")
            for bit in range(BITS):
                picture[:SQUARE, bit * SQUARE : (bit + 1) * SQUARE] = 255 * (number >> (BITS - 1 - bit) & 1)
            jpeg, small = io.BytesIO(), io.BytesIO()
            Image.fromarray(picture).save(jpeg, "JPEG", quality=88)
            Image.fromarray(picture).resize((640, 360)).save(small, "JPEG", quality=60)
            out.write(2 * jpeg.getvalue())  # the film has 15 a second
            for text in decoder.decode(small.getvalue()):
                if text != last[0] or number - last[1] > 8:
                    first.append(number)
                last = (text, number)
    return first


class BenchDesk:
    """The demonstration's desk, which listens for phones."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        phone_listener.app_folder = lambda: folder  # type: ignore[assignment]
        self.event, clock = make_demo(folder, DEMO, time.monotonic)
        self.desk = Desk(self.event, clock, "Accueil 1")
        self.listener = PhoneListener(self.desk, DeskQueries(self.event))
        self.listener.listen(HERE)

    def close(self) -> None:
        self.listener.stop()
        self.event.close()


def spin(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def told(name: str, values: Sequence[float], unit: str, factor: float = 1) -> str:
    ordered = sorted(values)
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    figures = " / ".join(f"{factor * value:.2f}" for value in (statistics.median(ordered), p99, ordered[-1]))
    return f"{name}: {figures} {unit} (p50 / p99 / longest of {len(ordered)})"


def in_a_browser(folder: Path) -> None:
    from pytestqt.qt_compat import qt_api
    from pytestqt.qtbot import QtBot

    from tests.browsers.browsers import Chromium

    qt_api.set_qt_api("pyside6")
    appearances = numbered_film(folder / "film.mjpeg")
    bench = BenchDesk(folder / "browser-desk")
    (folder / "browser").mkdir()
    browser = Chromium(QtBot(None), folder / "browser", folder / "film.mjpeg")
    browser.open(bench.listener.invite(PhoneRole.SCAN))
    browser.wait("!document.getElementById('enter').hidden")
    browser.enter("#mine", "A")
    browser.touch("#enter_label")
    browser.wait("!document.getElementById('foot').hidden")
    browser.js(WATCH)
    before = time.process_time(), time.perf_counter()
    browser.touch("#camera")
    spin(54)
    used = (time.process_time() - before[0]) / (time.perf_counter() - before[1])
    seen = {int(number): at for number, at in browser.js("frames_seen").items()}
    said = browser.js("said")
    browser.close()
    bench.close()
    waits = []
    for number in appearances:
        shown = min((at for frame, at in seen.items() if number <= frame < number + 15), default=None)
        answers = [at - shown for at in said if shown is not None and 0 < at - shown < 2000]
        waits += [min(answers)] if answers else []
    print(
        f"answered {len(waits)} of {len(appearances)} appearances; the desk's processor: {100 * used:.1f} % of a core"
    )
    print(told("view to verdict", waits, "s", 0.001))
    peer = BenchDesk(folder / "peer-desk")
    print(told("the same codes scanned at the desk", [scanned(peer.desk, code) for code in CODES], "ms", 1000))
    peer.close()


def scanned(desk: Desk, code: str) -> float:
    began = time.perf_counter()
    desk.scan(code)
    return time.perf_counter() - began


def act_as_phone(address: str, certificate: str, index: int, seconds: float) -> None:
    """A phone in a thread of another process: four pictures a second, and a code each 2.5 s."""
    url, _, pair = address.partition("/#k=")
    trusted = ssl.create_default_context(cafile=certificate)
    there = http.client.HTTPSConnection(url.removeprefix("https://"), timeout=20, context=trusted)

    def ask(path: str, body: bytes, key: str = "") -> dict[str, str]:
        there.request("POST", path, body, {"x-key": key})
        answer: dict[str, str] = json.loads(there.getresponse().read())
        return answer

    key = ask("/join", json.dumps({"pair": pair, "id": f"join-of-{index}", "name": f"p{index}"}).encode())["key"]
    with Image.open(io.BytesIO(code_png(CODES[index]))) as code:
        picture, jpeg = Image.effect_noise((640, 360), 40), io.BytesIO()
        picture.paste(code.convert("L").resize((150, 150)), (200, 100))
        picture.save(jpeg, "JPEG", quality=60)
    until, turn = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        ask("/frame", jpeg.getvalue(), key)
        if turn % 10 == 0:
            ask("/code", json.dumps({"id": f"code-{index}-{turn}", "text": CODES[(index + turn) % 45]}).encode(), key)
        turn += 1
        time.sleep(0.25)


def drip(port: int) -> None:
    with socket.create_connection((HERE, port), 5) as there:
        for byte in b"POST /frame HTTP/1.1\r\nhost: 1":
            there.send(bytes([byte]))
            time.sleep(0.05)


def send_garbage(port: int) -> None:
    with socket.create_connection((HERE, port), 5) as there:
        there.sendall(os.urandom(200_000))


def flood(port: int) -> None:
    there = http.client.HTTPSConnection(HERE, port, timeout=5, context=UNVERIFIED)
    there.request("POST", "/frame", iter([b"x" * 65_536] * 60), {"transfer-encoding": "chunked", "x-key": "no"})


def guess_keys(port: int) -> None:
    there = http.client.HTTPSConnection(HERE, port, timeout=5, context=UNVERIFIED)
    for _ in range(20):
        there.request("POST", "/ping", b"{}", {"x-key": "x" * 22})
        there.getresponse().read()


def act_as_attacker(port: int, seconds: float) -> None:
    """Clients that drip, flood, guess keys and speak no TLS, as many as are let in, again and again."""
    until = time.monotonic() + seconds

    def again(attack: Callable[[int], None]) -> None:
        while time.monotonic() < until:
            try:
                attack(port)
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)

    attacks = 3 * (drip, send_garbage, flood, guess_keys)
    threads = [threading.Thread(target=again, args=(attack,)) for attack in attacks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def longest_wait(seconds: float) -> float:
    """Return the longest time in seconds that the window's thread did not get its turn, asking every millisecond."""
    until, longest = time.perf_counter() + seconds, 0.0
    while (began := time.perf_counter()) < until:
        QCoreApplication.processEvents()
        time.sleep(0.001)
        longest = max(longest, time.perf_counter() - began)
    return longest


def desk_scans(desk: Desk, seconds: float) -> list[float]:
    """Return what the desk's own scans took, ten a second, while Qt's loop goes on."""
    took: list[float] = []
    timer = QTimer(interval=100)
    timer.timeout.connect(lambda: took.append(scanned(desk, CODES[len(took) % len(CODES)])))
    timer.start()
    spin(seconds)
    timer.stop()
    return took


def beside_phones(folder: Path, seconds: float) -> None:
    bench = BenchDesk(folder / "desk")
    alone = desk_scans(bench.desk, seconds)
    certificate = str(folder / "desk" / phone_listener.CERTIFICATE)
    phones = []
    for index in range(PHONES):
        command = [sys.executable, __file__, "--phone", bench.listener.invite(PhoneRole.SCAN), certificate, str(index)]
        phones.append(subprocess.Popen([*command, "--seconds", str(seconds + 1)]))
        while not bench.listener.awaits(PhoneRole.SCAN) and phones[-1].poll() is None:
            spin(0.05)
        while bench.listener.awaits(PhoneRole.SCAN):
            spin(0.05)
    before = time.process_time()
    beside = desk_scans(bench.desk, seconds)
    used = (time.process_time() - before) / seconds - sum(beside) / seconds
    for phone in phones:
        phone.wait()
    print(told("the desk's scans alone", alone, "ms", 1000))
    print(told(f"the desk's scans beside {PHONES} phones", beside, "ms", 1000))
    print(f"a phone costs the desk {100 * used / PHONES:.1f} % of a core")
    idle = longest_wait(seconds / 2)
    attacker = subprocess.Popen(
        [sys.executable, __file__, "--attack", str(bench.listener.port), "--seconds", str(seconds / 2)]
    )
    attacked = longest_wait(seconds / 2)
    attacker.wait()
    print(f"the window waited for its turn at most {1000 * idle:.1f} ms, beside attackers {1000 * attacked:.1f} ms")
    bench.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--without-browser", action="store_true")
    parser.add_argument("--phone", nargs=3)
    parser.add_argument("--attack", type=int)
    chosen = parser.parse_args()
    if chosen.phone:
        act_as_phone(chosen.phone[0], chosen.phone[1], int(chosen.phone[2]), chosen.seconds)
    elif chosen.attack:
        act_as_attacker(chosen.attack, chosen.seconds)
    else:
        app = application()
        with tempfile.TemporaryDirectory() as folder:
            beside_phones(Path(folder), chosen.seconds)
            if not chosen.without_browser:
                in_a_browser(Path(folder))
        del app


if __name__ == "__main__":
    main()
