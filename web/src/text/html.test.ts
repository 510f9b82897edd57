// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Node, parseHtml, safeUrl, textOf } from './html';

// The tree as text, to compare it: tags in brackets, texts quoted.
const shown = (nodes: Node[]): string => nodes.map((node) => {
  if (typeof node === 'string') return JSON.stringify(node);
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}=${value}`).join('');
  return `[${node.tag}${attributes} ${shown(node.children)}]`;
}).join('');

function everything(nodes: Node[], visit: (element: Exclude<Node, string>) => void): void {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    visit(node);
    everything(node.children, visit);
  }
}

describe('HTML of a server', () => {
  it('is what the server writes of a post', () => {
    const html = '<p>Hi <span class="h-card" translate="no"><a href="https://a.example/@bo" class="u-url mention">@<span>bo</span></a></span><br />1 &lt; 2</p>';
    assert.equal(shown(parseHtml(html)), '[p "Hi "[span class=h-card [a href=https://a.example/@bo class=u-url mention "@"[span "bo"]]][br ]"1 < 2"]');
  });

  it('keeps only the classes that mean something here', () => {
    assert.equal(shown(parseHtml('<span class="modal invisible fixed">x</span>')), '[span class=invisible "x"]');
  });

  it('leaves the content of unknown tags and drops that of scripts', () => {
    assert.equal(shown(parseHtml('<blink>a<video>b</video></blink><script>c</script>d')), '"abd"');
  });

  it('leaves out the link to what is quoted, for that is drawn', () => {
    const link = '<p class="quote-inline">RE: <a href="https://example.org/@a/1">example.org/@a/1</a></p>';
    assert.deepEqual(parseHtml(`${link}<p>see</p>`), parseHtml('<p>see</p>'));
    assert.deepEqual(parseHtml('<p class=quote-inline>RE: x'), []);
    assert.equal(textOf(parseHtml('<p class="other">RE: x</p>')), 'RE: x');
  });

  it('closes what was left open, and ignores what was never opened', () => {
    assert.equal(shown(parseHtml('</b><p>a<p>b<em>c')), '[p "a"][p "b"[em "c"]]');
  });

  it('reads headings and blocks of other servers as text of a post', () => {
    assert.equal(shown(parseHtml('<h1>a</h1><div>b</div>')), '[strong "a"][p "b"]');
  });

  it('is not deeper than a browser can draw', () => {
    let depth = 0;
    for (let nodes = parseHtml('<b>'.repeat(100_000)); typeof nodes[0] === 'object'; nodes = nodes[0].children) depth++;
    assert.ok(depth <= 101, `${depth}`);
  });

  it('takes linear time for a long bad text', () => {
    const begun = Date.now();
    parseHtml('<a href="'.repeat(50_000));
    parseHtml(`${'<a href="'.repeat(20_000)}>`);
    parseHtml('<'.repeat(200_000));
    parseHtml('<script>'.repeat(20_000));
    assert.ok(Date.now() - begun < 15_000, `${Date.now() - begun} ms`); // a minute and more where it is not linear
  });

  const HOSTILE = [
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)>', '<svg><script>alert(1)</script></svg>',
    '<a href="javascript:alert(1)">x</a>', '<a href="JaVaScRiPt:alert(1)">x</a>', '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="java&#x73;cript:alert(1)">x</a>', '<a href="&#0106avascript:alert(1)">x</a>', '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>', '<a href="\u0001javascript:alert(1)">x</a>', '<a href="https://x.example" onclick="alert(1)">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>', '<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>',
    '<p style="background:url(javascript:alert(1))">x</p>', '<object data="x"></object>', '<form action=/x><input></form>', '<base href="//evil.example">',
    '<a\thref="javascript:alert(1)"\u00A0x>x</a>', '<<script>alert(1)//<</script>', '<!--><img src=x onerror=alert(1)>-->', '<p id="app">x</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<a href="//evil.example">x</a>', '<a href=\'https://x" onmouseover="alert(1)\'>x</a>',
    '<__proto__ a=b>x', '<constructor>x', '<span class="constructor __proto__">x</span>',
  ];
  for (const html of HOSTILE) {
    it(`makes nothing harmful of ${JSON.stringify(html)}`, () => {
      everything(parseHtml(html), ({ tag, attributes }) => {
        assert.match(tag, /^(a|span|p|br|b|strong|i|em|u|del|s|pre|code|blockquote|ul|ol|li|sub|sup|ruby|rt|rp)$/);
        for (const [name, value] of Object.entries(attributes)) {
          assert.match(name, /^(href|class|rel|start|reversed|value)$/);
          if (name === 'href') assert.match(value, /^https?:\/\//);
        }
      });
    });
  }

  it('follows only addresses of known kinds', () => {
    assert.equal(safeUrl('https://a.example/x'), 'https://a.example/x');
    assert.equal(safeUrl('mailto:a@b.example'), 'mailto:a@b.example');
    for (const url of ['javascript:1', 'java\tscript:1', '/path', '//host', 'file:///etc/passwd', 'blob:x', '', 'x']) assert.equal(safeUrl(url), undefined, url);
  });

  it('gives the text alone for titles', () => {
    assert.equal(textOf(parseHtml('<p>One<br>two</p><p>three &amp; <b>four</b></p>')), 'One two three & four');
  });
});
