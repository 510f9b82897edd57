// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { en } from '../i18n/en';
import { wrongElsewhere, wrongOf } from './field-errors';

const details = {
  username: [{ error: 'ERR_TAKEN', description: 'has already been taken' }],
  password: [{ error: 'ERR_NEW', description: 'is too green' }, { error: 'ERR_BLANK', description: "can't be blank" }],
  captcha: [{ error: 'ERR_X', description: 'is wrong' }],
};

it('says in the words of the client what is wrong with a field, else in those of the server', () => {
  assert.equal(wrongOf(details, 'username'), en['wrong.taken']);
  assert.equal(wrongOf(details, 'password'), `is too green ${en['wrong.blank']}`);
  assert.equal(wrongOf(details, 'email'), undefined);
  assert.equal(wrongOf({}, 'constructor'), undefined);
});

it('loses nothing that concerns no field of the page', () => {
  assert.deepEqual(wrongElsewhere(details, ['username', 'password']), ['captcha is wrong']);
});
