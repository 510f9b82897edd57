// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import test from 'node:test';

import { anchorOf, checkDocument, checkMentions } from './check-docs.mjs';

const messages = (text) => {
  const documents = new Map([
    ['docs/PAGE.md', text],
    ['README.md', '# Auklet\n\n## First steps\n'],
  ]);
  const exists = (path) => documents.has(path) || ['docs', 'src/base/result.h'].includes(path);
  return checkDocument('docs/PAGE.md', documents, exists).map(({ line, message }) => `${line}: ${message}`);
};

test('anchors follow the headings', () => {
  assert.equal(anchorOf(' The life of a post: `publish`! '), 'the-life-of-a-post-publish');
});

test('good links and paths have no findings', () => {
  const text = '# Page\n[a](../README.md) [b](../README.md#first-steps) [c](#page) [d](https://example.org/x)\n`src/base/result.h`\n';
  assert.deepEqual(messages(text), []);
});

test('a link to nowhere is found', () => {
  assert.deepEqual(messages('# Page\n\n[a](missing.md)\n'), ['3: the link leads nowhere: missing.md']);
  assert.deepEqual(messages('[a](../README.md#last-steps)\n'), ['1: no such heading: ../README.md#last-steps']);
  assert.deepEqual(messages('[a](#none)\n'), ['1: no such heading: #none']);
});

test('a named path that does not exist is found', () => {
  assert.deepEqual(messages('see `src/base/error.h`\n'), ['1: names a path that does not exist: src/base/error.h']);
});

test('code blocks are left alone', () => assert.deepEqual(messages('```\n[a](missing.md)\n```\n'), []));

test('a document that a source names exists', () => {
  const exists = (path) => path === 'docs/PAGE.md';
  assert.deepEqual(checkMentions('a.h', '// see docs/PAGE.md.\n', exists), []);
  assert.equal(checkMentions('a.h', '\n// see docs/OTHER.md\n', exists)[0].line, 2);
});
