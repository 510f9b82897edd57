// SPDX-License-Identifier: Apache-2.0
// The few assertions that every scenario speaks in.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

export const ids = (list) => list.map((item) => item.id);

// The texts of posts without their HTML: easy to read in a failing comparison. A boost shows as "↻ text".
export const texts = (statuses) => statuses.map(({ content, reblog }) =>
  (reblog ? `↻ ${texts([reblog])[0]}` : content.replace(/<br\s*\/?>/g, '\n').replace(/<[^>]+>/g, '')));

// Repeats `check` until it no longer throws. Effects that reach other people travel over the event bus, so they may
// come a moment after the answer; what must never come is tested by an exact list that ends with a later marker.
export async function eventually(check, { withinMs = 10_000, everyMs = 20 } = {}) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await pause(everyMs);
  }
}

// Asserts a refusal: the exact status and a JSON body with `error` (matching `pattern`). Returns the body.
export async function refused(promise, status, pattern = /./) {
  const answer = await promise;
  const said = `${answer.status} ${answer.text.slice(0, 300)}`;
  assert.equal(answer.status, status, `expected a refusal with ${status}, got ${said}`);
  assert.match(answer.headers['content-type'] ?? '', /^application\/json; charset=utf-8$/, `refusal is not JSON: ${said}`);
  assert.equal(typeof answer.body.error, 'string', `refusal without an error text: ${said}`);
  assert.match(answer.body.error, pattern);
  return answer.body;
}

// Asserts that `actual` has at least the given fields with the given values.
export function has(actual, fields) {
  assert.equal(typeof actual, 'object');
  const picked = Object.fromEntries(Object.keys(fields).map((key) => [key, actual[key]]));
  assert.deepEqual(picked, fields);
}

export const sameSet = (actual, expected, message) => assert.deepEqual([...actual].sort(), [...expected].sort(), message);

// Ids are decimal strings that sort by length, then by text.
export const compareIds = (a, b) => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

export function assertDescending(idList) {
  for (let i = 1; i < idList.length; i++) assert.ok(compareIds(idList[i - 1], idList[i]) > 0, `${idList[i - 1]} before ${idList[i]}`);
}
