// SPDX-License-Identifier: Apache-2.0
// The client for scripts that run from the right to the left: the layout is its own image in a mirror, and each text keeps the
// direction of its own words.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { useWorld } from '../support/world.mjs';
import { Guest, launch } from './support.mjs';

const HEBREW = 'שלום מן הצוק, 42 ציפורים';
const ENGLISH = 'Hello from the cliff, 42 birds';
const TOLERANCE_PX = 2;

const world = useWorld({ direct: true });
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

// Somebody whose device shows everything in one direction, whatever the language.
async function come(device, person, direction) {
  const guest = await Guest.open(browser, world, device);
  await guest.page.addInitScript((chosen) => {
    if (location.origin === 'null') return; // the blank page before the first
    localStorage.setItem('auklet.settings', JSON.stringify({ ...JSON.parse(localStorage.getItem('auklet.settings') ?? '{}'), direction: chosen }));
  }, direction);
  await guest.comeAs(person);
  return guest;
}

// Where things are from the left of the page; with `mirrored`, from the right. The scroll bar is on either side of it.
async function places(guest, things, mirrored) {
  const found = {};
  for (const [name, locate] of Object.entries(things)) {
    const place = locate(guest);
    await place.waitFor();
    found[name] = await place.evaluate((element, fromRight) => {
      const [box, page] = [element.getBoundingClientRect(), document.documentElement.getBoundingClientRect()];
      return { from: fromRight ? page.right - box.right : box.left - page.left, top: box.top, width: box.width };
    }, mirrored);
  }
  return found;
}

function sameInMirror(ltr, rtl) {
  for (const [name, place] of Object.entries(ltr)) {
    for (const part of ['from', 'top', 'width']) {
      assert.ok(Math.abs(place[part] - rtl[name][part]) <= TOLERANCE_PX, `${name}: ${JSON.stringify(place)} and in the mirror ${JSON.stringify(rtl[name])}`);
    }
  }
}

const main = ({ page }) => page.getByRole('main');
const inPost = (find) => (guest) => find(guest.post(ENGLISH));

for (const device of (process.env.AUKLET_DEVICES ?? 'desktop phone').split(' ')) {
  describe(`from the right to the left on a ${device}`, () => {
    let ann;
    let posts;
    let ltr;
    let rtl;
    const both = [];

    before(async () => {
      ann = await world.person('ann', { display_name: 'Ann' });
      posts = { hebrew: await ann.publish(HEBREW, { language: 'he' }), english: await ann.publish(ENGLISH) };
      for (const direction of ['ltr', 'rtl']) both.push(await come(device, ann, direction));
      [ltr, rtl] = both;
    });

    const mirrored = async (things) => sameInMirror(await places(ltr, things, false), await places(rtl, things, true));
    const together = async (what) => { for (const guest of both) await what(guest); };
    const fits = async (name) => {
      const [inside, outside] = await rtl.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(inside <= outside, `${name} is ${inside} wide, the window ${outside}`);
    };

    it('navigation, posts and what stands beside them change sides', async () => {
      await together((guest) => guest.post(ENGLISH).waitFor());
      assert.equal(await rtl.page.locator('html').getAttribute('dir'), 'rtl');
      await mirrored({
        navigation: ({ page }) => page.getByRole('navigation', { name: 'Main' }),
        home: ({ page }) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }),
        main,
        post: (guest) => guest.post(ENGLISH),
        face: inPost((post) => post.locator('img').first()),
        time: inPost((post) => post.locator('time')),
        reply: inPost((post) => post.getByRole('button', { name: /^Reply/ })),
        more: inPost((post) => post.getByRole('button', { name: 'More about this post' })),
        ...(device === 'desktop' && { aside: ({ page }) => page.getByRole('complementary') }),
      });
      const box = async (locate) => locate(rtl).boundingBox();
      const [navigation, content] = [await box(({ page }) => page.getByRole('navigation', { name: 'Main' })), await box(main)];
      if (device === 'desktop') assert.ok(navigation.x > content.x + content.width - 1, 'the navigation is on the right');
      await fits('home');
      await rtl.looks('rtl-home');
    });

    it('the composer changes sides, too', async () => {
      await together((guest) => guest.button('New post', { exact: true }).click());
      const dialog = ({ page }) => page.getByRole('dialog');
      await mirrored({
        dialog,
        text: (guest) => dialog(guest).getByLabel('What is going on?'),
        close: (guest) => dialog(guest).getByRole('button', { name: 'Close' }).first(),
        warning: (guest) => dialog(guest).getByRole('button', { name: 'Content warning' }),
        send: (guest) => dialog(guest).getByRole('button', { name: 'Post', exact: true }),
      });
      const text = dialog(rtl).getByLabel('What is going on?');
      for (const [words, direction] of [[ENGLISH, 'ltr'], [HEBREW, 'rtl']]) {
        await text.fill(words);
        assert.equal(await text.evaluate((area) => getComputedStyle(area).direction), direction, words);
      }
      await rtl.looks('rtl-composer');
      await text.fill('');
      await together(({ page }) => page.keyboard.press('Escape'));
      await together((guest) => dialog(guest).waitFor({ state: 'detached' }));
    });

    it('each post is read in the direction of its own words', async () => {
      // On which side of its paragraph the text begins.
      const beginning = (guest, words) => guest.post(words).locator('.content p').first().evaluate((paragraph) => {
        const range = document.createRange();
        const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
        const text = walker.nextNode();
        range.setStart(text, 0);
        range.setEnd(text, 1);
        const [letter, whole] = [range.getBoundingClientRect(), paragraph.getBoundingClientRect()];
        return letter.left - whole.left < whole.right - letter.right ? 'left' : 'right';
      });
      for (const guest of both) {
        assert.equal(await beginning(guest, ENGLISH), 'left');
        assert.equal(await beginning(guest, HEBREW), 'right');
      }
      assert.equal(await rtl.post(HEBREW).locator('.content').first().getAttribute('lang'), 'he');
      // A handle is Latin letters after a sign that belongs to no script.
      const handle = rtl.post(ENGLISH).getByText(`@${ann.username}`, { exact: true }).first();
      assert.equal(await handle.evaluate((element) => getComputedStyle(element).direction), 'ltr');
    });

    it('the way back points to where one came from', async () => {
      await together(async (guest) => {
        await guest.page.goto(`/@${ann.username}/${posts.english.id}`);
        await guest.post(ENGLISH).waitFor();
      });
      const back = (guest) => main(guest).getByRole('button', { name: 'Back' });
      await mirrored({ back });
      const turned = (guest) => back(guest).locator('svg').evaluate((icon) => new DOMMatrix(getComputedStyle(icon).transform).a);
      assert.deepEqual([await turned(ltr), await turned(rtl)], [1, -1]);
      await fits('a thread');
      await rtl.looks('rtl-thread');
    });

    for (const [name, path, heading] of [['notifications', '/notifications', 'Notifications'], ['explore', '/explore', 'Explore'], ['settings', '/settings', 'Settings'], ['lists', '/lists', 'Lists']]) {
      it(`${name} fit the window`, async () => {
        await rtl.page.goto(path);
        await rtl.heading(heading);
        await rtl.looks(`rtl-${name}`);
        await fits(name);
      });
    }

    it('nothing went wrong', () => together((guest) => guest.leave()));
  });
}
