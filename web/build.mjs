// SPDX-License-Identifier: Apache-2.0
//
// node build.mjs FOLDER: builds the client into FOLDER/files and packs it as FOLDER/client.pack, which the program takes
// in as it is (src/api/client_files.cpp reads it). Fails when the script of the first page is larger than it may be.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { build } from 'vite';

const FIRST_SCRIPT_GZIP_MAX = 90_000;

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const folder = path.resolve(process.argv[2] ?? '../build/web');
const files = path.join(folder, 'files');

const smaller = (packed, plain) => (packed.length < plain.length ? packed : Buffer.alloc(0));

function packed(name) {
  const plain = readFileSync(path.join(files, name));
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
  const type = TYPES[path.extname(name)];
  if (!type) throw new Error(`no media type for ${name}: add it to web/build.mjs`);
  return { name, type, plain, brotli: smaller(brotli, plain), gzip: smaller(gzipSync(plain, { level: 9 }), plain),
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"` };
}

// The scripts that the first page loads before it shows anything: those that the document names.
function firstScripts(entries) {
  const html = entries.find(({ name }) => name === 'index.html').plain.toString();
  const named = [...html.matchAll(/(?:src|href)="\/client\/([^"]+\.js)"/g)].map(([, name]) => name);
  return entries.filter(({ name }) => named.includes(name));
}

await build({ root: here, logLevel: 'warn', build: { outDir: files, emptyOutDir: true } });

// The service worker is one script that says itself which files it keeps; its name stays, so that browsers find the next.
async function addWorker() {
  const names = readdirSync(files).filter((name) => name !== 'index.html' && !name.startsWith('takeover-')).sort();
  const hash = createHash('sha256');
  for (const name of [...names, 'index.html']) hash.update(name).update(readFileSync(path.join(files, name)));
  await bundle({
    entryPoints: [path.join(here, 'src/worker/main.ts')], outfile: path.join(files, 'worker.js'), bundle: true, minify: true, format: 'iife', target: 'es2022', logLevel: 'warning',
    define: { FILES: JSON.stringify({ version: hash.digest('hex').slice(0, 16), names }) } });
}

await addWorker();
const entries = readdirSync(files).sort().map(packed);
const takeover = entries.find(({ name }) => /^takeover-.*\.js$/.test(name));
const head = [`auklet-client 1\t/client/${takeover.name}`, ...entries.map(({ name, type, plain, brotli, gzip, etag }) =>
  [name, type, plain.length, brotli.length, gzip.length, etag].join('\t'))];
writeFileSync(path.join(folder, 'client.pack'), Buffer.concat([
  Buffer.from(`${head.join('\n')}\n\n`), ...entries.flatMap(({ plain, brotli, gzip }) => [plain, brotli, gzip])]));

const first = firstScripts(entries).reduce((sum, { gzip }) => sum + gzip.length, 0);
const total = entries.reduce((sum, { brotli, plain }) => sum + (brotli.length || plain.length), 0);
console.log(`web client: ${entries.length} files, first script ${(first / 1000).toFixed(1)} kB gzip, all of it ${(total / 1000).toFixed(1)} kB Brotli`);
if (first > FIRST_SCRIPT_GZIP_MAX) {
  console.error(`The first script is larger than ${FIRST_SCRIPT_GZIP_MAX} bytes`);
  process.exit(1);
}
