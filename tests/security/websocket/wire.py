"""A WebSocket client that can break every rule of RFC 6455, and a running Leeward to try it on.

Only Python's own library: what is sent is exactly what stands in the case.
"""

import base64
import json
import os
import re
import signal
import socket
import struct
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

TEXT, BINARY, CLOSE, PING, PONG, CONTINUED = 1, 2, 8, 9, 10, 0


def frame(opcode, payload=b"", fin=True, rsv=0, masked=True, length=None):
    """One frame; `length` lies about the payload's."""
    first = (0x80 if fin else 0) | (rsv << 4) | opcode
    size = len(payload) if length is None else length
    mask = 0x80 if masked else 0
    if size < 126:
        head = struct.pack("!BB", first, mask | size)
    elif size < 65536:
        head = struct.pack("!BBH", first, mask | 126, size)
    else:
        head = struct.pack("!BBQ", first, mask | 127, size)
    if not masked:
        return head + payload
    key = b"\x11\x22\x33\x44"
    return head + key + bytes(byte ^ key[at % 4] for at, byte in enumerate(payload))


def said(code, reason=b""):
    """The payload of a close frame."""
    return struct.pack("!H", code) + reason


class Socket:
    """One connection, raw."""

    def __init__(self, address, headers=(), path="/live", host=None, timeout=5.0, receive_buffer=None):
        self.raw = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if receive_buffer:
            self.raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.raw.settimeout(timeout)
        self.raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.raw.connect(address)
        self.read_ahead = b""
        lines = [f"GET {path} HTTP/1.1", f"Host: {host or '%s:%d' % address}", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: " + base64.b64encode(os.urandom(16)).decode(),
                 "Sec-WebSocket-Protocol: leeward.v1", *headers]
        self.raw.sendall(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        self.head = self.read_head()
        self.status = int(self.head.split(" ", 2)[1]) if " " in self.head else 0

    def read_head(self):
        while b"\r\n\r\n" not in self.read_ahead:
            some = self.raw.recv(4096)
            if not some:
                break
            self.read_ahead += some
        head, _, self.read_ahead = self.read_ahead.partition(b"\r\n\r\n")
        return head.decode("latin-1")

    def send(self, bytes_):
        self.raw.sendall(bytes_)

    def say(self, value):
        self.send(frame(TEXT, json.dumps(value).encode()))

    def exactly(self, count):
        while len(self.read_ahead) < count:
            some = self.raw.recv(65536)
            if not some:
                raise EOFError
            self.read_ahead += some
        taken, self.read_ahead = self.read_ahead[:count], self.read_ahead[count:]
        return taken

    def receive(self, within):
        """The next frame as (opcode, payload); `None` at the end of the stream. Raises TimeoutError."""
        self.raw.settimeout(max(within, 0.001))
        try:
            first, second = self.exactly(2)
            size = second & 0x7F
            if size == 126:
                (size,) = struct.unpack("!H", self.exactly(2))
            elif size == 127:
                (size,) = struct.unpack("!Q", self.exactly(8))
            return first & 0x0F, self.exactly(size)
        except (EOFError, ConnectionError):
            return None

    def event(self, wanted, within=5.0):
        """The next JSON frame with this `ev`, others passed over."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            got = self.receive(until - time.monotonic())
            if got is None:
                raise EOFError
            if got[0] == TEXT:
                value = json.loads(got[1])
                if value["ev"] == wanted:
                    return value
        raise TimeoutError

    def subscribe(self, thread, after=None):
        ask = {"op": "subscribe", "topic": f"thread/{thread}"}
        if after is not None:
            ask["after"] = after
        self.say(ask)
        return self.event("subscribed")

    def ended(self, within):
        """Reads to the close frame: its code (1005: an empty one, 1006: none), and what came after it."""
        until = time.monotonic() + within
        code = 1006
        later = []
        try:
            while True:
                got = self.receive(until - time.monotonic())
                if got is None:
                    return code, later, True
                if code != 1006:
                    later.append(got)
                elif got[0] == CLOSE:
                    code = struct.unpack("!H", got[1][:2])[0] if len(got[1]) >= 2 else 1005
        except TimeoutError:
            return code, later, False

    def close(self):
        self.raw.close()


class Leeward:
    """A server of its own on a free port of loopback, in a folder that is gone afterwards."""

    def __init__(self, program, settings=()):
        self.folder = tempfile.TemporaryDirectory(prefix="leeward-live.")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LEEWARD_")}
        self.environment = {**clean, "LEEWARD_DATA_DIR": self.folder.name + "/data", "LEEWARD_LOG": "warn",
                            "LEEWARD_LISTEN": "127.0.0.1:0", **dict(settings)}
        self.program = program
        self.process = None

    def run(self, *arguments):
        """Runs a command of the program on the same folder."""
        subprocess.run([self.program, *arguments], env=self.environment, check=True, stdout=subprocess.DEVNULL)

    def start(self):
        self.process = subprocess.Popen([self.program, "serve"], env=self.environment, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        found = re.search(r"http://([0-9.]+):([0-9]+)", line)
        if not found:
            raise SystemExit(f"the server did not start: {line}")
        self.address = (found[1], int(found[2]))
        self.host = "%s:%d" % self.address
        return self

    def __enter__(self):
        return self if self.process else self.start()

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(15)
        self.folder.cleanup()

    @property
    def pid(self):
        return self.process.pid

    def rss_kib(self):
        with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1])

    def cpu_ms(self):
        """Time on processors by thread, finer than the ticks of `stat`."""
        times = {}
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat", encoding="ascii") as schedstat:
                times[task] = int(schedstat.read().split()[0]) / 1e6
        return times

    def cpu_ms_since(self, before):
        """Time on processors since `cpu_ms` was asked, of all threads that are still there."""
        return sum(spent - before.get(task, 0) for task, spent in self.cpu_ms().items())

    def call(self, method, path, value=None, token=None, headers=()):
        """A call of the API: status and JSON."""
        request = urllib.request.Request(f"http://{self.address[0]}:{self.address[1]}{path}", method=method)
        request.add_header("Host", self.host)
        for name, content in headers:
            request.add_header(name, content)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        if value is not None:
            request.data = json.dumps(value).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            return error.code, None

    def join(self):
        """A new member: token and phrase."""
        status, answer = self.call("POST", "/api/v1/members", {"age_confirmed": True, "guidelines_accepted": True})
        assert status == 201, status
        return answer["session_token"], answer["recovery_phrase"]

    def thread(self, token):
        """A new thread; its id."""
        value = {"title": "A thread of a test", "body": "It begins.", "seeking": "listening"}
        status, answer = self.call("POST", "/api/v1/boards/about-this-place/threads", value, token)
        assert status == 201, status
        return answer["thread"]

    def post(self, token, thread, body="Words."):
        """A new reply; its id."""
        status, answer = self.call("POST", f"/api/v1/threads/{thread}/posts", {"body": body}, token)
        assert status == 201, status
        return answer["post"]


# Writing is free, everything else as it comes.
EASED = {"LEEWARD_LIMITS__FIRST_POSTS_HELD": "0", "LEEWARD_LIMITS__REPLIES_PER_DAY_L0": "100000",
         "LEEWARD_LIMITS__REPLY_GAP_S_L0": "0", "LEEWARD_LIMITS__JOINS_PER_HOUR": "1000"}
# Nobody is held back, for tests of capacity; that is allowed on trial only.
LIFTED = {"LEEWARD_LIMITS__OFF": "true"}
