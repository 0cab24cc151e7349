// What somebody finds who searches the files of a browser: every run of letters in every file, in the two ways in which
// browsers write them, packed ones unpacked.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Firefox's packed JSON begins so; its length follows. */
const LZ4_MARK = 'mozLz40\0';
const SQLITE_MARK = 'SQLite format 3\0';
/** Letters of our languages. Shorter runs are chance: any large file has all words of three letters. */
const RUN = /[\u0020-\u007e\u00a0-\u024f\u2010-\u2044]{8,}/gu;
/** A table's cells lie side by side in its file; here each has a line. */
const CELLS = `
import sqlite3, sys
base = sqlite3.connect(sys.argv[1])
base.text_factory = lambda bytes: bytes.decode('utf-8', 'replace')
for (name,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
    try:
        for row in base.execute('select * from "' + name + '"'):
            for cell in row:
                if isinstance(cell, (str, bytes)):
                    print(cell if isinstance(cell, str) else cell.decode('utf-8', 'replace'))
    except sqlite3.DatabaseError:
        pass
`;

const TABLES = /** @type {const} */ ({
  encoding: 'utf8',
  maxBuffer: 1 << 28,
  env: { PYTHONIOENCODING: 'utf-8', PATH: process.env.PATH },
});

/**
 * @typedef {{ file: string, text: string }} Trace the runs of one file, each on a line of its own
 */

/**
 * The block format of LZ4, as far as a reader needs it.
 * @param {Buffer} packed
 * @param {number} from where the block begins
 * @param {number} length of what it holds
 */
function unpackLz4(packed, from, length) {
  const out = Buffer.alloc(length);
  let at = from;
  let to = 0;
  /** @param {number} short */
  const long = (short) => {
    let total = short;
    for (let more = short === 15 ? 255 : 0; more === 255; at += 1) {
      more = packed[at] ?? 0;
      total += more;
    }
    return total;
  };
  while (at < packed.length) {
    const token = packed[at] ?? 0;
    at += 1;
    const literals = long(token >> 4);
    packed.copy(out, to, at, at + literals);
    at += literals;
    to += literals;
    if (at >= packed.length) break;
    const back = packed.readUInt16LE(at);
    at += 2;
    // A copy may overlap what it makes, so it goes byte by byte.
    for (let left = long(token & 15) + 4; left > 0; left -= 1, to += 1) out[to] = out[to - back] ?? 0;
  }
  return out;
}

/** @param {Buffer} bytes @returns {Buffer} */
function unpacked(bytes) {
  if (bytes.subarray(0, 8).toString('latin1') === LZ4_MARK) return unpackLz4(bytes, 12, bytes.readUInt32LE(8));
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

/** @param {Buffer} bytes */
function runs(bytes) {
  const readings = [bytes.toString('utf8'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')];
  return readings.flatMap((text) => text.match(RUN) ?? []);
}

/**
 * @param {string} folder of a profile
 * @returns {Trace[]}
 */
export function traces(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  // All are read before one is opened as tables, which takes its log away.
  const all = files.map((path) => ({ path, bytes: readFileSync(path) }));
  return all.map(({ path, bytes }) => {
    const isTables = bytes.subarray(0, 16).toString('latin1') === SQLITE_MARK;
    const cells = isTables ? execFileSync('python3', ['-c', CELLS, path], TABLES) : '';
    return { file: path.slice(folder.length + 1), text: [cells, ...runs(unpacked(bytes))].join('\n') };
  });
}
