// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summary } from './growth.mjs';
import { draw, growth, latency, references, ticksOf } from './plot.mjs';

const bars = (svg) => [...svg.matchAll(/<rect x="\d+" y="[\d.]+" width="([\d.]+)"/g)].map((found) => Number(found[1]));

test('bars are as long as their values, and say the ratio', () => {
  const svg = references({ fanout: { stage_deliveries_per_s: 3_000_000, redis_deliveries_per_s: 300_000 } });
  const [ours, theirs] = bars(svg);
  assert.ok(Math.abs(ours / theirs - 10) < 0.05);
  assert.match(svg, /300,000 {2}\(ours 10×\)/);
});

test('what was not measured is not drawn', () => {
  assert.equal(references({}), null);
  assert.equal(references({ fanout: { redis_deliveries_per_s: 300_000 } }), null);
  assert.deepEqual(draw([]), {});
});

test('each workload with percentiles has a curve that rises to the right', () => {
  const svg = latency([
    { workload: 'home', figures: {}, series: { latency_ms: [[0.5, 1], [0.99, 3], [1, 9]] } },
    { workload: 'cold', figures: {}, series: { latency_ms: [[0.5, 4], [0.99, 12], [1, 30]], other: [[1, 1], [2, 2]] } },
  ]);
  const curves = [...svg.matchAll(/points="([^"]+)"/g)].map((found) => found[1].split(' ').map((point) => point.split(',').map(Number)));
  assert.equal(curves.length, 2);
  for (const points of curves) {
    assert.ok(points[0][0] < points[2][0] && points[0][1] > points[2][1]);
  }
  assert.match(svg, />home</);
  assert.match(svg, />cold</);
});

test('growth is drawn as growth.mjs writes it', () => {
  const row = (size, home, post) => ({ size, cost: { home, post } });
  const result = summary([row(1e4, 50, 100), row(1e6, 55, 150)], [row(1e3, 40, 100), row(1e5, 60, 90)]);
  assert.equal(result.figures.home_ratio, 1.5);
  assert.equal(result.figures.post_ratio, 1.5);
  const svg = growth([{ workload: 'growth', ...result }]);
  assert.equal(svg.match(/<polyline/g).length, 4);
  assert.match(svg, />1 million</);
});

test('ticks are round and cover the range', () => {
  assert.deepEqual(ticksOf(0, 10), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticksOf(0, 0.7), [0, 0.2, 0.4, 0.6]);
});

test('names are escaped', () => {
  const svg = latency([{ workload: 'a<b', figures: {}, series: { latency_ms: [[0.5, 1], [1, 2]] } }]);
  assert.match(svg, /a&lt;b/);
  assert.doesNotMatch(svg, /a<b/);
});
