// SPDX-License-Identifier: Apache-2.0
// Quoting in the web client: who may, what is shown, and how an author takes a post back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually, has } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';
import { Guest, launch } from './support.mjs';

const world = useWorld({ direct: true, env: { AUKLET_TITLE: 'The Skerries' } });
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const device of (process.env.AUKLET_DEVICES ?? 'desktop phone').split(' ')) {
  describe(`quoting on a ${device}`, () => {
    let ann;
    let api; // ann's own account, by the API
    let bob;
    let quoted;

    const dialog = () => ann.page.getByRole('dialog');
    const own = () => api.get(`/api/v1/accounts/${api.id}/statuses`);
    const card = (post) => post.getByRole('group', { name: 'Quoted post by Bob Puffin' });

    before(async () => {
      bob = await world.person('bob', { display_name: 'Bob Puffin' });
      ann = await Guest.open(browser, world, device, { colorScheme: device === 'phone' ? 'dark' : 'light' });
      api = await ann.comeAs(await world.person('ann', { display_name: 'Ann' }));
      quoted = await bob.publish('Puffins carry up to sixty fish at once', { quote_approval_policy: 'public' });
    });

    it('quotes a post of somebody who allows it', async () => {
      const { page } = ann;
      await page.goto(`/@${bob.username}`);
      const button = ann.post('sixty fish').getByRole('button', { name: /^Boost/ });
      await button.click();
      await ann.looks('60-boost-menu');
      await page.getByRole('menuitem', { name: 'Quote', exact: true }).click();
      await dialog().getByRole('group', { name: 'Quoted post by Bob Puffin' }).waitFor();
      await dialog().getByLabel('What is going on?').fill('An auklet carries none: it has a pouch.');
      await ann.looks('61-quote-composer');
      await dialog().getByRole('button', { name: 'Post', exact: true }).click();
      await dialog().waitFor({ state: 'detached' });
      const [made] = await own();
      assert.equal(made.quote.state, 'accepted');
      assert.equal(made.quote.quoted_status.id, quoted.id);
      await ann.go('Home');
      await card(ann.post('it has a pouch')).getByText('sixty fish').waitFor();
      await ann.looks('62-quote');
      await card(ann.post('it has a pouch')).getByText('sixty fish').click();
      await ann.heading('Post by Bob Puffin');
      await eventually(async () => assert.equal((await bob.notifications())[0]?.type, 'quote'));
    });

    it('finds the posts that quote one', async () => {
      const { page } = ann;
      await page.reload();
      await page.getByRole('main').getByRole('link', { name: '1 quote' }).click();
      await ann.heading('Quotes of a post by Bob Puffin');
      await ann.post('it has a pouch').waitFor();
      await ann.looks('63-quotes');
    });

    it('sees that the author took the quoted post out', async () => {
      const [made] = await own();
      await bob.post(`/api/v1/statuses/${quoted.id}/quotes/${made.id}/revoke`);
      await ann.page.goto(`/@${api.username}/${made.id}`);
      await ann.page.getByText('Its author has taken the quoted post out.').waitFor();
      assert.equal(await card(ann.page).count(), 0);
      await ann.looks('64-quote-revoked');
    });

    it('sees that the quoted post is gone', async () => {
      const short = await bob.publish('This will not last', { quote_approval_policy: 'public' });
      const made = await api.publish('Look at this', { quoted_status_id: short.id });
      await ann.page.goto(`/@${api.username}/${made.id}`);
      await card(ann.page).getByText('This will not last').waitFor();
      await bob.erase(short);
      await ann.page.reload();
      await ann.page.getByText('The quoted post is not there any more.').waitFor();
    });

    it('takes an own post out of what somebody else made of it', async () => {
      const { page } = ann;
      const mine = await api.publish('My first flight', { quote_approval_policy: 'public' });
      const theirs = await bob.publish('Everybody look', { quoted_status_id: mine.id });
      await page.goto(`/@${bob.username}/${theirs.id}`);
      const post = ann.post('Everybody look');
      await post.getByRole('group', { name: 'Quoted post by Ann' }).waitFor();
      await post.getByRole('button', { name: 'More about this post' }).click();
      await page.getByRole('menuitem', { name: 'Take my post out of this quote' }).click();
      await dialog().getByText(/It cannot be put back/).waitFor();
      await ann.looks('66-quote-revoke');
      await dialog().getByRole('button', { name: 'Take my post out of this quote' }).click();
      await post.getByText('Its author has taken the quoted post out.').waitFor();
      has((await bob.read(theirs)).quote, { state: 'revoked' });
    });

    it('says who may quote, while writing and afterwards', async () => {
      const { page } = ann;
      await page.goto('/home');
      await ann.button('New post', { exact: true }).click();
      await dialog().getByLabel('What is going on?').fill('Keep this to yourselves');
      await dialog().getByLabel('Who may quote it').selectOption('nobody');
      await dialog().getByRole('button', { name: 'Post', exact: true }).click();
      await dialog().waitFor({ state: 'detached' });
      const [made] = await own();
      assert.equal((await bob.read(made)).quote_approval.current_user, 'denied');
      await page.goto(`/@${api.username}/${made.id}`);
      await ann.post('Keep this').getByRole('button', { name: 'More about this post' }).click();
      await page.getByRole('menuitem', { name: 'Who may quote it' }).click();
      await dialog().getByRole('radio', { name: 'Everyone' }).check();
      await ann.looks('65-quote-policy');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await eventually(async () => assert.equal((await bob.read(made)).quote_approval.current_user, 'automatic'));
    });

    it('begins posts with what is chosen in the settings', async () => {
      const { page } = ann;
      await page.goto('/settings/privacy');
      const group = page.getByRole('group', { name: 'Who may quote them' });
      await group.getByRole('radio', { name: 'Followers', exact: true }).check();
      await page.getByText('Saved', { exact: true }).waitFor();
      assert.equal((await api.get('/api/v1/accounts/verify_credentials')).source.quote_policy, 'followers');
      assert.equal((await api.get('/api/v1/preferences'))['posting:default:quote_policy'], 'followers');
      await page.goto('/home');
      await ann.button('New post', { exact: true }).click();
      assert.equal(await dialog().getByLabel('Who may quote it').inputValue(), 'followers');
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      await page.goto('/settings/privacy');
      await group.getByRole('radio', { name: 'Everyone', exact: true }).check();
      await page.getByText('Saved', { exact: true }).waitFor();
    });

    it('is told of a quote, and of what becomes of a quoted post', async () => {
      const { page } = ann;
      const mine = await api.publish('My second flight', { quote_approval_policy: 'public' });
      const theirs = await bob.publish('She does it again', { quoted_status_id: mine.id });
      const puffin = await bob.publish('Fish today', { quote_approval_policy: 'public' });
      await api.publish('He says so', { quoted_status_id: puffin.id });
      await bob.put(`/api/v1/statuses/${puffin.id}`, { status: 'No fish today' });
      await page.goto('/notifications');
      await page.getByText('Bob Puffin quoted your post').first().waitFor();
      await page.getByText('Bob Puffin edited a post that you quoted').waitFor();
      await ann.looks('67-quote-notifications');
      assert.equal(theirs.quote.state, 'accepted');
    });

    // As a server tells them: of people who are asked, of other servers, of what the reader hides.
    it('says in words why a quoted post is not there', async () => {
      const { page } = ann;
      const made = await api.publish('Look at that', { quoted_status_id: quoted.id });
      for (const [state, words, anyway] of [
        ['pending', 'The author of the quoted post has not agreed yet.'], ['rejected', 'The author of the quoted post did not agree.'], ['revoked', 'Its author has taken the quoted post out.'],
        ['deleted', 'The quoted post is not there any more.'], ['unauthorized', 'The quoted post is not for you to see.'], ['muted_account', 'The quoted post is by somebody whom you mute.', true],
        ['blocked_account', 'The quoted post is by somebody whom you block.', true], ['blocked_domain', 'The quoted post is from a server that you block.', true],
      ]) {
        await page.route(`**/api/v1/statuses/${made.id}`, async (route) => {
          const answer = await route.fetch();
          const status = await answer.json();
          await route.fulfill({ response: answer, json: { ...status, quote: { state, quoted_status: anyway ? status.quote.quoted_status : null } } });
        });
        await page.goto(`/@${api.username}/${made.id}`);
        await page.getByText(words).waitFor();
        assert.equal(await card(ann.page).count(), 0, state);
        if (anyway) {
          await ann.button('Show anyway').click();
          await card(ann.page).getByText('sixty fish').waitFor();
        }
        if (state === 'muted_account') await ann.looks('68-quote-muted');
        await page.unroute(`**/api/v1/statuses/${made.id}`);
      }
    });

    it('nothing went wrong in the browser, and axe-core found nothing on any page', () => ann.leave());
  });
}
