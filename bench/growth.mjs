#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// What a home page and a post cost the server as the database grows: processor time of its process a request, which
// neither the load client nor waiting counts into.
//   bench/growth.mjs [--json FILE] [--full] [--data DIR] [--prepare] [--server-core N] [--client-core N]
// Databases of 10^4, 10^5 and 10^6 posts (with --full 10^7 too) by 10,000 people, and of 10^3, 10^4 and 10^5 people (with
// --full 10^6 too) with ten posts each; each with 20 followers of an author on average. They stay in DIR for the next time
// (default: a temporary folder, removed in the end), and --prepare makes them and measures nothing; what is measured is a
// copy. The same number of people read and post everywhere, so the homes kept in memory are as many.
import { constants, existsSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { cpus, release, tmpdir, totalmem, type } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median, processorMicroseconds, run, startAuklet, stop } from './reference/process.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const build = process.env.AUKLET_BUILD ?? join(root, 'build/release');
const bench = join(build, 'auklet-bench');
const people = 200; // who read and post
const passes = 3; // over all sizes, in turns: a server may be slow for as long as it runs, by the memory that it got
const rounds = 5;
const readsPerRound = 2000;
const postsPerRound = 400;
const atOnce = 8;
const usualPeople = 10_000;
const postsOfEach = 10;
const meanFollowers = 20;

function send(agent, url, token, body) {
  return new Promise((done, failed) => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const sent = request(url, { agent, method: body ? 'POST' : 'GET', headers }, (answer) => {
      answer.on('data', () => {});
      answer.on('error', failed);
      answer.on('end', () => (answer.statusCode === 200 ? done() : failed(new Error(`${url}: ${answer.statusCode}`))));
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

// Calls `one(number)` so many times, some at once. Processor time of the process a call, in microseconds.
async function costOf(pid, count, one) {
  let next = 0;
  const before = processorMicroseconds(pid);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < count) await one(next++);
  }));
  return (processorMicroseconds(pid) - before) / count;
}

// Waits until the process has done what it does at its start, a minute at most: a large server counts its posts anew.
async function untilQuiet(pid) {
  for (let look = 0, before = -Infinity; look < 120; ++look) {
    const now = processorMicroseconds(pid);
    if (now - before < 5000) return;
    before = now;
    await sleep(500);
  }
}

async function measure(options, data) {
  const tokens = (await run([bench, 'tokens', '--data', data, '--count', String(people)])).trim().split('\n');
  const server = await startAuklet(join(build, 'auklet'), data, options['server-core']);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const home = (number) => send(agent, `${server.url}/api/v1/timelines/home?limit=20`, tokens[number % people]);
  const post = (number) => send(agent, `${server.url}/api/v1/statuses`, tokens[(number * 7) % people],
    JSON.stringify({ status: `A short word about the weather, number ${number}, and nothing else to say today` }));
  try {
    await untilQuiet(server.child.pid);
    await costOf(server.child.pid, people, home); // they become resident
    const homes = [];
    const posts = [];
    for (let round = 0; round < rounds; ++round) {
      homes.push(await costOf(server.child.pid, readsPerRound, home));
      posts.push(await costOf(server.child.pid, postsPerRound, (number) => post(round * postsPerRound + number)));
    }
    return { home: median(homes), post: median(posts) };
  } finally {
    agent.destroy();
    await stop(server.child);
  }
}

// The folder of a database of that size, made when it is not there.
async function prepare(folder, { users, posts }) {
  const population = join(folder, `growth-${users}-${posts}`);
  if (!existsSync(join(population, 'bench.json'))) { // written last
    await rm(population, { recursive: true, force: true });
    await run([bench, 'prepare', '--users', String(users), '--posts', String(posts), '--mean', String(meanFollowers),
      '--max', String(Math.round(users * 0.1)), '--data', population]);
  }
  return population;
}

async function atSize(options, { prepared, work }, size) {
  const { users, posts } = size;
  const population = await prepare(prepared, size);
  const data = join(work, `${users}-${posts}`);
  try {
    await cp(population, data, { recursive: true, mode: constants.COPYFILE_FICLONE });
    await run(['sync', join(data, 'auklet.db')]); // what is on its way to the disk costs the server time
    const cost = await measure(options, data);
    console.log(`${users} people, ${posts} posts: home ${cost.home.toFixed(1)} µs, post ${cost.post.toFixed(1)} µs of the processor`);
    return cost;
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}

export function summary(byPosts, byPeople) {
  const points = (rows, what) => rows.map(({ size, cost }) => [size, cost[what]]);
  const ratio = (what) => Math.max(...[byPosts, byPeople].map((rows) => rows.at(-1).cost[what] / rows[0].cost[what]));
  return {
    figures: {
      home_us: byPosts.at(-1).cost.home,
      post_us: byPosts.at(-1).cost.post,
      home_ratio: ratio('home'),
      post_ratio: ratio('post'),
    },
    series: {
      home_us_by_posts: points(byPosts, 'home'),
      post_us_by_posts: points(byPosts, 'post'),
      home_us_by_people: points(byPeople, 'home'),
      post_us_by_people: points(byPeople, 'post'),
    },
  };
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      json: { type: 'string' },
      data: { type: 'string' },
      full: { type: 'boolean', default: false },
      prepare: { type: 'boolean', default: false },
      'server-core': { type: 'string', default: '0' },
      'client-core': { type: 'string', default: '1' },
    },
  });
  const postCounts = options.full ? [1e4, 1e5, 1e6, 1e7] : [1e4, 1e5, 1e6];
  const peopleCounts = options.full ? [1e3, 1e4, 1e5, 1e6] : [1e3, 1e4, 1e5];
  const ofPosts = (posts) => ({ users: usualPeople, posts });
  const ofPeople = (users) => ({ users, posts: users * postsOfEach });
  if (options.prepare) {
    if (!options.data) throw new Error('--prepare wants --data DIR: where they are to stay');
    for (const size of [...postCounts.map(ofPosts), ...peopleCounts.map(ofPeople)]) await prepare(options.data, size);
    return;
  }
  const work = await mkdtemp(join(options.data ?? tmpdir(), 'auklet-growth-'));
  const folders = { prepared: options.data ?? work, work };
  const core = options['client-core'];
  await run(['taskset', '-a', '-p', '-c', core, String(process.pid)]).catch(() => {}); // a machine of one core
  try {
    const sizes = [...postCounts.map(ofPosts), ...peopleCounts.map(ofPeople)];
    const costs = sizes.map(() => []);
    for (let pass = 0; pass < passes; ++pass) {
      for (const [at, size] of sizes.entries()) costs[at].push(await atSize(options, folders, size));
    }
    const middle = costs.map((rows) => ({ home: median(rows.map(({ home }) => home)), post: median(rows.map(({ post }) => post)) }));
    const byPosts = postCounts.map((size, at) => ({ size, cost: middle[at] }));
    const byPeople = peopleCounts.map((size, at) => ({ size, cost: middle[postCounts.length + at] }));
    const machine = { cores: cpus().length, cpu: cpus()[0]?.model ?? '', memory_bytes: totalmem(), kernel: `${type()} ${release()}` };
    const settings = { people_active: people, mean_followers: meanFollowers, passes, rounds, people: usualPeople, posts_of_each: postsOfEach };
    const result = { workload: 'growth', machine, settings, ...summary(byPosts, byPeople) };
    if (options.json) await writeFile(options.json, JSON.stringify(result) + '\n');
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await main().catch((error) => {
    console.error(`bench/growth.mjs: ${error.message}`);
    process.exit(1);
  });
}
