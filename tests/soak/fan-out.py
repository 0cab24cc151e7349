#!/usr/bin/env python3
"""A post to 1,000 and to 5,000 readers, against a bare broadcast in the same run (SPEED W4).

usage: tests/soak/fan-out.py PATH-OF-leeward [READERS]…      (a release build)

Site and broadcast take turns three times; the figures are medians. Prints them; exit 1 when the site needs more than
1.5 times as long to the last reader (p99), or when anything was lost.
"""

import sys

from play import Filled

P99_RATIO = 1.5


def fan_out(program, readers):
    with Filled(program) as server:
        report = server.load("--readers", readers, "--writers", 2, "--posts", 200, "--every-ms", 200, "--limit")
    for name in ("site", "limit"):
        part = report[name]
        print(f"{readers} readers, {name}: last reader p50 {part['last']['p50_ms']:.2f} ms, "
              f"p99 {part['last']['p99_ms']:.2f} ms; first reader p50 {part['first']['p50_ms']:.2f} ms; "
              f"{part['cpu_us_per_delivery']:.2f} µs of CPU a delivery; RSS {part['rss_after_kib']} KiB")
    ratio = report["ratio"]
    print(f"{readers} readers: p99 to the last {ratio['last_p99']:.2f} × the limit (at most {P99_RATIO}), "
          f"CPU {ratio['cpu_per_delivery']:.2f} ×, posts answered p99 {report['site']['answered']['p99_ms']:.2f} ms")
    return ratio["last_p99"] <= P99_RATIO


def main():
    program, *sizes = sys.argv[1:]
    good = [fan_out(program, int(readers)) for readers in sizes or (1_000, 5_000)]
    print(f"fan-out: {sum(good)} of {len(good)} as promised")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
