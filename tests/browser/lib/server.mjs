// Starts the real program on a free port with a folder of its own, and stops it as an operator would.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** How long a start may take: a debug build makes keys, boards and the database first. */
const START_MS = 30_000;
/** The contract gives a stop ten seconds; two more for a busy machine. */
const STOP_MS = 12_000;

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * @typedef {object} Server
 * @property {string} origin where it answers, without a slash at the end
 * @property {string} dataDir its data folder
 * @property {string[]} exits origins that a journey may end at: what it gave as `LEEWARD_EXIT_URL`
 * @property {() => string} log all that it has printed so far
 * @property {(args: string[]) => Promise<string>} command runs `leeward ARGS` beside it, answers what that printed
 * @property {(meanwhile?: () => Promise<void>) => Promise<void>} restart SIGTERM, then the same site again at the same
 *   place; `meanwhile` happens while it is down
 * @property {() => Promise<void>} stop SIGTERM; fails when the program does not end by itself with status 0
 */

/**
 * The program under test: `LEEWARD_BIN`, or what cargo built last.
 * @returns {string}
 */
export function binary() {
  if (process.env.LEEWARD_BIN) return process.env.LEEWARD_BIN;
  const target = process.env.CARGO_TARGET_DIR ?? targetFolder();
  const path = join(target, 'debug', 'leeward');
  if (!existsSync(path)) throw new Error(`no program at ${path}: run "cargo build", or name one in LEEWARD_BIN`);
  return path;
}

function targetFolder() {
  const metadata = execFileSync('cargo', ['metadata', '--format-version=1', '--no-deps', '--offline'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return JSON.parse(metadata).target_directory;
}

/** @returns {Promise<number>} */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', () => resolve(null)));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port to be had on 127.0.0.1');
  return address.port;
}

/**
 * Settings of the machine that runs the tests must not reach the program.
 * @param {Record<string, string>} own
 */
function environment(own) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('LEEWARD_'));
  return { ...Object.fromEntries(kept), ...own };
}

/**
 * Starts the program in trial mode (plain http on a loopback address).
 *
 * `before` are commands that run first with the same settings, such as `[['demo', '--seed', '1']]`.
 * `env` adds or replaces settings; `LEEWARD_LIMITS__OFF` is not set here, a journey that needs it says so.
 *
 * @param {{ env?: Record<string, string>, before?: string[][] }} [options]
 * @returns {Promise<Server>}
 */
export async function startServer({ env = {}, before = [] } = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'leeward-browser-'));
  try {
    // Between finding a port and taking it another program may be quicker, so try again.
    for (let attempt = 1; ; attempt += 1) {
      const port = await freePort();
      const settings = environment({ LEEWARD_LISTEN: `127.0.0.1:${port}`, LEEWARD_DATA_DIR: dataDir, ...env });
      for (const args of attempt === 1 ? before : []) await runCommand(args, settings);
      const started = await launch(`http://127.0.0.1:${port}`, dataDir, settings);
      if ('server' in started) return started.server;
      if (attempt === 3 || !/in use/i.test(started.log)) throw new Error(`the program ended at once:\n${started.log}`);
    }
  } catch (error) {
    await rm(dataDir, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<string>}
 */
function runCommand(args, env) {
  const child = spawn(binary(), args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let all = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text;
    all += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    all += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`leeward ${args.join(' ')} ended with ${code}:\n${all}`));
    });
  });
}

/**
 * @param {string} origin
 * @param {string} dataDir
 * @param {Record<string, string | undefined>} env
 * @returns {Promise<{ server: Server } | { log: string }>} `log` when the program ended before it answered
 */
async function launch(origin, dataDir, env) {
  const child = spawn(binary(), ['serve'], { env, cwd: dataDir, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
  }
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  let running = true;
  ended.then(() => {
    running = false;
  });
  const lastResort = () => {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  };
  process.once('exit', lastResort);

  const deadline = Date.now() + START_MS;
  while (!(await isLive(origin))) {
    if (!running) {
      process.removeListener('exit', lastResort);
      return { log: log || (await ended) };
    }
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${origin}/livez did not answer within ${START_MS / 1000} s:\n${log}`);
    }
    await pause(25);
  }

  const halt = async () => {
    child.kill('SIGTERM');
    const how = await Promise.race([ended, pause(STOP_MS, 'still running', { ref: false })]);
    child.kill('SIGKILL');
    process.removeListener('exit', lastResort);
    await ended;
    return how === 'status 0' ? null : new Error(`after SIGTERM the program was: ${how}\n${log}`);
  };
  const stop = async () => {
    const fault = await halt();
    await rm(dataDir, { recursive: true, force: true });
    if (fault) throw fault;
  };
  const restart = async (meanwhile = async () => {}) => {
    const fault = await halt();
    if (fault) throw fault;
    await meanwhile();
    const again = await launch(origin, dataDir, env);
    if (!('server' in again)) throw new Error(`the program did not come back:\n${again.log}`);
    const { log, stop, restart } = again.server;
    Object.assign(server, { log, stop, restart });
  };
  const command = (/** @type {string[]} */ args) => runCommand(args, env);
  const exits = env.LEEWARD_EXIT_URL ? [new URL(env.LEEWARD_EXIT_URL).origin] : [];
  /** @type {Server} */
  const server = { origin, dataDir, exits, log: () => log, command, stop, restart };
  return { server };
}

/** @param {string} origin */
async function isLive(origin) {
  try {
    const answer = await fetch(`${origin}/livez`, { signal: AbortSignal.timeout(2_000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** Takes the one place of a writer in an SQLite database, and keeps it until told otherwise. */
const HOLD = `
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute('BEGIN EXCLUSIVE')
print('held', flush=True)
sys.stdin.read()
`;

/**
 * Keeps the program from writing, as a full disk or a hanging backup does, while `act` runs.
 * @param {Server} server
 * @param {() => Promise<void>} act
 */
export async function withoutWriting(server, act) {
  const child = spawn('python3', ['-c', HOLD, join(server.dataDir, 'leeward.db')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`python3 ended with ${code}`)));
      child.stdout.once('data', resolve);
    });
    await act();
  } finally {
    child.kill('SIGKILL');
  }
}
