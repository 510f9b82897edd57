// SPDX-License-Identifier: Apache-2.0
//
// Programs started for a measurement: pinned, watched, and stopped again.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

// What programs get to see of the environment. The server refuses settings that it does not know.
function environment(more) {
  const { AUKLET_BUILD, AUKLET_TEST_POSTGRES, ...rest } = process.env;
  return { ...rest, ...more };
}

const pinned = (core, command) => (core === undefined ? command : ['taskset', '-c', String(core), ...command]);

// Starts a program in the background. `core`: keep it there.
export function start(command, { core, env = {} } = {}) {
  const [program, ...args] = pinned(core, command);
  const child = spawn(program, args, { env: environment(env), stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.on('data', (data) => (log = (log + data).slice(-4000)));
  child.log = () => log;
  child.ended = new Promise((resolve) => {
    child.on('error', (error) => resolve((log += error.message)));
    child.on('exit', resolve);
  });
  running.add(child);
  child.ended.then(() => running.delete(child));
  return child;
}

export async function stop(child) {
  child.kill('SIGTERM');
  await child.ended;
}

// Runs a program to its end; what it printed. Its progress is seen on standard error.
export async function run(command, { core, env = {} } = {}) {
  const [program, ...args] = pinned(core, command);
  const child = spawn(program, args, { env: environment(env), stdio: ['ignore', 'pipe', 'inherit'] });
  running.add(child);
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  running.delete(child);
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}\n${output}`);
  return output;
}

// Waits until `ready` returns true, at most so long; fails when the program ends before.
export async function until(ready, child, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  let ended = false;
  child.ended.then(() => (ended = true));
  for (;;) {
    if (await ready().catch(() => false)) return;
    if (ended || Date.now() > deadline) throw new Error(`${child.spawnargs.join(' ')} does not answer\n${child.log()}`);
    await pause(20);
  }
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

// Processor time of all threads of a process until now, in microseconds (Linux, /proc/PID/task/*/schedstat).
export function processorMicroseconds(pid) {
  const tasks = `/proc/${pid}/task`;
  const taken = readdirSync(tasks).map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]));
  return taken.reduce((sum, nanoseconds) => sum + nanoseconds / 1000, 0);
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// The server of ours on prepared data, without limits. Returns { child, url }.
export async function startAuklet(binary, data, core, threads = 1) {
  const port = await freePort();
  const child = start([binary, 'serve'], {
    core,
    env: {
      AUKLET_LISTEN: `127.0.0.1:${port}`,
      AUKLET_DATA_DIR: data,
      AUKLET_DOMAIN: 'localhost', // as prepare has it
      AUKLET_PUBLIC_URL: 'http://localhost',
      AUKLET_LIMITS_ENABLED: 'false',
      AUKLET_THREADS: String(threads),
      AUKLET_LOG_LEVEL: 'warn',
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${url}/api/v2/instance`)).ok, child, 60);
  return { child, url };
}
