"""The 517 Autobahn cases against the very socket set-up of /live (SECURITY row 13).

usage: autobahn.py PATH-OF-socket-echo PATH-OF-kosoku

The echo takes its upgrade from the same function as /live. Chapter 9 and seven other cases send more than 8 KiB in a
message, up to 16 MB: they get an echo with larger limits; nothing else differs.
"""

import collections
import json
import os
import subprocess
import sys
import tempfile

# As many as of tungstenite's own expectation: no compression is offered, so its cases are passed over.
EXPECTED = {"OK": 296, "NON-STRICT": 2, "INFORMATIONAL": 3, "UNIMPLEMENTED": 216}
LARGE = ["9.*", "1.1.6", "1.1.7", "1.1.8", "1.2.6", "1.2.7", "1.2.8", "10.1.1"]


def run(echo, kosoku, folder, large):
    """Runs one part: what became of each case."""
    arguments = ["--large"] if large else []
    server = subprocess.Popen([echo, *arguments], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    try:
        address = server.stdout.readline().strip()
        out = os.path.join(folder, "large" if large else "small")
        # It ends with 1 also for cases that are passed over: what became of each is judged below.
        which = [word for case in LARGE for word in ("-i" if large else "-x", case)]
        subprocess.run([kosoku, *which, "-o", out, address], check=False, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
    finally:
        server.kill()
        server.wait()
    with open(os.path.join(out, "index.json"), encoding="utf-8") as index:
        (cases,) = json.load(index).values()
    return cases


def main():
    echo, kosoku = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        cases = {**run(echo, kosoku, folder, False), **run(echo, kosoku, folder, True)}
    counts = collections.Counter(case["behavior"] for case in cases.values())
    for name, case in sorted(cases.items()):
        if case["behavior"] not in EXPECTED:
            print(f"FAILED {name}: {case['behavior']}")
    print("autobahn: " + ", ".join(f"{count} {behavior}" for behavior, count in sorted(counts.items())))
    return 0 if counts == EXPECTED else 1


if __name__ == "__main__":
    sys.exit(main())
