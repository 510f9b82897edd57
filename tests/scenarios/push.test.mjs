// SPDX-License-Identifier: Apache-2.0
// Web Push: apps are told while they do not run, of what they want, by pushes that only they can read.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually, has, refused, sameSet } from '../support/expect.mjs';
import { PushService } from '../support/push_service.mjs';
import { freePort } from '../support/server.mjs';
import { useWorld } from '../support/world.mjs';

const port = await freePort();

describe('push', () => {
  const world = useWorld({ env: { AUKLET_TEST_LOOPBACK_PORTS: `${port}` } });
  const PATH = '/api/v1/push/subscription';
  const service = new PushService();
  before(() => service.open(port));
  after(() => service.close());

  let places = 0;
  // Makes a subscription of the person's token; gives the place where their app is reached.
  async function subscribe(person, { alerts = { mention: true }, policy, ...more } = {}) {
    const endpoint = service.endpoint(`app${++places}`);
    const made = await person.post(PATH, {
      subscription: { endpoint: endpoint.url, keys: endpoint.keys, ...more }, data: { alerts, ...(policy && { policy }) } });
    return { ...endpoint, made };
  }
  const serverKey = async () => (await world.anyone.get('/api/v2/instance')).configuration.vapid.public_key;

  // Everything that was to be pushed has been: the mark is a mention, which is pushed last of all.
  async function pushed(person, endpoint, from, count) {
    await from.publish(`mark ${person.mention}`);
    const all = await service.reads(endpoint, count + 1, await serverKey());
    assert.ok(all.some(({ body }) => body === `mark ${person.mention}`));
    return all.filter(({ body }) => body !== `mark ${person.mention}`);
  }

  describe('a subscription', () => {
    it('is made, found, changed and taken away, and shows the server\'s key', async () => {
      const ann = await world.person('ann');
      await refused(ann.ask('GET', PATH), 404, /^Record not found$/);
      const alerts = { mention: true, favourite: false, 'admin.sign_up': true };
      const { url, made } = await subscribe(ann, { alerts, standard: true });
      assert.equal(typeof made.id, 'number');
      has(made, { endpoint: url, alerts, standard: true, policy: 'all', server_key: await serverKey() });
      assert.deepEqual(await ann.get(PATH), made);
      const changed = await ann.put(PATH, { data: { alerts: { follow: 'true', poll: '0' }, policy: 'followed' } });
      assert.deepEqual(changed, { ...made, alerts: { follow: true, poll: false }, policy: 'followed' });
      assert.deepEqual(await ann.delete(PATH), {});
      await refused(ann.ask('GET', PATH), 404);
      await refused(ann.ask('PUT', PATH, { json: { data: { alerts: { follow: true } } } }), 404);
      assert.deepEqual(await ann.delete(PATH), {});
    });

    it('is taken in the way that apps send forms', async () => {
      const ann = await world.person('ann');
      const { url, keys } = service.endpoint('form');
      const form = { subscription: { endpoint: url, keys }, data: { alerts: { mention: 'true', reblog: 'false' } } };
      has((await ann.expectOk('POST', PATH, { form })).body, { endpoint: url, alerts: { mention: true, reblog: false }, standard: false });
    });

    it('is one for each token', async () => {
      const ann = await world.person('ann');
      const phone = await world.withScopes(ann, 'read write push');
      const [first, second] = [await subscribe(ann), await subscribe(phone)];
      assert.equal((await ann.get(PATH)).endpoint, first.url);
      const third = await subscribe(ann);
      assert.equal((await ann.get(PATH)).endpoint, third.url);
      assert.equal((await phone.get(PATH)).endpoint, second.url);
    });

    it('is refused when nobody can be reached by it', async () => {
      const ann = await world.person('ann');
      const { url: endpoint, keys } = service.endpoint('bad');
      const BAD = [
        {}, { subscription: {} }, { subscription: { endpoint } }, { subscription: { endpoint: 'nowhere', keys } },
        { subscription: { endpoint: 'file:///etc/passwd', keys } }, { subscription: { endpoint, keys: { ...keys, auth: 'short' } } },
        { subscription: { endpoint, keys: { ...keys, p256dh: keys.p256dh.slice(0, -3) } } },
        { subscription: { endpoint: `${endpoint}/${'x'.repeat(2048)}`, keys } },
        { subscription: { endpoint, keys }, data: { policy: 'sometimes' } }];
      for (const json of BAD) await refused(ann.ask('POST', PATH, { json }), 422, /^Validation failed: /);
      for (const json of [{ subscription: 'x' }, { subscription: { endpoint, keys: 'x' } }, { subscription: { endpoint, keys }, data: { alerts: 'all' } }]) {
        await refused(ann.ask('POST', PATH, { json }), 400);
      }
      await refused(ann.ask('GET', PATH), 404);
      await refused(world.anyone.ask('POST', PATH, { json: {} }), 401);
    });

    it('needs its own scope', async () => {
      const ann = await world.person('ann');
      const reader = await world.withScopes(ann, 'read write');
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) await refused(reader.ask(method, PATH), 403);
      assert.deepEqual(await (await world.withScopes(ann, 'push')).delete(PATH), {});
    });
  });

  it('the server has one key, and keeps it', async () => {
    const key = await serverKey();
    assert.equal(Buffer.from(key, 'base64url').length, 65);
    assert.equal((await world.registerApp()).vapid_key, key);
    await world.server.stop();
    await world.server.start();
    assert.equal(await serverKey(), key);
  });

  describe('tells', () => {
    for (const standard of [true, false]) {
      it(`what happened, encrypted ${standard ? 'as the standard says' : 'as the draft did'}`, async () => {
        const [ann, bob] = await world.people('ann', 'bob');
        await bob.patch('/api/v1/accounts/update_credentials', { display_name: 'Bob Auk', note: 'I dive' });
        const all = { mention: true, favourite: true, reblog: true, follow: true };
        const endpoint = await subscribe(ann, { alerts: all, ...(standard && { standard }) });
        const post = await ann.publish('mine');
        await bob.act('favourite', post);
        await bob.boost(post);
        await bob.follow(ann);
        const mention = await bob.publish(`hey ${ann.mention} <b>`, { spoiler_text: '' });
        const pushes = await service.reads(endpoint, 4, await serverKey());
        assert.ok(service.at(endpoint).every(({ headers }) => headers['content-encoding'] === (standard ? 'aes128gcm' : 'aesgcm')));
        sameSet(pushes.map(({ title, body }) => `${title}: ${body}`), [
          'Bob Auk favourited your post: mine', 'Bob Auk boosted your post: mine', 'Bob Auk follows you: I dive',
          `Bob Auk mentioned you: hey ${ann.mention} <b>`]);
        const told = await ann.notifications();
        for (const push of pushes) {
          const { id, account } = told.find(({ type }) => type === push.notification_type);
          assert.equal(push.notification_id, Number(id)); // a number of 64 bits, of which JavaScript keeps 53
          has(push, { access_token: ann.token, preferred_locale: 'en', icon: account.avatar_static });
          assert.equal(Object.keys(push).length, 7);
        }
        assert.ok(mention.id);
      });
    }

    it('each of someone\'s apps what it wants', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const phone = await world.withScopes(ann, 'read write push');
      const [first, second] = [await subscribe(ann), await subscribe(phone, { alerts: { mention: true, follow: true } })];
      await bob.follow(ann);
      await bob.act('favourite', await ann.publish('mine'));
      assert.deepEqual(await pushed(ann, first, bob, 0), []);
      await eventually(() => assert.equal(service.at(second).length, 2));
      has((await service.reads(second, 2, await serverKey()))[1], { access_token: phone.token });
    });

    it('of whom the app wants to hear', async () => {
      const [ann, stranger, friend, fan] = await world.people('ann', 'stranger', 'friend', 'fan');
      await ann.follow(friend);
      await fan.follow(ann);
      const POLICIES = { all: [stranger, friend, fan], followed: [friend], follower: [fan], none: [] };
      const apps = [];
      for (const policy of Object.keys(POLICIES)) {
        const app = await world.withScopes(ann, `push read ${['read:lists', 'write:lists', 'read:mutes', 'write:mutes'][apps.length]}`);
        apps.push([policy, await subscribe(app, { policy })]);
      }
      for (const person of [stranger, friend, fan]) await person.publish(`hey ${ann.mention} from ${person.username}`);
      for (const [policy, endpoint] of apps) {
        const pushes = await service.reads(endpoint, POLICIES[policy].length, await serverKey());
        sameSet(pushes.map(({ body }) => body), POLICIES[policy].map(({ username }) => `hey ${ann.mention} from ${username}`), policy);
      }
    });

    it('nothing that is filtered, muted, or not asked for', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      await ann.toward('mute', cai);
      const endpoint = await subscribe(ann);
      await bob.publish(`psst ${ann.mention}`, { visibility: 'direct' });
      await cai.publish(`hey ${ann.mention}`);
      await bob.follow(ann);
      assert.deepEqual(await pushed(ann, endpoint, bob, 0), []);
    });

    it('nobody any more who has left, or whose token is gone', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const app = await world.app();
      const phone = await world.withScopes(ann, 'read write push');
      const [left, gone, here] = [await subscribe(ann), await subscribe(phone), await subscribe(await world.withScopes(ann, 'push'))];
      await ann.delete(PATH);
      const { client_id, client_secret } = app;
      await world.anyone.expectOk('POST', '/oauth/revoke', { form: { client_id, client_secret, token: phone.token } });
      assert.deepEqual(await pushed(ann, here, bob, 0), []);
      assert.deepEqual([service.at(left).length, service.at(gone).length], [0, 0]);
    });
  });

  describe('heeds the push service', () => {
    for (const status of [404, 410]) {
      it(`which does not know the app any more (${status})`, async () => {
        const [ann, bob] = await world.people('ann', 'bob');
        const endpoint = await subscribe(ann);
        service.answers.set(endpoint.path, [status]);
        await bob.publish(`hey ${ann.mention}`);
        await eventually(() => refused(ann.ask('GET', PATH), 404));
        assert.equal(service.at(endpoint).length, 1);
      });
    }

    it('which refuses a push, but knows the app', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const endpoint = await subscribe(ann);
      service.answers.set(endpoint.path, [413]);
      await bob.publish(`hey ${ann.mention}`);
      await eventually(() => assert.equal(service.at(endpoint).length, 1));
      assert.equal((await pushed(ann, endpoint, bob, 1)).length, 1);
      assert.equal((await ann.get(PATH)).endpoint, endpoint.url);
    });

    it('and nothing of the network inside', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const { keys } = service.endpoint('inside');
      for (const endpoint of ['http://127.0.0.1:1/', 'http://169.254.169.254/latest', 'http://[::1]/', `http://localhost:${world.server.port}/`]) {
        await ann.post(PATH, { subscription: { endpoint, keys }, data: { alerts: { mention: true } } });
        await bob.publish(`hey ${ann.mention}`);
        await eventually(() => refused(ann.ask('GET', PATH), 404)); // forgotten, as nothing can be sent there
      }
    });
  });
});
