// SPDX-License-Identifier: Apache-2.0
// What clients get wrong, by accident or on purpose: each has its status and its JSON body, and the server goes on.
import assert from 'node:assert/strict';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, before, describe, it } from 'node:test';
import { eventually, ids, refused } from '../support/expect.mjs';
import { exchange } from '../support/http.mjs';
import { speak } from '../support/raw.mjs';
import { PASSWORD, useWorld, Visitor } from '../support/world.mjs';

const BODY_BYTES_MAX = 1024 * 1024;
const HEADER_BYTES_MAX = 16 * 1024;
const REQUEST_TIMEOUT_MS = 1000;
const IDLE_TIMEOUT_MS = 1500;

describe('bad input', () => {
  const world = useWorld({
    keepAlive: false, // the server lets idle connections go too soon to count on one
    env: { AUKLET_LIMITS_REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS), AUKLET_LIMITS_IDLE_TIMEOUT_MS: String(IDLE_TIMEOUT_MS) } });
  let ann;
  let pid;
  before(async () => {
    ann = await world.person('ann');
    pid = world.server.pid;
  });

  afterEach(async () => {
    assert.equal((await exchange(world.server.site, 'GET', '/health')).status, 200);
    assert.equal(world.server.pid, pid);
  });

  const postRaw = (body, type) => ann.ask('POST', '/api/v1/statuses', { body, type });

  describe('bodies', () => {
    const MULTIPART = 'multipart/form-data; boundary=edge';
    const part = (name, value) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const MALFORMED = [
      ['JSON that ends early', '{"status": "x', 'application/json'],
      ['JSON with a comma too many', '{"status": "x",}', 'application/json'],
      ['JSON followed by more', '{"status": "x"} {}', 'application/json'],
      ['no JSON at all', 'status=x', 'application/json'],
      ['JSON that is not UTF-8', Buffer.from([...Buffer.from('{"status": "'), 0xc3, 0x28, ...Buffer.from('"}')]), 'application/json'],
      ['JSON with half a surrogate pair', '{"status": "\\ud83d"}', 'application/json'],
      ['JSON with a NUL character', '{"status": "a\\u0000b"}', 'application/json'],
      ['JSON a hundred thousand deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'application/json'],
      ['JSON objects ten thousand deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'application/json'],
      ['JSON of too many values', JSON.stringify({ status: 'x', id: Array(5000).fill(1) }), 'application/json'],
      ['a form that is not UTF-8', 'status=%c3%28', 'application/x-www-form-urlencoded'],
      ['a form with a NUL character', 'status=a%00b', 'application/x-www-form-urlencoded'],
      ['a form of too many fields', Array.from({ length: 5000 }, (_, i) => `a${i}=1`).join('&'), 'application/x-www-form-urlencoded'],
      ['a form nested too deeply', `a${'[b]'.repeat(1000)}=1`, 'application/x-www-form-urlencoded'],
      ['multipart without a boundary', part('status', 'x'), 'multipart/form-data'],
      ['multipart that ends early', part('status', 'x'), MULTIPART],
      ['multipart that never begins', 'status=x', MULTIPART],
      ['multipart that is not UTF-8', Buffer.concat([Buffer.from(part('status', 'x').slice(0, -3)), Buffer.from([0xff]), Buffer.from('\r\n--edge--\r\n')]), MULTIPART],
      ['multipart of too many parts', `${part('a[]', 'x').repeat(5000)}--edge--\r\n`, MULTIPART],
    ];
    for (const [what, body, type] of MALFORMED) {
      it(`400 for ${what}`, async () => {
        await refused(postRaw(body, type), 400);
      });
    }

    it('400 for a query that is not UTF-8', async () => {
      await refused(ann.ask('GET', '/api/v1/accounts/search?q=%ff%fe'), 400);
    });

    it('takes no harm from values of the wrong type', async () => {
      const WRONG = [
        { status: { a: 1 } }, { status: ['x'] }, { status: 'x', visibility: ['public'] }, { status: 'x', in_reply_to_id: { a: 1 } },
        { status: 'x', visibility: 'everyone' }, { status: 'x', in_reply_to_id: 'abc' }, { status: 'x', language: 'x'.repeat(1000) }];
      for (const json of WRONG) {
        const { status, text, body } = await ann.ask('POST', '/api/v1/statuses', { json });
        assert.ok([400, 404, 422].includes(status) && body.error, `${JSON.stringify(json)}: ${status} ${text.slice(0, 200)}`);
      }
      for (const body of ['[]', '"x"', '3', 'null', 'true']) {
        const { status, text } = await postRaw(body, 'application/json');
        assert.ok([400, 422].includes(status), `${body}: ${status} ${text}`);
      }
    });

    it('413 for a body over the limit, announced or not', async () => {
      // Not through the proxy: it closes on a client that still sends, where the server reads on, and the answer may be lost.
      const directly = world.direct(ann);
      await refused(directly.ask('POST', '/api/v1/statuses', { body: 'x'.repeat(BODY_BYTES_MAX + 1), type: 'application/json' }), 413);
      const chunk = `${(64 * 1024).toString(16)}\r\n${'x'.repeat(64 * 1024)}\r\n`;
      const { responses } = await speak(world.server.port, [
        `POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
        ...Array(20).fill(chunk), '0\r\n\r\n'], { halfClose: true });
      assert.equal(responses[0]?.status, 413);
      assert.ok(JSON.parse(responses[0].body).error);
    });
  });

  describe('heads', () => {
    const first = async (...pieces) => (await speak(world.server.port, pieces, { halfClose: true })).responses[0];

    it('431 for a head over the limit', async () => {
      for (const head of [
        `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(HEADER_BYTES_MAX)}\r\n\r\n`,
        `GET /health HTTP/1.1\r\nHost: x\r\n${'X-Many: x\r\n'.repeat(HEADER_BYTES_MAX / 10)}\r\n`]) {
        const answer = await first(head);
        assert.equal(answer?.status, 431);
        assert.ok(JSON.parse(answer.body).error);
      }
    });

    const NONSENSE = [
      ['no HTTP', 'HELLO THERE\r\n\r\n'],
      ['binary', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03, 0x0d, 0x0a, 0x0d, 0x0a])],
      ['a header without a colon', 'GET /health HTTP/1.1\r\nHost x\r\n\r\n'],
      ['two lengths', 'POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
      ['a length that is no number', 'POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n'],
      ['a length and chunks', 'POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
      ['a bad chunk', 'POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ];
    for (const [what, bytes] of NONSENSE) {
      it(`400, or a closed door, for ${what}`, async () => {
        const answer = await first(bytes);
        if (answer) assert.equal(answer.status, 400);
      });
    }

    it('answers requests sent in one piece in their order', async () => {
      const get = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
      const { responses } = await speak(world.server.port, [get('/health') + get('/api/v1/nowhere') + get('/health', 'Connection: close\r\n')]);
      assert.deepEqual(responses.map(({ status }) => status), [200, 404, 200]);
    });
  });

  describe('slow clients', () => {
    const trickle = (text) => async (socket) => {
      for (const letter of text) {
        if (socket.destroyed) return;
        socket.write(letter);
        await pause(100);
      }
    };
    const SLOW = [
      ['that send a head letter by letter', [trickle(`GET /health HTTP/1.1\r\nX: ${'x'.repeat(60)}`)]],
      ['that stop within the head', ['GET /health HTTP/1.1\r\nHost:']],
      ['that stop within the body', ['POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc']],
      ['that send a body letter by letter', ['POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n', trickle('x'.repeat(60))]],
      ['that say nothing', []],
    ];
    for (const [what, pieces] of SLOW) {
      it(`are cut off: ${what}`, async () => {
        const { responses, elapsedMs } = await speak(world.server.port, pieces);
        assert.ok(elapsedMs < 10 * REQUEST_TIMEOUT_MS, `${elapsedMs} ms`);
        if (responses.length) assert.equal(responses[0].status, 408);
      });
    }

    it('cost the others nothing', async () => {
      const sockets = Array.from({ length: 200 }, () => net.connect(world.server.port, '127.0.0.1'));
      for (const socket of sockets) socket.on('error', () => {}).resume().write('GET /health HTTP/1.1\r\nHost:');
      const started = Date.now();
      await ann.publish('not disturbed');
      assert.ok(Date.now() - started < 10 * REQUEST_TIMEOUT_MS, 'held up by slow clients');
      await Promise.all(sockets.map((socket) => new Promise((resolve) => (socket.destroyed ? resolve() : socket.on('close', resolve)))));
    });

    it('that close half way are forgotten', async () => {
      const { responses } = await speak(world.server.port, ['POST /api/v1/apps HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc'], { halfClose: true });
      for (const { status } of responses) assert.equal(status, 400);
    });

    it('that leave before the answer do not stop the work', async () => {
      const token = `Authorization: Bearer ${ann.token}\r\n`;
      const body = JSON.stringify({ status: 'sent and left' });
      const socket = net.connect(world.server.port, '127.0.0.1');
      await new Promise((resolve) => socket.once('connect', resolve));
      socket.resume().end(`POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\n${token}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      await new Promise((resolve) => socket.on('close', resolve));
      await eventually(async () => assert.match((await ann.home())[0].content, /sent and left/));
    });

    it('on a kept connection are let go when idle', async () => {
      const { responses, elapsedMs } = await speak(world.server.port, ['GET /health HTTP/1.1\r\nHost: x\r\n\r\n']);
      assert.equal(responses[0].status, 200);
      assert.ok(elapsedMs < 10 * IDLE_TIMEOUT_MS);
    });
  });

  describe('paths', () => {
    const NO_IDS = ['abc', '0', '-1', '1', '99999999999999999999999', '1e3', '1%00', "1'%20OR%20'1'='1", '%F0%9F%A6%86', '..', '0x10'];
    const PATHS = [
      '/api/v1/statuses/ID', '/api/v1/statuses/ID/context', '/api/v1/statuses/ID/history', '/api/v1/statuses/ID/favourited_by',
      '/api/v1/accounts/ID', '/api/v1/accounts/ID/statuses', '/api/v1/accounts/ID/followers', '/api/v1/notifications/ID'];
    for (const path of PATHS) {
      it(`404 for ${path} with an id that nobody has`, async () => {
        for (const id of NO_IDS) {
          const { status, body, text } = await ann.ask('GET', path.replace('ID', id));
          assert.ok(body?.error, `${id}: ${text}`);
          assert.ok(status === 404 || (status === 400 && id === '1%00'), `${id}: ${status} ${text}`);
        }
      });
    }

    it('404 for what is not there', async () => {
      for (const path of ['/api/v1/nowhere', '/api/v3/instance', '/api', '/nowhere', '/api/v1/accounts//follow', '/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd']) {
        const { status } = await ann.ask('GET', path);
        assert.equal(status, 404, path);
      }
      await refused(ann.ask('GET', '/api/v1/nowhere'), 404);
      await refused(ann.ask('POST', '/api/v1/nowhere', { json: {} }), 404);
    });

    it('404 or 405 for a method that is not there', async () => {
      for (const [method, path] of [['DELETE', '/api/v2/instance'], ['PATCH', '/api/v1/timelines/home'], ['BREW', '/api/v1/statuses']]) {
        const { status } = await exchange(world.server.site, method, path, { headers: { Authorization: `Bearer ${ann.token}` } });
        assert.ok([400, 404, 405, 501].includes(status), `${method} ${path}: ${status}`);
      }
    });

    it('cursors and limits that are no numbers do no harm', async () => {
      for (const query of [{ limit: 'x' }, { limit: -5 }, { limit: '99999999999999999999' }, { max_id: 'x' }, { since_id: '' }, { min_id: '-1' }, { max_id: '99999999999999999999999' }]) {
        for (const path of ['/api/v1/timelines/home', '/api/v1/timelines/public', '/api/v1/notifications', '/api/v1/favourites', `/api/v1/accounts/${ann.id}/followers`]) {
          const { status, text } = await ann.ask('GET', path, { query });
          assert.ok([200, 400, 422].includes(status), `${path} ${JSON.stringify(query)}: ${status} ${text.slice(0, 200)}`);
        }
      }
    });
  });

  describe('posts', () => {
    const create = (json) => ann.ask('POST', '/api/v1/statuses', { json });

    it('422 for a post over the limit or empty', async () => {
      for (const status of ['x'.repeat(501), 'x'.repeat(200_000), '', ' \n\t ']) await refused(create({ status }), 422, /^Validation failed: /);
    });

    it('422 for ten thousand mentions', async () => {
      await refused(create({ status: Array.from({ length: 10_000 }, (_, i) => `@u${i}`).join(' ') }), 422, /^Validation failed: /);
    });

    it('takes text of every kind as it is', async () => {
      const STRANGE = ['שלום abc', 'Z̷̢̛a̸l̵g̶o̷', '𝕗𝕒𝕟𝕔𝕪', '\\u0000 \\ " \' ` ${x} {{x}} %s', '--; DROP TABLE posts', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'];
      for (const status of STRANGE) {
        const post = await ann.publish(status);
        assert.equal((await ann.get(`/api/v1/statuses/${post.id}/source`)).text, status);
      }
    });
  });

  describe('sign-up', () => {
    let holder;
    before(async () => {
      holder = new Visitor(world.site, await world.appToken());
    });
    const signUp = (change) => {
      const username = world.freshName('fresh');
      return holder.ask('POST', '/api/v1/accounts', {
        json: { username, email: `${username}@example.com`, password: PASSWORD, agreement: true, locale: 'en', ...change } });
    };

    // [what, change, field, code]
    const REFUSED = [
      ['a taken name', () => ({ username: ann.username }), 'username', 'ERR_TAKEN'],
      ['a taken name in another case', () => ({ username: ann.username.toUpperCase() }), 'username', 'ERR_TAKEN'],
      ['a name that looks like another (Cyrillic)', () => ({ username: ann.username.replace('a', 'а') }), 'username', 'ERR_INVALID'],
      ['a name that looks like another (full width)', () => ({ username: 'ａｎｎ1' }), 'username', 'ERR_INVALID'],
      ['a name that looks like another (invisible)', () => ({ username: `${ann.username}\u200B` }), 'username', 'ERR_INVALID'],
      ['a reserved name', () => ({ username: 'admin' }), 'username', 'ERR_RESERVED'],
      ['a reserved name in another case', () => ({ username: 'Support' }), 'username', 'ERR_RESERVED'],
      ['a name with a space', () => ({ username: 'two words' }), 'username', 'ERR_INVALID'],
      ['a name with a dot', () => ({ username: 'a.b' }), 'username', 'ERR_INVALID'],
      ['a name with a slash', () => ({ username: 'a/b' }), 'username', 'ERR_INVALID'],
      ['a name of 31 characters', () => ({ username: 'n'.repeat(31) }), 'username', 'ERR_TOO_LONG'],
      ['no name', () => ({ username: '' }), 'username', 'ERR_BLANK'],
      ['a taken e-mail address', () => ({ email: `${ann.username}@example.com` }), 'email', 'ERR_TAKEN'],
      ['a taken e-mail address in another case', () => ({ email: `${ann.username.toUpperCase()}@EXAMPLE.com` }), 'email', 'ERR_TAKEN'],
      ['no e-mail address', () => ({ email: '' }), 'email', 'ERR_BLANK'],
      ['something else as e-mail address', () => ({ email: 'nowhere' }), 'email', 'ERR_INVALID'],
      ['an e-mail address of two lines', () => ({ email: 'a@example.com\r\nBcc: b@example.com' }), 'email', 'ERR_INVALID'],
      ['a short password', () => ({ password: '1234567' }), 'password', 'ERR_TOO_SHORT'],
      ['no password', () => ({ password: '' }), 'password', 'ERR_BLANK'],
      ['a password of a million letters', () => ({ password: 'x'.repeat(1_000_000) }), 'password', 'ERR_TOO_LONG'],
      ['no agreement', () => ({ agreement: false }), 'agreement', 'ERR_ACCEPTED'],
    ];
    for (const [what, change, field, code] of REFUSED) {
      it(`422 for ${what}`, async () => {
        const { details } = await refused(signUp(change()), 422, /^Validation failed: /);
        assert.deepEqual(Object.keys(details), [field], JSON.stringify(details));
        const [{ error, description }] = details[field];
        assert.equal(error, code);
        assert.ok(description);
      });
    }

    it('names all that is wrong at once', async () => {
      const { details } = await refused(signUp({ username: 'a b', email: 'nowhere', password: 'x', agreement: false }), 422);
      assert.deepEqual(Object.keys(details).sort(), ['agreement', 'email', 'password', 'username']);
    });

    it('lets one of two at the same moment win', async () => {
      const username = world.freshName('twin');
      const answers = await Promise.all([1, 2, 3, 4].map((i) => signUp({ username: i % 2 ? username : username.toUpperCase(), email: `twin${i}@example.com` })));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 422, 422, 422]);
    });

    it('needs an app', async () => {
      await refused(world.anyone.ask('POST', '/api/v1/accounts', { json: { username: 'x' } }), 401);
    });
  });

  it('the many requests above left no trace in the timeline of others', async () => {
    const bob = await world.person('bob');
    assert.deepEqual(ids(await bob.home()), []);
  });
});

describe('bad input where posts may be long', () => {
  const world = useWorld({ direct: true, env: { AUKLET_POSTS_CHARACTERS_MAX: '100000' } });

  it('ten thousand mentions of nobody are only text, and soon answered', async () => {
    const ann = await world.person('ann');
    const started = Date.now();
    const { status, body } = await ann.ask('POST', '/api/v1/statuses', { json: { status: Array.from({ length: 10_000 }, (_, i) => `@u${i}`).join(' ') } });
    assert.ok([200, 422].includes(status), `status ${status}`);
    if (status === 200) assert.deepEqual(body.mentions, []);
    assert.ok(Date.now() - started < 20_000);
    await ann.publish('still here');
  });
});
