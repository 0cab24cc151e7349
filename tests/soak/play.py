"""What the soak tests share: a filled server with lifted limits, `leeward load` on it, readers that do not read."""

import json
import os
import select
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "security", "websocket"))

from wire import LIFTED, Leeward, Socket  # noqa: E402


class Filled(Leeward):
    """A server with a small community, whose members' tokens lie in a file."""

    def __init__(self, program):
        super().__init__(program, LIFTED)
        self.tokens = self.folder.name + "/tokens"
        self.run("demo", "--members", "64", "--threads", "20", "--posts", "200", "--tokens", self.tokens)

    def load(self, *arguments, allowed=0):
        """Plays; the report. Ends the test when something was lost."""
        order = [self.program, "load", "--address", f"http://{self.host}", "--tokens", self.tokens,
                 "--pid", str(self.pid), "--json", *map(str, arguments)]
        done = subprocess.run(order, stdout=subprocess.PIPE, text=True, check=False)
        if done.returncode != allowed:
            print(done.stdout)
            raise SystemExit(f"leeward load ended with {done.returncode}")
        return json.loads(done.stdout)

    def one_token(self):
        with open(self.tokens, encoding="ascii") as lines:
            return lines.readline().strip()

    def sockets(self):
        """Sockets that the server holds."""
        held = 0
        for name in os.listdir(f"/proc/{self.pid}/fd"):
            try:
                held += os.readlink(f"/proc/{self.pid}/fd/{name}").startswith("socket:")
            except FileNotFoundError:
                continue
        return held


def deaf(server, thread, count):
    """Readers of a thread that never take what they are sent, behind the smallest buffer that the system gives."""
    readers = []
    for _ in range(count):
        reader = Socket(server.address, receive_buffer=4096)
        reader.subscribe(thread)
        readers.append(reader)
    return readers


def push(sockets, bytes_, seconds):
    """Sends the same bytes on all sockets for some seconds, reads nothing. Bytes that the system took."""
    raw = {entry.raw.fileno(): entry.raw for entry in sockets}
    poll = select.poll()
    for number, entry in raw.items():
        entry.setblocking(False)
        poll.register(number, select.POLLOUT)
    sent, until = 0, time.monotonic() + seconds
    while time.monotonic() < until and raw:
        for number, what in poll.poll(100):
            try:
                sent += raw[number].send(bytes_)
            except BlockingIOError:
                continue
            except OSError:
                poll.unregister(number)
                del raw[number]
                continue
            if what & (select.POLLERR | select.POLLNVAL):
                poll.unregister(number)
                del raw[number]
    return sent, len(raw)


def linger_off(entry):
    """Closes with a reset, so that nothing of it stays behind."""
    try:
        entry.raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    except OSError:
        pass
    entry.close()


def median(values):
    ordered = sorted(values)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
