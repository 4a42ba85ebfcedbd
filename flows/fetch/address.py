"""Which addresses of hosts are public.

A page can name any host, and a name can resolve to any address: without this check a link would have kliping ask the
router, the cloud's metadata service or a database on this machine.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

# What `is_global` lets through, or did in some version of Python from 3.11 on.
_NOT_PUBLIC = [
    ip_network(block)
    for block in (
        "100.64.0.0/10",  # carriers' own (RFC 6598)
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "198.18.0.0/15",  # benchmarks (RFC 2544)
        "2001::/23",  # protocol assignments, with Teredo (RFC 4380)
        "2002::/16",  # 6to4: holds an IPv4 address (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637)
    )
]
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")  # holds an IPv4 address, and real hosts are reached by it (RFC 6052)


def is_public(address: str | IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet. Raises ValueError for what is no address."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped:
            return is_public(ip.ipv4_mapped)
        if ip in _NAT64:
            return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip not in _GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast and not any(ip in block for block in _NOT_PUBLIC)


def literal(host: str) -> str | None:
    """The address that a host in a URL spells out, in its usual form; None for a name.

    IPv4 addresses come as browsers and resolvers read them: decimal, octal, hexadecimal, shortened ("2130706433",
    "0177.1"). Raises ValueError for what can only be an address and is none.
    """
    if ":" in host:
        if "%" in host:
            raise ValueError(f"{host} is an address of one network card")
        return str(IPv6Address(host))
    last = host.rpartition(".")[2]
    if not (last.isdecimal() or last.startswith("0x")):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError as error:
        raise ValueError(f"{host} is no address") from error
