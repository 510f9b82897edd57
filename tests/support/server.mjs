// SPDX-License-Identifier: Apache-2.0
// The real binary on a free port with its own folder and its own fresh database.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { createDatabase } from './database.mjs';
import { eventually } from './expect.mjs';
import { exchange, siteAt } from './http.mjs';

const run = promisify(execFile);
const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url));
export const BINARY = path.resolve(process.env.AUKLET_BINARY ?? path.join(CHECKOUT, 'build/release/auklet'));
export const ENGINE = process.env.AUKLET_TEST_ENGINE ?? 'sqlite';

const SANITIZER_FINDING = /ERROR: \w+Sanitizer|WARNING: ThreadSanitizer|runtime error:/;
const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 30_000;

// The kernel takes ports for outgoing connections from a range that starts here; those come and go at any moment.
function firstOutgoingPort() {
  try {
    return Number(fs.readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s+/)[0]);
  } catch {
    return 32_768;
  }
}

// A port below that range which nobody listens on.
export async function freePort() {
  const end = Math.min(Math.max(firstOutgoingPort(), 11_000), 30_000);
  for (;;) {
    const port = 5_500 + Math.floor(Math.random() * (end - 5_500));
    const probe = net.createServer();
    const free = await new Promise((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}

// The caller's environment without its own Auklet settings.
function cleanEnvironment(extra) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AUKLET_'));
  return { ...Object.fromEntries(inherited), ...extra };
}

// Runs `auklet ARGS` to its end; never throws for a non-zero exit code.
export async function auklet(args, { env = {}, cwd, input } = {}) {
  const options = { env: cleanEnvironment(env), cwd, timeout: START_DEADLINE_MS };
  const pending = run(BINARY, args, options);
  pending.child.stdin.on('error', () => {}); // it may be gone before it has read anything
  pending.child.stdin.end(input ?? '');
  try {
    return { code: 0, ...(await pending) };
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}

export class Server {
  #child = null;
  #exited = null;

  // `domain` is what the server calls itself (default localhost:PORT); `env` holds further AUKLET_ settings.
  static async create({ engine = ENGINE, domain, port, env = {}, keepAlive } = {}) {
    const server = new Server();
    server.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'auklet-scenario-'));
    server.port = port ?? await freePort();
    server.site = siteAt(server.port, domain, { keepAlive });
    server.database = await createDatabase(engine, server.folder);
    server.env = {
      AUKLET_LISTEN: `127.0.0.1:${server.port}`,
      AUKLET_DOMAIN: server.site.host,
      AUKLET_DATA_DIR: server.folder,
      AUKLET_DATABASE: server.database.url,
      AUKLET_TEST_PASSWORD_GRANT: 'true',
      AUKLET_LIMITS_ENABLED: 'false',
      AUKLET_PASSWORD_ARGON2_MEMORY_KIB: '64', // scenarios sign up hundreds of people
      AUKLET_PASSWORD_ARGON2_ITERATIONS: '1',
      ...env,
    };
    server.logFile = path.join(server.folder, 'server.log');
    return server;
  }

  get pid() {
    return this.#child.pid;
  }

  log() {
    return fs.existsSync(this.logFile) ? fs.readFileSync(this.logFile, 'utf8') : '';
  }

  // Starts the process and waits for its first answer; returns how long that took in milliseconds. A server that starts
  // again must have its port again, which somebody may hold for a moment: a probe for a free port, say.
  async start() {
    assert.equal(this.#child, null, 'the server is running already');
    const restarted = this.log() !== '';
    for (let round = 1; ; round++) {
      const seen = this.log().length;
      try {
        return await this.#startOnce();
      } catch (error) {
        if (!restarted || round === 20 || !/Address already in use/.test(this.log().slice(seen))) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }

  async #startOnce() {
    const log = fs.openSync(this.logFile, 'a');
    const started = process.hrtime.bigint();
    const child = spawn(BINARY, ['serve'], { env: cleanEnvironment(this.env), cwd: this.folder, stdio: ['ignore', log, log] });
    fs.closeSync(log);
    this.#child = child;
    this.#exited = new Promise((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
    child.on('error', (error) => fs.appendFileSync(this.logFile, `${error.message}\n`));
    process.once('exit', () => child.kill('SIGKILL'));
    await eventually(async () => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const answer = await exchange(this.site, 'GET', '/health');
      assert.equal(answer.status, 200, answer.text);
    }, { withinMs: START_DEADLINE_MS, everyMs: 2 });
    const elapsedMs = Number(process.hrtime.bigint() - started) / 1e6;
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      this.#child = null;
      throw new Error(`${BINARY} did not start:\n${this.log().slice(-4000)}`);
    }
    return elapsedMs;
  }

  // SIGTERM; the server must drain and leave with 0, and no sanitizer may have spoken.
  async stop() {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
    const { code, signal } = await this.#exited;
    clearTimeout(timer);
    const finding = SANITIZER_FINDING.exec(this.log());
    assert.equal(finding, null, `sanitizer finding:\n${finding && this.log().slice(finding.index, finding.index + 4000)}`);
    assert.deepEqual({ code, signal }, { code: 0, signal: null }, `bad end of the server:\n${this.log().slice(-4000)}`);
  }

  async kill() {
    const child = this.#child;
    this.#child = null;
    child.kill('SIGKILL');
    await this.#exited;
  }

  exited() {
    return this.#exited;
  }

  // After this the server is gone for good, with all its data.
  async destroy() {
    try {
      await this.stop();
    } finally {
      await this.database.drop();
      fs.rmSync(this.folder, { recursive: true, force: true });
    }
  }
}
