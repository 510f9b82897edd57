// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Both, Gone, Replacing } from './replacing';

// What waits on a server, and how its answers get lost.
function world() {
  const posts = new Set(['old']);
  const state = { silent: '' };
  const former = {
    isThere: async () => posts.has('old'),
    remove: async () => {
      if (state.silent === 'before') throw new Error('away');
      const was = posts.delete('old');
      if (state.silent === 'after') throw new Error('away');
      return was;
    },
  };
  const make = (id: string) => async () => {
    posts.add(id);
    return { id, undo: async () => posts.delete(id) };
  };
  return { posts, state, make, replacing: new Replacing(former), there: () => [...posts].join() };
}

const refused = async (): Promise<never> => { throw new Error('too rude'); };

it('puts the new one in the place of the former', async () => {
  const { replacing, make, there } = world();
  assert.equal((await replacing.with(make('new'))).id, 'new');
  assert.equal(there(), 'new');
});

it('leaves the former where the new one is refused', async () => {
  const { replacing, make, there } = world();
  await assert.rejects(replacing.with(refused), /too rude/);
  assert.equal(there(), 'old');
  await replacing.with(make('new'));
  assert.equal(there(), 'new');
});

it('loses neither where the former cannot be removed, and ends with one', async () => {
  for (const silent of ['before', 'after']) {
    const { replacing, make, state, there } = world();
    state.silent = silent;
    await assert.rejects(replacing.with(make('new')), Both);
    assert.equal(there(), silent === 'before' ? 'old,new' : 'new');
    state.silent = '';
    await replacing.with(make('new'));
    assert.equal(there(), 'new', silent);
  }
});

it('takes back what was made before, where something else was written after that', async () => {
  const { replacing, make, state, there } = world();
  state.silent = 'before';
  await assert.rejects(replacing.with(make('new')), Both);
  await assert.rejects(replacing.with(make('newer')), Both);
  state.silent = '';
  await replacing.with(make('newest'));
  assert.equal(there(), 'newest');
});

it('does not publish a second time what has had its time', async () => {
  const early = world();
  early.posts.delete('old');
  await assert.rejects(early.replacing.with(early.make('new')), Gone);
  assert.equal(early.there(), '');
  const late = world();
  await assert.rejects(late.replacing.with(async () => {
    late.posts.delete('old'); // in this very moment
    return late.make('new')();
  }), Gone);
  assert.equal(late.there(), '');
});
