// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isBase, isPage, isPicture, keyOf, pathToOpen, payloadOf, shownOf } from './rules';

const at = (path: string): URL => new URL(path, 'https://social.example');

it('keeps the top of a list under one name, however much of it is asked for', () => {
  assert.equal(keyOf(at('/api/v1/timelines/home?limit=20')), '/api/v1/timelines/home');
  assert.equal(keyOf(at('/api/v1/timelines/home?limit=40')), '/api/v1/timelines/home');
  assert.equal(keyOf(at('/api/v1/timelines/public?local=true&limit=20')), '/api/v1/timelines/public?local=true');
  assert.equal(keyOf(at('/api/v1/timelines/home?max_id=7&limit=20')), '/api/v1/timelines/home?limit=20&max_id=7');
});

it('keeps neither what is newer than something nor what it does not know', () => {
  for (const path of ['/api/v1/timelines/home?min_id=3', '/api/v1/notifications?since_id=3', '/api/v1/auklet/sessions', '/api/v1/push/subscription', '/api/v2/search?q=x', '/oauth/token', '/home'])
    assert.equal(keyOf(at(path)), null, path);
});

it('knows what every page begins with, pictures, and pages of the client', () => {
  assert.ok(isBase(keyOf(at('/api/v1/accounts/verify_credentials'))!) && isBase('https://social.example/api/v2/instance'));
  assert.ok(!isBase('/api/v1/timelines/home'));
  assert.ok(isPicture(at('/media/ab/cd.webp')) && !isPicture(at('/api/v1/media/1')));
  assert.ok(isPage(at('/@ann/7')) && isPage(at('/settings/devices')) && !isPage(at('/oauth/authorize')) && !isPage(at('/auth/sign_in')));
});

const PUSH = { access_token: 'secret', preferred_locale: 'en', notification_id: '114', notification_type: 'mention', icon: 'https://social.example/media/a.webp', title: 'Bob mentioned you', body: 'Hello' };

it('shows what was pushed, and nothing that is secret', () => {
  const { title, options } = shownOf(PUSH, 'https://social.example');
  assert.equal(title, 'Bob mentioned you');
  assert.deepEqual(options, { body: 'Hello', icon: PUSH.icon, badge: 'https://social.example/assets/auklet.svg', tag: 'notification-114', data: { path: '/notifications?about=114' } });
  assert.doesNotMatch(JSON.stringify({ title, options }), /secret/);
});

it('reads every digit of the id', () => {
  assert.deepEqual(payloadOf('{"title":"\\"notification_id\\":5","notification_id": 116234567890123457}'), { title: '"notification_id":5', notification_id: '116234567890123457' });
  for (const bad of ['', 'text', '{', '{"notification_id":}']) assert.equal(payloadOf(bad), null);
});

it('shows something for whatever comes', () => {
  for (const payload of [null, undefined, 'text', 7, [], {}, { title: {}, body: 3, icon: 'javascript:alert(1)', notification_id: '../x' }]) {
    const { title, options } = shownOf(payload, 'https://social.example');
    assert.equal(title, 'Auklet');
    assert.equal(options.icon, undefined);
    assert.equal(options.data.path, '/notifications');
  }
});

it('opens pages of this server alone', () => {
  assert.equal(pathToOpen({ path: '/notifications?about=7' }), '/notifications?about=7');
  for (const data of [null, {}, { path: 7 }, { path: 'https://evil.example' }, { path: '//evil.example' }, { path: 'javascript:0' }]) assert.equal(pathToOpen(data), '/notifications');
});
