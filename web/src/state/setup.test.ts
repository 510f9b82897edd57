// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Facts, isOwner, stepsDone } from './setup';

const FRESH: Facts = { title: 'Auklet', description: '', domain: 'localhost:8080', secure: false, open: true, avatar: 'http://localhost:8080/assets/avatar.svg', announcements: 0, people: 1 };
const done = (facts: Partial<Facts>, marked: string[] = []): string => [...stepsDone({ ...FRESH, ...facts }, marked)].join();

it('has everything to do on a fresh server', () => assert.equal(done({}), ''));

it('sees what is done', () => {
  assert.equal(done({ title: 'The Skerries' }), '', 'a name without a description is half of it');
  assert.equal(done({ title: 'The Skerries', description: 'A rock' }), 'name');
  assert.equal(done({ secure: true }), '', 'a name of this machine is no domain');
  assert.equal(done({ secure: true, domain: 'social.example' }), 'domain');
  assert.equal(done({ open: false, people: 2, announcements: 1, avatar: 'https://social.example/media/a.webp' }), 'picture,registrations,announcement,invite');
});

it('believes the owner where it cannot see', () => assert.equal(done({}, ['backups', 'registrations', 'nonsense']), 'registrations,backups'));

it('is for owners', () => {
  assert.ok(isOwner({ role: { name: 'Owner' } }));
  for (const account of [null, {}, { role: null }, { role: { name: '' } }, { role: { name: 'Admin' } }]) assert.ok(!isOwner(account));
});
