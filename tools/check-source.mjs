#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// What every source file owes: its licence, a guard, clean line ends, no unfinished or switched-off work, and, in a header,
// an #include for what it names of the libraries. That it includes what it names of ours, the compiler sees
// (./dev check headers), with the libraries from the precompiled header: reading them anew for each took minutes.
import { codeOf, includesOf, lineAt } from './cxx-text.mjs';
import { isMain, report, sourceFiles } from './source-files.mjs';

const licence = 'SPDX-License-Identifier: Apache-2.0';
const source = /(\.(h|cpp|mjs|js|ts|tsx|css|sh|cmake)|\/CMakeLists\.txt|^CMakeLists\.txt|^dev|^\.ci\/run)$/;
const executable = /^#!/;

// Written in two halves each, so that this file keeps its own rules.
const unfinished = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'GTEST_' + 'SKIP', '\\bDIS' + 'ABLED_\\w'].join('|'));
const sleeping = new RegExp(['sleep_' + 'for', 'sleep_' + 'until', '\\bu' + 'sleep\\b'].join('|'));

// Where the standard library keeps what headers name most. Names that several headers have are left out.
const standardHeaders = {
  array: 'array', atomic: 'atomic', bitset: 'bitset', chrono: 'chrono', condition_variable: 'condition_variable',
  deque: 'deque', exception: 'exception_ptr', expected: 'expected unexpected', filesystem: 'filesystem',
  functional: 'function move_only_function', initializer_list: 'initializer_list', list: 'list', map: 'map multimap',
  memory: 'unique_ptr shared_ptr weak_ptr make_unique make_shared enable_shared_from_this',
  mutex: 'mutex scoped_lock lock_guard unique_lock', optional: 'optional nullopt', set: 'set multiset',
  shared_mutex: 'shared_mutex shared_lock', span: 'span', stop_token: 'stop_token stop_source', string: 'string to_string',
  string_view: 'string_view', thread: 'thread jthread', tuple: 'tuple', unordered_map: 'unordered_map',
  unordered_set: 'unordered_set', utility: 'pair move forward exchange', variant: 'variant monostate', vector: 'vector',
  cstddef: 'size_t byte ptrdiff_t',
  cstdint: 'int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t',
};
const headerOfStandardName = new Map(
  Object.entries(standardHeaders).flatMap(([header, names]) => names.split(' ').map((name) => [name, header])),
);
// Every header of these libraries has its library in its path.
const libraries = { 'boost::asio': 'boost/asio', 'boost::beast': 'boost/beast', 'boost::json': 'boost/json', fmt: 'fmt/' };

// [{line, message}]: where a header first uses what it does not include.
export function missingIncludes(text) {
  const included = includesOf(text).filter(({ quoted }) => !quoted).map(({ path }) => path);
  const code = codeOf(text);
  const missing = new Map(); // what to include → finding
  const find = (index, name, wanted) => {
    if (!missing.has(wanted)) missing.set(wanted, { line: lineAt(code, index), message: `${name} wants #include <${wanted}>` });
  };
  for (const { 1: name, index } of code.matchAll(/\bstd::(\w+)/g)) {
    const header = headerOfStandardName.get(name);
    if (header && !included.includes(header)) find(index, `std::${name}`, header);
  }
  for (const [library, folder] of Object.entries(libraries)) {
    const index = code.search(new RegExp(`\\b${library}::`));
    if (index >= 0 && !included.some((path) => path.startsWith(folder))) find(index, library, `${folder}…`);
  }
  return [...missing.values()];
}

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
  if (path.endsWith('.h')) missingIncludes(text).forEach(({ line, message }) => find(line, message));
  return findings;
}

if (isMain(import.meta.url)) {
  const files = [...sourceFiles()].filter(([path]) => source.test(path));
  report('source', files.length, files.flatMap(([path, text]) => checkSource(path, text)));
}
