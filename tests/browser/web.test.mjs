// SPDX-License-Identifier: Apache-2.0
// The web client as people use it, on a phone and at a desk, against the real server.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';
import { Guest, launch } from './support.mjs';

const world = useWorld({ direct: true, env: { AUKLET_TITLE: 'The Skerries', AUKLET_DESCRIPTION: 'A colony on a rock in the northern sea' } });
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const device of (process.env.AUKLET_DEVICES ?? 'desktop phone').split(' ')) {
  describe(`on a ${device}`, () => {
    let ann;
    let bob; // by the API: what others do meanwhile
    const tag = `skerry${device}`;

    before(async () => {
      bob = await world.person('bob', { display_name: 'Bob Puffin', note: 'I count birds. #seabirds', discoverable: true });
      ann = await Guest.open(browser, world, device);
    });

    it('a newcomer signs up and finds a home that says what to do', async () => {
      await ann.page.goto('/');
      await ann.looks('01-front-door');
      await ann.signUp(`ann${device}`);
      await ann.page.getByText('Your home is quiet').waitFor();
      await ann.looks('02-empty-home');
    });

    it('writes a first post, which stands there at once', async () => {
      await ann.write(`Good morning from the cliff! #${tag} 🐧`);
      await ann.post('Good morning from the cliff!').waitFor();
      await ann.looks('03-first-post');
    });

    it('keeps a draft on the device until it is sent', async () => {
      await ann.button('New post', { exact: true }).click();
      const text = ann.page.getByRole('dialog').getByLabel('What is going on?');
      await text.fill('A thought that is not finished');
      await ann.looks('04-composer');
      await eventually(async () => assert.match(await ann.page.evaluate(() => localStorage.getItem('auklet.draft.new') ?? ''), /not finished/));
      await ann.page.keyboard.press('Escape');
      await ann.page.reload();
      await ann.button('New post', { exact: true }).click();
      assert.equal(await text.inputValue(), 'A thought that is not finished');
      await text.fill('');
      await eventually(async () => assert.equal(await ann.page.evaluate(() => localStorage.getItem('auklet.draft.new')), null));
      await ann.page.keyboard.press('Escape');
    });

    it('cannot send more than the server takes', async () => {
      await ann.button('New post', { exact: true }).click();
      const dialog = ann.page.getByRole('dialog');
      await dialog.getByLabel('What is going on?').fill('x'.repeat(501));
      await dialog.getByRole('status', { name: '1 character too many' }).waitFor();
      assert.equal(await dialog.getByRole('button', { name: 'Post', exact: true }).isDisabled(), true);
      await dialog.getByLabel('What is going on?').fill('');
      await ann.page.keyboard.press('Escape');
    });

    it('finds somebody by searching, and follows them', async () => {
      await bob.publish(`Forty-two puffins today, and one auklet. #${tag}`);
      await ann.go('Explore');
      await ann.page.getByRole('heading', { name: 'People to follow' }).waitFor();
      await ann.looks('05-explore');
      const search = ann.page.getByRole('main').getByRole('searchbox');
      await search.fill(bob.username);
      await search.press('Enter');
      await ann.page.getByRole('main').getByRole('link', { name: /Bob Puffin/ }).first().click();
      await ann.heading('Bob Puffin');
      await ann.button('Follow', { exact: true }).click();
      await ann.button(/^Following/).waitFor();
      await ann.post('Forty-two puffins').waitFor();
      await ann.looks('06-profile');
      await eventually(async () => assert.equal((await bob.get('/api/v1/notifications'))[0]?.type, 'follow'));
    });

    it('hears at once of a new post, and decides when to see it', async () => {
      await ann.go('Home');
      await ann.post('Forty-two puffins').waitFor();
      await bob.publish('A skua passed by just now');
      const bar = ann.button('1 new post');
      await bar.waitFor();
      assert.equal(await ann.post('A skua passed by').count(), 0);
      await ann.looks('07-new-posts');
      await bar.click();
      await ann.post('A skua passed by').waitFor();
    });

    it('favourites, boosts and bookmarks, and takes it back', async () => {
      const post = ann.post('A skua passed by');
      for (const [on, off] of [['Favourite', 'Remove from favourites'], ['Boost', 'Undo boost'], ['Bookmark', 'Remove bookmark']]) {
        await (on === 'Boost' ? ann.boost(post) : post.getByRole('button', { name: on, exact: true }).click());
        await post.getByRole('button', { name: off }).waitFor();
      }
      await eventually(async () => {
        const [seen] = await bob.get(`/api/v1/accounts/${bob.id}/statuses`);
        assert.deepEqual([seen.favourites_count, seen.reblogs_count], [1, 1]);
      });
      await ann.go('Bookmarks');
      await ann.boost(ann.post('A skua passed by'), 'Undo boost');
      await ann.looks('08-bookmarks');
      await ann.go('Favourites');
      await ann.post('A skua passed by').waitFor();
      await ann.looks('09-favourites');
    });

    it('replies in a thread', async () => {
      await ann.post('A skua passed by').getByRole('link', { name: /s|m|now/ }).last().click();
      await ann.heading('Post by Bob Puffin');
      await ann.button('Reply to Bob Puffin').click();
      const text = ann.page.getByRole('dialog').getByLabel('What is going on?');
      assert.equal(await text.inputValue(), `@${bob.username} `);
      await text.pressSequentially('Was it hungry?');
      await ann.looks('10-reply');
      await ann.page.getByRole('dialog').getByRole('button', { name: 'Reply', exact: true }).click();
      await ann.post('Was it hungry?').waitFor();
      await ann.looks('11-thread');
      await eventually(async () => {
        const [mention] = await bob.get('/api/v1/notifications', { types: ['mention'] });
        assert.match(mention.status.content, /Was it hungry/);
      });
    });

    it('is told of an answer while looking elsewhere', async () => {
      const [mention] = await bob.get('/api/v1/notifications', { types: ['mention'] });
      await bob.reply(mention.status, `@${ann.username} Very. It took a herring.`);
      await bob.act('favourite', mention.status);
      await ann.page.getByRole('link', { name: /Notifications [12] new/ }).waitFor();
      await ann.go('Notifications');
      await ann.post('It took a herring').waitFor();
      await ann.page.getByText('Bob Puffin favourited your post').waitFor();
      await ann.looks('12-notifications');
      await ann.page.getByRole('link', { name: 'Notifications', exact: true }).waitFor();
    });

    it('edits and deletes what they wrote', async () => {
      await ann.go('Home');
      const own = ann.post('Good morning from the cliff!');
      await own.getByRole('button', { name: 'More about this post' }).click();
      await ann.page.getByRole('menuitem', { name: 'Edit' }).click();
      const dialog = ann.page.getByRole('dialog');
      const text = dialog.getByLabel('What is going on?');
      await eventually(async () => assert.match(await text.inputValue(), /Good morning/));
      await text.fill(`Good evening from the cliff! #${tag}`);
      await dialog.getByRole('button', { name: 'Save' }).click();
      const edited = ann.post('Good evening from the cliff!');
      await edited.getByText('edited', { exact: true }).waitFor();
      await ann.write('This one is a mistake', { warning: 'Boring' });
      const mistake = ann.post('Boring');
      assert.equal(await mistake.getByText('This one is a mistake').count(), 0);
      await mistake.getByRole('button', { name: 'Show more' }).click();
      await mistake.getByText('This one is a mistake').waitFor();
      await mistake.getByRole('button', { name: 'More about this post' }).click();
      await ann.looks('13-menu');
      await ann.page.getByRole('menuitem', { name: 'Delete' }).click();
      await ann.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await mistake.waitFor({ state: 'detached' });
    });

    if (device === 'phone') {
      it('has behind a menu what has no place below', async () => {
        await ann.go('Home');
        await ann.button('Menu').click();
        const menu = ann.page.getByRole('dialog');
        await menu.getByRole('link', { name: 'Lists' }).waitFor();
        await ann.looks('13-drawer');
        await menu.getByRole('button', { name: 'Close' }).click();
        await menu.waitFor({ state: 'detached' });
        await ann.heading('Home');
      });
    }

    it('follows a hashtag', async () => {
      await ann.page.goto(`/tags/${tag}`);
      await ann.heading(`#${tag}`);
      await ann.button('Follow', { exact: true }).click();
      await ann.button('Unfollow').waitFor();
      await ann.looks('14-hashtag');
      await ann.go('Followed hashtags');
      await ann.page.getByRole('main').getByRole('link', { name: tag }).waitFor();
      await ann.looks('15-followed-hashtags');
    });

    it('makes a list of people', async () => {
      await ann.go('Lists');
      await ann.looks('16-lists');
      await ann.page.getByLabel('Name of a new list').fill('Bird counters');
      await ann.button('Create list').click();
      await ann.heading('Bird counters');
      await ann.button('Members').click();
      await ann.page.getByLabel('Add somebody you follow').fill(bob.username);
      await ann.button('Add', { exact: true }).click();
      await ann.button(`Remove ${bob.username}`).waitFor();
      await ann.looks('17-list-members');
      await ann.button('Posts').click();
      await ann.post('Forty-two puffins').waitFor();
      await ann.looks('18-list');
    });

    it('sees what the others on the server say', async () => {
      const cat = await world.person('cat', { display_name: 'Cat' });
      await cat.publish('Hello, is there anybody?');
      await ann.go('Local');
      await ann.post('Hello, is there anybody?').waitFor();
      await ann.looks('19-local');
    });

    it('mutes somebody, whose posts go away', async () => {
      const post = ann.post('Hello, is there anybody?');
      await post.getByRole('button', { name: 'More about this post' }).click();
      await ann.page.getByRole('menuitem', { name: 'Mute Cat' }).click();
      await post.waitFor({ state: 'detached' });
    });

    it('asks in a poll, and votes in one', async () => {
      await ann.button('New post', { exact: true }).click();
      const dialog = ann.page.getByRole('dialog');
      await dialog.getByLabel('What is going on?').fill('Which bird is the loudest?');
      await dialog.getByRole('button', { name: 'Add a poll' }).click();
      await dialog.getByLabel('Option 1').fill('The auklet');
      assert.equal(await dialog.getByRole('button', { name: 'Post', exact: true }).isDisabled(), true, 'one option is no poll');
      await dialog.getByLabel('Option 2').fill('The gull');
      await ann.looks('26-poll-composer');
      await dialog.getByRole('button', { name: 'Post', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await bob.publish('And the quietest?', { poll: { options: ['The puffin', 'The tern'], expires_in: 3600 } });
      await ann.page.goto(`/@${bob.username}`);
      const asked = ann.post('And the quietest?');
      await asked.getByRole('radio', { name: 'The puffin' }).check();
      await asked.getByRole('button', { name: 'Vote', exact: true }).click();
      await asked.getByText('100 %').waitFor();
      await asked.getByText('Your vote').waitFor({ state: 'attached' });
      await ann.looks('27-poll');
      const [seen] = await bob.get(`/api/v1/accounts/${bob.id}/statuses`);
      assert.deepEqual(seen.poll.options.map(({ votes_count }) => votes_count), [1, 0]);
    });

    it('posts a picture with its description', async () => {
      await ann.button('New post', { exact: true }).click();
      const dialog = ann.page.getByRole('dialog');
      await dialog.getByLabel('What is going on?').fill('Our rock');
      await dialog.locator('input[type=file]').setInputFiles({ name: 'rock.png', mimeType: 'image/png', buffer: await ann.page.screenshot() });
      await dialog.getByLabel('Description of rock.png').fill('A grey rock in a grey sea');
      await ann.looks('28-picture-composer');
      await dialog.getByRole('button', { name: 'Post', exact: true }).click();
      await dialog.waitFor({ state: 'detached' });
      await ann.page.goto(`/@${ann.username}`);
      const picture = ann.post('Our rock').getByRole('img', { name: 'A grey rock in a grey sea' });
      await eventually(async () => assert.ok(await picture.evaluate((image) => image.complete && image.naturalWidth > 100)));
      await ann.looks('29-picture');
    });

    it('keeps a conversation between those who are mentioned', async () => {
      await bob.publish(`@${ann.username} between us: the egg has hatched`, { visibility: 'direct' });
      await ann.go('Conversations');
      const row = ann.page.getByRole('main').getByRole('link', { name: /the egg has hatched/ });
      await row.waitFor();
      await ann.looks('30-conversations');
      await row.click();
      await ann.heading('Post by Bob Puffin');
      await ann.post('the egg has hatched').waitFor();
    });

    it('is warned of what they filter', async () => {
      await ann.page.goto('/settings/filters');
      await ann.page.getByText('No filters yet').waitFor();
      await ann.page.getByLabel('Words or phrases').fill('trawler, long line');
      await ann.page.getByRole('checkbox', { name: 'Profiles' }).check();
      await ann.button('Add filter').click();
      await ann.button('Remove the filter trawler, long line').waitFor();
      await ann.looks('31-filters');
      await bob.publish('A trawler came by');
      await ann.page.goto(`/@${bob.username}`);
      const hidden = ann.post('Filtered: trawler');
      await hidden.waitFor();
      assert.equal(await ann.post('A trawler came by').count(), 0);
      await ann.looks('32-filtered');
      await hidden.getByRole('button', { name: 'Show anyway' }).click();
      await ann.post('A trawler came by').waitFor();
    });

    it('chooses how it looks', async () => {
      await ann.go('Settings');
      await ann.looks('20-settings');
      await ann.page.getByRole('radio', { name: 'Dark' }).check();
      assert.equal(await ann.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
      await ann.looks('21-settings-dark');
      await ann.page.getByLabel('Display name').fill('Ann of the Cliff');
      await ann.page.getByLabel('About you').fill('Auklet. Loud at night.');
      await ann.button('Save').click();
      await ann.page.getByText('Saved').waitFor();
      await ann.page.goto(`/@${ann.username}`);
      await ann.heading('Ann of the Cliff');
      await ann.post('Good evening').waitFor();
      await ann.looks('22-own-profile-dark');
      await ann.go('Home');
      await ann.page.getByRole('main').getByRole('article').first().waitFor();
      await ann.looks('23-home-dark');
      await ann.go('Settings');
      await ann.page.getByLabel('Language of this page').selectOption('de');
      await ann.page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
      await ann.looks('24-settings-german');
      await ann.page.getByLabel('Sprache dieser Seite').selectOption('en');
      await ann.heading('Settings');
    });

    it('draws only what is near of a long timeline, and finds the place again', async () => {
      for (let i = 1; i <= 200; i++) await bob.publish(`Bird number ${i}.${' It sat on the rock and looked at the sea.'.repeat(i % 6)}`);
      await ann.page.goto('/home');
      await ann.post('Bird number 200.').waitFor();
      const { page } = ann;
      for (let i = 0; i < 150 && (await ann.post('Bird number 20.').count()) === 0; i++) {
        await page.evaluate(() => scrollBy(0, 500));
        await page.waitForTimeout(20);
      }
      const target = ann.post('Bird number 20.');
      await target.scrollIntoViewIfNeeded();
      assert.ok((await page.getByRole('article').count()) < 40, 'all of it is drawn');
      const placeOf = () => target.evaluate((element) => Math.round(element.getBoundingClientRect().top));
      await page.waitForLoadState('networkidle');
      const was = await placeOf();
      await target.getByText('Bird number 20.').click();
      await ann.heading('Post by Bob Puffin');
      await page.goBack();
      await ann.heading('Home');
      await eventually(async () => assert.ok(Math.abs((await placeOf()) - was) <= 2, `${await placeOf()} instead of ${was}`));
      await bob.publish('This one comes while ann reads');
      await ann.button('1 new post').waitFor();
      assert.ok(Math.abs((await placeOf()) - was) <= 2, 'a new post moved the page');
      await page.keyboard.press('.');
      await ann.post('This one comes while ann reads').waitFor();
      assert.equal(await page.evaluate(() => scrollY), 0);
    });

    it('is driven by keys alone', async () => {
      const { page } = ann;
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
      assert.match(await focused(), /Bird number 200\./);
      await page.keyboard.press('f');
      await ann.post('Bird number 200.').getByRole('button', { name: 'Remove from favourites' }).waitFor();
      await page.keyboard.press('k');
      assert.match(await focused(), /This one comes/);
      await page.keyboard.press('Enter');
      await ann.heading('Post by Bob Puffin');
      await page.keyboard.press('g');
      await page.keyboard.press('n');
      await ann.heading('Notifications');
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      await ann.looks('25-shortcuts');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    });

    it('runs nothing that hides in what others write', async () => {
      const hostile = ['<script>globalThis.canary = 1</script>', '<img src=x onerror="globalThis.canary = 1">', '<a href="javascript:globalThis.canary=1">click me</a>', '<svg onload="globalThis.canary = 1"></svg>',
        '<iframe srcdoc="<script>parent.canary = 1</script>"></iframe>', '"><img src=x onerror=globalThis.canary=1>', '<p style="background:url(javascript:globalThis.canary=1)">x</p>'];
      const eve = await world.person('eve', { display_name: hostile[1].slice(0, 30), note: hostile.slice(0, 4).join(' ') });
      await eve.publish(hostile.slice(0, 4).join('\n'), { spoiler_text: hostile[1] });
      // And a server whose HTML is bad: what another one sent, say.
      const { page } = ann;
      await page.route('**/api/v1/accounts/*/statuses*', async (route) => {
        const answer = await route.fetch();
        const list = await answer.json();
        await route.fulfill({ response: answer, json: list.map((status) => ({ ...status, spoiler_text: '', content: `<p>bad things</p>${hostile.join('')}`, account: { ...status.account, note: hostile.join('') } })) });
      });
      await page.goto(`/@${eve.username}`);
      await ann.post('bad things').getByText('click me').click();
      await page.unroute('**/api/v1/accounts/*/statuses*');
      await page.goto(`/@${eve.username}`);
      await ann.post('Show more').getByRole('button', { name: 'Show more' }).click();
      await ann.post('globalThis').getByText('script', { exact: false }).first().waitFor();
      assert.equal(await page.evaluate(() => globalThis.canary), undefined);
      assert.equal(await page.evaluate(() => document.querySelectorAll('main script, main iframe, main svg[onload], main [style*=javascript], main a[href^=javascript]').length), 0);
    });

    it('says so where there is nothing', async () => {
      await ann.page.goto('/@nobodyatall/followers');
      await ann.page.getByText('This is not here').waitFor();
      ann.wrongs = ann.wrongs.filter((wrong) => !/404/.test(wrong));
    });

    it('logs out, here and on the server', async () => {
      await ann.page.goto('/settings');
      const token = await ann.page.evaluate(() => JSON.parse(localStorage.getItem('auklet.session')).token);
      await ann.button('Log out').click();
      await ann.link('Create an account').waitFor();
      assert.deepEqual(await ann.page.evaluate(() => Object.keys(localStorage)), ['auklet.settings']);
      assert.equal((await world.anyone.ask('GET', '/api/v1/accounts/verify_credentials', { headers: { Authorization: `Bearer ${token}` } })).status, 401);
      await ann.page.goto('/home');
      await ann.page.getByLabel(/password/i).waitFor(); // the browser's own session is over too
    });

    it('nothing went wrong in the browser, and axe-core found nothing on any page', () => ann.leave());
  });
}
