// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { deliver, KEY_GOOD_MS, type Postman, type Queued } from './outbox-queue';

class Silence extends Error {}
class Refusal extends Error {}

// A server that does what the script says of each text, and remembers keys.
function world(texts: readonly string[][], script: Record<string, Error | 'lost'> = {}) {
  let queue: readonly Queued<string>[] = texts.map((posts, index) => ({ id: `c${index}`, owner: 'ann', savedAt: 0, posts: posts.map((post) => ({ post, key: `k-${post}` })) }));
  const published: [text: string, after: string | undefined][] = [];
  const keys = new Map<string, string>();
  const clock = { now: 1_000 };
  const postman: Postman<string> = {
    publish: async (post, after, key) => {
      const known = keys.get(key);
      const problem = script[post];
      if (problem instanceof Error) throw problem;
      if (!known) {
        published.push([post, after]);
        keys.set(key, `id-${post}`);
      }
      if (problem === 'lost') throw new Silence('lost');
      return { id: `id-${post}` };
    },
    judge: (error) => ({ passing: error instanceof Silence, arrived: error instanceof Silence, reason: (error as Error).message }),
    doubtful: 'may be out',
    now: () => clock.now,
    save: (next) => { queue = next; },
  };
  return { published, script, clock, queue: () => queue, go: (owner = 'ann') => deliver(() => queue, owner, postman) };
}

it('sends in the order of writing, threads as threads', async () => {
  const { published, queue, go } = world([['one'], ['two', 'three'], ['four']]);
  assert.equal(await go(), 4);
  assert.deepEqual(published, [['one', undefined], ['two', undefined], ['three', 'id-two'], ['four', undefined]]);
  assert.deepEqual(queue(), []);
});

it('waits where the server is silent, and overtakes nothing', async () => {
  const silent: Record<string, Error | 'lost'> = { two: new Silence('away') };
  const { published, queue, go } = world([['one'], ['two'], ['three']], silent);
  assert.equal(await go(), 1);
  assert.deepEqual(queue().map(({ id }) => id), ['c1', 'c2']);
  delete silent.two;
  assert.equal(await go(), 2);
  assert.deepEqual(published.map(([text]) => text), ['one', 'two', 'three']);
});

it('publishes once what arrived without an answer', async () => {
  const script: Record<string, Error | 'lost'> = { one: 'lost' };
  const { published, queue, go } = world([['one', 'two']], script);
  assert.equal(await go(), 0);
  assert.equal(queue()[0]!.triedAt, 1_000);
  delete script.one;
  assert.equal(await go(), 2);
  assert.deepEqual(published, [['one', undefined], ['two', 'id-one']]);
});

it('does not send by itself what may be out already under a key that is forgotten', async () => {
  const script: Record<string, Error | 'lost'> = { one: 'lost' };
  const { published, queue, clock, go } = world([['one'], ['two']], script);
  await go();
  delete script.one;
  clock.now += KEY_GOOD_MS + 1;
  assert.equal(await go(), 1);
  assert.deepEqual(published.map(([text]) => text), ['one', 'two']);
  assert.deepEqual(queue().map(({ id, reason }) => [id, reason]), [['c0', 'may be out']]);
});

it('sets aside what is refused, with the reason, and the rest of its thread with it', async () => {
  const { published, queue, go } = world([['one', 'bad', 'three'], ['four']], { bad: new Refusal('too rude') });
  assert.equal(await go(), 2);
  assert.deepEqual(published.map(([text]) => text), ['one', 'four']);
  assert.deepEqual(queue().map(({ posts, after, reason }) => [posts.map(({ post }) => post), after, reason]), [[['bad', 'three'], 'id-one', 'too rude']]);
  assert.equal(await go(), 0, 'it is not tried again by itself');
});

it('leaves what somebody else wrote on this device', async () => {
  const { published, queue, go } = world([['one']]);
  assert.equal(await go('ben'), 0);
  assert.deepEqual([published.length, queue().length], [0, 1]);
});
