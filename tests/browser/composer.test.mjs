// SPDX-License-Identifier: Apache-2.0
// Writing in the web client: threads of several posts, posts for later, pictures with a focus, what is completed.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../support/expect.mjs';
import { fileForm } from '../support/http.mjs';
import { png } from '../support/pictures.mjs';
import { useWorld } from '../support/world.mjs';
import { Guest, launch } from './support.mjs';

const world = useWorld({ direct: true, env: { AUKLET_TITLE: 'The Skerries' } });
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// A time as the field for it takes it, in the time zone of the browser.
const fieldTime = (page, minutes) => page.evaluate((ahead) => {
  const date = new Date(Math.ceil((Date.now() + ahead * 60_000) / 60_000) * 60_000);
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}, minutes);

const textOf = ({ content }) => content.replace(/<[^>]+>/g, '');

for (const device of (process.env.AUKLET_DEVICES ?? 'desktop phone').split(' ')) {
  describe(`on a ${device}`, () => {
    let ann;
    let api; // ann's own account, by the API
    let bob;

    const dialog = () => ann.page.getByRole('dialog');
    const open = () => ann.button('New post', { exact: true }).click();
    const own = () => api.get(`/api/v1/accounts/${api.id}/statuses`, { limit: 40 });

    before(async () => {
      bob = await world.person('bob', { display_name: 'Bob Puffin' });
      ann = await Guest.open(browser, world, device, { colorScheme: device === 'phone' ? 'dark' : 'light' });
      api = await ann.comeAs(await world.person('ann', { display_name: 'Ann' }));
    });

    it('writes a thread, of which each part has its own count', async () => {
      await open();
      await dialog().getByLabel('What is going on?').fill('The first egg of the year is here.');
      await dialog().getByRole('button', { name: 'Add another post to the thread' }).click();
      const second = dialog().getByLabel('Text of post 2');
      assert.equal(await second.evaluate((element) => element === document.activeElement), true);
      await second.fill('x'.repeat(501));
      await dialog().getByRole('group', { name: 'Post 2 of 2' }).getByRole('status', { name: '1 character too many' }).waitFor();
      const send = dialog().getByRole('button', { name: 'Post all 2' });
      assert.equal(await send.isDisabled(), true);
      await second.fill('It is blue, with brown spots.');
      await dialog().getByRole('button', { name: 'Add another post to the thread' }).click();
      await dialog().getByLabel('Text of post 3').fill('This one goes away again.');
      await dialog().getByRole('button', { name: 'Add another post to the thread' }).click();
      await dialog().getByLabel('Text of post 4').fill('Both parents sit on it in turn.');
      await dialog().getByRole('button', { name: 'Remove post 3' }).click();
      await ann.looks('40-thread-composer');
      await dialog().getByRole('button', { name: 'Post all 3' }).click();
      await dialog().waitFor({ state: 'detached' });
      const [third, between, first] = await own();
      assert.deepEqual([first, between, third].map(textOf), ['The first egg of the year is here.', 'It is blue, with brown spots.', 'Both parents sit on it in turn.']);
      assert.deepEqual([first.in_reply_to_id, between.in_reply_to_id, third.in_reply_to_id], [null, first.id, between.id]);
    });

    it('stops where a part fails, keeps what is not sent, and goes on from there, also after a reload', async () => {
      const { page } = ann;
      const before = (await own()).length;
      let sent = 0;
      await page.route('**/api/v1/statuses', (route) => (route.request().method() === 'POST' && ++sent === 2 ? route.fulfill({ status: 422, contentType: 'application/json', body: '{"error": "The sea is too rough"}' }) : route.fallback()));
      await open();
      await dialog().getByLabel('What is going on?').fill('One.');
      for (const [index, text] of ['Two.', 'Three.'].entries()) {
        await dialog().getByRole('button', { name: 'Add another post to the thread' }).click();
        await dialog().getByLabel(`Text of post ${index + 2}`).fill(text);
      }
      await dialog().getByRole('button', { name: 'Post all 3' }).click();
      await dialog().getByText('1 of 3 posts are out; the rest is kept here. The sea is too rough').waitFor();
      ann.allow(/422/);
      await ann.looks('41-thread-stopped');
      assert.equal((await own()).length, before + 1);
      await page.unroute('**/api/v1/statuses');
      await page.reload();
      await open();
      await dialog().getByText('This goes on from your last post.').waitFor();
      assert.deepEqual([await dialog().getByLabel('Text of post 1').inputValue(), await dialog().getByLabel('Text of post 2').inputValue()], ['Two.', 'Three.']);
      await dialog().getByRole('button', { name: 'Post all 2' }).click();
      await dialog().waitFor({ state: 'detached' });
      const [three, two, one] = await own();
      assert.deepEqual([one, two, three].map(textOf), ['One.', 'Two.', 'Three.']);
      assert.deepEqual([two.in_reply_to_id, three.in_reply_to_id], [one.id, two.id]);
      assert.equal((await own()).length, before + 3);
    });

    it('schedules a post, moves it, and writes on it', async () => {
      const { page } = ann;
      await open();
      await dialog().getByLabel('What is going on?').fill('The boat leaves soon.');
      await dialog().getByRole('button', { name: 'Publish later' }).click();
      const when = dialog().getByLabel('Publish at');
      await when.fill(await fieldTime(page, 2));
      await dialog().getByText('Choose a time at least five minutes from now.').waitFor();
      assert.equal(await dialog().getByRole('button', { name: 'Schedule', exact: true }).isDisabled(), true);
      await when.fill(await fieldTime(page, 120));
      await ann.looks('42-schedule');
      await dialog().getByRole('button', { name: 'Schedule', exact: true }).click();
      await dialog().waitFor({ state: 'detached' });
      const [waiting] = await api.get('/api/v1/scheduled_statuses');
      assert.equal(waiting.params.text, 'The boat leaves soon.');
      assert.ok(Math.abs(Date.parse(waiting.scheduled_at) - Date.now() - 7_200_000) < 300_000, waiting.scheduled_at);

      await ann.go('Scheduled');
      const row = page.getByRole('article').filter({ hasText: 'The boat leaves soon.' });
      await row.waitFor();
      await ann.looks('43-scheduled');
      await row.getByRole('button', { name: 'Change time' }).click();
      await dialog().getByLabel('Publish at').fill(await fieldTime(page, 600));
      await ann.looks('44-move');
      await dialog().getByRole('button', { name: 'Save' }).click();
      await dialog().waitFor({ state: 'detached' });
      const [moved] = await api.get('/api/v1/scheduled_statuses');
      assert.equal(moved.id, waiting.id);
      assert.ok(Date.parse(moved.scheduled_at) - Date.parse(waiting.scheduled_at) > 7 * 3_600_000);

      await row.getByRole('button', { name: 'Edit' }).click();
      const text = dialog().getByLabel('What is going on?');
      assert.equal(await text.inputValue(), 'The boat leaves soon.');
      await text.fill('The boat leaves tomorrow.');
      await dialog().getByRole('button', { name: 'Schedule', exact: true }).click();
      await dialog().waitFor({ state: 'detached' });
      const again = await api.get('/api/v1/scheduled_statuses');
      assert.deepEqual(again.map(({ params, scheduled_at }) => [params.text, scheduled_at]), [['The boat leaves tomorrow.', moved.scheduled_at]]);

      const changed = page.getByRole('article').filter({ hasText: 'The boat leaves tomorrow.' });
      await changed.getByRole('button', { name: 'Cancel post' }).click();
      await dialog().getByRole('button', { name: 'Cancel post' }).click();
      await page.getByText('Nothing is scheduled').waitFor();
      await ann.looks('45-nothing-scheduled');
      assert.deepEqual(await api.get('/api/v1/scheduled_statuses'), []);
    });

    it('loses nothing where a scheduled post that is written on is refused, or the former stays', async () => {
      const { page } = ann;
      const scheduled_at = new Date(Date.now() + 3 * 86_400_000).toISOString();
      const { body: egg } = await api.ask('POST', '/api/v2/media', fileForm({ file: { bytes: png(60, 40), name: 'egg.png', type: 'image/png' } }));
      const former = await api.post('/api/v1/statuses', { status: 'The egg is white', media_ids: [egg.id], scheduled_at });
      const waiting = async () => (await api.get('/api/v1/scheduled_statuses')).map(({ id, params, media_attachments }) => [id === former.id, params.text, media_attachments.length]);
      await page.goto('/scheduled');
      await page.getByRole('article').filter({ hasText: 'The egg is white' }).getByRole('button', { name: 'Edit' }).click();
      const text = dialog().getByLabel('What is going on?');
      await text.fill('The egg is blue');
      const send = dialog().getByRole('button', { name: 'Schedule', exact: true });
      await page.route('**/api/v1/statuses', (route) => (route.request().method() === 'POST' ? route.fulfill({ status: 422, contentType: 'application/json', body: '{"error": "The sea is too rough"}' }) : route.fallback()));
      await send.click();
      await page.getByText('The sea is too rough').waitFor();
      assert.deepEqual(await waiting(), [[true, 'The egg is white', 1]]);
      assert.equal(await text.inputValue(), 'The egg is blue');
      await page.unroute('**/api/v1/statuses');
      await page.route('**/api/v1/scheduled_statuses/*', (route) => (route.request().method() === 'DELETE' ? route.fulfill({ status: 503, contentType: 'application/json', body: '{"error": "Busy"}' }) : route.fallback()));
      await send.click();
      await page.getByText(/the former one could not be removed/).waitFor();
      assert.deepEqual((await waiting()).sort(), [[false, 'The egg is blue', 1], [true, 'The egg is white', 1]]);
      await page.unroute('**/api/v1/scheduled_statuses/*');
      await send.click();
      await dialog().waitFor({ state: 'detached' });
      assert.deepEqual(await waiting(), [[false, 'The egg is blue', 1]]);
      ann.allow(/422|503/);
      ann.wrongs = ann.wrongs.filter((wrong) => !/503/.test(wrong));
      const [{ id }] = await api.get('/api/v1/scheduled_statuses');
      await api.delete(`/api/v1/scheduled_statuses/${id}`);
    });

    it('publishes once where the answer is lost, and what was changed after that as another post', async () => {
      const { page } = ann;
      const lose = async () => {
        let lost = 0;
        await page.route('**/api/v1/statuses', async (route) => {
          if (route.request().method() !== 'POST' || lost++ > 0) return route.fallback();
          await route.fetch(); // it arrives
          return route.fulfill({ status: 504, contentType: 'application/json', body: '{"error": "Gateway Timeout"}' }); // and a proxy gives up on it
        });
      };
      const found = async (words) => (await own()).filter((post) => textOf(post).includes(words)).map(({ visibility, spoiler_text, language }) => [visibility, spoiler_text, language]);
      const send = () => dialog().getByRole('button', { name: 'Post', exact: true }).click();
      await lose();
      await open();
      await dialog().getByLabel('What is going on?').fill('The tide comes in');
      await dialog().getByRole('combobox', { name: 'Language', exact: true }).selectOption('en');
      await send();
      await page.getByText('The server had a problem.').waitFor();
      await send();
      await dialog().waitFor({ state: 'detached' });
      assert.equal((await found('The tide comes in')).length, 1);
      await page.unroute('**/api/v1/statuses');
      for (const [index, [change, expected]] of [
        [() => dialog().getByRole('combobox', { name: 'Who sees it' }).selectOption('private'), ['private', '', 'en']],
        [() => dialog().getByRole('combobox', { name: 'Language', exact: true }).selectOption('fr'), ['public', '', 'fr']],
        [async () => {
          await dialog().getByRole('button', { name: 'Content warning' }).click();
          await dialog().getByPlaceholder(/know before/).fill('Wet');
        }, ['public', 'Wet', 'fr']],
      ].entries()) {
        const words = `The tide goes out ${index}`;
        await lose();
        await open();
        await dialog().getByLabel('What is going on?').fill(words);
        await send();
        await eventually(async () => assert.equal((await found(words)).length, 1));
        await eventually(async () => assert.equal(await dialog().getByRole('button', { name: 'Post', exact: true }).isEnabled(), true));
        await change();
        await send();
        await dialog().waitFor({ state: 'detached' });
        const [now, ...lost] = await found(words);
        assert.deepEqual([now, lost.length], [expected, 1], words);
        await page.unroute('**/api/v1/statuses');
      }
      ann.allow(/504/);
      ann.wrongs = ann.wrongs.filter((wrong) => !/504/.test(wrong));
    });

    it('writes on a scheduled reply without losing what it answers', async () => {
      const parent = await bob.publish(`Who comes along, @${api.username}?`);
      await api.post('/api/v1/statuses', { status: `@${bob.username} I do`, in_reply_to_id: parent.id, visibility: 'unlisted', scheduled_at: new Date(Date.now() + 3_600_000).toISOString() });
      await ann.page.goto('/scheduled');
      const row = ann.page.getByRole('article').filter({ hasText: 'I do' });
      await row.getByRole('button', { name: 'Edit' }).click();
      await dialog().getByRole('group', { name: 'Reply to Bob Puffin' }).waitFor();
      await dialog().getByRole('button', { name: 'Publish later' }).click(); // now after all
      await dialog().getByRole('button', { name: 'Reply', exact: true }).click();
      await dialog().waitFor({ state: 'detached' });
      const [now] = await own();
      assert.deepEqual([textOf(now), now.in_reply_to_id, now.visibility], [`@${bob.username} I do`, parent.id, 'unlisted']);
      assert.deepEqual(await api.get('/api/v1/scheduled_statuses'), []);
    });

    it('completes people and hashtags by keys', async () => {
      const { page } = ann;
      await bob.publish(`#guillemots${device} are the clowns of the cliff`);
      await open();
      const text = dialog().getByLabel('What is going on?');
      await text.pressSequentially(`Ask @${bob.username.slice(0, -1)}`);
      const list = page.getByRole('listbox', { name: 'Suggestions' });
      const option = list.getByRole('option', { name: /Bob Puffin/ }).first();
      await option.waitFor();
      assert.equal(await text.evaluate((element) => document.getElementById(element.getAttribute('aria-activedescendant'))?.getAttribute('aria-selected')), 'true');
      await ann.looks('46-people-completed');
      const wanted = (await list.getByRole('option').allTextContents()).findIndex((name) => name.includes(`@${bob.username}`));
      for (let i = 0; i < wanted; i++) await text.press('ArrowDown');
      await text.press('Enter');
      assert.equal(await text.inputValue(), `Ask @${bob.username} `);
      await text.pressSequentially(`about #guille`);
      await list.getByRole('option', { name: `#guillemots${device}` }).click();
      assert.equal(await text.inputValue(), `Ask @${bob.username} about #guillemots${device} `);
      await text.pressSequentially('or @');
      await text.pressSequentially(bob.username.slice(0, -1));
      await list.waitFor();
      await text.press('Escape'); // the list alone
      await list.waitFor({ state: 'detached' });
      assert.equal(await dialog().isVisible(), true);
      await text.fill('');
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
    });

    it('chooses what must be seen of a picture, by pointer and by keys', async () => {
      const { page } = ann;
      await open();
      await dialog().getByLabel('What is going on?').fill('Our rock in the evening');
      await dialog().locator('input[type=file]').setInputFiles({ name: 'rock.png', mimeType: 'image/png', buffer: await page.screenshot() });
      await dialog().getByLabel('Description of rock.png').fill('A rock');
      await dialog().getByRole('button', { name: 'Choose what must be seen of rock.png' }).click();
      const picture = page.getByRole('group', { name: /^The picture: point at it/ });
      await picture.getByRole('presentation').or(picture.locator('img')).first().waitFor();
      await eventually(async () => assert.ok((await picture.boundingBox()).height > 50));
      const { width, height } = await picture.boundingBox();
      await picture.click({ position: { x: width * 0.75, y: height * 0.25 } });
      for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
      await ann.looks('47-focus');
      await page.getByRole('button', { name: 'Use this' }).click();
      await dialog().getByRole('button', { name: 'Post', exact: true }).click();
      await dialog().waitFor({ state: 'detached' });
      const [{ media_attachments: [media] }] = await own();
      assert.equal(media.description, 'A rock');
      assert.ok(Math.abs(media.meta.focus.x - 0.7) < 0.03 && Math.abs(media.meta.focus.y - 0.5) < 0.03, JSON.stringify(media.meta.focus));
    });

    it('cuts a banner and a picture by keys and pointer', async () => {
      const { page } = ann;
      await page.goto('/settings/profile');
      const screenshot = await page.screenshot();
      for (const [kind, title] of [['avatar', 'Cut your picture'], ['header', 'Cut the banner']]) {
        await page.locator(`input[data-kind=${kind}]`).setInputFiles({ name: 'view.png', mimeType: 'image/png', buffer: screenshot });
        const cutting = page.getByRole('dialog', { name: title });
        const stage = cutting.getByRole('group', { name: /^The frame/ });
        await stage.focus();
        for (let i = 0; i < 5; i++) await page.keyboard.press('+');
        assert.ok(Number(await cutting.getByRole('slider', { name: 'Zoom' }).inputValue()) > 1.4);
        await page.keyboard.press('ArrowRight');
        const frame = await stage.boundingBox();
        await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
        await page.mouse.down();
        await page.mouse.move(frame.x + frame.width / 2 + 20, frame.y + frame.height / 2 + 10);
        await page.mouse.up();
        await ann.looks(`48-crop-${kind}`);
        await cutting.getByRole('button', { name: 'Use this part' }).click();
        await cutting.waitFor({ state: 'detached' });
      }
      await ann.looks('49-profile-pictures');
      await ann.button('Save', { exact: true }).first().click();
      await page.getByText('Saved', { exact: true }).waitFor();
      const account = await api.get('/api/v1/accounts/verify_credentials');
      const sizes = await page.evaluate((urls) => Promise.all(urls.map(async (url) => {
        const image = Object.assign(new Image(), { src: url });
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      })), [account.avatar, account.header]);
      const ratios = sizes.map(([width, height]) => width / height);
      assert.ok(Math.abs(ratios[0] - 1) < 0.02 && Math.abs(ratios[1] - 3) < 0.05, JSON.stringify(sizes));
    });

    it('nothing went wrong in the browser, and axe-core found nothing on any page', () => ann.leave());
  });
}
