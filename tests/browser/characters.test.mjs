// SPDX-License-Identifier: Apache-2.0
// The client counts characters as the server does: of each text it knows exactly how much more would still be taken.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { useWorld } from '../support/world.mjs';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));
const LIMIT = 500;

async function loadCounter() {
  const { build } = createRequire(path.join(WEB, 'package.json'))('esbuild');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'auklet-count-'));
  const outfile = path.join(folder, 'count.mjs');
  await build({ entryPoints: [path.join(WEB, 'src/text/count.ts')], outfile, bundle: true, format: 'esm', target: 'node18', logLevel: 'warning' });
  const counter = await import(pathToFileURL(outfile));
  fs.rmSync(folder, { recursive: true });
  return counter.countCharacters;
}

const TEXTS = [
  'plain', 'ünïcödé', 'e\u0301 and é', '👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪🇫🇷', 'नमस्ते', '안녕하세요', 'กำนี้', 'مرحبا بالعالم', '\u0007bell', 'a\r\nb\r\n\r\nc', '   ends   ',
  'https://example.com', 'http://example.com/a/b?c=d#e', `https://example.com/${'x'.repeat(200)}`, 'https://example.com/a_(b)_(c(d(e)))', 'see https://example.com/x, ok',
  'https://localhost/x', 'https://1.2.3.4/x', 'https://user@example.com/x', 'https://example.com:8080/x', 'https://example.com:123456/x', 'https://exa_mple.com/x', 'https://-a.example/x',
  'https://bücher.example/ä', 'https://例え.テスト/パス', 'https://example.com見て', 'xhttps://example.com', '#https://example.com', '@https://example.com', 'HTTPS://EXAMPLE.COM/X', 'https://example.c', 'https://xn--bcher-kva.example',
  'https://example.com?q=a&b=c', 'https://example.com/?q=a&', 'https://example.com/a&', 'https://example.com/“quoted”', 'https://example.com\\@evil.example', 'https://a.example/https://b.example',
  `https://example.com/${'y'.repeat(60)}ü`, '@ann', '@ann@example.com', '@ann@example.com.', '@ann.b-c@example.com', 'mail ann@example.com', '@ann@example.com@x', '@ann@bücher.example hi', '@ann@', '@ann@exa_mple.com', '@aliceさん', '@ann@example.comさん',
  '/@ann@example.com', '=@ann@example.com', '(@ann@example.com)', '@ann@example.comé', '@ann@1.2.3.4', '@ann@a..b', '@ann@example.com://x', '@é@example.com', '@a@b @a@b.c', '#tag #日本 ＃全角', '@ann@xn--bcher-kva.example',
];

describe('the length of a post', () => {
  const world = useWorld({ direct: true });
  let ann;
  let count;
  before(async () => {
    ann = await world.person('ann');
    count = await loadCounter();
  });

  for (const text of TEXTS) {
    it(`is what the server says of ${JSON.stringify(text).slice(0, 60)}`, async () => {
      const filler = (length) => `${'z'.repeat(length - 1)} ${text}`;
      const room = LIMIT - count(filler(2)); // with something before it, which may change what the text is
      const longest = filler(2 + room);
      assert.equal(count(longest), LIMIT);
      assert.equal((await ann.ask('POST', '/api/v1/statuses', { json: { status: longest } })).status, 200, 'the client would refuse what the server takes');
      assert.equal((await ann.ask('POST', '/api/v1/statuses', { json: { status: filler(3 + room) } })).status, 422, 'the client would send what the server refuses');
    });
  }
});
