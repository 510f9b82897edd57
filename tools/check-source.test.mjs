// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';

import { checkSource } from './check-source.mjs';

const licence = '// SPDX-License-Identifier: Apache-2.0\n';
const messages = (path, text) => checkSource(path, text).map(({ line, message }) => `${line}: ${message}`);

test('a clean file has no findings', () => {
  assert.deepEqual(messages('src/base/a.cpp', `${licence}int a = 1;\n`), []);
  assert.deepEqual(messages('src/base/a.h', `${licence}#pragma once\n`), []);
  assert.deepEqual(messages('dev', `#!/usr/bin/env bash\n# ${licence.slice(3)}`), []);
});

test('the licence stands on the first line', () => {
  assert.match(messages('src/base/a.cpp', `int a;\n${licence}`)[0], /^1: the first line must say/);
  assert.match(messages('dev', '#!/bin/bash\necho\n')[0], /^2: the first line must say/);
});

test('a header is guarded', () => assert.match(messages('a.h', licence)[0], /pragma once/));

test('line ends are clean', () => {
  assert.deepEqual(messages('a.cpp', `${licence}int a; \nint b;`), [
    '3: the last line has no end',
    '2: white space at the end of the line',
  ]);
});

test('unfinished and switched-off work is found', () => {
  for (const word of ['TO' + 'DO: later', 'FIX' + 'ME', 'GTEST_' + 'SKIP();', 'TEST(A, DIS' + 'ABLED_b) {}']) {
    assert.match(messages('a_test.cpp', `${licence}${word}\n`)[0], /^2: unfinished/);
  }
});

test('tests do not sleep', () => {
  const line = 'std::this_thread::sleep_' + 'for(1s);\n';
  assert.match(messages('a_test.cpp', licence + line)[0], /^2: a test waits for a condition/);
  assert.deepEqual(messages('a.cpp', licence + line), []);
});

test('a header includes what it names of the libraries', () => {
  const header = (text) => messages('src/base/a.h', `${licence}#pragma once\n${text}\n`);
  assert.deepEqual(header('std::vector<int> a;\nstd::vector<int> b;'), ['3: std::vector wants #include <vector>']);
  assert.deepEqual(header('#include <vector>\nstd::vector<int> a;'), []);
  assert.deepEqual(header('// std::vector\nauto const* a = "std::map";'), [], 'neither a comment nor a text names it');
  assert.deepEqual(header('boost::asio::any_io_executor a;'), ['3: boost::asio wants #include <boost/asio…>']);
  assert.deepEqual(header('#include <boost/asio/post.hpp>\nboost::asio::any_io_executor a;'), []);
  assert.deepEqual(header('auto a = auklet_fmt::b; fmt::print();'), ['3: fmt wants #include <fmt/…>']);
  assert.deepEqual(messages('src/base/a.cpp', `${licence}std::vector<int> a;\n`), [], 'a source file has its header');
});
