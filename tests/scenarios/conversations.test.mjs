// SPDX-License-Identifier: Apache-2.0
// Direct posts, gathered by thread and by who takes part: what each of them sees, in which order, and what the direct stream
// tells.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, has, ids, refused, texts } from '../support/expect.mjs';
import { Socket } from '../support/stream.mjs';
import { useWorld } from '../support/world.mjs';

describe('conversations', () => {
  const world = useWorld();
  const PATH = '/api/v1/conversations';
  const DIRECT = { visibility: 'direct' };

  // Each as [text of the last post, names of the others…, 'unread'?], newest first.
  const lines = (list) => list.map(({ last_status, accounts, unread }) => [
    texts([last_status])[0], ...accounts.map(({ username }) => username), ...(unread ? ['unread'] : [])]);
  const shows = async (person, expected, query) => assert.deepEqual(lines(await person.get(PATH, query)), expected);

  it('are everyone\'s own, and read when their owner says so or answers', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const hello = await ann.publish(`hello ${bob.mention}`, DIRECT);
    await shows(ann, [[`hello ${bob.mention}`, bob.username]]);
    await shows(bob, [[`hello ${bob.mention}`, ann.username, 'unread']]);
    const [{ id, last_status }] = await bob.get(PATH);
    has(last_status, { id: hello.id, favourited: false, visibility: 'direct' });
    has(await bob.post(`${PATH}/${id}/read`), { id, unread: false });
    has(await bob.post(`${PATH}/${id}/unread`), { id, unread: true });
    await bob.reply(hello, `hi ${ann.mention}`, DIRECT);
    await shows(bob, [[`hi ${ann.mention}`, ann.username]]);
    await shows(ann, [[`hi ${ann.mention}`, bob.username, 'unread']]);
    for (const action of ['read', 'unread']) await refused(ann.ask('POST', `${PATH}/${id}/${action}`), 404);
    await refused(ann.ask('DELETE', `${PATH}/${id}`), 404);
    await refused(bob.ask('POST', `${PATH}/nonsense/read`), 404);
    await refused(world.anyone.ask('GET', PATH), 401);

    assert.deepEqual(await bob.delete(`${PATH}/${id}`), {});
    await refused(bob.ask('DELETE', `${PATH}/${id}`), 404);
    await shows(bob, []);
    await shows(ann, [[`hi ${ann.mention}`, bob.username, 'unread']]);
    await ann.reply(hello, `there you are ${bob.mention}`, DIRECT);
    await shows(bob, [[`there you are ${bob.mention}`, ann.username, 'unread']]);
  });

  it('are one for each thread and company, in pages by their last posts', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    const first = await ann.publish(`first ${bob.mention}`, DIRECT);
    await ann.publish(`second ${cai.mention}`, DIRECT);
    await ann.reply(first, `third ${bob.mention} ${cai.mention}`, DIRECT);
    await ann.publish(`public ${bob.mention}`);
    await ann.publish('note to self', DIRECT);
    const company = [[`first ${bob.mention}`, bob.username], ['note to self', ann.username],
      [`third ${bob.mention} ${cai.mention}`, bob.username, cai.username], [`second ${cai.mention}`, cai.username]];
    await ann.reply(first, `first ${bob.mention}`, DIRECT);
    await shows(ann, company);
    const pages = await ann.pages(PATH, { limit: 2 });
    assert.deepEqual(pages.map(lines), [company.slice(0, 2), company.slice(2)]);
    const answer = await ann.expectOk('GET', PATH, { query: { limit: 2, max_id: pages[0][1].last_status.id } });
    const { search } = new URL(answer.links.prev);
    assert.deepEqual(ids(await ann.get(PATH + search)), ids(pages[0]));
    await refused(ann.ask('GET', PATH, { query: { max_id: 'x' } }), 422);
  });

  it('fall back when a post goes, and go with their last', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    const first = await ann.publish(`one ${bob.mention}`, DIRECT);
    const second = await ann.reply(first, `two ${bob.mention}`, DIRECT);
    await ann.put(`/api/v1/statuses/${second.id}`, { status: `two ${cai.mention}` });
    await shows(bob, [[`one ${bob.mention}`, ann.username, 'unread']]);
    await shows(cai, [[`two ${cai.mention}`, ann.username, 'unread']]);
    await ann.erase(second);
    await shows(cai, []);
    await shows(ann, [[`one ${bob.mention}`, bob.username]]);
    await ann.erase(first);
    await shows(ann, []);
    await shows(bob, []);
  });

  it('end with a block, and hide with a mute', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    await bob.publish(`of bob ${ann.mention}`, DIRECT);
    await cai.publish(`of cai ${ann.mention}`, DIRECT);
    const OF_CAI = [`of cai ${ann.mention}`, cai.username, 'unread'];
    const OF_BOB = [`of bob ${ann.mention}`, bob.username, 'unread'];
    await shows(ann, [OF_CAI, OF_BOB]);
    await ann.toward('mute', bob);
    await shows(ann, [OF_CAI]);
    await bob.publish(`unheard ${ann.mention}`, DIRECT);
    await ann.toward('unmute', bob);
    await shows(ann, [OF_CAI, OF_BOB]);
    await ann.toward('block', bob);
    await shows(ann, [OF_CAI]);
    await bob.publish(`unheard too ${ann.mention}`, DIRECT);
    await ann.toward('unblock', bob);
    await shows(ann, [OF_CAI]);
    await cai.toward('block', ann);
    await shows(ann, []);
  });

  it('are told on the direct stream, to those who take part alone', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    const sockets = [];
    for (const person of [ann, bob, cai]) {
      const socket = await Socket.open(person);
      await socket.subscribe('direct');
      sockets.push(socket);
    }
    const told = (socket) => socket.received.map(({ stream, event, payload }) => {
      const { last_status, unread, accounts } = JSON.parse(payload);
      return [stream[0], event, texts([last_status])[0], unread, accounts[0].username];
    });
    const hello = await ann.publish(`hello ${bob.mention}`, DIRECT);
    const OF_BOB = ['direct', 'conversation', `hello ${bob.mention}`, true, ann.username];
    await eventually(() => assert.deepEqual(told(sockets[1]), [OF_BOB]));
    await eventually(() => assert.deepEqual(told(sockets[0]), [['direct', 'conversation', `hello ${bob.mention}`, false, bob.username]]));
    const [{ id }] = await bob.get(PATH);
    await bob.post(`${PATH}/${id}/read`);
    const more = await ann.reply(hello, `more ${bob.mention}`, DIRECT);
    await ann.erase(more);
    await ann.publish(`for ${cai.mention}`, DIRECT);
    await eventually(() => assert.deepEqual(told(sockets[2]), [['direct', 'conversation', `for ${cai.mention}`, true, ann.username]]));
    const last = told(sockets[1]).at(-1);
    assert.deepEqual(last, OF_BOB, 'what is left when the newest is gone');
    for (const socket of sockets) await socket.end();
  });
});
