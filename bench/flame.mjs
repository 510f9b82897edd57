#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// Draws what perf has seen as a flame graph: bench/flame.mjs --out FILE.svg [--title WORDS] [--keep PATTERN] <STACKS
//
//   perf record -F 997 --call-graph dwarf,16384 -p PID -- sleep 10
//   perf script -F comm,ip,sym,dso --no-inline | bench/flame.mjs --out FILE.svg
//
// The width of a box is the share of the samples whose stack goes through it; callers are below. What stands on top
// of each other and is of the same library without meaning (Asio, the C++ library) is one box. Prints a table of where the
// samples are, the innermost function counts. --keep takes only threads whose name fits.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { escapeXml, page } from './plot.mjs';

const width = 1200;
const rowHeight = 17;
const letterWidth = 6.3; // of the font below, on average
const shareMin = 0.0015; // narrower boxes are not drawn

// What a function is of: by its library or, in the program itself, by its namespace.
const libraries = [
  [/kernel|\[guest/, 'kernel'],
  [/libsqlite3/, 'SQLite'],
  [/jemalloc/, 'memory'],
  [/libcrypto|libssl/, 'OpenSSL'],
  [/libpq/, 'libpq'],
  [/libstdc\+\+/, 'C++ library'],
  [/libc\.|libm\.|ld-linux|\[vdso\]/, 'C library'],
];
const colours = { kernel: 'k', SQLite: 's', memory: 'm', OpenSSL: 'o', libpq: 'o', 'C++ library': 'c', 'C library': 'c', Asio: 'a', other: 'x' };

// Without arguments, templates and what the compiler adds: auklet::api::(anonymous namespace)::home(auklet::api::Call&)
// [clone .resume] is api::home.
export function shortName(symbol) {
  let name = symbol.replace(/\+0x[0-9a-f]+$/, '').replace(/ ?\[clone [^\]]*\]|\.(resume|destroy|cleanup|part|cold|isra|constprop)[.\d]*/g, '').replaceAll('(anonymous namespace)::', '');
  name = name.replace(/operator(<<|>>|<=>|->|<|>|\(\))/g, (sign) => sign.replaceAll('<', '‹').replaceAll('>', '›').replace('()', '❨❩'));
  let plain = '';
  let depth = 0;
  for (const letter of name) {
    if (letter === '(' && depth === 0 && plain.trim()) break;
    if (letter === '<') ++depth;
    else if (letter === '>') --depth;
    else if (depth === 0) plain += letter;
  }
  plain = plain.replaceAll('‹', '<').replaceAll('›', '>').replaceAll('❨❩', '()').trim();
  if (!plain.startsWith('operator')) plain = plain.replace(/^.* (?=[\w:~]+$)/, ''); // a type that is returned
  return plain.replace(/^auklet::/, '') || symbol;
}

export function roomOf(symbol, library) {
  const found = libraries.find(([pattern]) => pattern.test(library));
  if (found) return found[1];
  const name = symbol.replace(/^[^(]*? (?=auklet::|boost::|std::)/, '');
  const own = /^auklet::(\w+)::/.exec(name);
  if (own) return own[1];
  if (/^boost::/.test(name)) return 'Asio';
  if (/^(std|__gnu_cxx|fmt|absl)::|^operator (new|delete)/.test(name)) return 'C++ library';
  return 'other';
}

// One text of `perf script` → stacks of { name, room }, outermost first.
export function readStacks(text, keep = /./) {
  const stacks = [];
  for (const block of text.split('\n\n')) {
    const [head, ...lines] = block.split('\n').filter((line) => line.trim());
    if (!head || !keep.test(head.trim())) continue;
    const stack = [];
    for (const line of lines.reverse()) {
      const found = /^\s*[0-9a-f]+ (.*) \(([^()]*(?:\([^()]*\))?[^()]*)\)$/.exec(line);
      if (!found) continue;
      const [, symbol, library] = found;
      const room = roomOf(symbol, library);
      const name = room === 'Asio' || room === 'C++ library' ? room : symbol === '[unknown]' ? `[${library.split('/').at(-1).replaceAll(/[[\]]/g, '')}]` : shortName(symbol);
      if (stack.at(-1)?.name !== name) stack.push({ name, room });
    }
    if (stack.length > 0) stacks.push(stack);
  }
  return stacks;
}

export function treeOf(stacks) {
  const root = { name: 'all', room: 'other', count: 0, children: new Map() };
  for (const stack of stacks) {
    let node = root;
    ++node.count;
    for (const { name, room } of stack) {
      if (!node.children.has(name)) node.children.set(name, { name, room, count: 0, children: new Map() });
      node = node.children.get(name);
      ++node.count;
    }
  }
  return root;
}

// Shares of the innermost functions by room, the largest first. Time in the kernel counts for the call that went there.
export function sharesOf(stacks) {
  const counts = new Map();
  for (const stack of stacks) {
    const { room } = stack.at(-1);
    const call = room === 'kernel' ? stack.map(({ name }) => /^(?!x64_sys_call$)k?_*(?:x64_|arm64_|se_|do_)?sys_(\w+)$/.exec(name)?.[1]).find(Boolean) ?? 'interrupts and idling' : null;
    const key = call ? `kernel: ${call}` : room;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => ({ name, share: count / stacks.length })).sort((one, other) => other.share - one.share);
}

const style = `
  svg { font: 11px ui-monospace, monospace; --paper: #ffffff; --ink: #1f2328; --edge: #ffffff; }
  @media (prefers-color-scheme: dark) { svg { --paper: #0d1117; --ink: #e6edf3; --edge: #0d1117; } }
  .paper { fill: var(--paper); } .title { font: 600 15px system-ui, sans-serif; fill: var(--ink); } .note { font: 12px system-ui, sans-serif; fill: var(--ink); }
  rect { stroke: var(--edge); stroke-width: 0.5; } text { fill: #1f2328; } g text { pointer-events: none; }
  .k { fill: #ffa8a8; } .s { fill: #b197fc; } .m { fill: #ffd43b; } .o { fill: #f783ac; } .c { fill: #ced4da; } .a { fill: #a5d8ff; } .x { fill: #e9ecef; } .u { fill: #63e6be; }`;

const legend = [['u', 'Auklet'], ['a', 'Asio'], ['k', 'kernel'], ['s', 'SQLite'], ['m', 'memory'], ['o', 'OpenSSL, libpq'], ['c', 'C and C++ libraries']];

export function drawFlame(tree, title) {
  const boxes = [];
  let deepest = 0;
  const place = (node, left, depth) => {
    const wide = (node.count / tree.count) * (width - 20);
    deepest = Math.max(deepest, depth);
    boxes.push({ node, left, depth, wide });
    let next = left;
    for (const child of [...node.children.values()].sort((one, other) => (one.name < other.name ? -1 : 1))) {
      if (child.count / tree.count >= shareMin) place(child, next, depth + 1);
      next += (child.count / tree.count) * (width - 20);
    }
  };
  place(tree, 10, 0);
  const top = 66;
  const height = top + (deepest + 1) * rowHeight + 10;
  const parts = boxes.map(({ node, left, depth, wide }) => {
    const y = height - 10 - (depth + 1) * rowHeight;
    const letters = Math.floor((wide - 4) / letterWidth);
    const label = letters < 3 ? '' : node.name.length <= letters ? node.name : `${node.name.slice(0, letters - 1)}…`;
    const words = label && `<text x="${(left + 2).toFixed(1)}" y="${y + 12}">${escapeXml(label)}</text>`;
    return `<g><title>${escapeXml(`${node.name}: ${((100 * node.count) / tree.count).toFixed(1)} %`)}</title><rect class="${colours[node.room] ?? 'u'}" x="${left.toFixed(1)}" y="${y}" width="${wide.toFixed(1)}" height="${rowHeight - 1}"/>${words}</g>`;
  });
  const signs = legend.map(([kind, words], at) => `<rect class="${kind}" x="${10 + at * 150}" y="36" width="14" height="14"/><text class="note" x="${30 + at * 150}" y="47">${words}</text>`);
  const heading = `<text class="title" x="10" y="22">${escapeXml(title)}</text>`;
  return page(height, title, [heading, ...signs, ...parts], { width, style });
}

function main() {
  const { values: { out, title, keep } } = parseArgs({ options: { out: { type: 'string' }, title: { type: 'string', default: 'Where the time goes' }, keep: { type: 'string', default: '.' } } });
  if (!out) throw new Error('--out FILE.svg is missing');
  const stacks = readStacks(readFileSync(0, 'utf8'), new RegExp(keep));
  if (stacks.length === 0) throw new Error('no stacks came in; was perf script called with -F comm,ip,sym,dso?');
  writeFileSync(out, drawFlame(treeOf(stacks), title));
  console.log(`${stacks.length} samples\n`);
  for (const { name, share } of sharesOf(stacks).filter((row) => row.share >= 0.005)) console.log(`| ${name} | ${(100 * share).toFixed(1)} % |`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(`bench/flame.mjs: ${error.message}`);
    process.exit(2);
  }
}
