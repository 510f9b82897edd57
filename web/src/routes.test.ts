// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PLAIN, routeOf } from './routes';
import server from '../../src/api/client_pages.cpp';

it('knows every page by its address', () => {
  assert.deepEqual(routeOf('/'), { page: 'home' });
  assert.deepEqual(routeOf('/home/'), { page: 'home' });
  assert.deepEqual(routeOf('/@ann'), { page: 'profile', acct: 'ann', replies: false });
  assert.deepEqual(routeOf('/@ann@far.example/with_replies'), { page: 'profile', acct: 'ann@far.example', replies: true });
  assert.deepEqual(routeOf('/@ann/114'), { page: 'thread', acct: 'ann', id: '114' });
  assert.deepEqual(routeOf('/@ann/114/quotes'), { page: 'quotes', acct: 'ann', id: '114' });
  assert.deepEqual(routeOf('/@ann/followers'), { page: 'people', acct: 'ann', which: 'followers' });
  assert.deepEqual(routeOf('/tags/caf%C3%A9'), { page: 'tag', id: 'café' });
  for (const part of ['devices', 'archive', 'guide'] as const) assert.deepEqual(routeOf(`/settings/${part}`), { page: 'settings_part', part });
  assert.deepEqual(routeOf('/notifications/requests'), { page: 'requests' });
  assert.deepEqual(routeOf('/lists/7'), { page: 'list', id: '7' });
});

it('is not misled', () => {
  for (const path of ['/nowhere', '/@', '/@@x', '/@ann/1/2', '/@ann/x/quotes', '/@ann/1/quotes/2', '/@ann/x', '/tags', '/__proto__', '/constructor', '/tags/%E0%A4%A']) {
    const { page } = routeOf(path);
    assert.ok(path.startsWith('/tags/') ? page === 'tag' : page === 'missing', path);
  }
});

it('has the pages that the server answers with the client, and no others', () => {
  const list = /for \(auto const\* const pattern :([\s\S]*?)\)\s*\{/.exec(server)![1]!;
  const patterns = [...list.matchAll(/"([^"]+)"/g)].map(([, pattern]) => pattern!);
  assert.ok(patterns.length >= 17);
  for (const pattern of patterns) {
    const path = pattern.replace('{id}', '7').replace('{name}', 'ann').replace('{part}', 'profile');
    assert.notEqual(routeOf(path).page, 'missing', pattern);
  }
  for (const path of Object.keys(PLAIN)) assert.ok(path === '/' || patterns.includes(path), path);
});
