// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fromLocalField, isAhead, soonest, suggested, toLocalField } from './local-time';

const NOW = new Date(2026, 4, 9, 7, 3, 20).getTime();

it('writes and reads local times to the minute', () => {
  assert.equal(toLocalField(NOW), '2026-05-09T07:03');
  assert.equal(fromLocalField('2026-05-09T07:03'), new Date(2026, 4, 9, 7, 3).getTime());
  assert.equal(fromLocalField(toLocalField(NOW)), NOW - 20_000);
});

it('takes nothing else for a time', () => {
  for (const text of ['', 'tomorrow', '2026-05-09', '2026-13-09T07:03', '07:03']) assert.equal(fromLocalField(text), null, text);
});

it('knows how far ahead a time has to be', () => {
  assert.equal(isAhead(NOW + 5 * 60_000, NOW), true);
  assert.equal(isAhead(NOW + 5 * 60_000 - 1, NOW), false);
  assert.equal(isAhead(null, NOW), false);
  assert.equal(isAhead(soonest(NOW), NOW + 2 * 60_000), true);
  assert.equal(soonest(NOW) % 60_000, 0);
});

it('offers a round time in about an hour', () => {
  const offered = suggested(NOW);
  assert.equal(offered % 900_000, 0);
  assert.ok(offered >= NOW + 3_600_000 && offered < NOW + 4_500_000);
});
