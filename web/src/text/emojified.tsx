// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from 'preact';
import type { Account, CustomEmoji } from '../api/types';
import { nameOf } from '../state/entities';
import { settings } from '../state/settings';
import { splitEmojis } from './emoji';

// Whoever wants less motion sees emojis stand still.
const still = (): boolean => settings.value.motion === 'reduced' || matchMedia('(prefers-reduced-motion: reduce)').matches;

// `named`: its name stands beside it anyway.
export function EmojiPicture({ emoji: { shortcode, url, static_url }, named = false }: { emoji: CustomEmoji; named?: boolean }) {
  const name = `:${shortcode}:`;
  return <img class="emoji" src={still() ? static_url : url} alt={named ? '' : name} title={name} width="20" height="20" draggable={false} loading="lazy" decoding="async" />;
}

// A text with its emojis as pictures.
export function emojify(text: string, emojis: readonly CustomEmoji[]): ComponentChildren {
  const parts = splitEmojis(text, emojis);
  return parts.length === 1 && typeof parts[0] === 'string' ? text : parts.map((part, index) => (typeof part === 'string' ? part : <EmojiPicture key={index} emoji={part} />));
}

export function Emojified({ text, emojis = [] }: { text: string; emojis?: readonly CustomEmoji[] | undefined }) {
  return <>{emojify(text, emojis)}</>;
}

export const AccountName = ({ account }: { account: Account }) => <Emojified text={nameOf(account)} emojis={account.emojis} />;
