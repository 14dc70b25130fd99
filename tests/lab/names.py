"""A DNS server on loopback that knows the hosts of the lab, and keeps each query as Gateway would log it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Iterator
from typing import NamedTuple

from dnslib import QTYPE, RCODE, RR, A, DNSRecord
from dnslib.server import BaseResolver, DNSHandler, DNSLogger, DNSServer

ADDRESS = "127.0.0.1"
"""Every host is the gateway: it sees all traffic, and sends each connection on to its origin."""


class Query(NamedTuple):
    """One query as it came in."""

    host: str
    record_type: str
    at: float
    address: str
    rcode: int


class Names(BaseResolver):
    """The server: `port` is UDP, `asked` are the queries so far."""

    def __init__(self, hosts: Collection[str]) -> None:
        self.hosts = set(hosts)
        self.asked: list[Query] = []
        self.port = 0

    def resolve(self, request: DNSRecord, handler: DNSHandler) -> DNSRecord:
        """The gateway's address for A; nothing for other types; NXDOMAIN for hosts of nobody."""
        host, kind = str(request.q.qname).rstrip(".").lower(), QTYPE[request.q.qtype]
        reply = request.reply()
        if host not in self.hosts:
            reply.header.rcode = RCODE.NXDOMAIN
        elif kind == "A":
            reply.add_answer(RR(request.q.qname, QTYPE.A, rdata=A(ADDRESS), ttl=30))
        self.asked.append(Query(host, kind, time.time(), ADDRESS if reply.rr else "", reply.header.rcode))
        return reply

    def look_up(self, host: str) -> str:
        """The host's address, asked for as a phone does: over the network, A and HTTPS."""
        answers = [
            DNSRecord.parse(DNSRecord.question(host, kind).send(ADDRESS, self.port, timeout=10))
            for kind in ("HTTPS", "A")
        ]
        return str(answers[-1].rr[0].rdata)


@contextlib.contextmanager
def running(hosts: Collection[str]) -> Iterator[Names]:
    """A server for these hosts until the block ends."""
    names = Names(hosts)
    server = DNSServer(names, address=ADDRESS, port=0, logger=DNSLogger(logf=lambda _: None))
    names.port = server.server.server_address[1]
    server.start_thread()
    try:
        yield names
    finally:
        server.stop()
        server.server.server_close()
