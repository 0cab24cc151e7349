"""24 origins, each with a cookie, with a Bearer token, with neither: who may open a socket (SECURITY row 16).

usage: origins.py PATH-OF-leeward

A browser always says where it comes from and may come from our own pages alone; a script says nothing. Refused means
403 before the upgrade.
"""

import re
import sys
import urllib.parse
from http.client import HTTPConnection

from wire import EASED, Leeward, Socket

HOST = "forum.example"
ONION = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"
OWN = f"https://{HOST}"

# The lines of `Origin`, and what a cookie, a Bearer token and neither get.
NOBODY = (403, 403, 403)
ORIGINS = [
    ("absent", [], (403, 101, 101)),
    ("our own", [OWN], (101, 101, 101)),
    ("our onion", [f"http://{ONION}"], (101, 101, 101)),
    ("null", ["null"], NOBODY),
    ("empty", [""], NOBODY),
    ("http", [f"http://{HOST}"], NOBODY),
    ("another port", [f"{OWN}:8443"], NOBODY),
    ("the usual port, which no browser writes", [f"{OWN}:443"], NOBODY),
    ("a suffix", [f"{OWN}.evil.example"], NOBODY),
    ("a prefix", ["https://evilforum.example"], NOBODY),
    ("a name below ours", [f"https://a.{HOST}"], NOBODY),
    ("the name above ours", ["https://example"], NOBODY),
    ("a dot at the end", [f"{OWN}."], NOBODY),
    ("capitals", ["https://FORUM.example"], NOBODY),
    ("a scheme in capitals", [f"HTTPS://{HOST}"], NOBODY),
    ("our name as one who signs in", [f"https://{HOST}@evil.example"], NOBODY),
    ("one who signs in to ours", [f"https://evil@{HOST}"], NOBODY),
    ("a path", [f"{OWN}/"], NOBODY),
    ("another site", ["https://evil.example"], NOBODY),
    ("the onion by TLS", [f"https://{ONION}"], NOBODY),
    ("an extension", ["chrome-extension://abcdefghijklmnopabcdefghijklmnop"], NOBODY),
    ("a file", ["file://"], NOBODY),
    ("two in one line", [f"{OWN} https://evil.example"], NOBODY),
    ("two lines, ours first", [OWN, "https://evil.example"], NOBODY),
]


def cookie(server, phrase):
    """Signs in as a browser does; the cookies it gets."""
    connection = HTTPConnection(*server.address, timeout=30)
    body = urllib.parse.urlencode({"phrase": phrase, "keep": "session", "to": ""})
    connection.request("POST", "/sign-in", body, {
        "Host": HOST, "Origin": OWN, "Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303, answer.status
    pairs = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return "; ".join(pair for pair in pairs if re.match(r"(__Host-)?leeward=.", pair))


def main():
    assert len(ORIGINS) == 24, len(ORIGINS)
    settings = {**EASED, "LEEWARD_BASE_URL": OWN, "LEEWARD_ONION_URL": f"http://{ONION}"}
    failed = 0
    with Leeward(sys.argv[1], settings) as server:
        server.host = HOST
        token, phrase = server.join()
        known = cookie(server, phrase)
        assert known, "signing in set no cookie"
        callers = [("cookie", [f"Cookie: {known}"]), ("Bearer", [f"Authorization: Bearer {token}"]), ("neither", [])]
        for name, origins, expected in ORIGINS:
            for (caller, lines), status in zip(callers, expected, strict=True):
                opened = Socket(server.address, [*lines, *(f"Origin: {origin}" for origin in origins)], host=HOST)
                # Who is let in as a member hears their own matters; a visitor has none.
                if opened.status == 101:
                    opened.say({"op": "subscribe", "topic": "me"})
                    heard = opened.receive(5)[1]
                    member = b'"subscribed"' in heard
                else:
                    member = caller != "neither"
                opened.close()
                if opened.status != status or member != (caller != "neither"):
                    failed += 1
                    print(f"FAILED {name}, {caller}: {opened.status}, not {status}; member: {member}")
    print(f"origins: {3 * len(ORIGINS) - failed} of {3 * len(ORIGINS)} handshakes as expected")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
