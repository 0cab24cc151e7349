"""No compression, and a handshake that costs next to nothing (SECURITY rows 23 and 24).

usage: handshake.py PATH-OF-leeward
"""

import base64
import os
import socket
import sys
import time

from wire import EASED, TEXT, Leeward, Socket, frame

OFFERS = [
    "permessage-deflate",
    "permessage-deflate; client_max_window_bits",
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=8, permessage-deflate",
    "x-webkit-deflate-frame",
    "permessage-bzip2, permessage-deflate; client_max_window_bits=15",
]
# How often each dear handshake is tried; the time on processors is that of all of them.
TIMES = 20
CPU_MS = 5.0
IDLE_S = 5
PATIENCE_S = 10.0


def no_compression(server):
    failed = 0
    for offer in OFFERS:
        opened = Socket(server.address, [f"Sec-WebSocket-Extensions: {offer}"])
        taken = "sec-websocket-extensions" in opened.head.lower()
        opened.send(frame(TEXT, b"{}", rsv=4))
        code, _, _ = opened.ended(1.0)
        opened.close()
        if opened.status != 101 or taken or code != 1002:
            failed += 1
            print(f"FAILED {offer}: {opened.status}, extension taken: {taken}, a compressed frame: {code}")
    print(f"compression: {len(OFFERS) - failed} of {len(OFFERS)} offers passed over, a compressed frame is 1002")
    return failed


def head(lines):
    key = base64.b64encode(os.urandom(16)).decode()
    usual = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
    return ("GET /live HTTP/1.1\r\nHost: {host}\r\n" + "\r\n".join([*usual, *lines]) + "\r\n\r\n")


def send(server, text, pause=0.0):
    """Sends a head, all of it or a byte at a time; the status (0: closed without one) and the seconds to the end."""
    raw = socket.create_connection(server.address, timeout=PATIENCE_S + 5)
    bytes_ = text.replace("{host}", server.host).encode("latin-1")
    began = time.monotonic()
    try:
        if pause:
            raw.settimeout(pause)
            for byte in bytes_:
                raw.send(bytes([byte]))
                try:
                    got = raw.recv(64)
                    return (int(got.split(b" ")[1]) if got else 0), time.monotonic() - began
                except TimeoutError:
                    continue
        raw.sendall(bytes_)
    except ConnectionError:
        pass
    try:
        got = raw.recv(64)
    except ConnectionError:
        got = b""
    finally:
        raw.close()
    return (int(got.split(b" ")[1]) if got else 0), time.monotonic() - began


def cheap(server):
    cases = [
        ("a header of 1 MB", head(["X-Long: " + "x" * 1_000_000]), TIMES, 0.0),
        ("10,000 headers", head([f"X-{number}: x" for number in range(10_000)]), TIMES, 0.0),
        ("a key of 30,000 bytes", head(["Sec-WebSocket-Protocol: " + "a," * 15_000]), TIMES, 0.0),
        ("a byte a second", head([]), 1, 1.0),
    ]
    failed = 0
    # What an idle server does is not the attack's; a slow case lasts long enough for it to show.
    before = server.cpu_ms()
    time.sleep(IDLE_S)
    idle_ms = server.cpu_ms_since(before) / IDLE_S
    for name, text, times, pause in cases:
        before = server.cpu_ms()
        ends = [send(server, text, pause) for _ in range(times)]
        whole = sum(took for _, took in ends)
        cpu = max(server.cpu_ms_since(before) - idle_ms * whole, 0.0) / times
        slowest = max(took for _, took in ends)
        statuses = sorted({status for status, _ in ends})
        good = all(status in (431, 408, 400, 0) for status in statuses)
        if not good or slowest > PATIENCE_S + 1 or cpu > CPU_MS:
            failed += 1
            print(f"FAILED {name}:", end=" ")
        print(f"{name}: answered {statuses}, slowest {slowest:.1f} s, {cpu:.2f} ms on processors each")
    print(f"handshakes: {len(cases) - failed} of {len(cases)} end within {PATIENCE_S:.0f} s at ≤ {CPU_MS} ms")
    return failed


def main():
    with Leeward(sys.argv[1], EASED) as server:
        failed = no_compression(server) + cheap(server)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
