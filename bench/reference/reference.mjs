// SPDX-License-Identifier: Apache-2.0
//
// The references, side by side with ours, in turns, and the medians of both:
//   run nginx  --data DIR [--url URL]   a home page of ours as a static file of nginx, one worker, the same load client
//   run sqlite --data DIR [--url URL]   durable posts of 64 clients, and the same rows written straight into the same
//                                       database while the server has nothing to do
//   run redis  [options of auklet-bench stage]   the fan-out stage, and LPUSHX with LTRIM in Redis
// All take --json FILE, --rounds N, --server-core N (0) and --client-core N (1). DIR is a folder that auklet-bench
// prepare has filled. With --url the server of ours runs there already and on that core; otherwise it is started. With
// `any` as --client-core the load client goes where there is room, for a server on all cores.
import { mkdtemp, readFile, rm, chmod, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { cpus, tmpdir, totalmem, release, type } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, median, run, start, startAuklet, stop, until } from './process.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.AUKLET_BUILD ?? join(root, 'build/release');
const bench = join(build, 'auklet-bench');
const auklet = join(build, 'auklet');
const sampledPages = 25;
const paths = { PATH: `${process.env.PATH}:/usr/sbin` }; // Debian keeps nginx there

function readArguments(words) {
  const options = { rounds: '3', seconds: '3', 'server-core': '0', 'client-core': '1' };
  const rest = [];
  for (let at = 0; at < words.length; at += 2) {
    const name = words[at].replace(/^--/, '');
    if (words[at + 1] === undefined) throw new Error(`${words[at]} wants a value`);
    options[name] = words[at + 1];
    if (!['json', 'server-core', 'client-core', 'redis-socket'].includes(name)) rest.push(words[at], words[at + 1]);
  }
  if (options['client-core'] === 'any') options['client-core'] = undefined;
  return { options, rest };
}

export function machine() {
  return { cores: cpus().length, cpu: cpus()[0]?.model ?? '', memory_bytes: totalmem(), kernel: `${type()} ${release()}` };
}

async function write(options, result) {
  const width = Math.max(...Object.keys(result.figures).map((name) => name.length));
  for (const [name, value] of Object.entries(result.figures)) {
    console.log(`  ${name.padEnd(width)} ${value.toLocaleString('en', { maximumFractionDigits: 3 }).padStart(16)}`);
  }
  if (options.json) await writeFile(options.json, JSON.stringify({ machine: machine(), ...result }) + '\n');
}

// Runs a workload of auklet-bench; its figures.
async function measure(folder, options, workload, words) {
  const json = join(folder, 'figures.json');
  await run([bench, workload, ...words, '--json', json], { core: options['client-core'] });
  return JSON.parse(await readFile(json, 'utf8')).figures;
}

async function withFolder(parent, work) {
  const folder = await mkdtemp(join(parent, 'auklet-reference-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

// Ours at options.url, or a server of our own as long as `work` lasts.
async function withOurs(options, work) {
  if (options.url) return work(options.url);
  const server = await startAuklet(auklet, options.data, options['server-core']);
  try {
    return await work(server.url);
  } finally {
    await stop(server.child);
  }
}

// A home page whose size is in the middle of those of some people.
async function usualPage(options, url) {
  const tokens = (await run([bench, 'tokens', '--data', options.data, '--count', String(sampledPages)])).trim().split('\n');
  const pages = [];
  for (const token of tokens) {
    const answer = await fetch(`${url}/api/v1/timelines/home?limit=20`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    pages.push(Buffer.from(await answer.arrayBuffer()));
  }
  return pages.sort((a, b) => a.length - b.length)[Math.floor(pages.length / 2)];
}

const nginxSettings = (folder, port) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  tcp_nodelay on;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  open_file_cache max=10;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port};
    location = /api/v1/timelines/home { default_type application/json; alias ${folder}/page.json; }
  }
}
`;

// Fails with the name of the Debian package when a program is not there.
async function need(program, name) {
  await run([program, '-v'], { env: paths }).catch(() => {
    throw new Error(`${program} is missing: apt-get install ${name}`);
  });
}

async function startNginx(options, folder, page) {
  const port = await freePort();
  await chmod(folder, 0o755); // its worker may run as somebody else
  await writeFile(join(folder, 'page.json'), page);
  await writeFile(join(folder, 'nginx.conf'), nginxSettings(folder, port));
  const child = start(['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')], {
    core: options['server-core'],
    env: paths,
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => (await (await fetch(`${url}/api/v1/timelines/home`)).arrayBuffer()).byteLength === page.length, child);
  return { child, url };
}

async function nginx(options) {
  await need('nginx', 'nginx');
  await withOurs(options, (ours) =>
    withFolder(tmpdir(), async (folder) => {
      const page = await usualPage(options, ours);
      const theirs = await startNginx(options, folder, page);
      const paces = { ours: [], theirs: [] };
      const sizes = [];
      const read = (url) => {
        const words = ['--url', url, '--data', options.data, '--seconds', options.seconds, '--quick'];
        if (options.residents) words.push('--residents', options.residents);
        if (options['client-core']) words.push('--cores', options['client-core']); // its own: so it polls
        return measure(folder, options, 'home', words);
      };
      await read(ours); // the homes become resident
      for (let round = 0; round < Number(options.rounds); ++round) {
        for (const [who, url] of [['ours', ours], ['theirs', theirs.url]]) {
          const figures = await read(url);
          paces[who].push(figures.requests_per_s);
          if (who === 'ours') sizes.push(figures.bytes_per_page);
        }
      }
      await stop(theirs.child);
      await write(options, {
        workload: 'home',
        settings: { rounds: Number(options.rounds), reference: 'nginx, one worker, static file, keep-alive, no access log' },
        figures: {
          nginx_requests_per_s: median(paces.theirs),
          nginx_page_bytes: page.length,
          beside_nginx_requests_per_s: median(paces.ours),
          beside_nginx_page_bytes: median(sizes),
          ratio_nginx: median(paces.ours) / median(paces.theirs),
        },
        series: {},
      });
    }),
  );
}

async function sqlite(options) {
  await withFolder(tmpdir(), async (folder) => {
    const paces = { ours: [], hundred: [], one: [] };
    await withOurs(options, async (url) => {
      for (let round = 0; round < Number(options.rounds); ++round) {
        const words = ['--url', url, '--data', options.data, '--seconds', options.seconds, '--connections', '64', '--quick'];
        if (options.residents) words.push('--residents', options.residents);
        const ours = await measure(folder, options, 'post', words);
        paces.ours.push(ours.posts_per_s);
        const raw = await measure(folder, { 'client-core': options['server-core'] }, 'rows', [
          '--database', join(options.data, 'auklet.db'), '--rounds', '1', '--round-seconds', options.seconds,
        ]);
        paces.hundred.push(raw.sqlite_100_posts_per_s);
        paces.one.push(raw.sqlite_1_posts_per_s);
      }
    });
    await write(options, {
      workload: 'post',
      settings: { rounds: Number(options.rounds), reference: 'the rows of a post in the same database, WAL, synchronous=FULL, one core' },
      figures: {
        sqlite_100_posts_per_s: median(paces.hundred),
        sqlite_1_posts_per_s: median(paces.one),
        beside_sqlite_posts_per_s: median(paces.ours),
        ratio_sqlite_100: median(paces.ours) / median(paces.hundred),
        ratio_sqlite_1: median(paces.ours) / median(paces.one),
      },
      series: {},
    });
  });
}

// True when somebody listens at this Unix socket.
function answers(socket) {
  return new Promise((done) => {
    const connection = connect(socket, () => done(connection.end() && true)).on('error', () => done(false));
  });
}

async function redis(options, rest) {
  await need('redis-server', 'redis-server');
  await withFolder(tmpdir(), async (folder) => {
    const socket = join(folder, 'redis.sock');
    const settings = ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--dir', folder];
    const server = start(['redis-server', ...settings], { core: options['server-core'] });
    await until(() => answers(socket), server);
    // It keeps the engine on core 0 and itself, as the client of Redis, on core 1.
    const words = rest.filter((word, at) => !['--rounds', '--seconds'].includes(rest[at - (at % 2)]));
    const json = options.json ?? join(folder, 'figures.json');
    const table = await run([bench, 'stage', ...words, '--rounds', options.rounds, '--redis-socket', socket, '--json', json]);
    console.log(table.trimEnd());
    await stop(server);
  });
}

const commands = { nginx, sqlite, redis };
const [name, ...words] = process.argv.slice(2);
if (!commands[name]) {
  console.error('usage: bench/reference/run nginx|sqlite|redis --data DIR [--url URL] [--rounds N] [--json FILE]');
  process.exit(2);
}
try {
  const { options, rest } = readArguments(words);
  if (name !== 'redis' && !options.data) throw new Error('--data DIR is needed: the folder of auklet-bench prepare');
  await commands[name](options, rest);
} catch (error) {
  console.error(`bench/reference/run: ${error.message}`);
  process.exit(1);
}
