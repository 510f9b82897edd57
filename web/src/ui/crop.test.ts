// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boxOf, dragged, fitted, keyed, movedFocus, pointedFocus, resultSize, ZOOM_MAX } from './crop';

const WIDE = { width: 800, height: 400 };
const MIDDLE = { x: 0.5, y: 0.5, zoom: 1 };

describe('the frame over a picture', () => {
  it('takes as much of it as has its shape', () => {
    assert.deepEqual(boxOf(WIDE, 1, MIDDLE), { left: 200, top: 0, width: 400, height: 400 });
    assert.deepEqual(boxOf(WIDE, 4, MIDDLE), { left: 0, top: 100, width: 800, height: 200 });
    assert.deepEqual(boxOf(WIDE, 1, { ...MIDDLE, zoom: 2 }), { left: 300, top: 100, width: 200, height: 200 });
  });

  it('never shows what is beside it', () => {
    for (const crop of [{ x: -3, y: 9, zoom: 0.1 }, { x: 0, y: 0, zoom: 3 }, { x: 1, y: 1, zoom: 99 }, { x: 0.9, y: 0.5, zoom: 1 }]) {
      for (const aspect of [1, 3, 0.5]) {
        const fit = fitted(WIDE, aspect, crop);
        const { left, top, width, height } = boxOf(WIDE, aspect, fit);
        assert.ok(left >= -1e-9 && top >= -1e-9 && left + width <= 800 + 1e-9 && top + height <= 400 + 1e-9, JSON.stringify([crop, aspect]));
        assert.ok(fit.zoom >= 1 && fit.zoom <= ZOOM_MAX);
        assert.ok(Math.abs(width / height - aspect) < 1e-9);
      }
    }
  });

  it('moves against the picture that is dragged, up to its edge', () => {
    assert.equal(boxOf(WIDE, 1, dragged(WIDE, 1, MIDDLE, 0.25, 0.25)).left, 100);
    assert.equal(boxOf(WIDE, 1, dragged(WIDE, 1, MIDDLE, 0.25, 0.25)).top, 0);
    assert.equal(boxOf(WIDE, 1, dragged(WIDE, 1, MIDDLE, -9, 0)).left, 400);
  });

  it('is moved by keys', () => {
    assert.ok(keyed(WIDE, 1, MIDDLE, 'ArrowRight')!.x > 0.5);
    assert.ok(keyed(WIDE, 1, MIDDLE, 'ArrowLeft')!.x < 0.5);
    assert.equal(keyed(WIDE, 1, MIDDLE, 'ArrowUp')!.y, 0.5); // no room
    assert.ok(keyed(WIDE, 1, { ...MIDDLE, zoom: 2 }, 'ArrowDown')!.y > 0.5);
    assert.ok(keyed(WIDE, 1, MIDDLE, '+')!.zoom > 1);
    assert.equal(keyed(WIDE, 1, MIDDLE, '-')!.zoom, 1);
    assert.equal(keyed(WIDE, 1, MIDDLE, 'a'), null);
  });

  it('gives no larger picture than asked for, and invents no pixels', () => {
    assert.deepEqual(resultSize({ width: 3000, height: 1000 }, { width: 1500, height: 500 }), { width: 1500, height: 500 });
    assert.deepEqual(resultSize({ width: 90, height: 30 }, { width: 1500, height: 500 }), { width: 90, height: 30 });
    assert.deepEqual(resultSize({ width: 0.2, height: 0.2 }, { width: 400, height: 400 }), { width: 1, height: 1 });
  });
});

describe('the focus of a picture', () => {
  it('is where one points, with up as plus', () => {
    assert.deepEqual(pointedFocus(0.5, 0.5), { x: 0, y: 0 });
    assert.deepEqual(pointedFocus(0, 0), { x: -1, y: 1 });
    assert.deepEqual(pointedFocus(1.5, 0.75), { x: 1, y: -0.5 });
  });

  it('moves by keys, within the picture', () => {
    assert.deepEqual(movedFocus({ x: 0, y: 0 }, 'ArrowUp'), { x: 0, y: 0.1 });
    assert.deepEqual(movedFocus({ x: 1, y: 0 }, 'ArrowRight'), { x: 1, y: 0 });
    assert.equal(movedFocus({ x: 0, y: 0 }, 'Enter'), null);
  });
});
