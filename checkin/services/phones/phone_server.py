# SPDX-License-Identifier: GPL-3.0-or-later
"""The server that phones ask, while the desk lets it listen: HTTP/1.1 with h11, within bounds of time, size and number.

    accepted → counted → TLS → head (host, origin, key, rate) → body → page, picture or question → answer

One thread. It knows neither the event nor what a question means: pictures are decoded in a thread beside it, and
questions go to `ask`, which answers them in the desk's thread. What counts carries an id: the same phone gets the same
answer to the same id, however often it asks, so a lost answer is never a second arrival.
"""

import asyncio
import base64
import contextlib
import hashlib
import json
import re
import socket
import ssl
import sys
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

import h11

from checkin.core.phones import Phone, PhoneRole, Phones, WrongKeys, is_question_id
from checkin.services.threads import DetachableThread

IDLE_S, REQUEST_S, HANDSHAKE_S, WRITE_S = 20, 10, 5, 10
"""Seconds that a connection may be silent between requests, and that one request, the handshake, an answer may take."""
ANSWER_S = 8
"""Seconds after which a phone is told to ask again; by then the answer is kept."""
DRAIN_S = 2
"""Seconds in which the rest of a refused body is read: a connection closed over unread bytes is reset, and the refusal
never arrives."""
HEAD_BYTES, QUESTION_BYTES, PICTURE_BYTES = 16_384, 4_096, 3_000_000
LONGEST_VALUE = 2_000
MOST_CONNECTIONS, MOST_OF_ONE_ADDRESS = 48, 8
ANSWERS_KEPT = 200
"""Answers kept for each phone: more than it can have lost."""
PIECE = HEAD_BYTES
"""Bytes read at once: a head has at most twice `HEAD_BYTES`, for h11 measures it only while it is incomplete."""

if sys.platform == "win32":  # where SO_REUSEADDR would let another program take the port
    _ONLY_OURS = socket.SO_EXCLUSIVEADDRUSE
else:
    _ONLY_OURS = socket.SO_REUSEADDR

T = TypeVar("T")

COUNTED = frozenset({"/code", "/pick", "/admit", "/undo"})
ASKED = frozenset({"/find", "/figures"})
FOR_WATCHING = frozenset({"/ping", "/figures"})

Question: TypeAlias = Mapping[str, str]
Ask: TypeAlias = Callable[[str, Phone, Question], "Future[Mapping[str, object]]"]
Decode: TypeAlias = Callable[[bytes], list[str]]


class RefusedRequest(Exception):
    """A request that is not answered. `error` is the word that the page understands."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one file, with the policy that allows its own script and style and nothing else."""

    text: bytes
    policy: str

    @classmethod
    def read(cls, path: Path) -> "Page":
        text = path.read_bytes()
        script, style = (_digest_of(tag, text) for tag in ("script", "style"))
        return cls(
            text,
            f"default-src 'none'; script-src {script}; style-src {style}; connect-src 'self'; img-src data:; "
            "media-src blob: mediastream:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            "require-trusted-types-for 'script'; trusted-types 'none'",
        )


def _digest_of(tag: str, text: bytes) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>".encode(), text, re.DOTALL)
    assert found, tag
    return f"'sha256-{base64.b64encode(hashlib.sha256(found[1]).digest()).decode()}'"


@dataclass(frozen=True, slots=True)
class Request:
    """A request whose head was allowed. `phone` is None for a page and for a pairing."""

    method: str
    path: str
    address: str
    phone: Phone | None
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),)

    @classmethod
    def of(cls, answer: Mapping[str, object], status: int = 200) -> "Reply":
        return cls(status, json.dumps(answer, ensure_ascii=False).encode())


class PhoneServer(DetachableThread):
    """Listens at one address from `listen` to `stop`. `phones` belongs to this thread while it runs.

    server = PhoneServer(ask, phones, decode, pages)
    server.listen("192.168.1.20", 0, context)   # raises OSError; `port` is the one that was free
    server.stop()
    """

    def __init__(self, ask: Ask, phones: Phones, decode: Decode, pages: Mapping[str, Path]) -> None:
        super().__init__()
        self._ask, self._phones, self._decode = ask, phones, decode
        self._pages = {path: Page.read(file) for path, file in pages.items()}
        self._answers: defaultdict[int, OrderedDict[str, Future[Mapping[str, object]]]] = defaultdict(OrderedDict)
        self._wrong_keys = WrongKeys()
        self._connections: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._over = asyncio.Event()
        self._context: ssl.SSLContext | None = None
        self._pictures = ThreadPoolExecutor(1, "phone-pictures")
        self.port = 0

    def listen(self, address: str, port: int, context: ssl.SSLContext | None) -> None:
        """Listen at `address`, encrypted by `context`, and start the thread. Raises `OSError`."""
        self._context, self._socket = context, socket.socket()
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, _ONLY_OURS, 1)
            self._socket.bind((address, port))
            self._socket.listen(32)
        except OSError:
            self._socket.close()
            raise
        self._socket.setblocking(False)
        self.port = self._socket.getsockname()[1]
        self._host = f"{address}:{self.port}"
        self._loop = asyncio.new_event_loop()
        self.start()

    def end(self) -> None:
        with contextlib.suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(self._over.set)

    def run(self) -> None:  # Qt's name
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as fault:
            self.failed.emit(fault)
        finally:
            self._socket.close()
            self._pictures.shutdown(cancel_futures=True)
            self._loop.close()

    def in_thread(self, work: Callable[[Phones], T]) -> "Future[T]":
        """Do `work` with the phones in the thread that owns them."""

        async def do() -> T:
            return work(self._phones)

        return asyncio.run_coroutine_threadsafe(do(), self._loop)

    # Connections

    async def _serve(self) -> None:
        accepting = asyncio.ensure_future(self._accept())
        await self._over.wait()
        for task in (accepting, *self._tasks):
            task.cancel()
        await asyncio.gather(accepting, *self._tasks, return_exceptions=True)

    async def _accept(self) -> None:
        while True:
            try:
                client, (address, *_) = await self._loop.sock_accept(self._socket)
            except OSError:  # the client has gone, or no more files can be opened
                await asyncio.sleep(0.1)
                continue
            if len(self._tasks) >= MOST_CONNECTIONS or self._connections[address] >= MOST_OF_ONE_ADDRESS:
                client.close()
                continue
            self._connections[address] += 1
            task = self._loop.create_task(self._converse(client, address))
            self._tasks.add(task)
            task.add_done_callback(partial(self._let_go, address))

    def _let_go(self, address: str, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._connections[address] -= 1
        if not self._connections[address]:
            del self._connections[address]
        if not task.cancelled() and (fault := task.exception()):
            assert isinstance(fault, Exception)
            self.failed.emit(fault)

    async def _converse(self, client: socket.socket, address: str) -> None:
        client.setblocking(False)
        reader = asyncio.StreamReader(PIECE, self._loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=self._loop)
        bounds: dict[str, Any] = {"ssl_handshake_timeout": HANDSHAKE_S, "ssl_shutdown_timeout": 1}
        tls = {"ssl": self._context, **bounds} if self._context else {}
        try:
            transport, _ = await self._loop.connect_accepted_socket(lambda: protocol, client, **tls)
        except (OSError, asyncio.CancelledError):  # no handshake; `ssl.SSLError` and `TimeoutError` are such errors too
            client.close()
            return
        try:
            writer = asyncio.StreamWriter(transport, protocol, reader, self._loop)
            await Conversation(self._judge, self._reply, reader, writer, address).run()
        except (OSError, asyncio.CancelledError, h11.LocalProtocolError):
            transport.abort()
        finally:
            transport.close()

    # Requests

    def _judge(self, head: h11.Request, address: str) -> tuple[Phone | None, int]:
        """Return the phone that asks and how many bytes its body may have. Raises `RefusedRequest`.

        A host that is not ours is a name that somebody points at this computer (DNS rebinding); an origin that is not
        ours is another page in the phone's browser.
        """
        headers = {name.decode(): value.decode("latin-1") for name, value in head.headers}
        path, method = head.target.decode("latin-1"), head.method.decode()
        if headers.get("host", "") != self._host:
            raise RefusedRequest(421, "host")
        ours = f"{'https' if self._context else 'http'}://{self._host}"
        is_page = path in self._pages
        is_ours = headers.get("origin", ours) == ours
        is_ours &= headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")
        if not is_ours and not (is_page and headers.get("sec-fetch-mode") == "navigate"):
            raise RefusedRequest(403, "origin")
        if not is_page and path not in {"/join", "/ping", "/frame", *COUNTED, *ASKED}:
            raise RefusedRequest(404, "path")
        if method != ("GET" if is_page else "POST"):
            raise RefusedRequest(405, "method")
        if is_page:
            return None, 0
        if self._wrong_keys.are_too_many(address, time.monotonic()):
            raise RefusedRequest(429, "slow")
        if path == "/join":
            return None, QUESTION_BYTES
        return self._phone_of(
            headers.get("x-key", ""), path, address
        ), PICTURE_BYTES if path == "/frame" else QUESTION_BYTES

    def _phone_of(self, key: str, path: str, address: str) -> Phone:
        now = time.monotonic()
        phone = self._phones.of(key)
        if phone is None:
            self._wrong_keys.note(address, now)
            raise RefusedRequest(401, "unknown")
        if phone.is_revoked:
            raise RefusedRequest(403, "revoked")
        if not phone.may_ask(now):
            raise RefusedRequest(429, "slow")
        if phone.role is PhoneRole.WATCH and path not in FOR_WATCHING:
            raise RefusedRequest(403, "role")
        return phone

    async def _reply(self, request: Request) -> Reply:
        if page := self._pages.get(request.path):
            headers = (
                ("content-type", "text/html; charset=utf-8"),
                ("content-security-policy", page.policy),
                ("permissions-policy", "camera=(self), microphone=(), geolocation=()"),
                ("cross-origin-opener-policy", "same-origin"),
            )
            return Reply(200, page.text, headers)
        phone = request.phone
        if request.path == "/join":
            return Reply.of(self._join(_question(request.body), request.address))
        assert phone
        if request.path == "/frame":
            found = await self._loop.run_in_executor(self._pictures, self._decode, request.body)
            return Reply.of({"texts": found})
        if request.path == "/ping":
            phone.note_battery(_question(request.body).get("battery", ""))
            return Reply.of({"name": phone.name, "role": phone.role})
        answer = self._asked(request.path, phone, _question(request.body))
        try:
            return Reply.of(await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(answer)), ANSWER_S))
        except TimeoutError:
            raise RefusedRequest(503, "busy") from None

    def _join(self, question: Question, address: str) -> Mapping[str, object]:
        texts = (question.get(name, "") for name in ("pair", "id", "name"))
        paired = self._phones.pair(*texts)
        if paired is None:
            self._wrong_keys.note(address, time.monotonic())
            raise RefusedRequest(401, "unknown")
        key, phone = paired
        return {"key": key, "name": phone.name, "role": phone.role}

    def _asked(self, path: str, phone: Phone, question: Question) -> "Future[Mapping[str, object]]":
        """Return the answer to a question; to one that counts and was asked before, the same."""
        if path in ASKED:
            return self._ask(path, phone, question)
        asked = question.get("id", "")
        if not is_question_id(asked):
            raise RefusedRequest(400, "id")
        kept = self._answers[id(phone)]
        if asked not in kept or _is_lost(kept[asked]):
            kept[asked] = self._ask(path, phone, question)
            while len(kept) > ANSWERS_KEPT:
                kept.popitem(last=False)
        return kept[asked]


def _question(body: bytes) -> Question:
    try:
        question = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise RefusedRequest(400, "json") from None
    if not isinstance(question, dict):
        raise RefusedRequest(400, "json")
    if any(not isinstance(value, str) or len(value) > LONGEST_VALUE for value in question.values()):
        raise RefusedRequest(400, "json")
    return question


def _is_lost(answer: "Future[Mapping[str, object]]") -> bool:
    """Whether nothing was saved: the question may be asked again."""
    return answer.done() and bool(answer.result().get("is_lost"))


class Conversation:
    """The requests of one connection, read and answered one after the other."""

    def __init__(
        self,
        judge: Callable[[h11.Request, str], tuple[Phone | None, int]],
        reply: Callable[[Request], Coroutine[Any, Any, Reply]],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        address: str,
    ) -> None:
        self._judge, self._reply = judge, reply
        self._reader, self._writer, self._address = reader, writer, address
        self._http = h11.Connection(h11.SERVER, HEAD_BYTES)

    async def run(self) -> None:
        """Answer until the other side ends, is silent, or sends what is refused before its body was read."""
        while True:
            try:
                request = await self._read()
            except h11.RemoteProtocolError as error:
                await self._send(Reply.of({"error": "request"}, error.error_status_hint), ends=True)
                return
            except RefusedRequest as refused:
                await self._send(Reply.of({"error": refused.error}, refused.status), ends=True)
                await self._drain()
                return
            if request is None:
                return
            try:
                reply = await self._reply(request)
            except RefusedRequest as refused:
                reply = Reply.of({"error": refused.error}, refused.status)
            await self._send(reply)
            if self._http.our_state is not h11.DONE or self._http.their_state is not h11.DONE:
                return
            self._http.start_next_cycle()

    async def _read(self) -> Request | None:
        """Return a whole request, None at the end. Its time runs from its first byte, however slowly it drips."""
        head: h11.Request | None = None
        phone, most, body = None, 0, bytearray()
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(IDLE_S) as limit:
            while True:
                event = self._http.next_event()
                if event is h11.NEED_DATA:
                    if self._http.they_are_waiting_for_100_continue:
                        raise RefusedRequest(417, "expect")
                    is_first = head is None and not self._http.trailing_data[0]
                    data = await self._reader.read(PIECE)
                    if data and is_first:
                        limit.reschedule(loop.time() + REQUEST_S)
                    self._http.receive_data(data)
                elif isinstance(event, h11.Request):
                    head = event
                    phone, most = self._judge(event, self._address)
                    if _length(event.headers) > most:
                        raise RefusedRequest(413, "size")
                elif isinstance(event, h11.Data):
                    body += event.data
                    if len(body) > most:
                        raise RefusedRequest(413, "size")
                elif isinstance(event, h11.EndOfMessage):
                    assert head
                    return Request(
                        head.method.decode(), head.target.decode("latin-1"), self._address, phone, bytes(body)
                    )
                else:
                    return None

    async def _send(self, reply: Reply, *, ends: bool = False) -> None:
        if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        headers = [
            *reply.headers,
            ("content-length", str(len(reply.body))),
            ("cache-control", "no-store"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-resource-policy", "same-origin"),
            *[("connection", "close")] * ends,
        ]
        events = (
            h11.Response(status_code=reply.status, headers=headers),
            h11.Data(data=reply.body),
            h11.EndOfMessage(),
        )
        self._writer.write(b"".join(filter(None, map(self._http.send, events))))
        async with asyncio.timeout(WRITE_S):
            await self._writer.drain()

    async def _drain(self) -> None:
        left = 2 * PICTURE_BYTES
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                while left > 0 and (data := await self._reader.read(PIECE)):
                    left -= len(data)


def _length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    return next((int(value) for name, value in headers if name == b"content-length"), 0)
