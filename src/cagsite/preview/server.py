"""Answers browsers on this computer, strictly and from memory of the last good build.

Its threads import nothing and print nothing: builds fork, and a lock that another thread holds then stays taken in the
child for ever. For the same reason there is no logging here.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import socketserver
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Sequence
from typing import Any

from cagsite.faults import OutsideError
from cagsite.preview.answers import Answer, Answers, event_address
from cagsite.preview.asking import HEAD_LIMIT, Asked, Door, Refusal, read_request
from cagsite.preview.board import Board

CONNECTIONS = 64
LISTENERS = 40
"""Of these, pages that wait for events: they must leave room for the others."""
READ_TIME = 10.0
"""Seconds for a whole request."""
WRITE_TIME = 30.0
EVENT_TIME = 5.0
HEARTBEAT = 15.0
GLANCE = 2.0
"""Seconds after which a page that has gone is noticed."""
DRAIN = 65_536
"""Bytes of a refused request that are taken in, so that its sender gets to see the answer."""
PORT = 8000
PORTS_TRIED = 100


_listening: weakref.WeakSet[Listener] = weakref.WeakSet()


def _let_go_in_child() -> None:
    """A worker of a build may outlive a killed preview: it must not keep the port."""
    for listener in _listening:
        listener.socket.close()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_in_child)


class Listener(socketserver.ThreadingTCPServer):
    """One address that is listened at."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"  # elsewhere it lets two programs share a port
    request_queue_size = 64

    def __init__(self, family: int, host: str, port: int) -> None:
        self.address_family = family
        self.answers: Answers
        self.board: Board
        self.door: Door
        self.rooms: Rooms
        super().__init__((host, port), Visit)
        _listening.add(self)

    def server_bind(self) -> None:
        """An IPv6 socket takes no IPv4 visitors: those have their own."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        super().server_bind()

    def process_request(self, request: Any, client_address: Any) -> None:
        """A thread each, as long as there are not too many."""
        if not self.rooms.all.acquire(blocking=False):
            answer = self.answers.refuse(503)
            with contextlib.suppress(OSError):
                request.setblocking(False)
                request.send(answer.head(length=len(answer.body)) + answer.body)
            self.shutdown_request(request)
            return
        try:
            super().process_request(request, client_address)
        except BaseException:
            self.rooms.all.release()
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Gives the room back when the visit is over."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.rooms.all.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A visitor who goes away in the middle is nobody's fault; anything else is ours, and told without a lock."""
        if not isinstance(sys.exc_info()[1], OSError):
            os.write(2, traceback.format_exc().encode("utf-8", "backslashreplace"))


class Rooms:
    """How many visitors there is room for, over all addresses."""

    def __init__(self) -> None:
        self.all = threading.BoundedSemaphore(CONNECTIONS)
        self.listening = threading.BoundedSemaphore(LISTENERS)


class Visit(socketserver.BaseRequestHandler):
    """One connection: one request, one answer."""

    server: Listener
    request: socket.socket

    def handle(self) -> None:
        """Reads, answers, and goes; a page that waits for events stays."""
        try:
            head = self._read_head()
            if head is None:
                return
            asked = read_request(head, self.server.door)
            address = event_address(asked)
            if address is not None:
                self._tell(asked, address)
            else:
                self._send(self.server.answers(asked), is_head=asked.is_head)
        except Refusal as refusal:
            self._send(self.server.answers.refuse(refusal.status))
            self._drain()
        except OSError:
            raise
        except Exception:
            self._send(self.server.answers.refuse(500))
            raise

    def _read_head(self) -> bytes | None:
        """The request up to its empty line; None where the visitor has gone."""
        end = time.monotonic() + READ_TIME
        head = b""
        while b"\r\n\r\n" not in head:
            if len(head) > HEAD_LIMIT:
                raise Refusal(431)
            left = end - time.monotonic()
            if left <= 0:
                raise Refusal(408)
            self.request.settimeout(left)
            try:
                chunk = self.request.recv(HEAD_LIMIT)
            except TimeoutError:
                raise Refusal(408) from None
            if not chunk:
                return None
            head += chunk
        head = head.partition(b"\r\n\r\n")[0]
        if len(head) > HEAD_LIMIT:
            raise Refusal(431)
        return head

    def _send(self, answer: Answer, *, is_head: bool = False) -> None:
        self.request.settimeout(WRITE_TIME)  # for all of it, however slowly it is taken
        self.request.sendall(answer.head(length=len(answer.body)) + (b"" if is_head else answer.body))

    def _tell(self, asked: Asked, address: str) -> None:
        """Events until the page goes; each message is whole, so that one that was missed does not matter."""
        if not self.server.rooms.listening.acquire(blocking=False):
            raise Refusal(503)
        try:
            self.request.settimeout(EVENT_TIME)
            self.request.sendall(Answer(status=200, type="text/event-stream; charset=utf-8").head(length=None))
            if not asked.is_head:
                self._tell_on(address)
        finally:
            self.server.rooms.listening.release()

    def _tell_on(self, address: str) -> None:
        board = self.server.board
        serial = board.serial
        self.request.sendall(b"retry: 500\n\n" + self.server.answers.event(address))
        beat = time.monotonic()
        while not board.is_closed and not self._is_gone():
            if board.wait(serial, GLANCE):
                serial = board.serial
                self.request.sendall(self.server.answers.event(address))
            elif time.monotonic() - beat > HEARTBEAT:
                beat = time.monotonic()
                self.request.sendall(b":\n\n")

    def _is_gone(self) -> bool:
        """Who waits for events sends nothing more, unless to say good-bye."""
        self.request.settimeout(0)
        try:
            self.request.recv(1)
        except BlockingIOError:
            return False
        finally:
            self.request.settimeout(EVENT_TIME)
        return True

    def _drain(self) -> None:
        with contextlib.suppress(OSError):
            self.request.shutdown(socket.SHUT_WR)
            self.request.settimeout(1.0)
            left = DRAIN
            while left > 0 and (chunk := self.request.recv(min(left, HEAD_LIMIT))):
                left -= len(chunk)


def listen(hosts: Sequence[str], port: int | None) -> list[Listener]:
    """Listens at one port of these addresses; without a port at the first free one from 8000 on.

    Where a computer knows no IPv6, or none on this card, the first address is enough.
    """
    tried = range(PORT, PORT + PORTS_TRIED) if port is None else [port] * (1 if port else 5)
    for number in tried:
        try:
            return _listen(hosts, number)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or port:
                raise _cannot_listen(error, hosts[0], number) from error
    raise OutsideError(
        "no port from {first} to {last} is free",
        first=tried[0],
        last=tried[-1],
        hint="end other previews, or name a free one with --port",
    )


def _listen(hosts: Sequence[str], port: int) -> list[Listener]:
    listeners: list[Listener] = []
    try:
        for host in hosts:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            try:
                listeners.append(Listener(family, host, listeners[0].server_address[1] if listeners else port))
            except OSError as error:
                if not listeners or error.errno == errno.EADDRINUSE:
                    raise
    except BaseException:
        for listener in listeners:
            listener.server_close()
        raise
    return listeners


def _cannot_listen(error: OSError, host: str, port: int) -> OutsideError:
    if error.errno == errno.EADDRINUSE:
        return OutsideError(
            "port {port} is taken", port=port, hint="choose another with --port, or leave it out to get a free one"
        )
    return OutsideError(
        "cannot listen at {host}, port {port}: {reason}",
        host=host,
        port=port,
        reason=error.strerror or error,
        hint="choose another with --port or --host",
    )


class Server:
    """All addresses of one preview."""

    def __init__(self, listeners: Sequence[Listener], door: Door, answers: Answers, board: Board) -> None:
        self._listeners = listeners
        self._board = board
        rooms = Rooms()
        for listener in listeners:
            listener.door, listener.answers, listener.board, listener.rooms = door, answers, board, rooms

    def start(self) -> None:
        """Answers from now on, in threads that end with the program."""
        for listener in self._listeners:
            threading.Thread(target=listener.serve_forever, args=(0.2,), daemon=True).start()

    def close(self) -> None:
        """Answers nobody any more."""
        self._board.close()
        for listener in self._listeners:
            listener.shutdown()
            listener.server_close()
