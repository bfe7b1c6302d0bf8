# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests to a pretix server, and its answers as JSON: with limits of time and size, never redirected, errors
translated.

Imported only if there is a ticketing. Certificates are those of the system and of Mozilla, so that a company's own one
serves too; so does the proxy of the system, but not to reach a server on a private network.
"""

import json
import math
import ssl
import time
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx

from checkin import __version__
from checkin.sync import pretix_errors as errors
from checkin.sync.pretix_device_code import is_header_text, is_local

PATIENCE = httpx.Timeout(connect=10, read=30, write=30, pool=60)
"""Seconds: a busy server needs many for one answer."""
LONGEST_ANSWER_S = 180.0
"""Seconds from the request to the end of its answer, however steadily it trickles."""
LARGEST_ANSWER = 24_000_000
"""Bytes. The largest usual answer, fifty orders with all their texts, has a hundredth of them."""

KEPT_OPEN_S = 1.5
"""Less than servers keep an unused connection open (gunicorn 2 s): a request must not meet one that is closing."""
LARGEST_NUMBER = 2**63 - 1
"""The largest that a database takes."""

REVOKED = "Device access has been revoked."
"""pretix's text for a revoked device, the same in every language."""

Parameters = Iterable[tuple[str, str]]


class RawAnswer(NamedTuple):
    """An answer of pretix with one of the statuses that it uses on purpose."""

    status: int
    body: Any
    headers: Mapping[str, str]


class PretixConnection:
    """A connection to a pretix server. Its methods may be called from any thread; errors are those of
    `pretix_errors`.
    """

    def __init__(self, url: str, token: str = "", *, patience: httpx.Timeout = PATIENCE) -> None:
        headers = {"Accept": "application/json", "Accept-Language": "en", "User-Agent": f"Checkin/{__version__}"}
        if token:
            if not is_header_text(token):
                raise errors.token_refused()
            headers["Authorization"] = f"Device {token}"
        self._url = url
        try:
            self._http = httpx.Client(
                headers=headers,
                timeout=patience,
                verify=_certificates(),
                trust_env=not is_local(urlsplit(url).hostname or ""),
                limits=httpx.Limits(keepalive_expiry=KEPT_OPEN_S),
                follow_redirects=False,  # the token is for this host alone
            )
        except (ImportError, ValueError, httpx.InvalidURL) as exc:
            raise errors.proxy_unusable() from exc

    def close(self) -> None:
        self._http.close()

    def get(self, path: str, parameters: Parameters = ()) -> RawAnswer:
        return self._ask("GET", path, parameters=parameters)

    def post(self, path: str, body: Mapping[str, Any], *, key: str = "", parameters: Parameters = ()) -> RawAnswer:
        """Send `body`. With `key`, pretix does it once however often it is sent."""
        return self._ask("POST", path, parameters=parameters, body=body, key=key)

    def patch(self, path: str, body: Mapping[str, Any]) -> RawAnswer:
        """Change what `body` names."""
        return self._ask("PATCH", path, parameters=(), body=body)

    def download(self, url: str) -> bytes:
        """Return a file that pretix names, as the background of a badge: from the server itself, or over https from
        where it keeps such files. The token is not sent.
        """
        parts, own = urlsplit(url), urlsplit(self._url)
        if parts.hostname == own.hostname:
            parts = parts._replace(scheme=own.scheme, netloc=own.netloc)
        elif parts.scheme != "https":
            raise errors.led_elsewhere()
        request = self._http.build_request("GET", parts.geturl())
        request.headers.pop("Authorization", None)
        status, _, body = self._send(request)
        if status != 200:
            raise errors.rejected(status) if status in (403, 404, 410) else errors.fault(status)
        return body

    def _ask(self, method: str, path: str, *, parameters: Parameters, body: object = None, key: str = "") -> RawAnswer:
        content = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} if content else {}
        if key:
            headers["X-Idempotency-Key"] = key
        address = f"{self._url}/api/v1/{path}"
        request = self._http.build_request(method, address, params=list(parameters), content=content, headers=headers)
        return _judged(*self._send(request))

    def _send(self, request: httpx.Request) -> tuple[int, httpx.Headers, bytes]:
        try:
            answer = self._http.send(request, stream=True)
            try:
                return answer.status_code, answer.headers, _read(answer)
            finally:
                answer.close()
        except httpx.HTTPError as exc:
            raise errors.unproved(request.url.host) if _is_unproved(exc) else errors.unreachable() from exc
        except httpx.InvalidURL as exc:
            raise errors.unreachable() from exc


def _read(answer: httpx.Response) -> bytes:
    until, parts, size = time.monotonic() + LONGEST_ANSWER_S, [], 0
    for part in answer.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise errors.too_large()
        if time.monotonic() > until:
            raise errors.unreachable()
    return b"".join(parts)


def _judged(status: int, headers: httpx.Headers, content: bytes) -> RawAnswer:
    """Return an answer to act on. Only what is JSON can be a refusal: pages come from proxies and sign-in portals
    too.
    """
    if 300 <= status < 400:
        raise errors.led_elsewhere()
    if status in (409, 429) or (status == 503 and "Retry-After" in headers):
        raise errors.PretixBusyError(headers.get("Retry-After", ""))
    if status >= 500 or status in (408, 425):
        raise errors.fault(status)
    body = _parsed(content)
    if status == 401:
        is_revoked = isinstance(body, dict) and body.get("detail") == REVOKED
        raise errors.revoked() if is_revoked else errors.token_refused()
    if status == 403:
        raise errors.forbidden()
    return RawAnswer(status, body, headers)


def _parsed(content: bytes) -> Any:
    """Return JSON without what neither a database nor a file takes: zero bytes and halves of surrogate pairs. Numbers
    that none takes make it no answer of pretix.
    """
    try:
        body = json.loads(content, parse_int=_whole, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as exc:
        raise errors.not_understood() from exc
    return _cleaned(body) if b"\\u" in content else body


def _whole(digits: str) -> int:
    if abs(number := int(digits)) > LARGEST_NUMBER:
        raise ValueError
    return number


def _finite(digits: str) -> float:
    if not math.isfinite(number := float(digits)):
        raise ValueError
    return number


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(each) for key, each in value.items()}
    return value


def _certificates() -> ssl.SSLContext:
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context


def _is_unproved(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
