// SPDX-License-Identifier: Apache-2.0
//
// node test.mjs: bundles the tests of the client (src/**/*.test.ts) for Node.js and runs them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const here = path.dirname(new URL(import.meta.url).pathname);
const filesBelow = (folder, ending) => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const name = path.join(folder, entry.name);
  return entry.isDirectory() ? filesBelow(name, ending) : name.endsWith(ending) ? [name] : [];
});

const folder = mkdtempSync(path.join(os.tmpdir(), 'auklet-web-test-'));
try {
  await build({ entryPoints: filesBelow(path.join(here, 'src'), '.test.ts'), outdir: folder, bundle: true, platform: 'node', format: 'esm', target: 'node18', outExtension: { '.js': '.mjs' }, loader: { '.css': 'text', '.md': 'text', '.cpp': 'text' }, logLevel: 'warning' });
  const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', ...filesBelow(folder, '.test.mjs')], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
