// SPDX-License-Identifier: Apache-2.0
// Signing up inside the web client.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PASSWORD, useWorld } from '../support/world.mjs';
import { Guest, launch } from './support.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const device of (process.env.AUKLET_DEVICES ?? 'desktop phone').split(' ')) {
  describe(`signing up on a ${device}`, () => {
    const world = useWorld({ direct: true, env: { AUKLET_TITLE: 'The Skerries' } });
    let ann;

    before(async () => {
      ann = await Guest.open(browser, world, device, { colorScheme: device === 'phone' ? 'dark' : 'light' });
    });

    it('is led there from the front door', async () => {
      await ann.page.goto('/');
      await ann.page.waitForLoadState('networkidle');
      await ann.link('Create an account').click();
      await ann.heading('Create an account');
      assert.equal(new URL(ann.page.url()).pathname, '/signup');
      await ann.looks('50-sign-up');
    });

    it('reads at each field what is wrong with it, and loses nothing', async () => {
      const { page } = ann;
      const taken = await world.person('bob');
      await page.getByLabel('Username').fill(taken.username);
      await page.getByLabel('E-mail').fill(`${device}@example.com`);
      await page.getByLabel('Password').fill('short');
      await ann.button('Create account').click();
      await page.getByRole('alert').waitFor();
      const said = (name) => page.getByLabel(name).evaluate((field) => [field.getAttribute('aria-invalid'), document.getElementById(field.getAttribute('aria-describedby'))?.textContent]);
      assert.deepEqual(await said('Password'), ['true', 'This is too short.']);
      assert.equal((await said('E-mail'))[0], 'false');
      assert.deepEqual(await said('I agree to the rules of this server.'), ['true', 'You have to agree to join.']);
      await ann.looks('51-sign-up-wrong');
      await page.getByLabel('Password').fill(PASSWORD);
      await page.getByRole('checkbox').check();
      await ann.button('Create account').click();
      await page.getByText('This is taken already. Choose another one.').waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('name')), 'username');
      assert.equal(await page.getByLabel('E-mail').inputValue(), `${device}@example.com`);
      ann.allow(/422/);
    });

    it('is logged in without a second form', async () => {
      const { page } = ann;
      ann.username = `ann${device}`;
      await page.getByLabel('Username').fill(ann.username);
      await ann.button('Create account').click();
      await ann.heading('Home');
      await ann.write('I am here');
      await ann.post('I am here').waitFor();
      await page.reload();
      await ann.post('I am here').waitFor();
      await page.goto('/signup'); // has nothing to do any more
      await ann.heading('Home');
      assert.equal((await world.anyone.get('/api/v1/accounts/lookup', { acct: ann.username })).username, ann.username);
    });

    it('nothing went wrong in the browser, and axe-core found nothing on any page', () => ann.leave());
  });
}

describe('where new accounts are closed', () => {
  const world = useWorld({ direct: true, env: { AUKLET_REGISTRATIONS_OPEN: 'false' } });

  it('says so instead of a form', async () => {
    const ann = await Guest.open(browser, world, 'desktop');
    await ann.page.goto('/signup');
    await ann.page.getByText('New accounts are closed for now.').waitFor();
    assert.equal(await ann.page.getByLabel('Username').count(), 0);
    await ann.looks('52-sign-up-closed');
    await ann.leave();
  });

  it('asks to be let in where people are let in', async () => {
    const ann = await Guest.open(browser, world, 'desktop');
    // As a server that looks at every request answers.
    await ann.page.route('**/api/v2/instance', async (route) => {
      const answer = await route.fetch();
      const site = await answer.json();
      await route.fulfill({ response: answer, json: { ...site, rules: [{ id: '1', text: 'Be kind', hint: 'Also to gulls' }], registrations: { ...site.registrations, enabled: true, approval_required: true, reason_required: true } } });
    });
    let asked;
    await ann.page.route('**/api/v1/accounts', (route) => {
      asked = route.request().postDataJSON();
      return route.fulfill({ json: { access_token: 'waits', token_type: 'Bearer', scope: 'read', created_at: 1 } });
    });
    await ann.page.goto('/signup');
    await ann.page.getByText('Be kind').waitFor();
    await ann.page.getByLabel('Username').fill('cat');
    await ann.page.getByLabel('E-mail').fill('cat@example.com');
    await ann.page.getByLabel('Password').fill(PASSWORD);
    await ann.page.getByLabel('Why do you want to join?').fill('I like birds');
    await ann.page.getByRole('checkbox').check();
    await ann.looks('53-sign-up-approval');
    await ann.button('Ask to join').click();
    await ann.heading('Your request is there');
    assert.deepEqual(asked, { username: 'cat', email: 'cat@example.com', password: PASSWORD, agreement: true, locale: 'en', reason: 'I like birds' });
    assert.equal(await ann.page.evaluate(() => localStorage.getItem('auklet.session')), null);
    await ann.leave();
  });
});
