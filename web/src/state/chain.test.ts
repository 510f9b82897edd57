// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { publishChain } from './chain';

function server(failsAt?: string) {
  const sent: [part: string, after: string | undefined][] = [];
  const heard: [left: string, after: string][] = [];
  return {
    sent,
    heard,
    publish: async (part: string, after: string | undefined) => {
      if (part === failsAt) throw new Error('no');
      sent.push([part, after]);
      return { id: `id-${part}` };
    },
    onSent: (left: readonly string[], after: string) => void heard.push([left.join(''), after]),
  };
}

it('publishes each part as a reply to the one before', async () => {
  const { sent, heard, publish, onSent } = server();
  assert.deepEqual(await publishChain(['a', 'b', 'c'], undefined, publish, onSent), { left: [], after: 'id-c' });
  assert.deepEqual(sent, [['a', undefined], ['b', 'id-a'], ['c', 'id-b']]);
  assert.deepEqual(heard, [['bc', 'id-a'], ['c', 'id-b'], ['', 'id-c']]);
});

it('stops where one fails, and goes on from there', async () => {
  const broken = server('b');
  const stopped = await publishChain(['a', 'b', 'c'], 'parent', broken.publish, broken.onSent);
  assert.deepEqual([stopped.left, stopped.after, (stopped.error as Error).message], [['b', 'c'], 'id-a', 'no']);
  assert.deepEqual(broken.sent, [['a', 'parent']]);
  const repaired = server();
  await publishChain(stopped.left, stopped.after, repaired.publish, repaired.onSent);
  assert.deepEqual(repaired.sent, [['b', 'id-a'], ['c', 'id-b']]);
});

it('keeps everything where the first fails', async () => {
  const broken = server('a');
  const { left, after } = await publishChain(['a', 'b'], undefined, broken.publish, broken.onSent);
  assert.deepEqual([left, after, broken.heard], [['a', 'b'], undefined, []]);
});
