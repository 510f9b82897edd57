// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askedAt, complete, insertEmoji } from './suggest';

// The caret is where the bar stands.
const asked = (marked: string): string | null => {
  const caret = marked.indexOf('|');
  const found = askedAt(marked.replace('|', ''), caret);
  return found && `${found.kind}${found.query} at ${found.begin}`;
};

describe('what is asked for while one types', () => {
  it('is a person, a hashtag or an emoji at the caret', () => {
    assert.equal(asked('hello @an|'), '@an at 6');
    assert.equal(asked('@ann@far.ex|'), '@ann@far.ex at 0');
    assert.equal(asked('(@an|'), '@an at 1');
    assert.equal(asked('a #sea| b'), '#sea at 2');
    assert.equal(asked('日本 #日|'), '#日 at 3');
    assert.equal(asked('line\n:puf|'), ':puf at 5');
  });

  it('is nothing elsewhere', () => {
    for (const text of ['@|', 'mail ann@exa|', 'https://a.example/@an|', '@an |', '#|', 'a#b|', ':D|', '12:30|', '@an, |', 'x|', '|', ':ab:|', 'https://a.example/x#part|']) assert.equal(asked(text), null, text);
  });

  it('takes no time in a long text', () => {
    assert.equal(asked(`${'@a'.repeat(100_000)}|`), null);
  });
});

describe('what is chosen', () => {
  it('takes the place of what was typed, with one space after it', () => {
    assert.deepEqual(complete('hi @an', { begin: 3, end: 6 }, '@ann'), { text: 'hi @ann ', caret: 8 });
    assert.deepEqual(complete('hi @an you', { begin: 3, end: 6 }, '@ann'), { text: 'hi @ann you', caret: 8 });
  });

  it('is an emoji that stands alone', () => {
    assert.deepEqual(insertEmoji('ab', 1, 1, 'auk'), { text: 'a :auk: b', caret: 8 });
    assert.deepEqual(insertEmoji('', 0, 0, 'auk'), { text: ':auk: ', caret: 6 });
    assert.deepEqual(insertEmoji('a b', 2, 3, 'auk'), { text: 'a :auk: ', caret: 8 });
  });
});
