#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// What every source file owes: its licence, a guard, clean line ends, and no unfinished or switched-off work.
import { isMain, report, sourceFiles } from './source-files.mjs';

const licence = 'SPDX-License-Identifier: Apache-2.0';
const source = /(\.(h|cpp|mjs|js|ts|tsx|css|sh|cmake)|\/CMakeLists\.txt|^CMakeLists\.txt|^dev|^\.ci\/run)$/;
const executable = /^#!/;

// Written in two halves each, so that this file keeps its own rules.
const unfinished = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'GTEST_' + 'SKIP', '\\bDIS' + 'ABLED_\\w'].join('|'));
const sleeping = new RegExp(['sleep_' + 'for', 'sleep_' + 'until', '\\bu' + 'sleep\\b'].join('|'));

export function checkSource(path, text) {
  const findings = [];
  const find = (line, message) => findings.push({ path, line, message });
  const lines = text.split('\n');
  const first = executable.test(lines[0]) ? 1 : 0;

  if (!(lines[first] ?? '').includes(licence)) find(first + 1, `the first line must say "${licence}"`);
  if (path.endsWith('.h') && !/^#pragma once$/m.test(text)) find(1, 'a header needs #pragma once');
  if (text !== '' && !text.endsWith('\n')) find(lines.length, 'the last line has no end');
  lines.forEach((line, index) => {
    if (/[ \t\r]$/.test(line)) find(index + 1, 'white space at the end of the line');
    if (unfinished.test(line)) find(index + 1, 'unfinished or switched-off work: finish it, or file an issue');
    if (path.endsWith('_test.cpp') && sleeping.test(line)) find(index + 1, 'a test waits for a condition, not for time');
  });
  return findings;
}

if (isMain(import.meta.url)) {
  const files = [...sourceFiles()].filter(([path]) => source.test(path));
  report('source', files.length, files.flatMap(([path, text]) => checkSource(path, text)));
}
