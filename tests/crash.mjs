// SPDX-License-Identifier: Apache-2.0
// kill -9 under load. Several people post, delete, favourite and follow without pause; the server is killed in the
// middle; after the restart everything that had been acknowledged must be there exactly once, and every counter must
// equal what it counts. What was under way when the server died is asked for again, as a client would do, with the
// same idempotency key: it must then be there exactly once too.
//   node crash.mjs [--rounds 3] [--seconds 3] [--people 8] [--seed 1]     (AUKLET_TEST_ENGINE, AUKLET_BINARY)
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compareIds, eventually, ids, texts } from './support/expect.mjs';
import { ENGINE } from './support/server.mjs';
import { World } from './support/world.mjs';

const { values } = parseArgs({ options: {
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '3' }, // of writing, all rounds together
  people: { type: 'string', default: '8' },
  seed: { type: 'string', default: '1' },
} });
const [ROUNDS, SECONDS, PEOPLE] = [values.rounds, values.seconds, values.people].map(Number);

// mulberry32: the same seed gives the same story, up to the moment of each kill.
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = randomNumbers(Number(values.seed));
const pick = (list) => list[Math.floor(random() * list.length)];
const newestFirst = (a, b) => compareIds(b.id, a.id);

// What the server has acknowledged.
class Model {
  posts = new Map(); // id → {id, text, author, fans: Set of writers}
  latest = []; // ids of the posts that others react to
  follows = new Map(); // writer → Set of writers

  constructor(people) {
    this.writers = people.map((person) => new Writer(person, this));
    for (const writer of this.writers) this.follows.set(writer, new Set());
  }

  add(post) {
    this.posts.set(post.id, post);
    this.latest.push(post.id);
    if (this.latest.length > 100) this.latest.shift();
  }

  recentPost() {
    return this.latest.length > 0 ? this.posts.get(pick(this.latest)) : undefined;
  }

  writtenBy(writer) {
    return [...this.posts.values()].filter(({ author }) => author === writer).sort(newestFirst);
  }
}

class Writer {
  written = 0;
  latest = null; // the id of the own latest post
  unsure = null; // the act that was under way when the server died

  constructor(person, model) {
    this.person = person;
    this.model = model;
  }

  get id() { return this.person.id; }

  // An act is {send, done: what the model learns when it is acknowledged, goneIsDone, about}.
  nextAct() {
    const { posts, follows, writers } = this.model;
    const dice = random();
    if (dice < 0.05 && posts.has(this.latest)) return this.erase(posts.get(this.latest));
    const target = this.model.recentPost();
    if (dice < 0.35 && target && !target.fans.has(this)) return this.favourite(target, 'favourite');
    if (dice < 0.40 && target && target.fans.has(this)) return this.favourite(target, 'unfavourite');
    if (dice < 0.50) {
      const other = pick(writers.filter((writer) => writer !== this));
      return this.follow(other, follows.get(this).has(other) ? 'unfollow' : 'follow');
    }
    return this.post();
  }

  post() {
    const text = `${this.person.username} ${++this.written}`;
    return {
      send: () => this.person.ask('POST', '/api/v1/statuses', { json: { status: text }, headers: { 'Idempotency-Key': text } }),
      done: ({ id }) => {
        this.model.add({ id, text, author: this, fans: new Set() });
        this.latest = id;
      },
    };
  }

  erase(post) {
    return {
      send: () => this.person.ask('DELETE', `/api/v1/statuses/${post.id}`),
      done: () => this.model.posts.delete(post.id),
      goneIsDone: true,
      about: post.id,
    };
  }

  favourite(post, action) {
    return {
      send: () => this.person.ask('POST', `/api/v1/statuses/${post.id}/${action}`),
      done: () => (action === 'favourite' ? post.fans.add(this) : post.fans.delete(this)),
      goneIsDone: true, // its author was faster
    };
  }

  follow(other, action) {
    return {
      send: () => this.person.ask('POST', `/api/v1/accounts/${other.id}/${action}`),
      done: () => (action === 'follow' ? this.model.follows.get(this).add(other) : this.model.follows.get(this).delete(other)),
    };
  }

  // Sends the act; true when it was answered, false when the server died over it.
  async perform(act) {
    let answer;
    try {
      answer = await act.send();
    } catch {
      this.unsure = act;
      return false;
    }
    assert.ok(answer.status === 200 || (answer.status === 404 && act.goneIsDone), `${answer.status} ${answer.text.slice(0, 300)}`);
    if (answer.status === 200 || act.about) act.done(answer.body);
    return true;
  }

  async writeUntilTheServerDies() {
    let acts = 0;
    while (await this.perform(this.nextAct())) acts++;
    return acts;
  }

  // As a client does after it has lost the connection.
  async askAgain() {
    const act = this.unsure;
    this.unsure = null;
    if (act) assert.ok(await this.perform(act), 'the server died again');
  }
}

async function verify(model) {
  const { writers } = model;
  for (const writer of writers) {
    const { person } = writer;
    const own = model.writtenBy(writer);
    const stored = (await person.pages(`/api/v1/accounts/${person.id}/statuses`, { limit: 40 }, { most: 1e6 })).flat();
    assert.deepEqual(ids(stored), ids(own), `posts of ${person.username}`);
    assert.deepEqual(texts(stored), own.map(({ text }) => text));
    assert.deepEqual(stored.map((post) => post.favourites_count), own.map(({ fans }) => fans.size), `favourite counts of ${person.username}`);

    const liked = (await person.pages('/api/v1/favourites', { limit: 40 }, { most: 1e6 })).flat();
    const likes = [...model.posts.values()].filter(({ fans }) => fans.has(writer));
    assert.deepEqual(ids(liked).sort(), ids(likes).sort(), `favourites of ${person.username}`);

    const following = model.follows.get(writer);
    const followers = writers.filter((other) => model.follows.get(other).has(writer));
    const path = `/api/v1/accounts/${person.id}`;
    assert.deepEqual(ids(await person.get(`${path}/following`)).sort(), [...following].map(({ id }) => id).sort());
    assert.deepEqual(ids(await person.get(`${path}/followers`)).sort(), followers.map(({ id }) => id).sort());
    const { statuses_count, following_count, followers_count } = await person.get(path);
    assert.deepEqual({ statuses_count, following_count, followers_count },
      { statuses_count: own.length, following_count: following.size, followers_count: followers.length }, `counts of ${person.username}`);

    const home = [...model.posts.values()].filter(({ author }) => author === writer || following.has(author)).sort(newestFirst).slice(0, 40);
    await eventually(async () => assert.deepEqual(ids(await person.home({ limit: 40 })), ids(home), `home of ${person.username}`));
  }
}

async function main() {
  const world = new World({ direct: true });
  await world.open();
  try {
    const model = new Model(await world.people(...Array(PEOPLE).fill('writer')));
    const { writers } = model;

    let [acknowledged, unsure] = [0, 0];
    for (let round = 1; round <= ROUNDS; round++) {
      const writing = writers.map((writer) => writer.writeUntilTheServerDies());
      await pause((SECONDS / ROUNDS) * 1000 * (0.5 + random()));
      await world.server.kill();
      const acts = (await Promise.all(writing)).reduce((sum, count) => sum + count, 0);
      acknowledged += acts;
      const pending = writers.filter((writer) => writer.unsure).length;
      unsure += pending;
      const startedMs = await world.server.start();
      for (const writer of writers) await writer.askAgain();
      await verify(model);
      console.log(`round ${round} of ${ROUNDS} (${ENGINE}): ${acts} acknowledged, ${pending} asked again, back after ${startedMs.toFixed(0)} ms; ${model.posts.size} posts stand`);
    }
    console.log(`kill -9 on ${ENGINE}: ${ROUNDS} rounds, ${acknowledged} acknowledged writes, ${unsure} asked again, none lost, none doubled`);
  } finally {
    await world.close();
  }
}

await main();
