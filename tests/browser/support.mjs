// SPDX-License-Identifier: Apache-2.0
// People at Debian's Chromium, on a phone or at a desk.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { PASSWORD } from '../support/world.mjs';

const require = createRequire(import.meta.url);
const AXE = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
// The client as it was built into this folder (npm run build in web/), instead of the one that the program carries: for
// looking at a change without building the program.
const FILES = process.env.AUKLET_CLIENT_FILES;
const PICTURES = fileURLToPath(new URL('../../build/browser/', import.meta.url));

// Without the flags, Chromium looks for hosts of its maker at every start.
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const DEVICES = {
  desktop: { viewport: { width: 1280, height: 860 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

export const launch = () => chromium.launch({ executablePath: process.env.AUKLET_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

async function useFiles(context) {
  const names = fs.readdirSync(FILES);
  await context.route('**/client/*', (route) => {
    const name = path.basename(new URL(route.request().url()).pathname);
    const kind = /^([a-z]+)-.*(\.[a-z]+)$/.exec(name);
    const found = names.find((one) => one === name) ?? names.find((one) => kind && one.startsWith(`${kind[1]}-`) && one.endsWith(kind[2]));
    return found ? route.fulfill({ path: path.join(FILES, found) }) : route.continue();
  });
  await context.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.fallback();
    let answer = await route.fetch({ maxRedirects: 0 });
    if (answer.status() === 404) answer = await route.fetch({ url: new URL('/home', route.request().url()).href }); // perhaps a page that the program does not know yet
    const body = await answer.text();
    return body.includes('id="app"') ? route.fulfill({ response: answer, body: fs.readFileSync(path.join(FILES, 'index.html'), 'utf8') }) : route.fulfill({ response: answer, body });
  });
}

// Someone with a browser of their own. Whatever goes wrong in it fails the test: a script error, a refusal by the
// security policy, a request that the server could not answer.
export class Guest {
  wrongs = [];
  findings = [];
  allowed = []; // patterns of what a test makes go wrong on purpose

  // A service worker asks by itself, where page.route() does not see it: only tests of what it does let it in.
  static async open(browser, world, device, { colorScheme = 'light', locale = 'en-GB', serviceWorkers = 'block' } = {}) {
    const guest = new Guest();
    guest.device = device;
    guest.world = world;
    guest.context = await browser.newContext({ ...DEVICES[device], baseURL: world.site.origin, colorScheme, locale, serviceWorkers, reducedMotion: 'reduce' });
    if (FILES) {
      await useFiles(guest.context);
      guest.allow(/LOCAL_NETWORK_ACCESS|max scope allowed/); // pages that do not come from the server itself
    }
    guest.page = await guest.context.newPage();
    guest.page.setDefaultTimeout(15_000);
    guest.page.on('pageerror', (error) => guest.wrongs.push(`script: ${error.message}`));
    guest.page.on('console', (message) => {
      if (message.type() === 'error') guest.wrongs.push(`console: ${message.text()}`);
    });
    guest.page.on('response', (response) => {
      if (response.status() >= 500) guest.wrongs.push(`${response.status()} ${response.url()}`);
    });
    return guest;
  }

  get isPhone() { return this.device === 'phone'; }
  button(name, options) { return this.page.getByRole('button', { name, ...options }); }
  link(name, options) { return this.page.getByRole('link', { name, ...options }); }
  post(text) { return this.page.getByRole('main').getByRole('article').filter({ hasText: text }); }

  // Through the front door to the client.
  async signUp(username) {
    this.username = username;
    await this.page.goto('/');
    await this.link('Create an account').click();
    await this.page.getByLabel('User name').or(this.page.getByLabel('Username')).first().fill(username);
    await this.page.getByLabel(/e-mail/i).first().fill(`${username}@example.com`);
    await this.page.getByLabel(/password/i).first().fill(PASSWORD);
    await this.page.getByRole('checkbox').check();
    await this.button(/create|sign up/i).click();
    await this.heading('Home');
  }

  allow(pattern) { this.allowed.push(pattern); }

  // As somebody who is logged in already. Returns them as somebody who speaks to the API.
  async comeAs(person) {
    const { client_id, client_secret } = await this.world.app();
    this.username = person.username;
    await this.page.goto('/auth/sign_in');
    await this.page.evaluate((session) => localStorage.setItem('auklet.session', JSON.stringify(session)), { token: person.token, clientId: client_id, clientSecret: client_secret });
    await this.page.goto('/home');
    await this.heading('Home');
    return person;
  }

  // Boosts, or takes it back: where a post may be quoted, the button asks what is meant.
  async boost(post, name = 'Boost') {
    const button = post.getByRole('button', { name: new RegExp(`^${name}(,|$)`) });
    const offersMore = (await button.getAttribute('aria-haspopup')) === 'menu'; // asked before: the name changes with the click
    await button.click();
    if (offersMore) await this.page.getByRole('menuitem', { name, exact: true }).click();
  }

  async heading(name) { await this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor({ state: 'attached' }); }

  // To a page by what stands in its navigation.
  async go(name) {
    const direct = this.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: new RegExp(`^${name}`) });
    if (!this.isPhone || ['Home', 'Explore', 'Notifications'].includes(name)) return direct.click();
    await this.button('Menu').click();
    await this.page.getByRole('dialog').getByRole('link', { name }).click();
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  async write(text, { warning } = {}) {
    await this.button('New post', { exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    if (warning) {
      await dialog.getByRole('button', { name: 'Content warning' }).click();
      await dialog.getByPlaceholder(/know before/).fill(warning);
    }
    await dialog.getByLabel('What is going on?').fill(text);
    await dialog.getByRole('button', { name: 'Post', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  // Keeps what axe-core finds, for the end, and a picture to look at.
  async looks(name) {
    const { page } = this;
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => requestAnimationFrame(drawn)); })); // what an effect changes is drawn a frame later
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE); // by the debugger, which no policy binds
    const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    fs.mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(PICTURES, `${name}-${this.device}.png`) });
    this.findings.push(...violations.map(({ id, help, nodes }) => `${name}: ${id}: ${help}\n  ${nodes.slice(0, 4).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary.replace(/\s+/g, ' ')}`).join('\n  ')}`));
  }

  async leave() {
    await this.context.close();
    assert.deepEqual(this.findings, [], 'what axe-core found');
    assert.deepEqual(this.wrongs.filter((wrong) => !this.allowed.some((pattern) => pattern.test(wrong))), [], `what went wrong at ${this.username}'s browser`);
  }
}
