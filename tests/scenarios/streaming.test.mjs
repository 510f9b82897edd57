// SPDX-License-Identifier: Apache-2.0
// WebSockets and event streams: who is told what, in which order, and who is not let in.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, refused, sameSet } from '../support/expect.mjs';
import { clientFrame, EventStream, hears, lines, Socket, STREAMING } from '../support/stream.mjs';
import { useWorld } from '../support/world.mjs';

describe('streaming', () => {
  const world = useWorld();

  // A reader with an open WebSocket on these streams, who follows the other people made.
  async function listener(streams, ...names) {
    const [reader, ...people] = await world.people('reader', ...names);
    for (const person of people) await reader.follow(person);
    const socket = await Socket.open(reader);
    for (const stream of streams) await socket.subscribe(stream);
    return [socket, reader, ...people];
  }

  describe('of a home', () => {
    it('tells posts of oneself and of those followed, in order, and of nobody else', async () => {
      const [socket, ann, bob] = await listener(['user'], 'bob');
      const stranger = await world.person('stranger');
      await ann.publish('own');
      await stranger.publish('of a stranger');
      await bob.publish('of bob');
      await bob.publish('private of bob', { visibility: 'private' });
      await hears(socket, ['update own', 'update of bob', 'update private of bob']);
      assert.ok(socket.received.every(({ stream }) => stream.length === 1 && stream[0] === 'user'));
      await socket.end();
    });

    it('follows the rule of replies, boosts, languages and mentions, as the home timeline does', async () => {
      const [socket, ann, bob, cai] = await listener(['user'], 'bob', 'cai');
      const stranger = await world.person('stranger');
      const far = await stranger.publish('from afar');
      await bob.reply(far, 'to a stranger');
      await bob.reply(await ann.publish('own'), 'to me');
      await ann.follow(cai, { reblogs: false, languages: ['de'] });
      await cai.boost(far);
      await cai.publish('in English', { language: 'en' });
      await cai.publish('auf Deutsch', { language: 'de' });
      await bob.publish('to nobody', { visibility: 'direct' });
      await bob.boost(far);
      await bob.publish('that is all');
      await hears(socket, ['update own', 'update to me', 'update auf Deutsch', 'update ↻ from afar', 'update that is all']);
      await ann.homeShows(['that is all', '↻ from afar', 'auf Deutsch', 'to me', 'own']);
      await socket.end();
    });

    it('does not tell a boost again that is near below', async () => {
      const [socket, , bob, cai] = await listener(['user'], 'bob', 'cai');
      const post = await bob.publish('just there');
      await cai.boost(post);
      await bob.publish('that is all');
      await hears(socket, ['update just there', 'update that is all']);
      await socket.end();
    });

    it('tells edits and deletions', async () => {
      const [socket, , bob] = await listener(['user'], 'bob');
      const post = await bob.publish('tpyo');
      await bob.put(`/api/v1/statuses/${post.id}`, { status: 'typo' });
      await bob.erase(post);
      await hears(socket, ['update tpyo', 'status.update typo', `delete ${post.id}`]);
      await socket.end();
    });

    it('shows the marks of the one who listens', async () => {
      const [socket, ann, bob, cai] = await listener(['user'], 'bob', 'cai');
      const post = await (await world.person('stranger')).publish('from afar');
      await ann.act('favourite', post);
      await bob.boost(post);
      await hears(socket, ['update ↻ from afar']);
      const [{ status }] = socket.events();
      assert.deepEqual([status.reblog.favourited, status.reblog.bookmarked, status.favourited], [true, false, true]);
      const other = await Socket.open(cai, { stream: 'user' });
      await other.settle();
      const plain = await cai.publish('mine');
      await hears(other, ['update mine']);
      assert.deepEqual([other.events()[0].status.pinned, other.events()[0].status.id], [false, plain.id]);
      await Promise.all([socket.end(), other.end()]);
    });

    it('says what matches the filters of the one who listens, and tells that they changed', async () => {
      const [socket, ann, bob] = await listener(['user', 'public'], 'bob');
      // What is sent is matched by the filters of the moment when it is sent: so it must be there before they change.
      const arrives = async (text) => {
        await bob.publish(text);
        await eventually(() => assert.equal(lines(socket).filter((line) => line === `update ${text}`).length, 2));
      };
      await arrives('tea before');
      const filter = await ann.post('/api/v2/filters', {
        title: 'drinks', context: ['home'], keywords_attributes: [{ keyword: 'tea' }] });
      await arrives('tea now');
      await ann.delete(`/api/v2/filters/${filter.id}`);
      await arrives('tea after');
      assert.equal(lines(socket).filter((line) => line.startsWith('filters_changed')).length, 2);
      const titles = (text) => socket.events().filter(({ status }) => status?.content.includes(text))
        .map(({ stream, status }) => [String(stream), (status.filtered ?? []).map((match) => match.filter.title)]).sort();
      assert.deepEqual(titles('before'), [['public', []], ['user', []]]);
      assert.deepEqual(titles('now'), [['public', ['drinks']], ['user', ['drinks']]]);
      assert.deepEqual(titles('after'), [['public', []], ['user', []]]);
      await socket.end();
    });

    it('heeds a block, a mute and an unfollow while connected', async () => {
      const [socket, ann, bob, cai, dee] = await listener(['user', 'public'], 'bob', 'cai', 'dee');
      await ann.toward('unfollow', dee);
      await ann.toward('mute', cai);
      await bob.toward('block', ann);
      await bob.publish('blocked');
      await cai.publish('muted');
      await dee.publish('not followed any more');
      await ann.publish('that is all');
      await eventually(() => assert.equal(lines(socket).filter((line) => line === 'update that is all').length, 2));
      sameSet(socket.events().map(({ stream, status }) => `${stream} ${status.account.username}`),
        [`public ${dee.username}`, `user ${ann.username}`, `public ${ann.username}`]);
      await socket.end();
    });
  });

  describe('of lists and followed hashtags', () => {
    it('tells a list what its members post, as long as they are in it', async () => {
      const [socket, ann, bob, cai] = await listener([], 'bob', 'cai');
      const list = await ann.post('/api/v1/lists', { title: 'birds' });
      const members = `/api/v1/lists/${list.id}/accounts`;
      await ann.post(members, { account_ids: [bob.id] });
      await socket.subscribe('list', { list: list.id });
      const post = await bob.publish('of bob');
      await cai.publish('of cai');
      await ann.publish('own');
      await ann.post(members, { account_ids: [cai.id] });
      await cai.publish('of cai, who is in it now');
      await ann.delete(members, { account_ids: [bob.id] });
      await bob.publish('of bob, who is not any more');
      await bob.erase(post);
      await cai.publish('that is all');
      await hears(socket, ['update of bob', 'update of cai, who is in it now', 'update that is all']);
      assert.ok(socket.received.every(({ stream }) => stream[0] === 'list' && stream[1] === list.id));
      await socket.end();
    });

    it('tells nobody the list of somebody else', async () => {
      const [socket, , bob] = await listener([], 'bob');
      const list = await bob.post('/api/v1/lists', { title: 'mine' });
      await socket.subscribe('list', { list: list.id });
      await eventually(() => assert.deepEqual(socket.received, [{ error: 'Not authorized to stream this list', status: 401 }]));
      await socket.end();
    });

    it('leaves out of the home what stands in an exclusive list, and brings followed hashtags', async () => {
      const [socket, ann, bob] = await listener(['user'], 'bob');
      const stranger = await world.person('stranger');
      await ann.post('/api/v1/tags/razorbill/follow');
      await stranger.publish('a #razorbill');
      const list = await ann.post('/api/v1/lists', { title: 'apart', exclusive: true });
      await ann.post(`/api/v1/lists/${list.id}/accounts`, { account_ids: [bob.id] });
      await bob.publish('apart');
      await ann.post('/api/v1/tags/razorbill/unfollow');
      await stranger.publish('another #razorbill');
      await ann.publish('that is all');
      await hears(socket, ['update a #razorbill', 'update that is all']);
      await socket.end();
    });
  });

  describe('of notifications', () => {
    it('tells each on both streams that show them, after the post it is about', async () => {
      const [socket, ann, bob] = await listener(['user', 'user:notification'], 'bob');
      await bob.publish(`hello ${ann.mention}`);
      await eventually(() => assert.equal(socket.received.length, 3));
      assert.deepEqual(socket.events().map(({ stream, event }) => [stream[0], event]), [
        ['user', 'update'], ['user', 'notification'], ['user:notification', 'notification']]);
      const [{ notification }] = socket.events().slice(1);
      assert.deepEqual([notification.type, notification.account.id], ['mention', bob.id]);
      assert.deepEqual(notification, { ...(await ann.notifications())[0] });
      await socket.end();
    });

    it('tells favourites, boosts, follows and requests, and nothing that is not wanted', async () => {
      const [socket, ann, bob] = await listener(['user:notification'], 'bob');
      const unwanted = await world.person('unwanted');
      const post = await ann.publish('like this');
      await ann.toward('block', unwanted);
      await unwanted.ask('POST', `/api/v1/statuses/${post.id}/favourite`);
      await bob.act('favourite', post);
      await bob.boost(post);
      await bob.follow(ann);
      await ann.patch('/api/v1/accounts/update_credentials', { locked: true });
      const shy = await world.person('shy');
      await shy.follow(ann);
      await hears(socket, [`notification favourite ${bob.username}`, `notification reblog ${bob.username}`,
        `notification follow ${bob.username}`, `notification follow_request ${shy.username}`]);
      await socket.end();
    });

    it('does not tell them to a token that may not read them', async () => {
      const [, ann, bob] = await listener([], 'bob');
      const narrow = await world.withScopes(ann, 'read:statuses');
      const socket = await Socket.open(narrow, { stream: 'user' });
      await socket.subscribe('user:notification');
      await bob.publish(`hello ${ann.mention}`);
      await bob.publish('that is all');
      await eventually(() => assert.deepEqual(lines(socket), [`update hello ${ann.mention}`, 'update that is all']));
      assert.deepEqual(socket.received.filter(({ error }) => error), [{ error: 'Access token does not have the required scopes', status: 401 }]);
      await socket.end();
    });
  });

  describe('of everyone', () => {
    it('tells public posts that start something, without marks, to those who may meet their authors', async () => {
      const [socket, ann] = await listener(['public', 'public:local', 'public:remote', 'public:media']);
      const [bob, rude] = await world.people('bob', 'rude');
      await ann.toward('block', rude);
      await rude.publish('rude');
      const post = await bob.publish('hello all');
      await bob.publish('only for some', { visibility: 'unlisted' });
      await (await world.person('cai')).reply(post, 'a reply');
      await bob.reply(post, 'a thread');
      await eventually(() => assert.equal(socket.received.length, 4));
      assert.deepEqual(socket.events().map(({ stream, status }) => [stream[0], status.content]), [
        ['public', '<p>hello all</p>'], ['public:local', '<p>hello all</p>'], ['public', '<p>a thread</p>'], ['public:local', '<p>a thread</p>']]);
      assert.ok(socket.events().every(({ status }) => !('favourited' in status)));
      await socket.end();
    });

    it('tells posts by hashtag, whatever the case, replies too', async () => {
      const [socket] = await listener([]);
      await socket.subscribe('hashtag', { tag: 'Skerries' });
      await socket.subscribe('hashtag:local', { tag: 'skerries' });
      await socket.subscribe('hashtag', { tag: 'SKERRIES' }); // the same again: no more than once
      const bob = await world.person('bob');
      const post = await bob.publish('over the #skerries');
      await bob.publish('over the #lighthouse');
      await (await world.person('cai')).reply(post, 'in the #Skerries');
      await bob.erase(post);
      await eventually(() => assert.equal(socket.received.length, 6));
      assert.deepEqual(socket.received.map(({ stream, event }) => [...stream, event]), [
        ['hashtag', 'Skerries', 'update'], ['hashtag:local', 'skerries', 'update'],
        ['hashtag', 'Skerries', 'update'], ['hashtag:local', 'skerries', 'update'],
        ['hashtag', 'Skerries', 'delete'], ['hashtag:local', 'skerries', 'delete']]);
      await socket.end();
    });

    it('tells no more after unsubscribing', async () => {
      const [socket] = await listener(['public']);
      const bob = await world.person('bob');
      await bob.publish('one');
      await hears(socket, ['update one']);
      await socket.unsubscribe('public');
      await socket.subscribe('hashtag', { tag: 'last' });
      await bob.publish('two');
      await bob.publish('three #last');
      await hears(socket, ['update one', 'update three #last']);
      await socket.end();
    });
  });

  describe('lets in', () => {
    let ann;
    before(async () => { ann = await world.person('ann'); });

    it('a token in the header, the query or the subprotocol, which it echoes', async () => {
      for (const way of [{ token: ann.token }, { query: { access_token: ann.token } }, { protocol: ann.token }]) {
        const answer = await Socket.ask(world.site, way);
        assert.equal(answer.status, 101);
        assert.equal(answer.headers['sec-websocket-protocol'], way.protocol);
        await answer.socket.end();
      }
    });

    it('nobody without a good token of a person', async () => {
      const ways = [{}, { token: 'wrong' }, { query: { access_token: 'wrong' } }, { protocol: 'wrong' }, { token: await world.appToken() }];
      for (const way of ways) {
        const answer = await Socket.ask(world.site, way);
        assert.deepEqual([answer.status, answer.text], [401, '']);
        assert.ok(answer.headers['x-error-message']);
        assert.ok(answer.headers['x-request-id']);
      }
      for (const path of ['user', 'public', 'direct']) await refused(world.anyone.ask('GET', `${STREAMING}/${path}`), 401);
    });

    it('no handshake that is none', async () => {
      const bad = [[{ 'Sec-WebSocket-Version': '8' }, 426], [{ 'Sec-WebSocket-Key': 'short' }, 400], [{ Connection: 'keep-alive' }, 400]];
      for (const [headers, status] of bad) {
        const { server } = world; // the proxy would mend or drop such headers
        const answer = await Socket.ask(server.site, { token: ann.token, headers }).catch(({ message }) => ({ status: message }));
        assert.equal(answer.status, status);
      }
    });

    it('no stream that is none, or lacks its parameter, or is not theirs', async () => {
      const narrow = await world.withScopes(ann, 'read:accounts');
      const cases = [
        [ann, 'list?list=1', 401, /^Not authorized to stream this list$/],
        [ann, 'hashtag', 400, /^Missing tag name parameter$/],
        [ann, 'hashtag/local?tag=', 400, /^Missing tag name parameter$/],
        [narrow, 'user', 401, /^Access token does not have the required scopes$/],
        [narrow, 'user/notification', 401, /^Access token does not have the required scopes$/],
        [ann, 'nothing', 404, /./],
        [ann, '', 404, /./],
      ];
      for (const [person, path, status, pattern] of cases) {
        await refused(person.ask('GET', `${STREAMING}/${path}`), status, pattern);
      }
      await refused(ann.ask('POST', `${STREAMING}/user`), 405);
      const socket = await Socket.open(ann, { stream: 'hashtag' });
      for (const message of [{ type: 'subscribe', stream: 'nothing' }, { type: 'subscribe', stream: 'list', list: '1' },
        { type: 'subscribe', stream: ['user'] }, 'no JSON', '[]', { type: 'dance' }]) socket.say(message);
      await socket.settle();
      // Whose list it is takes a look into the database: that answer may come after later ones.
      const answers = socket.received.map(({ status, error }) => `${status} ${error}`);
      assert.equal(answers.length, 6);
      assert.equal(answers.filter((answer) => answer.startsWith('400 ')).length, 5);
      for (const answer of ['400 Missing tag name parameter', '400 Unknown stream type', '401 Not authorized to stream this list']) {
        assert.ok(answers.includes(answer), answer);
      }
      assert.equal(answers.filter((answer) => answer === '400 Malformed message').length, 2);
      await socket.end();
    });

    it('and says that it is well', async () => {
      const answer = await world.anyone.ask('GET', `${STREAMING}/health`);
      assert.deepEqual([answer.status, answer.text, answer.headers['content-type']], [200, 'OK', 'text/plain; charset=utf-8']);
    });

    it('under the address that the instance announces', async () => {
      const address = `ws://${world.site.host}`;
      assert.equal((await world.anyone.get('/api/v2/instance')).configuration.urls.streaming, address);
      assert.equal((await world.anyone.get('/api/v1/instance')).urls.streaming_api, address);
    });
  });

  describe('ends', () => {
    it('when the client breaks the protocol, with the code that says how', async () => {
      const ann = await world.person('ann');
      const broken = [
        [clientFrame(2, 'binary'), 1003],
        [clientFrame(1, 'not masked', { masked: false }), 1002],
        [clientFrame(0, 'continues nothing'), 1002],
        [clientFrame(1, Buffer.from([0xff, 0xfe])), 1007],
        [clientFrame(1, 'x'.repeat(20_000)), 1009],
        [clientFrame(8, Buffer.from([0x03, 0xe8])), 1000],
      ];
      for (const [bytes, code] of broken) {
        const socket = await Socket.open(world.direct(ann));
        socket.connection.write(bytes);
        await socket.closed;
        assert.equal(socket.closeCode, code);
      }
    });

    it('when its token is given back, and only then', async () => {
      const ann = await world.person('ann');
      const other = await world.withScopes(ann, 'read');
      const [socket, stays] = [await Socket.open(other, { stream: 'user' }), await Socket.open(ann, { stream: 'user' })];
      const events = await EventStream.open(other, '/user');
      const { client_id, client_secret } = await world.app();
      await world.anyone.expectOk('POST', '/oauth/revoke', { form: { client_id, client_secret, token: other.token } });
      await Promise.all([socket.closed, events.closed]);
      assert.equal(socket.closeCode, 1008);
      await ann.publish('still here');
      await hears(stays, ['update still here']);
      await stays.end();
    });
  });

  describe('as events', () => {
    it('begins with a greeting, and tells the same', async () => {
      const ann = await world.person('ann');
      const events = await EventStream.open(ann, '/user');
      assert.equal(events.response.headers['cache-control'], 'private, no-store');
      await events.settle();
      const post = await ann.publish('own');
      await ann.erase(post);
      await hears(events, ['update own', `delete ${post.id}`]);
      assert.ok(events.text.startsWith(':)\n'));
      await events.end();
    });

    it('has a path for each stream', async () => {
      const ann = await world.person('ann');
      const bob = await world.person('bob');
      const wanted = [['/public', {}, true], ['/public/local', {}, true], ['/public/remote', {}, false], ['/public', { only_media: 'true' }, false],
        ['/hashtag', { tag: 'Auk' }, true], ['/hashtag/local', { tag: 'auk' }, true], ['/user/notification', {}, false], ['/direct', {}, false]];
      const open = [];
      for (const [path, query, told] of wanted) open.push([await EventStream.open(ann, path, query), told]);
      for (const [stream] of open) await stream.settle();
      await bob.publish('an #auk');
      for (const [stream, told] of open.filter(([, told]) => told)) await hears(stream, told ? ['update an #auk'] : []);
      const last = await EventStream.open(ann, '/public', {}, { headers: { 'Last-Event-ID': open[0][0].lastEventId } });
      await last.settle();
      for (const [stream, told] of open) assert.deepEqual(lines(stream), told ? ['update an #auk'] : []);
      for (const [stream] of [...open, [last]]) await stream.end();
    });
  });

  describe('goes on where it was', () => {
    it('for an event stream that comes back with its last id', async () => {
      const [, ann, bob] = await listener([], 'bob');
      const first = await EventStream.open(ann, '/user');
      await first.settle();
      await bob.publish('one');
      await hears(first, ['update one']);
      await first.end();
      await bob.publish('two');
      const gone = await bob.publish('deleted meanwhile');
      await bob.erase(gone);
      await bob.publish(`three ${ann.mention}`);
      const second = await EventStream.open(ann, '/user', {}, { headers: { 'Last-Event-ID': first.lastEventId } });
      await bob.publish('four');
      await hears(second, ['update two', `delete ${gone.id}`, `update three ${ann.mention}`,
        `notification mention ${bob.username}`, 'update four']);
      await second.end();
    });

    it('but is not told what may not be seen any more', async () => {
      const [, ann, bob, cai] = await listener([], 'bob', 'cai');
      const first = await EventStream.open(ann, '/user');
      await first.settle();
      await bob.publish('of one who blocks then');
      await hears(first, ['update of one who blocks then']);
      const begin = first.received[0].id;
      await first.end();
      await bob.publish('missed');
      await cai.publish('of cai');
      await bob.toward('block', ann);
      const second = await EventStream.open(ann, '/user', {}, { headers: { 'Last-Event-ID': begin } });
      await hears(second, ['update of cai']);
      await second.end();
    });

    it('for a WebSocket that asked for places', async () => {
      const [socket, ann, bob] = await listener([], 'bob');
      await socket.subscribe('user', { cursor: '' });
      await bob.publish('one');
      await hears(socket, ['cursor', 'update one']);
      assert.ok(socket.received.every(({ cursor }) => cursor));
      const { cursor } = socket.received.at(-1);
      await socket.end();
      await bob.publish('two');
      const back = await Socket.open(ann, { stream: 'user', cursor });
      await bob.publish('three');
      await hears(back, ['cursor', 'update two', 'update three']);
      await back.end();
    });

    it('or is told that something is missing, when it cannot', async () => {
      const ann = await world.person('ann');
      const events = await EventStream.open(ann, '/user', {}, { headers: { 'Last-Event-ID': '0123456789abcdef-7' } });
      await ann.publish('own');
      await hears(events, ['missed', 'update own']);
      await events.end();
    });
  });
});

describe('streaming with quick heartbeats', () => {
  const world = useWorld({ direct: true, env: { AUKLET_STREAMING_PING_MS: '1000', AUKLET_STREAMING_HEARTBEAT_MS: '500' } });

  it('keeps alive who answers, and cuts off who does not', async () => {
    const ann = await world.person('ann');
    const [awake, asleep, events] = [await Socket.open(ann), await Socket.open(ann), await EventStream.open(ann, '/user')];
    asleep.mute = true;
    await asleep.closed;
    assert.ok(asleep.pings >= 1);
    await eventually(() => assert.ok(awake.pings >= 3));
    await eventually(() => assert.ok(events.text.split(':thump\n\n').length > 3));
    await Promise.all([awake.end(), events.end()]);
  });

});

describe('streaming under pressure', () => {
  const world = useWorld({ direct: true, env: { AUKLET_STREAMING_UNSENT_BYTES: '65536' } });

  it('cuts off who does not read, and does not make the others wait', async () => {
    const [slow, quick, author] = await world.people('slow', 'quick', 'author');
    const tags = Array.from({ length: 60 }, (_, i) => `auk${i}`);
    const [asleep, awake] = [await Socket.open(slow), await Socket.open(quick, { stream: 'public' })];
    for (const tag of tags) asleep.say({ type: 'subscribe', stream: 'hashtag', tag });
    await Promise.all([asleep.settle(), awake.settle()]);
    asleep.connection.pause();
    // Each post is told it sixty times: more than the kernel and the server together hold for one connection.
    const text = tags.map((tag) => `#${tag}`).join(' ');
    const posts = 40;
    for (let i = 0; i < posts; i++) {
      await author.publish(text);
      await eventually(() => assert.equal(awake.received.length, i + 1));
    }
    asleep.connection.resume();
    await asleep.closed;
    assert.ok(asleep.received.length < posts * tags.length, `${asleep.received.length} were read`);
    assert.equal(asleep.closeCode, null);
    await awake.end();
  });

  it('says goodbye to everyone when it ends', async () => {
    const ann = await world.person('ann');
    const [socket, events] = [await Socket.open(ann, { stream: 'user' }), await EventStream.open(ann, '/user')];
    await socket.settle();
    await world.server.stop();
    await Promise.all([socket.closed, events.closed]);
    assert.equal(socket.closeCode, 1001);
    await world.server.start();
  });
});
