#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// The floor law. The table "Floors and rooms" of docs/ARCHITECTURE.md says which room stands on which floor, and:
//
//  - a file of a room includes only its own room and rooms on strictly lower floors: no neighbour, no floor above;
//  - includes run in no circle, inside a room either;
//  - every folder of src/ is a room of the table, every room of the table is a folder of src/;
//  - what auklet_room() links in CMakeLists.txt is lower too;
//  - test support (`testing/`) is included by tests and other test support alone;
//  - libraries with a home (`homes` below) are included nowhere else;
//  - SQL is spelled in `store` and `db` alone; tests may look into the tables.
import { includesOf, stringsOf } from './cxx-text.mjs';
import { isMain, report, sourceFiles } from './source-files.mjs';

const bannedRooms = ['utils', 'util', 'common', 'helpers', 'misc', 'manager'];

// Headers that only these files may include: a door to the outside is kept narrow, and slow headers stay rare.
const homes = [
  { header: /^boost\/beast/, home: /^src\/net\/.*\.cpp$/, why: 'Beast is known only to .cpp files of net' },
  { header: /^(boost\/asio\/ssl|openssl\/ssl)/, home: /^src\/net\/.*\.cpp$/, why: 'TLS is known only to .cpp files of net' },
  { header: /^curl\//, home: /^src\/net\/.*\.cpp$/, why: 'curl is known only to .cpp files of net' },
  { header: /^boost\/asio\/awaitable\.hpp$/, home: /^src\/async\//, why: 'coroutines come from async/task.h' },
  { header: /^(sqlite3|libpq-fe)\.h$/, home: /^src\/(db\/|store\/.*_test\.cpp$)/, why: 'the databases are known only to db, and to tests of query plans' },
  { header: /^CLI\//, home: /^(src\/app|bench)\//, why: 'the command line is read only in app' },
  { header: /^toml\+\+\//, home: /^src\/app\//, why: 'configuration is read only in app' },
  { header: /^(vips|glib)/, home: /^src\/media\/(vips|picture_test)\.cpp$/, why: 'libvips is known only to one file of media, and to its tests' },
  { header: /^argon2\.h$/, home: /^src\/(base|service)\/.*\.cpp$/, why: 'passwords are hashed in one place' },
];

const sql =
  /\b(SELECT\b[\s\S]*\bFROM\b|INSERT\s+(OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|(CREATE|DROP|ALTER)\s+(TABLE|INDEX)\b)/;

// The table as a Map from room to floor: rows such as "| 5 | `media`, `mail` | … |" below the heading.
export function floorsOf(markdown) {
  const [, section] = markdown.split(/^## Floors and rooms$/m);
  if (section === undefined) throw new Error('no heading "## Floors and rooms"');
  const floors = new Map();
  for (const [, floor, cell] of section.split(/^## /m)[0].matchAll(/^\|\s*(\d+)\s*\|([^|]+)\|/gm)) {
    for (const [, room] of cell.matchAll(/`(\w+)`/g)) floors.set(room, Number(floor));
  }
  if (floors.size === 0) throw new Error('no rooms in the table of floors');
  return floors;
}

const roomOf = (path) => /^src\/([^/]+)\//.exec(path)?.[1];
const isTest = (path) => path.endsWith('_test.cpp') || path.includes('/testing/');

function* includeFindings(path, text, floors, files) {
  const room = roomOf(path);
  for (const { line, path: target, quoted } of includesOf(text)) {
    const finding = (message) => ({ path, line, message });
    for (const { header, home, why } of homes) {
      if (header.test(target) && !home.test(path)) yield finding(`<${target}> does not belong here: ${why}`);
    }
    if (!quoted) continue;
    if (!files.has(`src/${target}`)) {
      yield finding(`"${target}" is no file below src/ (includes are spelled "room/file.h")`);
      continue;
    }
    const other = target.split('/')[0];
    if (other !== room && !(floors.get(other) < floors.get(room))) {
      yield finding(`${room} (floor ${floors.get(room)}) may not include ${other} (floor ${floors.get(other)})`);
    }
    if (isTest(target) && !isTest(path)) yield finding(`"${target}" is for tests`);
  }
}

// One finding for each circle of includes, told at the include that closes it.
function circleFindings(files) {
  const findings = [];
  const state = new Map(); // absent: new; 'open': on the way down; 'done'
  const visit = (path, trail) => {
    state.set(path, 'open');
    for (const { line, path: target, quoted } of includesOf(files.get(path))) {
      const next = `src/${target}`;
      if (!quoted || !files.has(next)) continue;
      if (state.get(next) === 'open') {
        const circle = [...trail.slice(trail.indexOf(next)), next];
        findings.push({ path, line, message: `a circle of includes: ${circle.join(' → ')}` });
      } else if (!state.has(next)) {
        visit(next, [...trail, next]);
      }
    }
    state.set(path, 'done');
  };
  for (const path of files.keys()) if (!state.has(path)) visit(path, [path]);
  return findings;
}

function* roomFindings(floors, files) {
  const present = new Set([...files.keys()].map(roomOf));
  for (const room of present) {
    const path = `src/${room}`;
    if (room === undefined) yield { path: 'src', message: 'a file of src/ stands in no room' };
    else if (bannedRooms.includes(room)) yield { path, message: `"${room}" is no name for a room: it says nothing` };
    else if (!floors.has(room)) yield { path, message: `the room ${room} is not in the table of floors` };
  }
  for (const room of floors.keys()) {
    if (!present.has(room)) yield { path: 'docs/ARCHITECTURE.md', message: `the room ${room} does not exist` };
  }
  const top = Math.max(...floors.values());
  for (const [room, floor] of floors) {
    if (floor === top && room !== 'app') yield { path: 'docs/ARCHITECTURE.md', message: `${room} stands as high as app` };
  }
}

function* linkFindings(floors, cmake) {
  for (const { 0: call, 1: room, index } of cmake.matchAll(/^auklet_room\((\w+)[^)]*\)/gm)) {
    const line = cmake.slice(0, index).split('\n').length;
    const [, linked = ''] = /\bROOMS((?:\s+[a-z_]+\b)+)/.exec(call) ?? [];
    for (const other of linked.split(/\s+/).filter(Boolean)) {
      if (floors.get(other) < floors.get(room)) continue;
      yield { path: 'CMakeLists.txt', line, message: `${room} may not link ${other}` };
    }
  }
}

// All breaches of the law. `files` maps every path below src/ to its text.
export function checkFloors({ architecture, cmake, files }) {
  const floors = floorsOf(architecture);
  const findings = [...roomFindings(floors, files), ...linkFindings(floors, cmake), ...circleFindings(files)];
  for (const [path, text] of files) {
    if (!floors.has(roomOf(path))) continue;
    findings.push(...includeFindings(path, text, floors, files));
    if (/^src\/(store|db)\//.test(path) || isTest(path)) continue;
    for (const { line, value } of stringsOf(text)) {
      if (sql.test(value)) findings.push({ path, line, message: 'SQL outside store and db' });
    }
  }
  return findings;
}

if (isMain(import.meta.url)) {
  const files = sourceFiles(['src/*.h', 'src/*.cpp']);
  const read = (path) => sourceFiles([path]).get(path) ?? '';
  const findings = checkFloors({ architecture: read('docs/ARCHITECTURE.md'), cmake: read('CMakeLists.txt'), files });
  report('floors', files.size, findings);
}
