// SPDX-License-Identifier: Apache-2.0
// What people set for themselves, what an owner sets up, being told while away, and being offline.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../support/expect.mjs';
import { auklet } from '../support/server.mjs';
import { PASSWORD, useWorld, Visitor } from '../support/world.mjs';
import { Guest, launch } from './support.mjs';

const world = useWorld({ direct: true, env: { AUKLET_TITLE: 'The Skerries', AUKLET_DESCRIPTION: 'A colony on a rock in the northern sea' } });
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const devices = (process.env.AUKLET_DEVICES ?? 'desktop phone').split(' ');

// The same person as the API knows them.
async function behind(guest) {
  const token = await guest.page.evaluate(() => JSON.parse(localStorage.getItem('auklet.session')).token);
  return new Visitor(world.site, token);
}

const workerIsThere = (guest) => guest.page.evaluate(async () => {
  const { active } = await navigator.serviceWorker.ready;
  if (active.state !== 'activated') await new Promise((resolve) => active.addEventListener('statechange', () => active.state === 'activated' && resolve()));
  if (!navigator.serviceWorker.controller) await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
});

describe('the owner of a new server', () => {
  it('is told what to do first, and what is done', async () => {
    const olga = await Guest.open(browser, world, devices[0]);
    await olga.signUp('olga');
    const list = olga.page.getByRole('region', { name: 'Set up your server' });
    await list.getByText('1 of 7 done').waitFor(); // it has a name and a description
    assert.match(await list.innerText(), /Give it a name and a description\s*: done/);
    await olga.looks('own-40-setup');
    await olga.button('Keep it so').click();
    await olga.button('Done: Make backups').click();
    await list.getByText('3 of 7 done').waitFor();
    await olga.button('Copy link').click();
    await list.getByText('4 of 7 done').waitFor();
    for (const [what, id] of [['Put it on a domain, with HTTPS', 'domain'], ['Write the first announcement', 'announcement']]) {
      await list.getByRole('link', { name: `Show me how: ${what}` }).click();
      await olga.heading('Run this server');
      const told = olga.page.locator(`#${id}`);
      await told.getByRole('heading', { name: what }).waitFor();
      await eventually(async () => assert.ok(await told.evaluate((element) => scrollY > 0 && element.getBoundingClientRect().top >= 0 && element.getBoundingClientRect().top < innerHeight - 200)));
      if (id === 'domain') await olga.looks('own-40-guide');
      await olga.button('Back').click();
      await list.getByText('4 of 7 done').waitFor();
    }
    await list.getByRole('link', { name: 'Your profile' }).click();
    await olga.page.getByLabel('About you').waitFor();
    await olga.page.goto('/home');
    const { code, stderr } = await auklet(['announcement', 'create', 'We move to the northern rock on Sunday'], { env: world.server.env });
    assert.equal(code, 0, stderr);
    await olga.page.reload();
    await list.getByText('5 of 7 done').waitFor();
    const announcement = olga.page.getByRole('article', { name: /^Announcement of/ });
    await announcement.getByText('northern rock').waitFor();
    await olga.looks('own-40-announcement');
    await announcement.getByRole('button', { name: 'I have read it' }).click();
    await announcement.waitFor({ state: 'detached' });
    await olga.page.reload();
    await list.getByText('5 of 7 done').waitFor();
    assert.equal(await announcement.count(), 0, 'it has been read');
    await olga.button('Hide this list').click();
    await list.waitFor({ state: 'detached' });
    await olga.page.reload();
    await olga.page.getByText('Your home is quiet').waitFor();
    assert.equal(await list.count(), 0);
    await olga.leave();
  });

  it('is the only one who is', async () => {
    const paul = await Guest.open(browser, world, devices[0]);
    await paul.signUp('paul');
    await paul.page.getByText('Your home is quiet').waitFor();
    assert.equal(await paul.page.getByText('Set up your server').count(), 0);
    await paul.page.getByRole('article', { name: /^Announcement of/ }).getByRole('button', { name: 'I have read it' }).click();
    await paul.page.goto('/settings');
    await paul.link(/^Your archive/).waitFor();
    assert.equal(await paul.link(/^Run this server/).count(), 0);
    await paul.leave();
  });
});

for (const device of devices) {
  describe(`somebody on a ${device}`, () => {
    let ann;
    let api;
    let bob;
    const open = async (part, heading) => {
      await ann.page.goto(`/settings/${part}`);
      await ann.heading(heading);
    };
    const saved = async () => {
      await ann.page.getByText('Saved').first().waitFor();
      await ann.button('Close').first().click();
      await ann.page.getByText('Saved').waitFor({ state: 'detached' });
    };

    before(async () => {
      ann = await Guest.open(browser, world, device, { serviceWorkers: 'allow' });
      await ann.signUp(`own${device}`);
      api = await behind(ann);
      bob = await world.person('bob', { display_name: 'Bob Puffin' });
    });

    it('finds all settings from one page', async () => {
      await ann.go('Settings');
      await ann.heading('Settings');
      const ways = ann.page.getByRole('navigation', { name: 'Your settings' });
      await ann.looks('own-41-settings');
      await ways.getByRole('link', { name: /Privacy and reach/ }).click();
      await ann.heading('Privacy and reach');
      await ann.button('Back').click();
      await ann.heading('Settings');
    });

    it('decides who follows and finds them, and how posts begin', async () => {
      await open('privacy', 'Privacy and reach');
      await ann.looks('own-42-privacy');
      for (const [label, field] of [['Approve followers yourself', 'locked'], ['Hide whom you follow', 'hide_collections'], ['Let people find you', 'discoverable'], ['Let public posts be searched', 'indexable']]) {
        const box = ann.page.getByRole('checkbox', { name: new RegExp(`^${label}`) });
        const was = await box.isChecked();
        await box.click();
        await saved();
        assert.equal((await api.get('/api/v1/accounts/verify_credentials'))[field], !was, field);
        assert.equal(await box.isChecked(), !was);
      }
      await ann.page.getByRole('group', { name: 'Who sees them' }).getByRole('radio', { name: 'Followers', exact: true }).check();
      await saved();
      await ann.page.getByRole('combobox', { name: 'Language' }).selectOption('fr');
      await saved();
      const { source } = await api.get('/api/v1/accounts/verify_credentials');
      assert.deepEqual([source.privacy, source.language], ['private', 'fr']);
      await ann.page.getByRole('group', { name: 'Who sees them' }).getByRole('radio', { name: 'Public', exact: true }).check();
      await saved();
      await ann.page.getByRole('checkbox', { name: /^Approve followers/ }).click();
      await saved();
    });

    it('takes back what the server refuses', async () => {
      await open('privacy', 'Privacy and reach');
      const box = ann.page.getByRole('checkbox', { name: /^Hide pictures at first/ });
      await ann.page.route('**/update_credentials', (route) => route.fulfill({ status: 422, json: { error: 'Not today' } }));
      await box.click();
      await ann.page.getByText('Not today').waitFor();
      assert.equal(await box.isChecked(), false);
      await ann.page.unroute('**/update_credentials');
      ann.wrongs = ann.wrongs.filter((wrong) => !/422/.test(wrong));
    });

    it('decides from whom they hear, and lets in who waits aside', async () => {
      await open('notifications', 'Notifications');
      await ann.page.getByText('Nobody waits aside').waitFor();
      await ann.looks('own-43-notification-settings');
      await ann.page.getByRole('group', { name: 'People you do not follow' }).getByRole('radio', { name: 'Set aside' }).check();
      await saved();
      assert.equal((await api.get('/api/v2/notifications/policy')).for_not_following, 'filter');
      const cat = await world.person('cat', { display_name: 'Cat Cormorant' });
      await bob.publish(`@${ann.username} have you seen the skua?`);
      await cat.publish(`@${ann.username} buy fish`);
      await eventually(async () => assert.equal((await api.get('/api/v2/notifications/policy')).summary.pending_requests_count, 2));
      await ann.page.reload();
      await ann.page.getByText('2 people wait aside').waitFor();
      await ann.link('Look at them').click();
      await ann.heading('Set aside');
      await ann.page.getByText('have you seen the skua?').waitFor();
      await ann.looks('own-44-requests');
      await ann.button('Let in Bob Puffin').click();
      await ann.button('Dismiss what Cat Cormorant sent').click();
      await ann.page.getByText('Nobody waits', { exact: true }).waitFor();
      await ann.looks('own-45-no-requests');
      await eventually(async () => assert.deepEqual((await api.get('/api/v1/notifications', { types: ['mention'] })).map(({ account }) => account.username), [bob.username]));
    });

    it('sees whom they block and mute, and takes it back', async () => {
      const dan = await world.person('dan', { display_name: 'Dan Diver' });
      const eve = await world.person('eve', { display_name: 'Eve Eider' });
      await api.post(`/api/v1/accounts/${dan.id}/block`);
      await api.post(`/api/v1/accounts/${eve.id}/mute`, { duration: 3600 });
      await open('hidden', 'Blocked and muted');
      await ann.button('Unblock Dan Diver').waitFor();
      await ann.looks('own-46-blocked');
      await ann.button('Unblock Dan Diver').click();
      await ann.page.getByText('You block nobody').waitFor();
      await ann.button('Muted', { exact: true }).click();
      await ann.page.getByText(/^Until /).waitFor();
      await ann.looks('own-47-muted');
      await ann.button('Unmute Eve Eider').click();
      await ann.page.getByText('You mute nobody').waitFor();
      const ties = await api.get('/api/v1/accounts/relationships', { id: [dan.id, eve.id] });
      assert.deepEqual(ties.map(({ blocking, muting }) => [blocking, muting]), [[false, false], [false, false]]);
      await ann.button('Servers', { exact: true }).click();
      await ann.page.getByLabel('Name of a server').fill('Far.example');
      await ann.button('Block server').click();
      await ann.page.getByRole('dialog').getByText(/far\.example/).waitFor();
      await ann.page.getByRole('dialog').getByRole('button', { name: 'Block server' }).click();
      await ann.button('Unblock far.example').waitFor();
      assert.deepEqual(await api.get('/api/v1/domain_blocks'), ['far.example']);
      await ann.looks('own-48-servers');
      await ann.button('Unblock far.example').click();
      await ann.page.getByText('You block no servers').waitFor();
    });

    it('takes along whom they follow, and brings in a file with a mistake', async () => {
      await open('transfer', 'Import and export');
      await api.post(`/api/v1/accounts/${bob.id}/follow`);
      const [download] = await Promise.all([ann.page.waitForEvent('download'), ann.button('Download: People you follow').click()]);
      assert.equal(download.suggestedFilename(), `${ann.username}-follows.csv`);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      assert.match(Buffer.concat(chunks).toString(), new RegExp(`^Account address,.*\n${bob.username}@`));
      const fay = await world.person('fay');
      await ann.page.getByLabel('File', { exact: true }).setInputFiles({ name: 'follows.csv', mimeType: 'text/csv', buffer: Buffer.from(`Account address\n${fay.username}\nnobody_here\n`) });
      await ann.looks('own-49-transfer');
      await ann.button('Bring in', { exact: true }).click();
      await ann.page.getByText('1 row done').waitFor();
      await ann.page.getByText('1 row could not be taken').waitFor();
      await ann.button('Show which').click();
      await ann.page.getByText('not on this server').waitFor();
      await ann.page.getByText('nobody_here').waitFor();
      await ann.looks('own-50-imported');
      const [tie] = await api.get('/api/v1/accounts/relationships', { id: [fay.id] });
      assert.equal(tie.following, true);
    });

    it('asks for an archive of everything, and fetches it', async () => {
      await api.post('/api/v1/statuses', { status: 'For the archive' });
      await open('archive', 'Your archive');
      await ann.looks('own-50-archive');
      await ann.button('Ask for an archive').click();
      await ann.page.getByText('Your archive is ready').waitFor();
      assert.equal(await ann.button('Ask for an archive').count(), 0, 'once in seven days');
      await ann.page.getByText(/^You can ask for a new one from/).waitFor();
      await ann.looks('own-50-archive-ready');
      const [download] = await Promise.all([ann.page.waitForEvent('download'), ann.button('Download archive').click()]);
      assert.match(download.suggestedFilename(), new RegExp(`^${ann.username}-\\d{4}-\\d\\d-\\d\\d\\.zip$`));
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      const file = Buffer.concat(chunks);
      const [archive] = await api.get('/api/v1/auklet/archives');
      assert.deepEqual([file.length, file.subarray(0, 2).toString()], [archive.bytes, 'PK']);
      assert.ok(file.includes('For the archive'));
    });

    it('is told where an archive failed, and may ask again', async () => {
      const now = new Date().toISOString();
      const failed = { id: '1', state: 'failed', bytes: null, url: null, created_at: now, expires_at: null };
      await ann.page.route('**/api/v1/auklet/archives', (route) => (route.request().method() === 'GET' ? route.fulfill({ json: [failed] }) : route.fulfill({ status: 202, json: { ...failed, id: '2', state: 'waiting' } })));
      await ann.page.reload();
      await ann.page.getByText('The archive could not be made').waitFor();
      await ann.looks('own-50-archive-failed');
      await ann.button('Ask for an archive').click();
      await ann.page.unroute('**/api/v1/auklet/archives');
      await ann.page.getByText('Your archive is ready').waitFor();
    });

    it('sees where they are logged in, and ends it', async () => {
      const app = await world.registerApp({ client_name: 'Old phone', website: 'https://phone.example/app' });
      const phone = new Visitor(world.site, await world.token(app, { grant_type: 'password', username: `${ann.username}@example.com`, password: PASSWORD, scope: 'read write' }));
      await phone.get('/api/v1/accounts/verify_credentials');
      await open('devices', 'Devices and password');
      await ann.page.getByText('This device').waitFor();
      await ann.page.getByText('Old phone').waitFor();
      await ann.link('phone.example').waitFor();
      await ann.looks('own-51-devices');
      await ann.button('Log out Old phone').click();
      await ann.page.getByRole('dialog').getByRole('button', { name: 'Log out' }).click();
      await ann.page.getByText('Old phone').waitFor({ state: 'detached' });
      assert.equal((await phone.ask('GET', '/api/v1/accounts/verify_credentials')).status, 401);
    });

    it('changes the password, which ends what it began elsewhere', async () => {
      await open('devices', 'Devices and password');
      const fill = async (current, chosen, again) => {
        await ann.page.getByLabel('Current password').fill(current);
        await ann.page.getByLabel('New password', { exact: true }).fill(chosen);
        await ann.page.getByLabel('New password again').fill(again);
        await ann.button('Change password').click();
      };
      await fill(PASSWORD, 'new battery staple', 'new battery stable');
      await ann.page.getByText('The two are not the same.').waitFor();
      await fill('not my password', 'new battery staple', 'new battery staple');
      await ann.page.getByText('This is not your current password.').waitFor();
      await ann.looks('own-52-password');
      ann.wrongs = ann.wrongs.filter((wrong) => !/422/.test(wrong));
      await fill(PASSWORD, 'new battery staple', 'new battery staple');
      await ann.page.getByText('The password is changed').waitFor();
      const app = await world.registerApp();
      const fields = { grant_type: 'password', username: `${ann.username}@example.com`, scope: 'read' };
      await assert.rejects(world.token(app, { ...fields, password: PASSWORD }));
      assert.ok(await world.token(app, { ...fields, password: 'new battery staple' }));
      await ann.page.reload();
      await ann.page.getByText('This device').waitFor();
    });

    it('is told of things while away, and comes to the thing by a click', async () => {
      await ann.context.grantPermissions(['notifications'], { origin: world.site.origin });
      await open('notifications', 'Notifications');
      await workerIsThere(ann);
      // Chromium without its maker has no push service: the browser's part is played here, the server's is real.
      await ann.page.evaluate(() => {
        let subscription = null;
        const keys = { p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4', auth: 'BTBZMqHH6r4Tts7J_aSIgg' };
        PushManager.prototype.getSubscription = async () => subscription;
        PushManager.prototype.subscribe = async ({ applicationServerKey, userVisibleOnly }) => {
          if (!userVisibleOnly || applicationServerKey.length !== 87) throw new Error('a bad subscription');
          subscription = { endpoint: 'https://push.example/ann', toJSON: () => ({ endpoint: 'https://push.example/ann', keys }), unsubscribe: async () => { subscription = null; return true; } };
          return subscription;
        };
      });
      assert.equal((await api.ask('GET', '/api/v1/push/subscription')).status, 404, 'nothing before the click');
      await ann.button('Turn on notifications').click();
      await ann.page.getByText('This device tells you of what happens.').waitFor();
      await ann.looks('own-53-push');
      await ann.page.getByRole('checkbox', { name: 'Boosts', exact: true }).uncheck();
      await saved();
      const subscription = await api.get('/api/v1/push/subscription');
      assert.deepEqual([subscription.endpoint, subscription.standard, subscription.alerts.mention, subscription.alerts.reblog], ['https://push.example/ann', true, true, false]);

      const post = await bob.publish(`@${ann.username} the tide is out`);
      let told;
      await eventually(async () => {
        [told] = await api.get('/api/v1/notifications', { types: ['mention'] });
        assert.equal(told?.status.id, post.id);
      });
      const cdp = await ann.context.newCDPSession(ann.page);
      const registrations = [];
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: some }) => registrations.push(...some));
      await cdp.send('ServiceWorker.enable');
      await eventually(() => assert.ok(registrations.some(({ scopeURL }) => scopeURL === `${world.site.origin}/`)));
      const { registrationId } = registrations.find(({ scopeURL }) => scopeURL === `${world.site.origin}/`);
      const payload = { access_token: 'x', notification_id: Number(told.id), notification_type: 'mention', icon: '', title: 'Bob Puffin mentioned you', body: 'the tide is out' };
      const data = JSON.stringify(payload).replace(String(Number(told.id)), told.id);
      // As a push service does: again, until the worker has it. What has come before is replaced by what is about the same.
      const shown = await eventually(async () => {
        await cdp.send('ServiceWorker.deliverPushMessage', { origin: world.site.origin, registrationId, data });
        const list = await ann.page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, data: about }) => ({ title, body, about })));
        assert.equal(list.length, 1);
        return list[0];
      });
      assert.deepEqual([shown.title, shown.body], ['Bob Puffin mentioned you', 'the tide is out']);
      await ann.page.goto(shown.about.path);
      await ann.heading('Post by Bob Puffin');
      await ann.post('the tide is out').waitFor();

      await api.delete('/api/v1/push/subscription');
    });

    it('reads on without a connection what was read before', async () => {
      await api.patch('/api/v2/notifications/policy', { for_not_following: 'accept' });
      await bob.publish('Seen before the storm');
      await ann.page.goto('/home');
      await ann.post('Seen before the storm').waitFor();
      await workerIsThere(ann);
      await ann.page.reload();
      await ann.post('Seen before the storm').waitFor();
      await ann.context.setOffline(true);
      await ann.page.reload();
      await ann.post('Seen before the storm').waitFor();
      await ann.page.getByText('You are offline.').waitFor();
      await ann.page.getByText(/This is what you saw/).waitFor();
      await ann.page.goto('/bookmarks').catch(() => {});
      await ann.heading('Bookmarks');
      await ann.go('Settings');
      await ann.heading('Settings');
      ann.wrongs = ann.wrongs.filter((wrong) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket/.test(wrong));
    });

    it('writes without a connection, and it is sent once, in order, when there is one', async () => {
      await ann.go('Home');
      for (const text of ['First from the dark', 'Second from the dark']) await ann.write(text);
      const waiting = ann.page.getByRole('region', { name: 'Waiting to be sent' });
      await waiting.getByText('Second from the dark').waitFor();
      await ann.page.getByText('2 posts wait to be sent').waitFor();
      await ann.looks('own-54-offline');
      await ann.page.reload();
      await waiting.getByText('First from the dark').waitFor();
      await ann.context.setOffline(false);
      await ann.post('Second from the dark').waitFor();
      await waiting.waitFor({ state: 'detached' });
      await ann.page.getByText('You are offline.').waitFor({ state: 'detached' });
      const mine = (await api.get(`/api/v1/accounts/${(await api.get('/api/v1/accounts/verify_credentials')).id}/statuses`)).map(({ content }) => content.replace(/<[^>]+>/g, ''));
      assert.deepEqual(mine.filter((text) => /dark/.test(text)), ['Second from the dark', 'First from the dark']);
      ann.wrongs = ann.wrongs.filter((wrong) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket/.test(wrong));
    });

    it('does not publish twice what arrived without an answer, and is told what is refused', async () => {
      let lost = 0;
      await ann.page.route('**/api/v1/statuses', async (route) => {
        if (route.request().method() !== 'POST' || lost++ > 0) return route.fallback();
        await route.fetch(); // it arrives
        return route.abort('connectionreset'); // and nobody hears of it
      });
      await ann.write('Lost on the way back');
      const waiting = ann.page.getByRole('region', { name: 'Waiting to be sent' });
      await waiting.getByText('Lost on the way back').waitFor();
      await ann.page.evaluate(() => dispatchEvent(new Event('online')));
      await waiting.waitFor({ state: 'detached' });
      const { id } = await api.get('/api/v1/accounts/verify_credentials');
      const own = await api.get(`/api/v1/accounts/${id}/statuses`);
      assert.equal(own.filter(({ content }) => /Lost on the way back/.test(content)).length, 1);
      await ann.page.unroute('**/api/v1/statuses');

      await ann.page.route('**/api/v1/statuses', (route) => (route.request().method() === 'POST' ? route.abort('connectionrefused') : route.fallback()));
      await ann.write('Too rude for this place');
      await waiting.getByText('Too rude for this place').waitFor();
      await ann.page.unroute('**/api/v1/statuses');
      await ann.page.route('**/api/v1/statuses', (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 422, json: { error: 'Validation failed: too rude' } }) : route.fallback()));
      await ann.page.evaluate(() => dispatchEvent(new Event('online')));
      await waiting.getByText(/Not sent: Validation failed: too rude/).waitFor();
      await ann.looks('own-55-refused');
      await waiting.getByRole('button', { name: 'Throw away' }).click();
      await ann.page.getByRole('dialog').getByRole('button', { name: 'Throw away' }).click();
      await waiting.waitFor({ state: 'detached' });
      await ann.page.unroute('**/api/v1/statuses');
      ann.wrongs = ann.wrongs.filter((wrong) => !/ERR_CONNECTION|ERR_FAILED|422/.test(wrong));
    });

    it('leaves nothing behind', async () => {
      assert.ok(await ann.page.evaluate(async () => (await caches.keys()).some((name) => name.startsWith('auklet.seen.'))));
      await ann.page.goto('/settings');
      await ann.button('Log out').click();
      await ann.link('Create an account').waitFor();
      assert.deepEqual(await ann.page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('auklet.seen.'))), []);
      assert.equal(await ann.page.evaluate(() => localStorage.getItem('auklet.outbox')), null);
    });

    it('had nothing go wrong in the browser, and axe-core found nothing', () => ann.leave());
  });
}
