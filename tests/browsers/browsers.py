# SPDX-License-Identifier: GPL-3.0-or-later
"""Chromium, Firefox and WebKitGTK at a phone's size, with the same few verbs. While a browser is waited for, the desk
answers: both share Qt's loop.

Chromium speaks DevTools, Firefox WebDriver BiDi, WebKitGTK WebDriver. A selector is one of CSS, an expression is
JavaScript whose value JSON can write.
"""

import base64
import itertools
import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWebSockets import QWebSocket
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE_MS

WIDTH, HEIGHT = 360, 640
MINI_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), Path("MiniBrowser"))


class Channel:
    """Questions in JSON over a WebSocket, one at a time."""

    def __init__(self, qtbot: QtBot, url: str) -> None:
        self._qtbot, self._socket, self._answers = qtbot, QWebSocket(), dict[int, dict[str, Any]]()
        self._numbers = itertools.count(1)
        self._socket.textMessageReceived.connect(self._note)
        self._socket.open(QUrl(url))
        qtbot.waitUntil(self._socket.isValid, timeout=PATIENCE_MS)

    def _note(self, text: str) -> None:
        answer = json.loads(text)
        if "id" in answer:
            self._answers[answer["id"]] = answer

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        number = next(self._numbers)
        self._socket.sendTextMessage(json.dumps({"id": number, "method": method, "params": params}))
        self._qtbot.waitUntil(lambda: number in self._answers, timeout=PATIENCE_MS)
        answer = self._answers.pop(number)
        assert "error" not in answer, f"{method}: {answer}"
        result: dict[str, Any] = answer["result"]
        return result

    def close(self) -> None:
        self._socket.abort()


class Browser:
    """A browser with a home of its own in `folder`."""

    def __init__(self, qtbot: QtBot, folder: Path, command: Sequence[str], **variables: str) -> None:
        self.qtbot = qtbot
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
        self._log = (folder / "log").open("wb")
        self._process = subprocess.Popen(
            command, stdout=self._log, stderr=self._log, start_new_session=True, env={**os.environ, **home, **variables}
        )

    def open(self, url: str) -> None:
        raise NotImplementedError

    def js(self, expression: str) -> Any:
        raise NotImplementedError

    def touch(self, selector: str) -> None:
        raise NotImplementedError

    def choose_file(self, selector: str, path: Path) -> None:
        raise NotImplementedError

    def photograph(self, path: Path) -> None:
        """Write what is to be seen as PNG."""
        raise NotImplementedError

    def enter(self, selector: str, text: str) -> None:
        """Put a text into a field, as a hand does that pastes."""
        field = f"document.querySelector({json.dumps(selector)})"
        self.js(f"({field}.value = {json.dumps(text)}, {field}.dispatchEvent(new Event('input')))")

    def wait(self, expression: str) -> Any:
        """Return the value of an expression once it is true."""
        found: list[object] = []

        def is_true() -> bool:
            found[:] = [self.js(expression)]
            return bool(found[0])

        self.qtbot.waitUntil(is_true, timeout=PATIENCE_MS)
        return found[0]

    def close(self) -> None:
        """End the browser and all processes that it began."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, number)
                self._process.wait(10)
                break
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                break
        self._log.close()


class Chromium(Browser):
    """Trusts the certificate, for `camera` a film of JPEGs; without one it has the moving picture that Chromium has."""

    def __init__(self, qtbot: QtBot, folder: Path, camera: Path | None = None, language: str = "en-GB") -> None:
        port = free_port()
        film = [f"--use-file-for-fake-video-capture={camera}"] if camera else []
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = ["chromium", "--headless=new", *root, "--disable-gpu", "--mute-audio", "--no-first-run"]
        command += [f"--remote-debugging-port={port}", f"--user-data-dir={folder}/profile", f"--accept-lang={language}"]
        command += ["--ignore-certificate-errors", "--disable-background-networking"]
        command += ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", *film, "about:blank"]
        super().__init__(qtbot, folder, command)
        pages = fetched(qtbot, f"http://127.0.0.1:{port}/json/list")
        self._tools = Channel(qtbot, next(page for page in pages if page["type"] == "page")["webSocketDebuggerUrl"])
        self.ask = self._tools.ask
        self.ask("Page.enable")
        self.ask("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=2, mobile=True)
        self.ask("Emulation.setTouchEmulationEnabled", enabled=True)

    def open(self, url: str) -> None:
        self.ask("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def js(self, expression: str) -> Any:
        answer = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True, userGesture=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def touch(self, selector: str) -> None:
        where = "(r => ({x: r.x + r.width / 2, y: r.y + r.height / 2}))"
        point = self.js(f"{where}(document.querySelector({json.dumps(selector)}).getBoundingClientRect())")
        self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
        self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def choose_file(self, selector: str, path: Path) -> None:
        root = self.ask("DOM.getDocument")["root"]["nodeId"]
        node = self.ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.ask("DOM.setFileInputFiles", nodeId=node, files=[str(path)])

    def photograph(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def slow_down(self, *, latency_ms: int = 0, bytes_per_s: int = -1, is_cut: bool = False) -> None:
        """Give the network these qualities, or none at all."""
        self.ask("Network.enable")
        speeds = {"downloadThroughput": bytes_per_s, "uploadThroughput": bytes_per_s}
        self.ask("Network.emulateNetworkConditions", offline=is_cut, latency=latency_ms, **speeds)

    def close(self) -> None:
        self._tools.close()
        super().close()


class Firefox(Browser):
    """Has the moving picture of Firefox as its camera."""

    def __init__(self, qtbot: QtBot, folder: Path, language: str = "en-GB") -> None:
        port, profile = free_port(), folder / "profile"
        profile.mkdir()
        wanted = {
            "media.navigator.streams.fake": True,
            "media.navigator.permission.disabled": True,
            "intl.accept_languages": language,
            "datareporting.policy.dataSubmissionEnabled": False,
        }
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items())
        (profile / "user.js").write_text("".join(lines))
        command = ["firefox-esr", "--headless", f"--remote-debugging-port={port}", "--profile", str(profile)]
        super().__init__(qtbot, folder, [*command, "--no-remote", f"--window-size={WIDTH},{HEIGHT}"])
        wait_for_port(qtbot, port)
        self._tools = Channel(qtbot, f"ws://127.0.0.1:{port}/session")
        self.ask = self._tools.ask
        self.ask("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        self._context = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": WIDTH, "height": HEIGHT}
        self.ask("browsingContext.setViewport", context=self._context, viewport=size, devicePixelRatio=2)

    def open(self, url: str) -> None:
        self.ask("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def js(self, expression: str) -> Any:
        written = f"Promise.resolve({expression}).then(value => JSON.stringify(value ?? null))"
        answer = self.ask(
            "script.evaluate",
            expression=written,
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def _node(self, selector: str) -> Mapping[str, str]:
        locator = {"type": "css", "value": selector}
        nodes = self.ask("browsingContext.locateNodes", context=self._context, locator=locator)["nodes"]
        return {"sharedId": nodes[0]["sharedId"]}

    def touch(self, selector: str) -> None:
        origin = {"type": "element", "element": self._node(selector)}
        path = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        finger = {"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": path}
        self.ask("input.performActions", context=self._context, actions=[finger])

    def choose_file(self, selector: str, path: Path) -> None:
        self.ask("input.setFiles", context=self._context, element=self._node(selector), files=[str(path)])

    def photograph(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self.ask("browsingContext.captureScreenshot", context=self._context)["data"]))

    def close(self) -> None:
        self._tools.close()
        super().close()


class WebKit(Browser):
    """WebKitGTK, the nearest to Safari on Linux, on the X server `display`. It has no camera here."""

    def __init__(self, qtbot: QtBot, folder: Path, display: str, language: str = "en-GB") -> None:
        port = free_port()
        super().__init__(
            qtbot,
            folder,
            ["WebKitWebDriver", f"--port={port}"],
            DISPLAY=display,
            GDK_BACKEND="x11",
            LANGUAGE=language.replace("-", "_"),
            LIBGL_ALWAYS_SOFTWARE="1",
            WEBKIT_DISABLE_COMPOSITING_MODE="1",
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS="1",  # which needs rights that a container has not
            XDG_RUNTIME_DIR=str(folder),
        )
        wait_for_port(qtbot, port)
        browser = {"binary": str(MINI_BROWSER), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"acceptInsecureCerts": True, "webkitgtk:browserOptions": browser}}
        begun = fetched(qtbot, f"http://127.0.0.1:{port}/session", {"capabilities": wanted})
        self._session = f"http://127.0.0.1:{port}/session/{begun['value']['sessionId']}"
        self._tell("/window/rect", {"width": WIDTH, "height": HEIGHT + 80})

    def _tell(self, path: str, question: Mapping[str, object]) -> Any:
        return fetched(self.qtbot, self._session + path, question)["value"]

    def open(self, url: str) -> None:
        self._tell("/url", {"url": url})

    def js(self, expression: str) -> Any:
        script = f"const done = arguments[0]; Promise.resolve({expression}).then(v => done(JSON.stringify(v ?? null)))"
        return json.loads(self._tell("/execute/async", {"script": script, "args": []}))

    def _element(self, selector: str) -> str:
        found: Mapping[str, str] = self._tell("/element", {"using": "css selector", "value": selector})
        return next(iter(found.values()))

    def touch(self, selector: str) -> None:
        self._tell(f"/element/{self._element(selector)}/click", {})

    def choose_file(self, selector: str, path: Path) -> None:
        self._tell(f"/element/{self._element(selector)}/value", {"text": str(path)})

    def photograph(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(fetched(self.qtbot, f"{self._session}/screenshot")["value"]))


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def is_open(port: int) -> bool:
    with socket.socket() as there:
        return there.connect_ex(("127.0.0.1", port)) == 0


def wait_for_port(qtbot: QtBot, port: int) -> None:
    qtbot.waitUntil(lambda: is_open(port), timeout=PATIENCE_MS)


def fetched(qtbot: QtBot, url: str, question: Mapping[str, object] | None = None) -> Any:
    """Return the JSON at `url`, asked in a thread beside the loop, once somebody listens there."""
    wait_for_port(qtbot, QUrl(url).port())
    data = None if question is None else json.dumps(question).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"})

    def fetch() -> Any:
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE_MS / 1000) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None

    return apart(qtbot, fetch)


def apart(qtbot: QtBot, work: Callable[[], Any]) -> Any:
    """Return what `work` returns, done in a thread while the loop goes on."""
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(work)
        qtbot.waitUntil(done.done, timeout=PATIENCE_MS)
        return done.result()


def film_of(video: Path, into: Path, times_slower: int = 1) -> Path:
    """Write the JPEGs of a video, of which Chromium takes 30 a second for a camera's."""
    slowly = ["-vf", f"setpts={times_slower}*PTS,fps=30"]
    command = ["ffmpeg", "-loglevel", "error", "-i", str(video), *slowly, "-q:v", "3", "-f", "mjpeg", str(into)]
    subprocess.run(command, check=True)
    return into
