// SPDX-License-Identifier: Apache-2.0
//
// Where the items of a long list begin, when some heights are measured and the others guessed: a Fenwick tree, so that
// neither a change nor a question walks the whole list.

export class Offsets {
  readonly #heights: Float64Array;
  readonly #tree: Float64Array; // 1-based

  constructor(heights: readonly number[]) {
    this.#heights = Float64Array.from(heights);
    this.#tree = new Float64Array(heights.length + 1);
    for (let i = 1; i <= heights.length; i++) {
      this.#tree[i]! += heights[i - 1]!;
      const parent = i + (i & -i);
      if (parent <= heights.length) this.#tree[parent]! += this.#tree[i]!;
    }
  }

  get count(): number {
    return this.#heights.length;
  }

  // Returns by how much the item has grown.
  set(index: number, height: number): number {
    const grown = height - this.#heights[index]!;
    if (grown === 0) return 0;
    this.#heights[index] = height;
    for (let i = index + 1; i < this.#tree.length; i += i & -i) this.#tree[i]! += grown;
    return grown;
  }

  // Where the item begins: the sum of all heights before it. offset(count) is the height of the list.
  offset(index: number): number {
    let sum = 0;
    for (let i = index; i > 0; i -= i & -i) sum += this.#tree[i]!;
    return sum;
  }

  // The item that covers this place: the last one that begins at or before it.
  find(place: number): number {
    let index = 0;
    let left = place;
    for (let step = 1 << (31 - Math.clz32(Math.max(this.count, 1))); step > 0; step >>= 1) {
      const next = index + step;
      if (next <= this.count && this.#tree[next]! <= left) {
        index = next;
        left -= this.#tree[next]!;
      }
    }
    return Math.max(0, Math.min(index, this.count - 1));
  }
}

// The items to draw for a window of the page that shows [top, bottom), with as many more around as `margin` pixels hold.
export function visibleRange(offsets: Offsets, top: number, bottom: number, margin: number): { start: number; end: number } {
  if (offsets.count === 0) return { start: 0, end: 0 };
  const start = offsets.find(Math.max(0, top - margin));
  return { start, end: Math.max(start, offsets.find(Math.max(0, bottom + margin))) + 1 };
}
