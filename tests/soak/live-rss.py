#!/usr/bin/env python3
"""What idle readers cost, and that readers who do not read harm nobody (SPEED W5, SECURITY row 18).

usage: tests/soak/live-rss.py PATH-OF-leeward [slope] [pings] [deaf]      (a release build; all three parts)

Prints what it saw; exit 1 when it is not as promised. About five minutes.
"""

import sys
import threading
import time

from play import Filled, deaf, linger_off, median, push
from wire import PING, Socket, frame

KIB_A_READER = 8.0
PING_GROWTH_MIB = 10.0
P99_RATIO = 1.2
RUNS = 3


def slope(program):
    """Memory between 1,000 and 5,000 readers that wait."""
    with Filled(program) as server:
        few, many = 1_000, 5_000
        seen = {}
        for readers in (few, many):
            report = server.load("--readers", readers, "--writers", 0, "--seconds", 3)
            seen[readers] = report["site"]["rss_after_kib"]
            start = report["site"]["rss_before_kib"] if readers == few else start
        each = (seen[many] - seen[few]) / (many - few)
        print(f"slope: {start} KiB without readers, {seen[few]} with {few}, {seen[many]} with {many}: "
              f"{each:.2f} KiB each (under {KIB_A_READER})")
        return each < KIB_A_READER


def pings(program):
    """50 that send pings and never read the pongs."""
    with Filled(program) as server:
        # What 50 honest readers cost is no growth of this kind.
        server.load("--readers", 50, "--writers", 1, "--posts", 20, "--every-ms", 50)
        before = server.rss_kib()
        attackers = [Socket(server.address) for _ in range(50)]
        most = before
        done = threading.Event()

        def watch():
            nonlocal most
            while not done.is_set():
                most = max(most, server.rss_kib())
                time.sleep(0.05)

        watcher = threading.Thread(target=watch)
        watcher.start()
        sent, left = push(attackers, frame(PING, b"x" * 100) * 600, 10)
        done.set()
        watcher.join()
        for entry in attackers:
            linger_off(entry)
        grown = (most - before) / 1024
        print(f"pings without reading: {sent / 1e6:.0f} MB taken from 50 in 10 s, {left} still connected, "
              f"memory +{grown:.1f} MiB (at most {PING_GROWTH_MIB})")
        return grown <= PING_GROWTH_MIB


def unread(program):
    """500 good readers at 200 posts a second, without and with 500 deaf ones."""
    p99 = {"without": [], "with": []}
    with Filled(program) as server:
        token = server.one_token()
        thread = server.thread(token)
        play = ("--readers", 500, "--writers", 16, "--every-ms", 5, "--seconds", 20, "--thread", thread)
        closed = growth = 0
        for _ in range(RUNS):
            p99["without"].append(server.load(*play)["site"]["every"]["p99_ms"])
            before = server.rss_kib()
            idle = server.sockets()
            attackers = deaf(server, thread, 500)
            report = server.load(*play)
            p99["with"].append(report["site"]["every"]["p99_ms"])
            growth = max(growth, report["site"]["rss_after_kib"] - before)
            until = time.monotonic() + 15
            while server.sockets() > idle + 5 and time.monotonic() < until:
                time.sleep(0.2)
            closed = 500 - max(server.sockets() - idle, 0)
            for entry in attackers:
                linger_off(entry)
        without, beside = median(p99["without"]), median(p99["with"])
        ratio = beside / without
        print(f"deaf readers: p99 of 500 good ones {without:.2f} ms without, {beside:.2f} ms beside 500 deaf ones "
              f"(medians of {RUNS}): {ratio:.2f} (at most {P99_RATIO}); {closed} of 500 deaf ones closed; "
              f"memory +{growth / 1024:.1f} MiB")
        return ratio <= P99_RATIO and closed >= 495


PARTS = {"slope": slope, "pings": pings, "deaf": unread}


def main():
    program, *parts = sys.argv[1:]
    good = [PARTS[part](program) for part in parts or PARTS]
    print(f"live-rss: {sum(good)} of {len(good)} as promised")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
