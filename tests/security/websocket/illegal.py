"""48 ways to break the protocol on the real /live: the exact close code within a second, and nobody else notices.

usage: illegal.py PATH-OF-leeward

A socket for each case. After each a healthy reader of the same thread has to get the next post. All of it is done
twice: the second time the server's memory may differ by 1 MB between beginning and end (SECURITY row 14).
"""

import sys
import time

from wire import BINARY, CLOSE, CONTINUED, EASED, PING, PONG, TEXT, Leeward, Socket, frame, said

PROTOCOL, NOT_TEXT, NOT_UTF8, TOO_MUCH, TOO_LARGE, NORMAL = 1002, 1003, 1007, 1008, 1009, 1000
HELLO = b'{"op":"unsubscribe","topic":"me"}'
LARGEST = 8 * 1024

CASES = [
    ("text without a mask", frame(TEXT, HELLO, masked=False), PROTOCOL),
    ("ping without a mask", frame(PING, b"x", masked=False), PROTOCOL),
    ("close without a mask", frame(CLOSE, said(1000), masked=False), PROTOCOL),
    ("first reserved bit on text", frame(TEXT, HELLO, rsv=4), PROTOCOL),
    ("second reserved bit on text", frame(TEXT, HELLO, rsv=2), PROTOCOL),
    ("third reserved bit on text", frame(TEXT, HELLO, rsv=1), PROTOCOL),
    ("all reserved bits on a ping", frame(PING, b"", rsv=7), PROTOCOL),
    *((f"reserved opcode {opcode:#x}", frame(opcode, b"x"), PROTOCOL) for opcode in (3, 7, 0xB, 0xF)),
    ("fragmented ping", frame(PING, b"x", fin=False), PROTOCOL),
    ("fragmented pong", frame(PONG, b"x", fin=False), PROTOCOL),
    ("fragmented close", frame(CLOSE, said(1000), fin=False), PROTOCOL),
    ("ping of 126 bytes", frame(PING, b"x" * 126), PROTOCOL),
    ("pong of 126 bytes", frame(PONG, b"x" * 126), PROTOCOL),
    ("close of 126 bytes", frame(CLOSE, said(1000, b"x" * 124)), PROTOCOL),
    ("continuation of nothing", frame(CONTINUED, HELLO), PROTOCOL),
    ("continuation of nothing, unfinished", frame(CONTINUED, HELLO, fin=False), PROTOCOL),
    ("text inside a fragmented text", frame(TEXT, b"{", fin=False) + frame(TEXT, HELLO), PROTOCOL),
    ("binary inside a fragmented text", frame(TEXT, b"{", fin=False) + frame(BINARY, b"x"), PROTOCOL),
    ("a byte that is no UTF-8", frame(TEXT, b"\xff"), NOT_UTF8),
    ("a surrogate in UTF-8", frame(TEXT, b"\xed\xa0\x80"), NOT_UTF8),
    ("an overlong character", frame(TEXT, b"\xc0\xaf"), NOT_UTF8),
    ("a character beyond U+10FFFF", frame(TEXT, b"\xf4\x90\x80\x80"), NOT_UTF8),
    ("half a character at the end", frame(TEXT, b"abc\xe2\x82"), NOT_UTF8),
    ("bad UTF-8 split over frames", frame(TEXT, b"ab\xe2", fin=False) + frame(CONTINUED, b"\x28\xa1"), NOT_UTF8),
    ("half a character at the end of fragments", frame(TEXT, b"a", fin=False) + frame(CONTINUED, b"\xe2"), NOT_UTF8),
    ("a close reason that is no UTF-8", frame(CLOSE, said(1000, b"\xff")), NOT_UTF8),
    ("close with half a code", frame(CLOSE, b"\x03"), PROTOCOL),
    *((f"close code {code}", frame(CLOSE, said(code)), PROTOCOL)
      for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)),
    ("one byte over 8 KiB", frame(TEXT, b"x" * (LARGEST + 1)), TOO_LARGE),
    ("a length of 2^63", frame(TEXT, b"", length=1 << 63), TOO_LARGE),
    ("binary", frame(BINARY, b"x"), NOT_TEXT),
    ("fragments without an end", frame(TEXT, b"x" * 1024, fin=False) + frame(CONTINUED, b"x" * 1024, fin=False) * 8,
     TOO_LARGE),
    ("31 frames in a moment", frame(TEXT, HELLO) * 31, TOO_MUCH),
    ("text after a close", frame(CLOSE, said(1000)) + frame(TEXT, HELLO), NORMAL),
]


def try_one(server, token, case):
    """What is wrong with how this case ends; empty when all is well."""
    _, wire, expected = case
    attacker = Socket(server.address, [f"Authorization: Bearer {token}"])
    if attacker.status != 101:
        return f"the handshake got {attacker.status}"
    began = time.monotonic()
    try:
        attacker.send(wire)
    except ConnectionError:
        pass
    code, later, ended = attacker.ended(1.0)
    took = time.monotonic() - began
    # Whether the stream ends by itself too; the answer to the close is the client's duty, which this one neglects.
    if code == expected and not ended:
        _, more, ended = attacker.ended(9.0)
        later += more
    attacker.close()
    if code != expected:
        return f"closed with {code}, not {expected}, after {took:.2f} s"
    if later:
        return f"{len(later)} frames came after the close"
    return "" if ended else "the connection stayed open for ten seconds after the close"


def main():
    program = sys.argv[1]
    assert len(CASES) == 48, len(CASES)
    failed = []
    with Leeward(program, EASED) as server:
        token, _ = server.join()
        thread = server.thread(token)
        healthy = Socket(server.address)
        healthy.subscribe(thread)
        for turn in (1, 2):
            before = server.rss_kib()
            for case in CASES:
                wrong = try_one(server, token, case)
                post = server.post(token, thread, f"After {case[0]}.")
                got = healthy.event("post")["post"]["id"]
                if got != post:
                    wrong += f"; the healthy reader got {got}, not {post}"
                if wrong:
                    failed.append(case[0])
                    print(f"FAILED ({turn}) {case[0]}: {wrong}")
            grown = server.rss_kib() - before
            print(f"round {turn}: {len(CASES)} cases, memory {grown:+d} KiB")
    steady = abs(grown) <= 1024
    print(f"illegal frames: {2 * len(CASES) - len(failed)} of {2 * len(CASES)} as expected; "
          f"memory in the second round {grown:+d} KiB (at most 1024)")
    return 0 if not failed and steady else 1


if __name__ == "__main__":
    sys.exit(main())
