// SPDX-License-Identifier: Apache-2.0
// Emojis of a server in the web client: shown wherever somebody wrote one, chosen from a list, completed while typing.
// What the server says of its emojis stands in for those that its owner adds.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { useWorld } from '../support/world.mjs';
import { Guest, launch } from './support.mjs';

const world = useWorld({ direct: true });
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const device of (process.env.AUKLET_DEVICES ?? 'desktop phone').split(' ')) {
  describe(`emojis on a ${device}`, () => {
    let ann;
    let bob;
    let known;

    const dialog = (name) => ann.page.getByRole('dialog', { name });
    const picture = (where, code) => where.getByRole('img', { name: `:${code}:`, exact: true });

    before(async () => {
      bob = await world.person('bob', { display_name: 'Bob :auk:', note: 'I like :auk_blink: and <b>:auk:</b>' });
      ann = await Guest.open(browser, world, device, { colorScheme: device === 'phone' ? 'dark' : 'light' });
      const url = `${world.site.origin}/assets/auklet.svg`;
      known = ['auk', 'auk_blink', 'puffin', 'cod', 'herring'].map((shortcode, index) => ({ shortcode, url, static_url: url, visible_in_picker: true, ...(index > 1 && { category: index > 2 ? 'Fish' : 'Birds' }) }));
      await ann.page.route('**/api/v1/custom_emojis', (route) => route.fulfill({ json: known }));
      // Everybody and every post comes with the emojis.
      const withEmojis = (value) => {
        if (Array.isArray(value)) return value.map(withEmojis);
        if (!value || typeof value !== 'object') return value;
        const all = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withEmojis(part)]));
        return 'emojis' in value ? { ...all, emojis: known } : all;
      };
      await ann.page.route(/\/api\/v1\/(accounts|statuses|timelines|polls)\b/, async (route) => {
        const answer = await route.fetch();
        return answer.ok() ? route.fulfill({ response: answer, json: withEmojis(await answer.json()) }) : route.fulfill({ response: answer });
      });
      await ann.comeAs(await world.person('ann', { display_name: 'Ann' }));
    });

    it('are pictures in names, bios, posts and polls', async () => {
      await bob.publish('Good morning :auk: it is 10:auk:30 <img> :unknown:', { poll: { options: [':cod: cod', 'other'], expires_in: 3600 } });
      await ann.page.goto(`/@${bob.username}`);
      const post = ann.post('Good morning');
      await post.waitFor();
      assert.equal(await picture(post.locator('.content'), 'auk').count(), 1);
      assert.equal(await picture(post.getByRole('group', { name: 'Poll' }), 'cod').count(), 1);
      assert.match(await post.innerText(), /it is 10:auk:30 <img> :unknown:/);
      assert.equal(await picture(post.locator('.name'), 'auk').getAttribute('title'), ':auk:');
      assert.equal(await picture(ann.page.locator('.profile'), 'auk_blink').count(), 1);
      await ann.looks('70-emojis');
    });

    it('are chosen from a list, and those used lately come first', async () => {
      const { page } = ann;
      await ann.button('New post', { exact: true }).click();
      const composer = dialog('New post');
      const text = composer.getByLabel('What is going on?');
      await text.pressSequentially('Fish:');
      await composer.getByRole('button', { name: 'Add an emoji of this server' }).click();
      const picker = dialog('Emojis of this server');
      await picker.getByRole('heading', { name: 'Birds' }).waitFor();
      await ann.looks('71-emoji-picker');
      await picker.getByRole('searchbox').fill('herr');
      await picker.getByRole('button', { name: ':herring:' }).click();
      await picker.waitFor({ state: 'detached' });
      assert.equal(await text.inputValue(), 'Fish: :herring: ');
      assert.equal(await text.evaluate((element) => element === document.activeElement), true);
      await composer.getByRole('button', { name: 'Add an emoji of this server' }).click();
      await picker.getByRole('heading', { name: 'Used lately' }).waitFor();
      await page.keyboard.press('Escape'); // the picker alone
      await picker.waitFor({ state: 'detached' });
      assert.equal(await composer.isVisible(), true);
    });

    it('are completed while one types', async () => {
      const { page } = ann;
      const text = dialog('New post').getByLabel('What is going on?');
      await text.pressSequentially(':auk');
      const list = page.getByRole('listbox', { name: 'Suggestions' });
      await list.getByRole('option', { name: ':auk_blink:' }).waitFor();
      await ann.looks('72-emoji-completed');
      await text.press('ArrowDown');
      await text.press('Tab');
      assert.equal(await text.inputValue(), 'Fish: :herring: :auk_blink: ');
      await dialog('New post').getByRole('button', { name: 'Post', exact: true }).click();
      await dialog('New post').waitFor({ state: 'detached' });
    });

    it('nothing went wrong in the browser, and axe-core found nothing on any page', () => ann.leave());
  });
}
