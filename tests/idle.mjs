// SPDX-License-Identifier: Apache-2.0
// An idle server on an empty database: how soon it answers and how much memory it holds. Fails above 40 MB, and with
// --bench also above half a second (the machine of a plain test run may be busy).
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Server } from './support/server.mjs';

const MEMORY_MB_MAX = 40;
const START_MS_MAX = 500;
const bench = process.argv.includes('--bench');

const residentMb = (pid) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

const server = await Server.create();
try {
  const startMs = await server.start();
  let memoryMb = 0;
  for (let second = 0; second < 3; second++) {
    memoryMb = Math.max(memoryMb, residentMb(server.pid));
    await pause(1000);
  }
  console.log(`idle server: first answer after ${startMs.toFixed(0)} ms, ${memoryMb.toFixed(1)} MB resident`);
  assert.ok(memoryMb < MEMORY_MB_MAX, `more than ${MEMORY_MB_MAX} MB`);
  assert.ok(!bench || startMs < START_MS_MAX, `more than ${START_MS_MAX} ms`);
} finally {
  await server.destroy();
}
