#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// Joins the result files of one run, prints what must be shown next to what was measured, and puts it where people look:
//   bench/merge.mjs [--out FILE] [--docs FILE] [--label NAME] FILE_OR_FOLDER…
// --out: bench/results/latest.json as {workload: {figure: number}}. --docs: a page in which the lines between
// `<!-- figures NAME -->` and `<!-- end of figures NAME -->` are written anew. --label: NAME, default `all`. Files that
// are no result files are left aside; of two with the same figure the later in the order given counts (in a folder:
// the order of the names).
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatNumber, judge } from './must-show.mjs';

const isResult = (value) => typeof value?.workload === 'string' && typeof value.figures === 'object' && value.figures !== null;

// The result objects of these files and folders.
export function readResults(paths) {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path).filter((name) => name.endsWith('.json')).sort().map((name) => join(path, name))
      : [path],
  );
  return files.map((file) => JSON.parse(readFileSync(file, 'utf8'))).filter(isResult);
}

// {workload: {figure: number}}, figures in the order in which they came.
export function mergeFigures(results) {
  const merged = {};
  for (const { workload, figures } of results) {
    for (const [name, value] of Object.entries(figures)) {
      if (typeof value === 'number') (merged[workload] ??= {})[name] = value;
    }
  }
  return merged;
}

export function plainTable(rows) {
  const columns = ['what', 'must', 'aim', 'measured', 'verdict'];
  const heads = { what: '', must: 'must show', aim: 'aim', measured: 'measured', verdict: '' };
  const lines = [heads, ...rows];
  const widths = columns.map((column) => Math.max(...lines.map((row) => row[column].length)));
  const line = (row) => columns.map((column, at) => (at === 0 || at === 4 ? row[column].padEnd(widths[at]) : row[column].padStart(widths[at]))).join('  ').trimEnd();
  return lines.map(line).join('\n');
}

export function describeMachine(results) {
  const machine = results.find((result) => result.machine?.cores)?.machine;
  if (!machine) return 'On a machine that is not described.';
  const memory = machine.memory_bytes ? `, ${formatNumber(machine.memory_bytes / 1e9)} GB of memory` : '';
  return `On ${machine.cores} cores of ${machine.cpu || 'an unnamed processor'}${memory}${machine.kernel ? `, ${machine.kernel}` : ''}.`;
}

export function markdown(results) {
  const figures = mergeFigures(results);
  const rows = judge(figures);
  const held = rows.filter((row) => row.holds).length;
  const open = rows.filter((row) => row.holds === null).length;
  const out = [
    `${describeMachine(results)} ${held} of ${rows.length} lines hold${open ? `, ${open} were not measured` : ''}.`,
    '',
    '| Figure | What | Must show | Aim | Measured | |',
    '|---|---|---:|---:|---:|---|',
    ...rows.map((row) => `| \`${row.figure}\` | ${row.what} | ${row.must} | ${row.aim} | ${row.measured} | ${row.holds === false ? `**${row.verdict}**` : row.verdict} |`),
    '',
    'All figures:',
    '',
    '| Workload | Figure | Value |',
    '|---|---|---:|',
  ];
  for (const [workload, named] of Object.entries(figures)) {
    for (const [name, value] of Object.entries(named)) out.push(`| ${workload} | \`${name}\` | ${formatNumber(value)} |`);
  }
  return out.join('\n');
}

// The page with the lines between the markers of `label` replaced.
export function intoPage(page, label, text) {
  const begin = `<!-- figures ${label} -->`;
  const end = `<!-- end of figures ${label} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no lines ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}

function main(words) {
  const options = { label: 'all' };
  const paths = [];
  for (let at = 0; at < words.length; ++at) {
    if (words[at].startsWith('--')) options[words[at].slice(2)] = words[++at];
    else paths.push(words[at]);
  }
  if (paths.length === 0) throw new Error('name the result files or their folder');
  const results = readResults(paths);
  if (results.length === 0) throw new Error('there is no result file');
  const figures = mergeFigures(results);
  console.log(describeMachine(results));
  console.log(plainTable(judge(figures)));
  if (options.out) {
    mkdirSync(dirname(resolve(options.out)), { recursive: true });
    writeFileSync(options.out, JSON.stringify(figures, null, 2) + '\n');
  }
  if (options.docs) writeFileSync(options.docs, intoPage(readFileSync(options.docs, 'utf8'), options.label, markdown(results)));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    console.error(`bench/merge.mjs: ${error.message}`);
    process.exit(2);
  }
}
