// SPDX-License-Identifier: Apache-2.0
//
// HTML of a server read into a tree of what is allowed, and nothing else: what is not understood is left out, or is text.
// Nothing in here is ever given to the browser as HTML again, so there is nothing to be understood differently there.

export type Node = string | Element;

export interface Element {
  tag: string;
  attributes: Record<string, string>;
  children: Node[];
}

const DEPTH_MAX = 100;

// What may appear, with its attributes. Everything else loses its tags and keeps its content.
const ALLOWED: Record<string, readonly string[]> = {
  a: ['href', 'class', 'rel'],
  span: ['class'],
  p: [], br: [], b: [], strong: [], i: [], em: [], u: [], del: [], s: [], pre: [], code: [], blockquote: [], ul: [], sub: [], sup: [],
  ol: ['start', 'reversed'],
  li: ['value'],
  ruby: [], rt: [], rp: [],
};
const EMPTY = new Set(['br']);
// Of these the content goes too: it is no text.
const DROPPED = new Set(['script', 'style', 'template', 'iframe', 'object', 'embed', 'noscript', 'noembed', 'noframes', 'textarea', 'title', 'svg', 'math', 'xmp', 'plaintext', 'select', 'head']);
// A heading of another server reads as a bold line.
const RENAMED: Record<string, string> = { h1: 'strong', h2: 'strong', h3: 'strong', h4: 'strong', h5: 'strong', h6: 'strong', div: 'p' };

// A link to a quoted post, for readers that cannot draw quotes: https://docs.joinmastodon.org/client/quotes/
const QUOTE_LINK = /\bclass\s*=\s*["']?[^"'>]*\bquote-inline\b/i;

const CLASSES = new Set(['mention', 'hashtag', 'u-url', 'h-card', 'invisible', 'ellipsis']);
const SCHEMES = /^(?:https?|mailto|gemini|gopher|xmpp|matrix|magnet):/i;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0', hellip: '…', mdash: '—', ndash: '–' };

export function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name]! : whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF) ? String.fromCodePoint(code) : '\uFFFD';
  });
}

// An address that may be followed: white space and control characters inside a scheme hide it from a careless eye, not
// from a browser.
export function safeUrl(url: string): string | undefined {
  const seen = url.replace(/[\u0000-\u0020\u007F-\u009F\u200B-\u200F\u2028\u2029\uFEFF]/g, '');
  return SCHEMES.test(seen) ? seen : undefined;
}

function keptAttributes(tag: string, text: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [, name, double, single, bare] of text.matchAll(/([^\s"'<>\/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g)) {
    const key = name!.toLowerCase();
    if (!ALLOWED[tag]!.includes(key) || key in kept) continue;
    const value = decode(double ?? single ?? bare ?? '');
    if (key === 'href') {
      const url = safeUrl(value);
      if (url) kept[key] = url;
    } else if (key === 'class') {
      const classes = value.split(/\s+/).filter((one) => CLASSES.has(one));
      if (classes.length) kept[key] = classes.join(' ');
    } else if (key === 'rel') {
      if (/\btag\b/.test(value)) kept[key] = 'tag';
    } else if (/^-?\d{1,9}$/.test(value) || value === '') {
      kept[key] = value;
    }
  }
  return kept;
}

const TAG_MAX = 4096; // characters; a longer one is text

interface Token {
  end: number;
  name?: string; // of a tag; a comment has none
  closes?: boolean;
  attributes?: string;
}

// What stands at a `<`: a tag, a comment or declaration (also one that never ends), or nothing.
function tokenAt(html: string, at: number): Token | undefined {
  const next = html[at + 1] ?? '';
  if (next === '!' || next === '?') {
    const close = html.startsWith('<!--', at) ? '-->' : '>';
    const found = html.indexOf(close, at + (close === '>' ? 2 : 4));
    return { end: found < 0 ? html.length : found + close.length };
  }
  const closes = next === '/';
  const begin = at + (closes ? 2 : 1);
  const name = /^[a-z][a-z0-9]*/i.exec(html.slice(begin, begin + 20))?.[0];
  if (!name) return undefined;
  let quote = '';
  for (let i = begin + name.length; i < html.length && i - at < TAG_MAX; i++) {
    const character = html[i]!;
    if (quote) quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return { end: i + 1, name: name.toLowerCase(), closes, attributes: html.slice(begin + name.length, i) };
  }
  return undefined;
}

export function parseHtml(html: string): Node[] {
  const root: Node[] = [];
  const open: Element[] = [];
  const target = (): Node[] => open.at(-1)?.children ?? root;
  const addText = (text: string): void => {
    if (!text) return;
    const list = target();
    const last = list.at(-1);
    if (typeof last === 'string') list[list.length - 1] = last + decode(text);
    else list.push(decode(text));
  };
  const lower = html.toLowerCase();
  const last = html.lastIndexOf('>'); // no tag ends after it
  let at = 0; // up to here it is in the tree
  for (let bracket = html.indexOf('<'); bracket >= 0 && (bracket < last || html.startsWith('<!', bracket)); bracket = html.indexOf('<', Math.max(at, bracket + 1))) {
    const token = tokenAt(html, bracket);
    if (!token) continue;
    addText(html.slice(at, bracket));
    at = token.end;
    const { name: given, closes, attributes } = token;
    if (!given) continue;
    if (DROPPED.has(given) || (given === 'p' && !closes && QUOTE_LINK.test(attributes ?? ''))) {
      if (closes) continue;
      const end = lower.indexOf(`</${given}`, at);
      const after = end < 0 ? -1 : html.indexOf('>', end);
      at = after < 0 ? html.length : after + 1;
      continue;
    }
    const tag = Object.hasOwn(RENAMED, given) ? RENAMED[given]! : given;
    if (!Object.hasOwn(ALLOWED, tag)) continue;
    if (closes) {
      const index = open.findLastIndex((element) => element.tag === tag);
      if (index >= 0) open.length = index;
      continue;
    }
    if (tag === 'p' || tag === 'a') { // neither nests in its own kind
      const index = open.findLastIndex((element) => element.tag === tag);
      if (index >= 0) open.length = index;
    }
    const element: Element = { tag, attributes: keptAttributes(tag, attributes ?? ''), children: [] };
    target().push(element);
    if (!EMPTY.has(tag) && open.length < DEPTH_MAX) open.push(element);
  }
  addText(html.slice(at));
  return root;
}

// The text of a tree in one line, for titles and labels.
export function textOf(nodes: Node[]): string {
  const collect = (list: Node[]): string => list.map((node) => {
    if (typeof node === 'string') return node;
    return node.tag === 'br' ? ' ' : collect(node.children) + (node.tag === 'p' ? ' ' : '');
  }).join('');
  return collect(nodes).replace(/\s+/g, ' ').trim();
}
