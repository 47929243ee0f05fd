"""The fetcher of the staff pages connects only to public addresses, in any notation."""

import socket
from pathlib import Path
from typing import Any

import httpcore
import pytest

from knowledge.errors import UnreadableBulletin
from knowledge.readers.addresses import is_public, target_of
from knowledge.readers.fetching import fetch_page

NUMBERS_4 = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.7",
    "203.0.113.7", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "168.63.129.16",
]  # fmt: skip
NUMBERS_6 = [
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:100.100.100.200", "::ffff:a9fe:a9fe", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b:1::7f00:1", "64:ff9b:1::5db8:d70e", "2002:7f00:1::", "2002:a00:1::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:db8::1", "2001:10::1", "3fff::1", "fe80::1", "fe80::1%eth0",
    "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "ff0e::1", "100::1", "5f00::1", "4000::1",
    "2606:4700::5efe:127.0.0.1", "2606:4700::200:5efe:10.0.0.1",
]  # fmt: skip
OPEN = ["93.184.215.14", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2400:cb00:2048:1::c629:d7a2",
        "::ffff:93.184.215.14", "64:ff9b::5db8:d70e", "2606:4700::5efe:93.184.215.14"]  # fmt: skip
HOSTS = [
    *NUMBERS_4,
    *(f"[{n}]" for n in NUMBERS_6),
    "localhost", "LOCALHOST", "localhost.", "127.0.0.1.", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1",
    "0177.0.0.1", "0177.0x0.1", "017700000001", "127.0.0.1:80", "[::1]:443", "１２７.０.０.１", "127。0。0。1", "ⓛocalhost",
    "intern.example", "rebind.example", "mixed.example",
]  # fmt: skip
ADDRESSES = [
    *(f"http://{host}/tin" for host in HOSTS),
    "https://127.0.0.1/tin", "http://user:pass@127.0.0.1/", "http://open.example@127.0.0.1/", "http://127.0.0.1@open.example/",
    "http://127.0.0.1\\@open.example/", "http://open.example\\.127.0.0.1/", "http://127.0.0.1#@open.example/", "http://127.0.0.1?@open.example/",
    "http:127.0.0.1/", "http:///127.0.0.1/", "http://[::1", "http://[::1]x/", "http://[v1.x]/", "http://127.0.0.1:99999/", "http://127.0.0.1:x/",
    "http://127.0.0.1%2f@open.example/", "http://%31%32%37.0.0.1/", "http://127.0.0.1\n.open.example/", "http://127.0.0.1\t/", "http:// 127.0.0.1/",
    "file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:6379/_x", "dict://127.0.0.1/", "data:text/html,x", "javascript:alert(1)", "//127.0.0.1/",
    "http://open.example:22/", "http://open.example:25/", "https://open.example:6379/", "http://open.example:0/",
    "http://" + "a" * 300 + ".example/", "http://" + "a" * 64 + ".example/", "http://" + "a." * 130 + "example/", "http://open.example/" + "a" * 3000,
]  # fmt: skip
NAMES = {
    "open.example": ["93.184.215.14"],
    "intern.example": ["10.1.2.3"],
    "mixed.example": ["93.184.215.14", "127.0.0.1"],
    "rebind.example": ["93.184.215.14"],
}
REAL = socket.getaddrinfo


class Net:
    """A fake resolver and network that record their calls."""

    def __init__(self, answers: dict[str, bytes] | None = None) -> None:
        self.dialled: list[str] = []
        self.looked_up: list[str] = []
        self.answers = answers or {}

    def getaddrinfo(self, host: str, port: int, **_: Any) -> Any:
        self.looked_up.append(host)
        numbers = NAMES.get(host)
        if host == "rebind.example" and self.looked_up.count(host) > 1:
            numbers = ["127.0.0.1"]
        if numbers is None:
            return REAL(
                host,
                port,
                type=socket.SOCK_STREAM,
                flags=0 if host.startswith("l") else socket.AI_NUMERICHOST,
            )
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (n, port)) for n in numbers]

    def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        self.dialled.append(host)
        if host not in self.answers:
            raise httpcore.ConnectError("nobody is there")
        return httpcore.MockStream([self.answers[host]])


@pytest.fixture
def net(monkeypatch: pytest.MonkeyPatch) -> Net:
    net = Net()
    monkeypatch.setattr(socket, "getaddrinfo", net.getaddrinfo)
    monkeypatch.setattr(
        httpcore.SyncBackend, "connect_tcp", lambda _, *a, **k: net.connect_tcp(*a, **k)
    )
    return net


@pytest.mark.parametrize("numbers", [*NUMBERS_4, *NUMBERS_6, "", "1.2.3", "localhost", "1.2.3.4.5"])
def test_numbers_of_no_public_host_are_known(numbers: str) -> None:
    """Private, local, reserved and embedded addresses are not public."""
    assert not is_public(numbers)


@pytest.mark.parametrize("numbers", OPEN)
def test_numbers_of_public_hosts_are_known(numbers: str) -> None:
    """Addresses of public hosts are public."""
    assert is_public(numbers)


@pytest.mark.parametrize(
    "address", [a for a in ADDRESSES if "rebind" not in a], ids=range(len(ADDRESSES) - 1)
)
def test_no_hostile_address_is_dialled(net: Net, tmp_path: Path, address: str) -> None:
    """A hostile address raises an error before any connection is made."""
    with pytest.raises(UnreadableBulletin):
        fetch_page(address, tmp_path, allow_private=False)
    assert net.dialled == []


def test_a_name_is_looked_up_once_and_dialled_by_its_numbers(net: Net, tmp_path: Path) -> None:
    """A host name is resolved once, and the checked address is the one connected to."""
    with pytest.raises(UnreadableBulletin, match="cannot be fetched"):
        fetch_page("http://rebind.example/tin", tmp_path, allow_private=False)
    assert net.dialled == ["93.184.215.14"]
    assert net.looked_up == ["rebind.example"]


@pytest.mark.parametrize(
    "address", [a for a in ADDRESSES if "example" not in a and not a.startswith("http:1")]
)
def test_no_redirect_leads_inside(net: Net, tmp_path: Path, address: str) -> None:
    """The target of a redirect is checked like any other address."""
    location = address.replace("\n", "").encode()
    net.answers = {
        "93.184.215.14": b"HTTP/1.1 302 Found\r\nLocation: "
        + location
        + b"\r\nContent-Length: 0\r\n\r\n"
    }
    with pytest.raises(UnreadableBulletin):
        fetch_page("http://open.example/tin", tmp_path, allow_private=False)
    assert set(net.dialled) == {"93.184.215.14"}


def test_the_open_internet_is_dialled(net: Net, tmp_path: Path) -> None:
    """A page of a public host is fetched."""
    body = b"<html><body><p>x</p></body></html>"
    net.answers = {
        "93.184.215.14": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s"
        % (len(body), body)
    }
    path = fetch_page("http://open.example/tin", tmp_path, allow_private=False)
    assert path.read_bytes().endswith(body)


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("HTTP://Open.Example:80/Tin", "http://open.example/Tin"),
        ("https://open.example", "https://open.example/"),
        (
            "https://open.example/tin tức".replace(" ", "%20"),
            "https://open.example/tin%20t%E1%BB%A9c",
        ),
        ("https://bücher.example/?q=nghèo#x", "https://xn--bcher-kva.example/?q=ngh%C3%A8o"),
        ("http://open.example/a?url=http://x/", "http://open.example/a?url=http://x/"),
    ],
)
def test_an_address_is_written_in_ascii(address: str, text: str) -> None:
    """The connected, stored and shown address has one ASCII spelling."""
    assert target_of(address).text == text
