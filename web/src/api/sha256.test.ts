// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { sha256 } from './sha256';

for (const length of [0, 1, 43, 55, 56, 63, 64, 65, 119, 120, 200]) {
  it(`is the digest of ${length} characters`, () => {
    const text = 'Auklets nest in scree.'.repeat(10).slice(0, length);
    assert.equal(Buffer.from(sha256(text)).toString('hex'), createHash('sha256').update(text).digest('hex'));
  });
}
