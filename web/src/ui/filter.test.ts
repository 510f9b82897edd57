// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Status } from '../api/types';
import { filteredAt } from './filter';

const filter = (title: string, filter_action: string, ...context: string[]) => ({ filter: { id: title, title, context, filter_action } });
const status = { filtered: [filter('birds', 'warn', 'home', 'public'), filter('cats', 'warn', 'home'), filter('fish', 'hide', 'thread')] } as unknown as Status;

it('lets filters act where their owner wants them to', () => {
  assert.deepEqual(filteredAt('home', status), { hide: false, blur: false, warning: 'birds, cats' });
  assert.deepEqual(filteredAt('public', status), { hide: false, blur: false, warning: 'birds' });
  assert.deepEqual(filteredAt('thread', status), { hide: true, blur: false, warning: null });
  assert.deepEqual(filteredAt('account', {} as Status), { hide: false, blur: false, warning: null });
});
