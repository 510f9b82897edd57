// SPDX-License-Identifier: Apache-2.0
// Whether the server agrees is asked in tests/browser/characters.test.mjs.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { countCharacters } from './count';

const CASES: [string, number][] = [
  ['', 0], ['  hello \n', 5], ['a\r\nb', 3], ['👩‍👩‍👧‍👦', 1], ['e\u0301', 1], ['é', 1],
  ['https://example.com', 23], ['http://a.example/' + 'x'.repeat(300), 23], ['see https://example.com/a_(b).', 28],
  ['https://localhost/x', 19], ['https://1.2.3.4/', 16], ['https://user@example.com', 24],
  ['@ann@example.com', 4], ['@ann', 4], ['ann@example.com', 15], ['@ann@example.com@x', 18], ['@ann@exa mple', 9],
  ['https://example.com見て', 25], ['(https://example.com)', 25], ['#https://example.com', 20], ['\u0000\u0007ok', 2],
];
for (const [text, length] of CASES) it(`counts ${JSON.stringify(text).slice(0, 40)} as ${length}`, () => assert.equal(countCharacters(text), length));
