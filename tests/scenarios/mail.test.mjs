// SPDX-License-Identifier: Apache-2.0
// E-mail: who signs up shows that the address is theirs, and who forgot the password chooses another.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Browser, formsOf } from '../support/browser.mjs';
import { has, refused } from '../support/expect.mjs';
import { pathOf } from '../support/http.mjs';
import { MailServer } from '../support/mail_server.mjs';
import { auklet } from '../support/server.mjs';
import { Socket } from '../support/stream.mjs';
import { ALL_SCOPES, PASSWORD, useWorld, Visitor, World } from '../support/world.mjs';

const UNCONFIRMED = /^Your login is missing a confirmed e-mail address$/;
const RESEND = '/api/v1/emails/confirmations';
const CHECK = '/api/v1/emails/check_confirmation';

describe('mail', () => {
  const world = new World();
  let mails;
  before(async () => {
    mails = await MailServer.start();
    world.options = { env: { AUKLET_MAIL_SMTP_URL: mails.url, AUKLET_MAIL_FROM: 'rock@example.org', AUKLET_TITLE: 'Der "Fels" ä' } };
    await world.open();
  });
  after(async () => {
    await world.close();
    await mails.stop();
  });

  // Somebody who has signed up by an app, and has not followed the link yet.
  async function newcomer(name) {
    const username = world.freshName(name);
    const email = `${username}@example.com`;
    const app = new Visitor(world.site, await world.appToken());
    const { access_token } = await app.post('/api/v1/accounts', { username, email, password: PASSWORD, agreement: true, locale: 'en' });
    return Object.assign(new Visitor(world.site, access_token), { username, email });
  }
  const link = (mail) => pathOf(mail.link);
  async function confirm(mail, browser = new Browser(world.site)) {
    const page = await browser.open(link(mail));
    return browser.submit(page, '/auth/confirmation');
  }
  const logIn = (username, password) => world.anyone.ask('POST', '/oauth/token', { form: {
    grant_type: 'password', ...world.keys, username, password, scope: ALL_SCOPES } });
  before(async () => {
    const { client_id, client_secret } = await world.app();
    world.keys = { client_id, client_secret };
  });

  it('leads a newcomer in, and lets nobody do anything before', async () => {
    const ann = await newcomer('ann');
    await refused(ann.ask('GET', '/api/v1/accounts/verify_credentials'), 403, UNCONFIRMED);
    await refused(ann.ask('POST', '/api/v1/statuses', { json: { status: 'early' } }), 403, UNCONFIRMED);
    await refused(ann.ask('GET', '/api/v1/timelines/home'), 403, UNCONFIRMED);
    await refused(logIn(ann.email, PASSWORD), 400, /invalid_grant/);
    await assert.rejects(Socket.open(ann));
    assert.equal((await ann.get('/api/v1/timelines/public')).length, 0);
    has(await ann.get('/api/v1/apps/verify_credentials'), { name: 'Scenario' });
    assert.equal(await ann.get(CHECK), false);

    const mail = await mails.mailTo(ann.email);
    has(mail, { from: 'rock@example.org', to: ann.email });
    has(mail.headers, { from: 'Der "Fels" ä <rock@example.org>', to: `<${ann.email}>`, subject: 'Confirm your address for Der "Fels" ä',
      'auto-submitted': 'auto-generated' });
    assert.match(mail.text, new RegExp(`Welcome, ${ann.username}!`));
    assert.ok(mail.link.startsWith(`${world.site.origin}/auth/confirmation?confirmation_token=`), mail.link);

    const browser = new Browser(world.site);
    const page = await browser.open(link(mail));
    assert.equal(page.status, 200);
    assert.equal(await ann.get(CHECK), false, 'programs follow links too');
    const done = await browser.submit(page, '/auth/confirmation');
    assert.equal(done.status, 200);
    assert.match(done.text, /Your address is confirmed/);
    assert.equal(await ann.get(CHECK), true);
    has(await ann.get('/api/v1/accounts/verify_credentials'), { username: ann.username });
    await ann.post('/api/v1/statuses', { status: 'at last' });
    assert.equal((await logIn(ann.email, PASSWORD)).status, 200);

    assert.equal((await browser.open(link(mail))).status, 422, 'a link is good once');
    assert.equal((await browser.submit(page, '/auth/confirmation')).status, 422);
    await refused(ann.ask('POST', RESEND), 403, /only available while the e-mail is awaiting confirmation/);
  });

  it('goes to another address when the first one was wrong', async () => {
    const bob = await newcomer('bob');
    const first = await mails.mailTo(bob.email);
    assert.deepEqual(await bob.post(RESEND), {});
    const second = await mails.mailTo(bob.email, 2);
    assert.notEqual(first.link, second.link);
    assert.equal((await confirm(first)).status, 422, 'the newer link is the good one');
    const other = `right-${bob.email}`;
    assert.deepEqual(await bob.post(RESEND, { email: other }), {});
    const third = await mails.mailTo(other);
    assert.equal((await confirm(second)).status, 422, 'it went to an address that is not theirs any more');
    for (const [email, pattern] of [['nonsense', /Email is invalid/], ['', /Email can't be blank/], ['a@x\r\nBcc: b@example.org', /Email is invalid/]]) {
      await refused(bob.ask('POST', RESEND, { json: { email } }), 422, pattern);
    }
    const cleo = await newcomer('cleo');
    const { details } = await refused(bob.ask('POST', RESEND, { json: { email: cleo.email.toUpperCase() } }), 422, /already been taken/);
    assert.equal(details.email[0].error, 'ERR_TAKEN');
    await refused(world.anyone.ask('POST', RESEND), 401);
    await refused(new Visitor(world.site, await world.appToken()).ask('POST', RESEND), 422);
    assert.equal((await confirm(third)).status, 200);
    assert.equal(await bob.get(CHECK), true);
    assert.equal((await logIn(other, PASSWORD)).status, 200);
    assert.notEqual((await logIn(bob.email, PASSWORD)).status, 200);
  });

  it('is asked for by the app that signed them up, and by no other', async () => {
    const dan = await newcomer('dan');
    await confirm(await mails.mailTo(dan.email));
    const other = await world.registerApp();
    const token = await world.token(other, { grant_type: 'password', username: dan.email, password: PASSWORD, scope: 'read write' });
    await refused(new Visitor(world.site, token).ask('POST', RESEND), 403, /only available to the application the user originally signed-up with/);
  });

  it('leads in from a browser too', async () => {
    const username = world.freshName('eve');
    const email = `${username}@example.com`;
    const browser = new Browser(world.site);
    const sent = await browser.signUp({ username, email, password: PASSWORD });
    assert.match(sent.text, new RegExp(`We have sent a link to ${email}`));
    assert.equal((await browser.open('/auth/sign_in')).text.includes('You are logged in'), false);
    const refusal = await browser.signIn(username, PASSWORD);
    assert.equal(refusal.status, 403);
    assert.match(refusal.text, /missing a confirmed e-mail address/);
    // Nothing came: once more.
    const ask = await browser.open('/auth/confirmation/new');
    assert.match((await browser.submit(ask, '/auth/confirmation/new', { email })).text, /a link is on its way/);
    assert.equal((await confirm(await mails.mailTo(email, 2))).status, 200);
    const inside = await browser.signIn(username, PASSWORD);
    assert.equal(inside.status, 200);
    assert.ok(browser.cookies.size > 0);
  });

  it('brings a forgotten password back, and ends what was begun with the old one', async () => {
    const finn = await newcomer('finn');
    await confirm(await mails.mailTo(finn.email));
    const elsewhere = new Browser(world.site);
    await elsewhere.signIn(finn.username, PASSWORD);
    const browser = new Browser(world.site);
    const ask = await browser.open('/auth/password/new');
    const answers = [];
    for (const email of ['nobody@example.com', finn.email.toUpperCase(), 'nonsense']) {
      answers.push(await browser.submit(ask, '/auth/password/new', { email }));
    }
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200]);
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'the answer tells nobody who is here');
    const mail = await mails.mailTo(finn.email, 2);
    assert.match(mail.headers.subject, /^Choose a new password/);
    assert.equal(mails.to('nobody@example.com').length, 0);

    const page = await browser.open(link(mail));
    assert.equal(page.status, 200);
    const short = await browser.submit(page, '/auth/password', { password: 'short' });
    assert.equal(short.status, 422);
    assert.match(short.text, /too short/);
    has(await finn.get('/api/v1/accounts/verify_credentials'), { username: finn.username });
    const done = await browser.submit(short, '/auth/password', { password: 'another long one' });
    assert.equal(done.status, 200, done.text);
    await refused(finn.ask('GET', '/api/v1/accounts/verify_credentials'), 401);
    assert.equal(formsOf((await elsewhere.open('/')).text).some(({ action }) => action === '/auth/sign_out'), false);
    assert.notEqual((await logIn(finn.email, PASSWORD)).status, 200);
    assert.equal((await logIn(finn.email, 'another long one')).status, 200);
    assert.equal((await browser.submit(page, '/auth/password', { password: 'a third long one' })).status, 422);
  });

  it('takes no form of another site, and no token that is made up', async () => {
    const browser = new Browser(world.site);
    await browser.open('/auth/password/new');
    for (const [address, fields] of [
      ['/auth/confirmation', { confirmation_token: '1.x' }], ['/auth/confirmation/new', { email: 'a@example.com' }],
      ['/auth/password/new', { email: 'a@example.com' }], ['/auth/password', { reset_password_token: '1.x', password: PASSWORD }]]) {
      const answer = await browser.ask('POST', address, { form: { ...fields, csrf: 'wrong' } });
      assert.equal(answer.status, 422, address);
      assert.match(answer.text, /This form has expired/, address);
    }
    for (const token of ['', '1', '1.', '.', `${'9'.repeat(30)}.x`, '<script>']) {
      const query = { confirmation_token: token, reset_password_token: token };
      for (const address of ['/auth/confirmation', '/auth/password/edit']) {
        const answer = await browser.ask('GET', address, { query });
        assert.equal(answer.status, 422, `${address} ${token}`);
        assert.ok(!answer.text.includes('<script>'));
      }
    }
  });

  it('waits for a mail server that is busy, and gives up on one that says never', async () => {
    mails.refusals.push('550 no such person');
    const gone = await newcomer('gone');
    await mails.refusalsAreUsed();
    const later = await newcomer('later');
    await mails.mailTo(later.email);
    assert.equal(mails.to(gone.email).length, 0);
    assert.doesNotMatch(world.server.log(), new RegExp(PASSWORD));
  });

  it('is not asked of whom the command line makes an account', async () => {
    const name = world.freshName('gil');
    const made = await auklet(['account', 'create', name, '--email', `${name}@example.com`, '--password', PASSWORD], { env: world.server.env });
    assert.equal(made.code, 0, made.stderr);
    assert.equal((await logIn(name, PASSWORD)).status, 200);
    assert.equal(mails.to(`${name}@example.com`).length, 0);
  });
});

describe('without mail', () => {
  const world = useWorld();

  it('everyone is believed, and there is nothing to ask for', async () => {
    const ann = await world.person('ann');
    assert.equal(await ann.get(CHECK), true);
    await refused(ann.ask('POST', RESEND), 403, /only available while the e-mail is awaiting confirmation/);
    const browser = new Browser(world.site);
    for (const address of ['/auth/confirmation/new', '/auth/confirmation', '/auth/password/new', '/auth/password/edit']) {
      assert.equal((await browser.ask('GET', address)).status, 404, address);
    }
    assert.ok(!(await browser.open('/auth/sign_in')).text.includes('/auth/password/new'));
  });

  it('posts by e-mail are not switched on', async () => {
    const ann = await world.person('ann');
    await refused(world.anyone.ask('POST', `/api/v1/accounts/${ann.id}/email_subscriptions`, { json: { email: 'a@example.com' } }), 404);
  });
});
