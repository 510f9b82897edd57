// SPDX-License-Identifier: Apache-2.0
import '../testing/browser';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { exactIds } from './http';

it('keeps every digit of the post that a scheduled post answers', () => {
  const read = (json: string): unknown => JSON.parse(exactIds(json));
  assert.deepEqual(read('[{"params":{"in_reply_to_id":116234567890123457,"text":"x"}}]'), [{ params: { in_reply_to_id: '116234567890123457', text: 'x' } }]);
  assert.deepEqual(read('{"in_reply_to_id": null, "id": "7"}'), { in_reply_to_id: null, id: '7' });
  assert.deepEqual(read(JSON.stringify({ text: '"in_reply_to_id":5' })), { text: '"in_reply_to_id":5' });
});
