// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Offsets, visibleRange } from './offsets';

// The same answers by walking the list.
class Model {
  constructor(readonly heights: number[]) {}
  offset(index: number): number {
    return this.heights.slice(0, index).reduce((sum, height) => sum + height, 0);
  }
  find(place: number): number {
    let found = 0;
    for (let i = 0; i < this.heights.length; i++) if (this.offset(i) <= place) found = i;
    return found;
  }
}

describe('the offsets of a list', () => {
  it('are those of a list that is walked, whatever was measured', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    for (const count of [1, 2, 3, 7, 8, 9, 100]) {
      const heights = Array.from({ length: count }, () => 1 + random(300));
      const [offsets, model] = [new Offsets(heights), new Model([...heights])];
      for (let round = 0; round < 200; round++) {
        const [index, height] = [random(count), 1 + random(300)];
        assert.equal(offsets.set(index, height), height - model.heights[index]!);
        model.heights[index] = height;
        assert.equal(offsets.offset(index), model.offset(index));
        assert.equal(offsets.offset(count), model.offset(count));
        const place = random(model.offset(count) + 50);
        assert.equal(offsets.find(place), model.find(place), `${count} items, place ${place}`);
      }
    }
  });

  it('show what the window needs and a margin', () => {
    const offsets = new Offsets(Array.from({ length: 5_000 }, () => 100));
    assert.deepEqual(visibleRange(offsets, 0, 800, 400), { start: 0, end: 13 });
    assert.deepEqual(visibleRange(offsets, 250_000, 250_800, 400), { start: 2_496, end: 2_513 });
    assert.deepEqual(visibleRange(offsets, 499_500, 500_300, 400), { start: 4_991, end: 5_000 });
    assert.deepEqual(visibleRange(new Offsets([]), 0, 800, 400), { start: 0, end: 0 });
  });
});
