// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeMachine, intoPage, mergeFigures, plainTable } from './merge.mjs';
import { judge, mustShow } from './must-show.mjs';

const row = (measured, figure) => judge(measured).find((one) => one.figure === figure);

test('figures of one workload from several files are joined, the later ones count', () => {
  const merged = mergeFigures([
    { workload: 'home', figures: { p99_ms: 4, requests_per_s: 10 } },
    { workload: 'home', figures: { ratio_nginx: 0.7, p99_ms: 3 } },
    { workload: 'cold', figures: { p99_ms: 9, note: 'no number' } },
  ]);
  assert.deepEqual(merged, { home: { p99_ms: 3, requests_per_s: 10, ratio_nginx: 0.7 }, cold: { p99_ms: 9 } });
});

test('every name that others rely on is among what must be shown', () => {
  const names = new Set(mustShow.map((line) => line.figure));
  for (const name of [
    'fanout.deliveries_per_s', 'fanout.visible_p99_ms', 'fanout.celebrity_p99_ratio', 'fanout.stage_ratio_redis',
    'home.ratio_nginx', 'home.p99_ms', 'post.ratio_sqlite_100', 'post.ratio_sqlite_1', 'mixed.requests_per_s_per_core',
    'mixed.p99_ms', 'memory.timeline_bytes', 'memory.edge_bytes', 'cold.p99_ms',
  ]) assert.ok(names.has(name), name);
});

test('a line holds at its limit, and says by how much it does not', () => {
  assert.equal(row({ home: { ratio_nginx: 0.8 } }, 'home.ratio_nginx').verdict, 'holds');
  assert.equal(row({ home: { ratio_nginx: 0.6 } }, 'home.ratio_nginx').verdict, 'short by 25 %');
  assert.equal(row({ home: { p99_ms: 5 } }, 'home.p99_ms').holds, true);
  assert.equal(row({ home: { p99_ms: 7.5 } }, 'home.p99_ms').verdict, 'over by 50 %');
  assert.equal(row({}, 'home.p99_ms').verdict, 'open');
  assert.equal(row({ home: { p99_ms: null } }, 'home.p99_ms').holds, null);
});

test('the table has a line for each figure', () => {
  assert.equal(plainTable(judge({})).split('\n').length, mustShow.length + 1);
});

test('only what lies between the markers of the label is replaced', () => {
  const page = 'a\n<!-- figures all -->\nold\n<!-- end of figures all -->\nb\n<!-- figures full -->\nkept\n<!-- end of figures full -->\n';
  const next = intoPage(page, 'all', 'new');
  assert.ok(next.startsWith('a\n<!-- figures all -->\n\nnew\n\n<!-- end of figures all -->\nb\n'));
  assert.ok(next.includes('\nkept\n') && !next.includes('old'));
  assert.equal(intoPage(next, 'all', 'new'), next);
  assert.throws(() => intoPage('nothing', 'all', 'new'), /no lines/);
});

test('the machine is described as the results say', () => {
  const machine = { cores: 2, cpu: 'Some CPU', memory_bytes: 8e9, kernel: 'Linux 6' };
  assert.equal(describeMachine([{}, { machine }]), 'On 2 cores of Some CPU, 8 GB of memory, Linux 6.');
});

test('a folder of results becomes one file, other JSON is left aside', () => {
  const folder = mkdtempSync(join(tmpdir(), 'auklet-merge-'));
  try {
    writeFileSync(join(folder, 'home.json'), JSON.stringify({ workload: 'home', figures: { p99_ms: 2 } }));
    writeFileSync(join(folder, 'other.json'), JSON.stringify({ accounts: 4 }));
    const out = join(folder, 'results', 'latest.json');
    const program = fileURLToPath(new URL('./merge.mjs', import.meta.url));
    const done = spawnSync(process.execPath, [program, '--out', out, folder], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stdout, /home page at 70 % of the ceiling, p99 .* 2 ms +holds/);
    assert.deepEqual(JSON.parse(readFileSync(out, 'utf8')), { home: { p99_ms: 2 } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
