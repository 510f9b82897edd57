// SPDX-License-Identifier: Apache-2.0
//
// The service worker: what shows notifications while no page is open, and what answers while the server does not. It keeps
// the files of the client, what was read last, and nothing of anybody who has logged out. web/build.mjs puts in the names
// of the files.
import { isBase, isPage, isPicture, keyOf, pathToOpen, payloadOf, shownOf } from './rules';
import type { Scope } from './scope';

declare const FILES: { version: string; names: readonly string[] };
const scope = self as unknown as Scope;

const SHELL = `auklet.shell.${FILES.version}`;
const SHELLS = 'auklet.shell.';
const ASSETS = ['/assets/auklet.svg', '/assets/avatar.svg', '/assets/header.svg'];
const DOCUMENT = '/home'; // the same document at all addresses
const SEEN = 'auklet.seen.';
const PICTURES = 'auklet.seen.pictures'; // goes with the rest of what was seen
const SEEN_MAX = 60;
const SEEN_BYTES_MAX = 1_000_000;
const PICTURES_MAX = 150;
const PATIENCE_MS = 8_000; // with a server whose last answer is there
const SEEN_HEADER = 'X-Auklet-Seen';

const { origin } = scope.location;
let leftAt = 0; // when somebody logged out: what was asked for before is not kept any more

async function install(): Promise<void> {
  const cache = await caches.open(SHELL);
  await cache.addAll([DOCUMENT, ...FILES.names.map((name) => `/client/${name}`), ...ASSETS]);
}

async function activate(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(SHELLS) && name !== SHELL) await caches.delete(name);
  await scope.clients.claim();
}

async function trim(cache: Cache, max: number): Promise<void> {
  const old = (await cache.keys()).filter(({ url }) => !isBase(url));
  for (const request of old.slice(0, Math.max(0, old.length - max))) await cache.delete(request);
}

// One cache a token, whose name does not give the token away.
async function seenOf(request: Request): Promise<string> {
  const bytes = new TextEncoder().encode(request.headers.get('Authorization') ?? '');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return SEEN + [...digest.slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// Pages that are seen by nobody in particular leave no traces.
const someoneIsIn = async (): Promise<boolean> => (await caches.keys()).some((name) => name.startsWith(SEEN) && name !== PICTURES);

async function keep(request: Request, key: string, answer: Response, askedAt: number): Promise<void> {
  const body = await answer.arrayBuffer();
  if (body.byteLength > SEEN_BYTES_MAX) return;
  const headers = new Headers(answer.headers);
  headers.set(SEEN_HEADER, new Date().toISOString());
  const name = await seenOf(request);
  if (askedAt < leftAt) return;
  const cache = await caches.open(name);
  await cache.delete(key); // what is put anew is last
  await cache.put(key, new Response(body, { headers }));
  await trim(cache, SEEN_MAX);
}

async function lastAnswer(request: Request, key: string): Promise<Response | undefined> {
  const name = await seenOf(request);
  return (await caches.has(name)) ? (await caches.open(name)).match(key) : undefined;
}

// What the server says; if it says nothing, or takes too long, what it said the last time.
async function ask(request: Request, key: string, later: (work: Promise<unknown>) => void): Promise<Response> {
  const askedAt = Date.now();
  const coming = fetch(request);
  later(coming.then((answer) => (answer.status === 200 ? keep(request, key, answer.clone(), askedAt) : undefined)));
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  try {
    return await Promise.race([coming, patience.then(async () => (await lastAnswer(request, key)) ?? coming)]);
  } catch (error) {
    const seen = await lastAnswer(request, key);
    if (seen) return seen;
    throw error;
  }
}

async function file(request: Request): Promise<Response> {
  return (await (await caches.open(SHELL)).match(request, { ignoreVary: true })) ?? fetch(request);
}

async function picture(request: Request, later: (work: Promise<unknown>) => void): Promise<Response> {
  const known = (await caches.has(PICTURES)) ? await (await caches.open(PICTURES)).match(request) : undefined;
  if (known) return known;
  const askedAt = Date.now();
  const answer = await fetch(request);
  if (answer.status === 200 && answer.type === 'basic') {
    const copy = answer.clone();
    later((async () => {
      if (askedAt < leftAt || !(await someoneIsIn())) return;
      const cache = await caches.open(PICTURES);
      await cache.put(request, copy);
      await trim(cache, PICTURES_MAX);
    })());
  }
  return answer;
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await (await caches.open(SHELL)).match(DOCUMENT, { ignoreVary: true });
    if (shell) return shell;
    throw error;
  }
}

async function open(path: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).origin === origin);
  if (!there) return void (await scope.clients.openWindow(path));
  there.postMessage({ type: 'open', path });
  await there.focus();
}

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));

scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return;
  const later = (work: Promise<unknown>): void => event.waitUntil(work.catch(() => {})); // no room on the device, say
  if (request.mode === 'navigate') {
    if (isPage(url)) event.respondWith(page(request));
    return;
  }
  if (url.pathname.startsWith('/client/') || ASSETS.includes(url.pathname)) return event.respondWith(file(request));
  if (isPicture(url) && request.destination === 'image' && !request.headers.has('Range')) return event.respondWith(picture(request, later));
  const key = request.headers.has('Authorization') ? keyOf(url) : null;
  if (key) event.respondWith(ask(request, key, later));
});

scope.addEventListener('push', (event) => {
  const { title, options } = shownOf(payloadOf(event.data?.text() ?? ''), origin);
  event.waitUntil(scope.registration.showNotification(title, options));
});

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(pathToOpen(event.notification.data)));
});

scope.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'forget') leftAt = Date.now() + 1;
});
