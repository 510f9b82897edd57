// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Archive } from '../api/types';
import { standing } from './archives';

const NOW = Date.parse('2027-03-10T12:00:00.000Z');
const day = (number: number): string => `2027-03-${String(number).padStart(2, '0')}T12:00:00.000Z`;
const archive = (fields: Partial<Archive>): Archive => ({ id: '1', state: 'ready', bytes: 5, url: 'u', created_at: day(9), expires_at: day(16), ...fields });

it('offers to ask where there is none, and where one failed', () => {
  assert.deepEqual(standing([], NOW), { state: 'none', mayAsk: true });
  assert.deepEqual(standing([archive({ state: 'failed', expires_at: null })], NOW), { state: 'failed', mayAsk: true });
});

it('says when the next may be asked for', () => {
  const ready = archive({});
  assert.deepEqual(standing([ready], NOW), { state: 'ready', archive: ready, mayAsk: false, next: day(16) });
  const old = archive({ created_at: day(3), expires_at: day(10).replace('12:', '13:') });
  assert.deepEqual(standing([old], NOW), { state: 'ready', archive: old, mayAsk: true });
});

it('looks at the newest, in whatever order they come', () => {
  const waiting = archive({ id: '2', state: 'waiting', created_at: day(10), expires_at: null });
  assert.deepEqual(standing([archive({ created_at: day(1), expires_at: day(8) }), waiting], NOW), { state: 'waiting', mayAsk: false });
});

it('offers no file that is gone', () => assert.deepEqual(standing([archive({ created_at: day(2), expires_at: day(9) })], NOW), { state: 'none', mayAsk: true }));
