#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// Draws a run of the bench: bench/plot.mjs [--out DIR] [--prefix NAME-] FILE_OR_FOLDER…
// Reads result files as merge.mjs does and writes SVG files into DIR (default bench/results): references.svg, latency.svg,
// growth.svg and memory.svg, each only when its figures are there. They follow the reader's light or dark colours.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatNumber } from './must-show.mjs';
import { mergeFigures, readResults } from './merge.mjs';

const width = 760;
const margin = 24;

const style = `
  svg { --paper: #ffffff; --ink: #1f2328; --soft: #656d76; --line: #d8dee4; --ours: #0b7285; --theirs: #adb5bd;
        --a: #0b7285; --b: #d9480f; --c: #6741d9; --d: #2b8a3e; --e: #c2255c; --f: #946c00;
        font: 13px system-ui, sans-serif; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --ink: #e6edf3; --soft: #8d96a0; --line: #30363d; --ours: #3bc9db; --theirs: #5c636b;
          --a: #3bc9db; --b: #ff922b; --c: #b197fc; --d: #69db7c; --e: #f783ac; --f: #ffd43b; }
  }
  text { fill: var(--ink); } .soft { fill: var(--soft); } .title { font-size: 15px; font-weight: 600; }
  .paper { fill: var(--paper); } .grid { stroke: var(--line); stroke-width: 1; } .curve { fill: none; stroke-width: 2; }
  .limit { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; }`;

export const escapeXml = (text) => String(text).replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign]);

const text = (x, y, words, { kind = '', anchor = 'start' } = {}) =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}"${kind ? ` class="${kind}"` : ''}>${escapeXml(words)}</text>`;

// `looks`: of a picture that has a width and a style of its own.
export function page(height, title, parts, looks = { width, style }) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${looks.width} ${Math.ceil(height)}" width="${looks.width}" height="${Math.ceil(height)}" role="img" aria-label="${escapeXml(title)}">`,
    `<title>${escapeXml(title)}</title>`,
    `<style>${looks.style}\n</style>`,
    `<rect class="paper" width="100%" height="100%" rx="8"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

// Bars are long when the value is high; `better` says whether that is good. Published figures are marked as such.
const comparisons = [
  { title: 'Fan-out stage, one core', unit: 'deliveries/s', better: 'more', bars: [['Auklet', 'fanout.stage_deliveries_per_s'], ['Redis, LPUSHX and LTRIM', 'fanout.redis_deliveries_per_s']] },
  { title: 'Home pages, the same bytes on the same core', unit: 'pages/s', better: 'more', bars: [['Auklet', 'home.beside_nginx_requests_per_s'], ['nginx, static file', 'home.nginx_requests_per_s']] },
  { title: 'Durable posts', unit: 'posts/s', better: 'more', bars: [['Auklet, over HTTP', 'post.beside_sqlite_posts_per_s'], ['raw SQLite, groups of 100', 'post.sqlite_100_posts_per_s'], ['raw SQLite, one by one', 'post.sqlite_1_posts_per_s']] },
  { title: 'Deliveries with durable posts over HTTP', unit: 'deliveries/s', better: 'more', bars: [['Auklet', 'fanout.deliveries_per_s'], ['Rama, a node of 2 vCPU (published)', 75_000], ['Rama, its whole cluster (published)', 1_410_000]] },
  { title: 'Mixed requests a second and core', unit: 'requests/s', better: 'more', bars: [['Auklet', 'mixed.requests_per_s_per_core'], ['DeathStarBench, a vCPU (published)', 137]] },
  { title: 'A timeline of 800 entries in memory', unit: 'bytes', better: 'less', bars: [['Auklet, all included', 'memory.timeline_bytes'], ['Redis list', 'fanout.redis_timeline_bytes']] },
  { title: 'A follow in memory', unit: 'bytes', better: 'less', bars: [['Auklet', 'memory.edge_bytes'], ['Bluesky’s graph server (published)', 40]] },
];

export function references(figures) {
  const look = (source) => {
    if (typeof source === 'number') return source;
    const [workload, name] = source.split('.');
    return figures[workload]?.[name];
  };
  const left = 250;
  const right = 190;
  const parts = [];
  let y = margin;
  for (const { title, unit, better, bars } of comparisons) {
    const rows = bars.map(([name, source]) => ({ name, value: look(source) })).filter(({ value }) => value > 0);
    if (rows.length < 2 || rows[0].name !== bars[0][0]) continue;
    parts.push(text(margin, y + 14, title, { kind: 'title' }), text(width - margin, y + 14, `${unit}, ${better} is better`, { kind: 'soft', anchor: 'end' }));
    y += 26;
    const most = Math.max(...rows.map(({ value }) => value));
    rows.forEach(({ name, value }, at) => {
      const long = Math.max(2, ((width - left - right) * value) / most);
      const ratio = at === 0 ? '' : `  (ours ${formatNumber(rows[0].value / value)}×)`;
      parts.push(
        text(left - 10, y + 15, name, { anchor: 'end', kind: at === 0 ? '' : 'soft' }),
        `<rect x="${left}" y="${y + 2}" width="${long.toFixed(1)}" height="18" rx="3" fill="var(--${at === 0 ? 'ours' : 'theirs'})"/>`,
        text(left + long + 8, y + 15, formatNumber(value) + ratio),
      );
      y += 25;
    });
    y += 18;
  }
  return parts.length ? page(y + margin - 18, 'Auklet next to others', parts) : null;
}

const colours = ['a', 'b', 'c', 'd', 'e', 'f'];

// Round numbers from `low` to `high`, at most about `count`.
export function ticksOf(low, high, count = 5) {
  const rough = (high - low) / count || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough);
  const ticks = [];
  for (let value = Math.ceil(low / step) * step; value <= high + step / 1e6; value += step) ticks.push(Number(value.toPrecision(12)));
  return ticks;
}

// One panel with curves. `x`: { of: value => 0…1, ticks: [[value, label]] }; y is linear from 0 or by powers of ten.
function panel({ top, title, yTitle, curves, x, logarithmic = false, limit }) {
  const height = 250;
  const left = margin + 52;
  const right = width - margin - 190;
  const bottom = top + height - 34;
  const ceiling = top + 34;
  const values = curves.flatMap(({ points }) => points.map(([, value]) => value));
  const high = Math.max(...values, limit ?? 0) * (logarithmic ? 1 : 1.08);
  const low = logarithmic ? 10 ** Math.floor(Math.log10(Math.min(...values.filter((value) => value > 0)))) : 0;
  const highest = logarithmic ? 10 ** Math.ceil(Math.log10(high)) : high;
  const yOf = (value) => {
    const part = logarithmic ? Math.log10(Math.max(value, low) / low) / Math.log10(highest / low) : value / highest;
    return bottom - part * (bottom - ceiling);
  };
  const xOf = (value) => left + x.of(value) * (right - left);
  const yTicks = logarithmic ? ticksOf(Math.log10(low), Math.log10(highest), 8).filter(Number.isInteger).map((power) => 10 ** power) : ticksOf(0, high);
  const parts = [text(margin, top + 14, title, { kind: 'title' }), text(right, top + 14, yTitle, { kind: 'soft', anchor: 'end' })];
  for (const tick of yTicks) {
    parts.push(`<line class="grid" x1="${left}" x2="${right}" y1="${yOf(tick).toFixed(1)}" y2="${yOf(tick).toFixed(1)}"/>`, text(left - 8, yOf(tick) + 4, formatNumber(tick), { kind: 'soft', anchor: 'end' }));
  }
  for (const [value, label] of x.ticks) parts.push(text(xOf(value), bottom + 20, label, { kind: 'soft', anchor: 'middle' }));
  if (limit !== undefined) parts.push(`<line class="limit" x1="${left}" x2="${right}" y1="${yOf(limit).toFixed(1)}" y2="${yOf(limit).toFixed(1)}"/>`);
  // Names stand beside the ends of their curves, and never on each other.
  const names = curves
    .map(({ name, points }, at) => ({ name, colour: colours[at % colours.length], y: yOf(points.at(-1)[1]) + 4 }))
    .sort((a, b) => a.y - b.y);
  names.forEach((one, at) => (one.y = at === 0 ? one.y : Math.max(one.y, names[at - 1].y + 16)));
  const over = Math.max(0, (names.at(-1)?.y ?? 0) - bottom - 8);
  curves.forEach(({ points }, at) => {
    const way = points.map(([px, py]) => `${xOf(px).toFixed(1)},${yOf(py).toFixed(1)}`).join(' ');
    parts.push(`<polyline class="curve" stroke="var(--${colours[at % colours.length]})" points="${way}"/>`);
    if (points.length < 12) parts.push(...points.map(([px, py]) => `<circle cx="${xOf(px).toFixed(1)}" cy="${yOf(py).toFixed(1)}" r="3" fill="var(--${colours[at % colours.length]})"/>`));
  });
  for (const { name, colour, y } of names) parts.push(`<text x="${right + 10}" y="${(y - over).toFixed(1)}" style="fill: var(--${colour})">${escapeXml(name)}</text>`);
  return { parts, bottom: top + height + 20 };
}

function pageOfPanels(title, panels) {
  if (panels.length === 0) return null;
  const parts = [];
  let top = margin;
  for (const one of panels) {
    const drawn = panel({ top, ...one });
    parts.push(...drawn.parts);
    top = drawn.bottom;
  }
  return page(top, title, parts);
}

// 0.5 stands at the left, each further nine the same way on; the largest of all at the right end.
const nines = (part) => Math.min(1, Math.log10(1 / Math.max(1 - part, 1e-4)) / 4);
const percentAxis = { of: nines, ticks: [[0.5, '50 %'], [0.9, '90 %'], [0.99, '99 %'], [0.999, '99.9 %'], [1, 'all']] };

const seriesOf = (results, wanted) =>
  results.flatMap(({ workload, series = {} }) =>
    Object.entries(series).filter(([name, points]) => wanted(name) && points.length > 1).map(([name, points]) => ({ workload, name, points })),
  );

export function latency(results) {
  const curves = seriesOf(results, (name) => name.endsWith('latency_ms')).map(({ workload, name, points }) => ({
    name: `${workload} ${name.replace(/_?latency_ms$/, '').replaceAll('_', ' ')}`.trim(),
    points,
  }));
  const panels = [];
  for (let at = 0; at < curves.length; at += colours.length) {
    panels.push({ title: 'Latency from the moment a request was due', yTitle: 'ms', curves: curves.slice(at, at + colours.length), x: percentAxis, logarithmic: true });
  }
  return pageOfPanels('Latency by percentile', panels);
}

const count = (value) => (value >= 1e6 ? `${value / 1e6} million` : value.toLocaleString('en'));

function sizeAxis(curves) {
  const sizes = [...new Set(curves.flatMap(({ points }) => points.map(([size]) => size)))].sort((a, b) => a - b);
  const low = Math.log10(sizes[0]);
  const high = Math.log10(sizes.at(-1));
  return { of: (size) => (high > low ? (Math.log10(size) - low) / (high - low) : 0.5), ticks: sizes.map((size) => [size, count(size)]) };
}

export function growth(results) {
  const panels = [];
  for (const [what, title] of [['posts', 'Cost against the number of posts'], ['people', 'Cost against the number of people']]) {
    const curves = seriesOf(results, (name) => name.endsWith(`_us_by_${what}`)).map(({ name, points }) => ({ name: name.replace(/_us_by_.*/, ''), points }));
    if (curves.length) panels.push({ title, yTitle: 'µs of the processor a request', curves, x: sizeAxis(curves) });
  }
  return pageOfPanels('Cost as the database grows', panels);
}

export function memory(results) {
  const curves = seriesOf(results, (name) => /^churn_.*_percent$/.test(name)).map(({ name, points }) => ({
    name: name.includes('process') ? 'as the system sees it' : 'as the engine counts',
    points,
  }));
  if (curves.length === 0) return null;
  const last = Math.max(...curves.flatMap(({ points }) => points.map(([turn]) => turn)));
  const x = { of: (turn) => turn / last, ticks: [[0, '0'], [last, `${formatNumber(last)} rebuilds`]] };
  return pageOfPanels('Memory under churn', [{ title: 'Memory against its budget under churn', yTitle: '% of the budget', curves, x, limit: 105 }]);
}

export function draw(results) {
  const pages = { references: references(mergeFigures(results)), latency: latency(results), growth: growth(results), memory: memory(results) };
  return Object.fromEntries(Object.entries(pages).filter(([, svg]) => svg !== null));
}

function main(words) {
  const root = dirname(fileURLToPath(import.meta.url));
  const options = { out: join(root, 'results'), prefix: '' };
  const paths = [];
  for (let at = 0; at < words.length; ++at) {
    if (words[at].startsWith('--')) options[words[at].slice(2)] = words[++at];
    else paths.push(words[at]);
  }
  if (paths.length === 0) throw new Error('name the result files or their folder');
  mkdirSync(options.out, { recursive: true });
  for (const [name, svg] of Object.entries(draw(readResults(paths)))) {
    const file = join(options.out, `${options.prefix}${name}.svg`);
    writeFileSync(file, svg);
    console.log(file);
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(`bench/plot.mjs: ${error.message}`);
    process.exit(2);
  }
}
