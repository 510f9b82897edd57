// SPDX-License-Identifier: Apache-2.0
// A person at a web browser, as far as the server's plain pages need one: cookies, forms, redirects.
import assert from 'node:assert/strict';
import { exchange, pathOf } from './http.mjs';

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const decode = (text) => text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
  if (decimal) return String.fromCodePoint(Number(decimal));
  if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
  return ENTITIES[name] ?? whole;
});

function attributes(tag) {
  const pairs = [...tag.matchAll(/([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g)].slice(1);
  return Object.fromEntries(pairs.map(([, name, ...values]) => [name.toLowerCase(), decode(values.find((value) => value !== undefined) ?? '')]));
}

// The forms of a page: {action, method, fields (name to value), buttons ([{name, value}])}.
export function formsOf(html) {
  return [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/gi)].map(([form]) => {
    const { action, method = 'get' } = attributes(/<form\b[^>]*>/i.exec(form)[0]);
    const fields = {};
    const buttons = [];
    for (const [tag] of form.matchAll(/<(?:input|button)\b[^>]*>/gi)) {
      const { name, value = '', type = tag.startsWith('<button') ? 'submit' : 'text' } = attributes(tag);
      if (!name) continue;
      if (type === 'submit') buttons.push({ name, value });
      else if (type !== 'checkbox') fields[name] = value;
    }
    return { action, method: method.toUpperCase(), fields, buttons };
  });
}

export const outOfBandCode = (html) => {
  const [tag] = /<input\b[^>]*class="oauth-code"[^>]*>/.exec(html) ?? assert.fail(`no code on the page:\n${html}`);
  return attributes(tag).value;
};

export class Browser {
  #cookies = new Map();

  constructor(site) {
    this.site = site;
  }

  get cookies() {
    return new Map(this.#cookies);
  }

  #keepCookies(answer) {
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [pair, ...rules] = line.split(/;\s*/);
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
      const gone = rules.some((rule) => /^max-age=0$/i.test(rule)) || value === '';
      if (gone) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  // One request with the cookies so far; redirects are returned, not followed.
  async ask(method, path, what = {}) {
    const headers = { Accept: 'text/html', ...what.headers };
    if (this.#cookies.size) headers.Cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (method !== 'GET') headers.Origin ??= this.site.origin;
    const answer = await exchange(this.site, method, path, { ...what, headers });
    this.#keepCookies(answer);
    return answer;
  }

  isOwn(location) {
    return new URL(location, this.site.origin).host === this.site.host;
  }

  // Follows redirects inside the server; one that leads elsewhere is returned as it is.
  async follow(answer) {
    let last = answer;
    for (let hops = 0; last.status >= 300 && last.status < 400; hops++) {
      assert.ok(hops < 10, `too many redirects, last to ${last.headers.location}`);
      if (!this.isOwn(last.headers.location)) return last;
      last = await this.ask('GET', pathOf(last.headers.location));
    }
    return last;
  }

  async open(path, query) {
    return this.follow(await this.ask('GET', path, { query }));
  }

  // Sends the page's form that posts to `action`, with the given fields on top of its own, and follows.
  async submit(page, action, fields) {
    const forms = formsOf(page.text);
    const form = forms.find((candidate) => pathOf(candidate.action || '/').split('?')[0] === action);
    assert.ok(form, `no form for ${action} on the page (status ${page.status}):\n${page.text.slice(0, 2000)}`);
    assert.equal(form.method, 'POST');
    return this.follow(await this.ask('POST', pathOf(form.action), { form: { ...form.fields, ...fields } }));
  }

  async signUp({ username, email, password }) {
    const page = await this.open('/auth/sign_up');
    return this.submit(page, '/auth/sign_up', { username, email, password, agreement: 'true' });
  }

  async signIn(identifier, password) {
    const page = await this.open('/auth/sign_in');
    return this.submit(page, '/auth/sign_in', { identifier, password });
  }
}
