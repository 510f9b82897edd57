// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import { h } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CustomEmoji, Mention } from '../api/types';
import { emojify } from './emojified';
import { type Element, type Node, parseHtml } from './html';

// The client's own page for an address in a post, if there is one: mentions and hashtags stay inside.
function ownPath(element: Element, mentions: readonly Mention[]): string | undefined {
  const { href = '', class: classes = '' } = element.attributes;
  const kinds = classes.split(' ');
  if (kinds.includes('hashtag')) {
    const name = /\/tags?\/([^/?#]+)$/.exec(href)?.[1];
    return name && `/tags/${name}`;
  }
  if (kinds.includes('mention')) {
    const mentioned = mentions.find(({ url }) => url === href);
    if (mentioned) return `/@${mentioned.acct}`;
  }
  return href.startsWith(`${location.origin}/@`) || href.startsWith(`${location.origin}/tags/`) ? href.slice(location.origin.length) : undefined;
}

function draw(nodes: Node[], mentions: readonly Mention[], emojis: readonly CustomEmoji[]): ComponentChildren[] {
  return nodes.map((node, index) => {
    if (typeof node === 'string') return emojify(node, emojis);
    const { rel: _, href, class: classes, ...rest } = node.attributes;
    const properties: Record<string, unknown> = { key: index, ...rest };
    if (classes) properties.class = classes;
    if (node.tag === 'a') {
      if (!href) return h('span', { key: index }, draw(node.children, mentions, emojis));
      const path = ownPath(node, mentions);
      Object.assign(properties, path ? { href: path } : { href, target: '_blank', rel: 'nofollow noopener noreferrer' });
    }
    return h(node.tag, properties, node.tag === 'br' ? undefined : draw(node.children, mentions, emojis));
  });
}

const NOBODY: readonly Mention[] = [];
const NO_EMOJIS: readonly CustomEmoji[] = [];

// The HTML of a server as elements of the client's own making.
export function Content({ html, mentions = NOBODY, emojis = NO_EMOJIS, lang, class: classes = '' }: {
  html: string;
  mentions?: readonly Mention[];
  emojis?: readonly CustomEmoji[] | undefined;
  lang?: string | null;
  class?: string;
}) {
  const drawn = useMemo(() => draw(parseHtml(html), mentions, emojis), [html, mentions, emojis]);
  return <div class={`content ${classes}`} dir="auto" {...(lang && { lang })}>{drawn}</div>;
}
