"""Addresses of pages: their parts, and whether a page may be fetched from them.

Only global unicast addresses are permitted. An IPv6 address that embeds an IPv4 address is checked
by both, because a gateway may unwrap it. Source: the special-purpose registries of IANA for IPv4
and IPv6, as of 2026.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import quote, urljoin, urlsplit

from knowledge.errors import UnreadableBulletin
from knowledge.text.patterns import lazy_regex

_MAX_CHARS, _MAX_HOST, _MAX_LABEL = 2000, 253, 63
_PORTS = {"http": 80, "https": 443}
_ODD = lazy_regex(r"[\x00-\x20\x7f\\]")

_NO_HOSTS_4 = tuple(map(IPv4Network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "168.63.129.16/32",  # public, but it reaches the host of a virtual machine at Azure
)))  # fmt: skip
_UNICAST_6 = IPv6Network("2000::/3")
# Teredo (2001::/32) and 6to4 (2002::/16) carry IPv4; no pages are published there any more.
_NO_HOSTS_6 = tuple(map(IPv6Network, (
    "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
)))  # fmt: skip
_MAPPED, _NAT64 = IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96")
_ISATAP = (0x00005EFE, 0x02005EFE)
# Services that tell a virtual machine its secrets. Only a permitted network reaches them, never a
# permitted name. Source: the documentation of AWS, Google, Azure and Alibaba Cloud.
_METADATA = tuple(map(ipaddress.ip_network, (
    "169.254.0.0/16", "fe80::/10", "fd00:ec2::/32", "fd20:ce::/32", "168.63.129.16/32",
    "100.100.100.200/32",
)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """One address in its parts, all in ASCII; `text` is the whole."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def text(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def is_address(text: str) -> bool:
    """Whether an argument names a page of the web rather than a file."""
    return text.lower().startswith(("http://", "https://"))


def target_of(address: str) -> Target:
    """The parts of an address.

    Raises:
        UnreadableBulletin: it is no web address, is too long, or names a user.
    """
    shown = repr(address[:200])
    wrong = UnreadableBulletin(f"{shown} is no address like https://sld.gov.vn/tin")
    if len(address) > _MAX_CHARS or _ODD.search(address):
        raise wrong
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        # Turning a name into ASCII takes quadratic time. Source of the bounds: RFC 1035, 2.3.4.
        if len(host) > _MAX_HOST or any(len(label) > _MAX_LABEL for label in host.split(".")):
            raise wrong
        # Other alphabets, digits and points become the ASCII name that is looked up.
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except ValueError as exc:
        raise wrong from exc
    if parts.scheme not in _PORTS or not host or port == 0 or "%" in host:
        raise wrong
    if parts.username is not None or parts.password is not None:
        raise UnreadableBulletin(f"{shown} names a user; give the address without one")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(
        parts.scheme, host, port or _PORTS[parts.scheme], f"{path}?{query}" if query else path
    )


def led_to(target: Target, location: str) -> Target:
    """The target of a redirect from `target` with this `Location` header.

    Raises:
        UnreadableBulletin: it does not lead to a web address.
    """
    try:
        address = urljoin(target.text, location.strip().replace(" ", "%20"))
    except ValueError as exc:
        raise UnreadableBulletin(
            f"{target.text!r} leads to {location[:200]!r}, no address"
        ) from exc
    return target_of(address)


def is_public(numbers: str) -> bool:
    """Whether a numeric address (`93.184.215.14`, `2606:4700::1111`) is on the public internet.

    An address with a zone (`%eth0`) is local to this machine's network.
    """
    if "%" in numbers:
        return False
    try:
        address = ipaddress.ip_address(numbers)
    except ValueError:
        return False
    return _is_public_4(address) if isinstance(address, IPv4Address) else _is_public_6(address)


def _is_public_4(address: IPv4Address) -> bool:
    return not any(address in network for network in _NO_HOSTS_4)


def _is_public_6(address: IPv6Address) -> bool:
    low = IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _MAPPED or address in _NAT64:
        return _is_public_4(low)
    if address not in _UNICAST_6 or any(address in network for network in _NO_HOSTS_6):
        return False
    is_isatap = int(address) >> 32 & 0xFFFFFFFF in _ISATAP
    return not is_isatap or _is_public_4(low)


@dataclass(frozen=True, slots=True)
class Permitted:
    """The hosts and networks inside the office that an administrator permits; by default none.

    `everywhere` permits every private network. A host is permitted by its name in small letters;
    the addresses that it resolves to may then be private, but not those of metadata services.
    """

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    everywhere: bool = False

    @classmethod
    def of(cls, entries: Iterable[str], *, everywhere: bool = False) -> "Permitted":
        """The permission by names (`portal.noibo`), numbers and networks (`10.20.0.0/16`)."""
        hosts, networks = set(), []
        for entry in entries:
            try:
                networks.append(ipaddress.ip_network(entry.strip("[]"), strict=False))
            except ValueError:
                hosts.add(entry.lower().rstrip("."))
        return cls(frozenset(hosts), tuple(networks), everywhere)

    def __bool__(self) -> bool:
        """Whether anything is permitted."""
        return bool(self.hosts or self.networks or self.everywhere)

    def covers(self, host: str, numbers: str) -> bool:
        """Whether the host may be reached at the address `numbers` that its name resolves to."""
        try:
            address = ipaddress.ip_address(numbers)
        except ValueError:
            return False
        if isinstance(address, IPv6Address):
            address = _embedded_4(address) or address
        if any(address in network for network in self.networks):
            return True
        if any(address in network for network in _METADATA):
            return False
        return self.everywhere or host.lower().rstrip(".") in self.hosts


def _embedded_4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped or translated IPv6 address leads to, or None."""
    is_embedded = address in _MAPPED or address in _NAT64
    return IPv4Address(int(address) & 0xFFFFFFFF) if is_embedded else None


def host_of(address: str) -> str | None:
    """The host of an address, in small letters; None where it has none or cannot be parsed."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".") or None
    except ValueError:  # `http://[::1`
        return None
