// SPDX-License-Identifier: Apache-2.0
// The binary as its administrator meets it.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDatabase } from '../support/database.mjs';
import { eventually, has, refused } from '../support/expect.mjs';
import { parseResponses } from '../support/raw.mjs';
import { auklet, ENGINE, freePort } from '../support/server.mjs';
import { PASSWORD, useWorld } from '../support/world.mjs';

const MISUSED = 2;
const FAILED = 1;

describe('the command line', () => {
  let folder;
  let databases;
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'auklet-cli-'));
    databases = [];
  });
  after(async () => {
    for (const database of databases) await database.drop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  // The settings of an installation of its own.
  async function installation() {
    const home = fs.mkdtempSync(path.join(folder, 'home-'));
    const database = await createDatabase(ENGINE, home);
    databases.push(database);
    return { AUKLET_DATA_DIR: home, AUKLET_DATABASE: database.url, AUKLET_LISTEN: `127.0.0.1:${await freePort()}`, AUKLET_DOMAIN: 'birds.example' };
  }
  const run = (args, env = {}) => auklet(args, { env, cwd: folder });

  async function says(args, env, code, pattern) {
    const result = await run(args, env);
    assert.equal(result.code, code, result.stdout + result.stderr);
    assert.match(result.stdout + result.stderr, pattern);
    return result;
  }

  it('tells its version', async () => {
    await says(['version'], {}, 0, /^auklet \d+\.\d+\.\d+\n$/);
  });

  it('explains itself, and refuses what it does not know', async () => {
    await says(['--help'], {}, 0, /serve[\s\S]*account[\s\S]*doctor/);
    await says([], {}, MISUSED, /\S/);
    await says(['fly'], {}, MISUSED, /\S/);
    await says(['serve', '--no-such-flag'], {}, MISUSED, /no-such-flag/);
  });

  describe('configuration', () => {
    const effective = async (args, env) => {
      const { stdout } = await says(['config', ...args], env, 0, /./);
      return (key) => stdout.split('\n').find((line) => line.startsWith(`${key} = `)) ?? '';
    };

    it('has defaults that need nothing', async () => {
      const value = await effective([], {});
      assert.match(value('listen'), /"127\.0\.0\.1:8080" +# default/);
      assert.match(value('domain'), /"localhost:8080"/);
      assert.match(value('database'), /"sqlite:\.?\/?.*auklet\.db"/);
      assert.match(value('limits.enabled'), /true/);
      assert.match(value('test.password_grant'), /false/);
    });

    it('prefers flag to environment to file to default, and says where each value is from', async () => {
      const file = path.join(folder, 'four.toml');
      fs.writeFileSync(file, 'title = "from the file"\nlisten = "127.0.0.1:1001"\ndomain = "file.example"\n[posts]\ncharacters_max = 1000\n');
      const value = await effective(['--config', file, '--listen', '127.0.0.1:1003'], { AUKLET_LISTEN: '127.0.0.1:1002', AUKLET_DOMAIN: 'env.example' });
      assert.match(value('title'), /"from the file" +# file .*four\.toml/);
      assert.match(value('domain'), /"env\.example" +# environment AUKLET_DOMAIN/);
      assert.match(value('listen'), /"127\.0\.0\.1:1003" +# flag --listen/);
      assert.match(value('posts.characters_max'), /1000 +# file/);
      assert.match(value('data_dir'), /# default/);
    });

    it('names the nearest key for one it does not know', async () => {
      const file = path.join(folder, 'typo.toml');
      fs.writeFileSync(file, 'titel = "x"\n');
      await says(['config', '--config', file], {}, MISUSED, /titel[\s\S]*nearest[\s\S]*\btitle\b/);
      fs.writeFileSync(file, '[posts]\ncharacter_max = 5\n');
      await says(['config', '--config', file], {}, MISUSED, /posts\.characters_max/);
      await says(['config'], { AUKLET_DOMIAN: 'x' }, MISUSED, /AUKLET_DOMIAN[\s\S]*AUKLET_DOMAIN/);
    });

    it('refuses wrong types, wrong values, broken files and missing ones', async () => {
      const file = path.join(folder, 'wrong.toml');
      for (const [text, pattern] of [['listen = 8080', /listen/], ['title = "x', /line 1/], ['[posts]\ncharacters_max = 0', /posts\.characters_max/], ['domain = "No Domain"', /domain/]]) {
        fs.writeFileSync(file, text);
        await says(['config', '--config', file], {}, MISUSED, pattern);
      }
      await says(['config', '--config', path.join(folder, 'nowhere.toml')], {}, MISUSED, /nowhere\.toml/);
      await says(['config'], { AUKLET_LIMITS_ENABLED: 'perhaps' }, MISUSED, /AUKLET_LIMITS_ENABLED/);
    });

    it('never shows the password of the database', async () => {
      const { stdout } = await says(['config'], { AUKLET_DATABASE: 'postgresql://ann:hunter2@db.example/auklet' }, 0, /db\.example/);
      assert.doesNotMatch(stdout, /hunter2/);
    });

    for (const [setting, value] of [['AUKLET_TEST_PASSWORD_GRANT', 'true'], ['AUKLET_LIMITS_ENABLED', 'false']]) {
      for (const address of ['0.0.0.0', '[::]']) {
        it(`refuses ${setting}=${value} on ${address}`, async () => {
          const env = { ...(await installation()), [setting]: value };
          await says(['serve'], { ...env, AUKLET_LISTEN: `${address}:${await freePort()}` }, MISUSED, /refused on/);
          await says(['config'], { ...env, AUKLET_LISTEN: '127.0.0.1:0' }, 0, /./);
        });
      }
    }
  });

  describe('accounts', () => {
    it('are created, listed, and cannot be created twice', async () => {
      const env = await installation();
      await says(['account', 'create', 'olga', '--email', 'olga@example.com', '--password', PASSWORD, '--role', 'owner'], env, 0, /^/);
      await says(['account', 'create', 'mike', '--email', 'mike@example.com', '--password', PASSWORD], env, 0, /^/);
      const { stdout } = await says(['account', 'list'], env, 0, /olga/);
      assert.match(stdout, /olga.*owner|owner.*olga/);
      assert.match(stdout, /mike.*\buser\b|\buser\b.*mike/);
      await says(['account', 'create', 'OLGA', '--email', 'new@example.com', '--password', PASSWORD], env, FAILED, /taken/i);
      await says(['account', 'create', 'nora', '--email', 'olga@example.com', '--password', PASSWORD], env, FAILED, /taken/i);
      await says(['account', 'create', 'no good', '--email', 'x@example.com', '--password', PASSWORD], env, FAILED, /username/i);
      await says(['account', 'create', 'pia', '--email', 'pia@example.com', '--password', PASSWORD, '--role', 'queen'], env, MISUSED, /queen|role/);
      await says(['account', 'password', 'nobodyatall', '--password', PASSWORD], env, FAILED, /\S/);
      await says(['account', 'disable', 'nobodyatall'], env, FAILED, /\S/);
    });

    it('may have names reserved for the server, and take the password from standard input', async () => {
      const env = await installation();
      const { code, stdout, stderr } = await auklet(['account', 'create', 'admin', '--email', 'admin@example.com', '--role', 'owner'], { env, cwd: folder, input: `${PASSWORD}\n` });
      assert.equal(code, 0, stdout + stderr);
      await says(['account', 'list'], env, 0, /admin/);
    });
  });

  describe('database', () => {
    it('is made by migrate, once, and examined by doctor', async () => {
      const env = await installation();
      for (let time = 1; time <= 2; time++) await says(['migrate'], env, 0, /^/);
      const { stdout } = await says(['doctor'], env, 0, /database/);
      for (const subject of ['data folder', 'disk', 'clock', 'port', 'database']) assert.match(stdout, new RegExp(`good +${subject}`));
    });

    it('that cannot be reached is a finding with its remedy', async () => {
      const env = { ...(await installation()), AUKLET_DATABASE: `postgresql://nobody@127.0.0.1:${await freePort()}/nothing` };
      await says(['doctor'], env, FAILED, /BAD +database[\s\S]*mend:/);
      await says(['serve'], env, FAILED, /\S/);
    });

    it('in a folder that cannot be made is a finding too', async () => {
      const file = path.join(folder, 'a-file');
      fs.writeFileSync(file, '');
      const env = { ...(await installation()), AUKLET_DATA_DIR: path.join(file, 'data') };
      await says(['doctor'], env, FAILED, /BAD +data folder[\s\S]*mend:/);
    });
  });

  it('refuses a port that is taken', async () => {
    const taken = net.createServer();
    await new Promise((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const env = { ...(await installation()), AUKLET_LISTEN: `127.0.0.1:${taken.address().port}` };
    await says(['serve'], env, FAILED, new RegExp(String(taken.address().port)));
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('a running server and the command line', () => {
  const world = useWorld({ direct: true });
  const admin = async (...args) => {
    const result = await auklet(['account', ...args], { env: world.server.env });
    assert.equal(result.code, 0, result.stderr);
  };
  const logIn = async (person, password) => {
    const app = await world.registerApp();
    return world.anyone.ask('POST', '/oauth/token', { form: {
      grant_type: 'password', client_id: app.client_id, client_secret: app.client_secret, username: `${person.username}@example.com`, password, scope: 'read' } });
  };

  // The server remembers for a minute whom a token belongs to, hence tokens that it has not seen yet.
  it('a disabled account is locked out, and may come back', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const elsewhere = await world.withScopes(ann, 'read');
    await admin('disable', ann.username);
    await refused(elsewhere.ask('GET', '/api/v1/accounts/verify_credentials'), 403, /disabled/);
    has(await logIn(ann, PASSWORD), { status: 400 });
    await bob.home();
    await admin('disable', ann.username, '--undo');
    has(await logIn(ann, PASSWORD), { status: 200 });
  });

  it('a new password ends all sessions', async () => {
    const ann = await world.person('ann');
    const elsewhere = await world.withScopes(ann, 'read');
    await admin('password', ann.username, '--password', 'another horse battery');
    await refused(elsewhere.ask('GET', '/api/v1/accounts/verify_credentials'), 401);
    has(await logIn(ann, PASSWORD), { status: 400 });
    has(await logIn(ann, 'another horse battery'), { status: 200 });
  });
});

describe('the end of a server', () => {
  const world = useWorld({ direct: true });

  it('answers what it has begun, takes nothing new, and leaves with 0', async () => {
    const ann = await world.person('ann');
    const idle = net.connect(world.server.port, '127.0.0.1');
    const busy = net.connect(world.server.port, '127.0.0.1');
    await Promise.all([idle, busy].map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const body = JSON.stringify({ status: 'last words' });
    const chunks = [];
    busy.on('data', (chunk) => chunks.push(chunk));
    busy.write(`POST /api/v1/statuses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ann.token}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`);
    // What the server has not begun to read when it is told to end it does not answer.
    await eventually(() => assert.match(Buffer.concat(chunks).toString(), /^HTTP\/1\.1 100 /));
    chunks.length = 0;
    busy.write(body.slice(0, 5));

    const closed = [idle, busy].map((socket) => new Promise((resolve) => socket.on('error', () => {}).on('close', resolve).resume()));
    const stopped = world.server.stop();
    await eventually(() => new Promise((resolve, reject) => {
      const late = net.connect(world.server.port, '127.0.0.1', () => { late.destroy(); reject(new Error('still accepts connections')); });
      late.on('error', resolve);
    }));
    busy.write(body.slice(5));
    await Promise.all(closed);
    await stopped; // asserts exit status 0
    const [answer] = parseResponses(Buffer.concat(chunks).toString());
    assert.equal(answer?.status, 200);
    const post = JSON.parse(answer.body);

    await world.server.start();
    assert.equal((await ann.read(post)).id, post.id);
  });

  it('keeps everything for the next one', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    await bob.follow(ann);
    const post = await ann.publish('kept');
    await bob.act('favourite', post);
    await world.server.stop();
    await world.server.start();
    has(await bob.read(post), { favourited: true, favourites_count: 1 });
    await bob.homeShows(['kept']);
    await ann.isNotified([['favourite', bob.username, 'kept'], ['follow', bob.username]]);
  });
});
