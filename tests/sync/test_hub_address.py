# SPDX-License-Identifier: GPL-3.0-or-later
import subprocess
import sys

import pytest

from checkin.core.message import UserError
from checkin.sync.hub_address import PATIENCE, HubAddress

PROOF = {"sslmode": "require", "channel_binding": "require", "require_auth": "scram-sha-256"}


def security(url):
    return {name: value for name, value in HubAddress.read(url).options().items() if name in PROOF}


@pytest.mark.parametrize(
    "host", ["hub.example", "192.168.1.20:5433", "127.0.0.2", "[2001:db8::1]:5432", "localhost,hub.example"]
)
def test_another_computer_is_asked_to_encrypt_and_to_prove_itself(host):
    assert security(f"postgresql://d:p@{host}/checkin") == PROOF


@pytest.mark.parametrize("host", ["", "localhost", "localhost:5433", "127.0.0.1:5432", "[::1]", "[::1]:5433"])
def test_on_this_computer_the_library_decides(host):
    assert security(f"postgresql://d:p@{host}/checkin?connect_timeout=9") == {}


def test_a_socket_is_on_this_computer():
    assert security("postgresql:///checkin?host=/var/run/postgresql") == {}
    assert security("postgresql:///checkin?host=hub.example") == PROOF


def test_with_a_certificate_to_look_for_the_name_is_checked_too():
    assert security("postgresql://d:p@hub.example/checkin?sslrootcert=ca.crt") == {"sslmode": "verify-full"}


def test_what_the_url_says_itself_stands():
    assert security("postgresql://d:p@hub.example/checkin?sslmode=disable") == {}
    options = HubAddress.read("postgresql://d:p@hub.example/checkin?tcp_user_timeout=1&application_name=x").options()
    assert options.keys() & {"tcp_user_timeout", "application_name"} == set()
    assert options.keys() > PATIENCE.keys() - {"tcp_user_timeout"}


def test_of_several_servers_the_one_that_writes_is_looked_for():
    address = HubAddress.read("postgresql://d:p@one.example:5432,two.example:5432/checkin")
    assert address.options()["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in HubAddress.read("postgresql://d:p@one.example/checkin").options()


def test_a_place_is_the_same_whoever_comes_and_shows_no_password():
    one = HubAddress.read("postgresql://d1:p%401@hub.example:5433/checkin?sslmode=require")
    other = HubAddress.read("postgres://d2:s3cret@hub.example:5433/checkin")
    assert one.place == other.place == "hub.example:5433/checkin"
    assert one.host == "hub.example:5433"
    assert "s3cret" not in repr(other)


@pytest.mark.parametrize(
    "text",
    ["", "hub.example", "https://hub.example/x", "postgresql://hub.example", "postgresql://hub/", "postgresql://[x/y"],
)
def test_what_is_no_address_is_told_without_the_text(text):
    with pytest.raises(UserError, match="not the address") as told:
        HubAddress.read(text)
    assert told.value.__cause__ is None


def test_a_desks_address_has_nothing_of_the_administrator():
    address = HubAddress.read("postgresql://admin:secret@hub.example:5433/checkin?sslmode=verify-full&passfile=/root/p")
    assert address.desk_url("desk", "p/w") == "postgresql://desk:p%2Fw@hub.example:5433/checkin?sslmode=verify-full"


def test_a_desks_address_says_where_the_hub_is_for_desks():
    address = HubAddress.read("postgresql:///checkin?host=/var/run/postgresql")
    assert address.desk_url("d", "p", "192.168.1.20") == "postgresql://d:p@192.168.1.20/checkin"
    assert address.desk_url("d", "p") == "postgresql://d:p@/checkin?host=%2Fvar%2Frun%2Fpostgresql"


def test_the_library_is_not_imported_before_it_is_needed():
    check = "import sys; import checkin.sync.postgres_peer; sys.exit('psycopg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
