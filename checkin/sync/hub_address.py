# SPDX-License-Identifier: GPL-3.0-or-later
"""The address of a hub: a PostgreSQL URL, completed with safe and patient connection options.

It contains a password and is therefore never shown, not even in `repr`. Pure.
"""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from checkin.core.message import Message, UserError

LOCAL = ("", "localhost", "127.0.0.1", "[::1]")

PATIENCE = {
    "connect_timeout": "15",
    "keepalives": "1",
    "keepalives_idle": "3",
    "keepalives_interval": "1",
    "keepalives_count": "3",
    "tcp_user_timeout": "5000",
}
"""Options that detect a dead network in seconds; by default the library waits for a quarter of an hour."""

_OF_THE_ADMINISTRATOR = ("user", "password", "options", "passfile", "sslcert", "sslkey", "sslpassword")


@dataclass(frozen=True, slots=True)
class HubAddress:
    """The address of a hub. `place` (host and database) identifies the hub; it and `who` (the role) may be shown."""

    url: str = field(repr=False)
    place: str
    who: str
    is_local: bool
    url_options: frozenset[str]
    """The names of the options that the URL sets itself."""

    @classmethod
    def read(cls, text: str) -> "HubAddress":
        """Return the parsed address. Raises `UserError` for anything but a URL that names a database."""
        parts = _split(text)
        asked = dict(parse_qsl(parts.query))
        hosts = _hosts(parts) or asked.get("host", "").split(",")
        is_local = all(_name(host) in LOCAL or host.startswith("/") for host in hosts)
        who = unquote(parts.username or "") or asked.get("user", "")
        return cls(text.strip(), ",".join(hosts) + parts.path, who, is_local, frozenset(asked))

    @property
    def host(self) -> str:
        return self.place.rpartition("/")[0]

    @property
    def shown(self) -> str:
        """The address without its password, as shown to users."""
        return f"postgresql://{self.who}@{self.place}" if self.who else f"postgresql://{self.place}"

    def options(self) -> dict[str, str]:
        """Return the connection options to add to the URL."""
        wanted = PATIENCE | {"client_encoding": "UTF8", "application_name": "checkin"} | self._security()
        if "," in self.place:
            wanted["target_session_attrs"] = "read-write"
        return {name: value for name, value in wanted.items() if name not in self.url_options}

    def _security(self) -> dict[str, str]:
        """Return options under which, without a certificate, the password proves both sides to each other over this
        connection (SCRAM with channel binding).
        """
        if "sslmode" in self.url_options or self.is_local:
            return {}
        if "sslrootcert" in self.url_options:
            return {"sslmode": "verify-full"}
        return {"sslmode": "require", "channel_binding": "require", "require_auth": "scram-sha-256"}

    def desk_url(self, role: str, password: str, reached_at: str = "") -> str:
        """Return the URL for a desk; `reached_at` is a host (and port) that replaces those of this URL."""
        parts = _split(self.url)
        kept = [(k, v) for k, v in parse_qsl(parts.query) if k not in _OF_THE_ADMINISTRATOR]
        if reached_at:
            kept = [(k, v) for k, v in kept if k not in ("host", "hostaddr", "port")]
        where = reached_at or ",".join(_hosts(parts))
        netloc = f"{quote(role, safe='')}:{quote(password, safe='')}@{where}"
        return SplitResult("postgresql", netloc, parts.path, urlencode(kept), "").geturl()


def _split(text: str) -> SplitResult:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        raise UserError(_NO_ADDRESS) from None  # the cause would show the password
    if parts.scheme not in ("postgresql", "postgres") or len(parts.path) < 2:
        raise UserError(_NO_ADDRESS)
    return parts


def _hosts(parts: SplitResult) -> list[str]:
    hosts = parts.netloc.rpartition("@")[2]
    return hosts.split(",") if hosts else []


def _name(host: str) -> str:
    """Return the host without its port."""
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


_NO_ADDRESS = Message(
    "sync",
    "This is not the address of a shared server. Nothing was changed; "
    "it looks like postgresql://name:password@server/database.",
)
