// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';

import { checkFloors, floorsOf } from './check-floors.mjs';

const architecture = `# House
| 9 | \`ignored\` | a table before the heading |

## Floors and rooms

| Floor | Room | Owns |
|---|---|---|
| 3 | \`app\` | wiring |
| 2 | \`store\`, \`net\` | rows, and sockets |
| 1 | \`domain\` | values |
| 0 | \`base\` | ground |

## After

| 7 | \`later\` | not a floor |
`;

// A small tree that keeps the law.
const lawful = {
  'src/base/result.h': '#include <expected>\n',
  'src/base/testing/clock.h': '#include "base/result.h"\n',
  'src/domain/post.h': '#include "base/result.h"\n',
  'src/domain/post_test.cpp': '#include "domain/post.h"\n#include "base/testing/clock.h"\n',
  'src/store/posts.cpp': '#include "domain/post.h"\nauto sql = "SELECT id FROM post";\n',
  'src/net/server.cpp': '#include <boost/beast/http.hpp>\n#include "base/result.h"\n',
  'src/app/main.cpp': '#include "store/posts.h"\n#include "net/server.h"\n',
  'src/store/posts.h': '',
  'src/net/server.h': '',
};
const lawfulCmake = 'auklet_room(base LIBS fmt)\nauklet_room(store\n  ROOMS domain base LIBS auklet::json)\n';

const check = (changed = {}, { cmake = lawfulCmake } = {}) =>
  checkFloors({ architecture, cmake, files: new Map(Object.entries({ ...lawful, ...changed })) });

const onlyMessage = (findings) => {
  assert.equal(findings.length, 1, JSON.stringify(findings));
  return findings[0].message;
};

test('reads the floors from the one table', () => {
  assert.deepEqual(Object.fromEntries(floorsOf(architecture)), { app: 3, store: 2, net: 2, domain: 1, base: 0 });
  assert.throws(() => floorsOf('# nothing'), /no heading/);
  assert.throws(() => floorsOf('## Floors and rooms\n\nnone\n'), /no rooms/);
});

test('a lawful tree has no findings', () => assert.deepEqual(check(), []));

test('a room may not include a neighbour', () => {
  const findings = check({ 'src/net/server.cpp': '\n#include "store/posts.h"\n' });
  assert.deepEqual(findings, [
    { path: 'src/net/server.cpp', line: 2, message: 'net (floor 2) may not include store (floor 2)' },
  ]);
});

test('a room may not include a floor above', () => {
  const message = onlyMessage(check({ 'src/base/clock.cpp': '#  include "domain/post.h"\n' }));
  assert.match(message, /base \(floor 0\) may not include domain \(floor 1\)/);
});

test('an include names a file below src', () => {
  assert.match(onlyMessage(check({ 'src/domain/post.h': '#include "result.h"\n' })), /"result.h" is no file/);
});

test('a circle of includes is found, inside a room too', () => {
  const message = onlyMessage(
    check({
      'src/domain/a.h': '#include "domain/b.h"\n',
      'src/domain/b.h': '#include "domain/c.h"\n',
      'src/domain/c.h': '#include "domain/a.h"\n',
    }),
  );
  assert.match(message, /circle of includes: src\/domain\/a.h → src\/domain\/b.h → src\/domain\/c.h → src\/domain\/a.h/);
});

test('test support is for tests', () => {
  assert.match(onlyMessage(check({ 'src/domain/post.h': '#include "base/testing/clock.h"\n' })), /is for tests/);
});

test('every folder is a room of the table, and every room a folder', () => {
  assert.match(onlyMessage(check({ 'src/attic/box.h': '' })), /attic is not in the table/);
  assert.match(onlyMessage(check({ 'src/utils/strings.h': '' })), /no name for a room/);
  assert.match(onlyMessage(check({ 'src/stray.h': '' })), /stands in no room/);
  const files = new Map(Object.entries(lawful).filter(([path]) => !path.startsWith('src/net/') && !path.startsWith('src/app/')));
  const messages = checkFloors({ architecture, cmake: '', files }).map(({ message }) => message);
  assert.deepEqual(messages, ['the room app does not exist', 'the room net does not exist']);
});

test('app alone stands on top', () => {
  const raised = architecture.replace('| 2 | `store`, `net` |', '| 3 | `store`, `net` |');
  const findings = checkFloors({ architecture: raised, cmake: '', files: new Map(Object.entries(lawful)) });
  assert.ok(findings.some(({ message }) => message === 'store stands as high as app'));
});

test('what is linked is lower', () => {
  const message = onlyMessage(check({}, { cmake: `${lawfulCmake}auklet_room(net ROOMS store base LIBS x)\n` }));
  assert.equal(message, 'net may not link store');
});

test('a library stays in its home', () => {
  assert.match(onlyMessage(check({ 'src/net/server.h': '#include <boost/beast/core.hpp>\n' })), /only to .cpp files of net/);
  assert.match(onlyMessage(check({ 'src/app/main.cpp': '#include <openssl/ssl.h>\n' })), /TLS/);
  assert.match(onlyMessage(check({ 'src/store/posts.h': '#include <sqlite3.h>\n' })), /only to db/);
  assert.deepEqual(check({ 'src/store/query_plans_test.cpp': '#include <sqlite3.h>\n' }), []);
});

test('SQL outside store and db is found in plain and raw strings', () => {
  const sql = (text) => check({ 'src/domain/rule.cpp': text });
  assert.equal(onlyMessage(sql('auto q = "SELECT id FROM post";')), 'SQL outside store and db');
  assert.equal(onlyMessage(sql('auto q = R"sql(\n  INSERT INTO post\n)sql";')), 'SQL outside store and db');
  assert.equal(onlyMessage(sql('auto q = "SELECT id "\n  "FROM post";')), 'SQL outside store and db');
  assert.equal(onlyMessage(sql('auto n = 1\'000; auto q = "DELETE FROM post";')), 'SQL outside store and db');
});

test('words in comments and other strings are not SQL', () => {
  const text = '// "SELECT id FROM post"\n/* "DELETE FROM post" */\nauto a = "select a friend from the list"; char c = \'"\';\n';
  assert.deepEqual(check({ 'src/domain/rule.cpp': text }), []);
});

test('tests may look into the tables', () => {
  assert.deepEqual(check({ 'src/domain/rule_test.cpp': 'auto q = "SELECT id FROM post";' }), []);
});
