// SPDX-License-Identifier: Apache-2.0
//
// What the fields of the composer hold at first.
import type { ApprovalPolicy, Status, Visibility } from '../api/types';
import { locale } from '../i18n';
import type { Composition } from '../state/composer';
import type { Draft } from '../state/drafts';
import { me } from '../state/entities';
import { newPart, type Part, pieceOf } from '../state/parts';

export const VISIBILITIES: readonly Visibility[] = ['public', 'unlisted', 'private', 'direct'];
export const QUOTE_POLICIES: readonly ApprovalPolicy[] = ['public', 'followers', 'nobody'];
const LANGUAGES = ['ar', 'bg', 'bn', 'ca', 'cs', 'cy', 'da', 'de', 'el', 'en', 'eo', 'es', 'et', 'eu', 'fa', 'fi', 'fr', 'ga', 'gl', 'he', 'hi', 'hr', 'hu', 'hy', 'id', 'is', 'it', 'ja', 'ka', 'ko', 'lt', 'lv', 'nb', 'nl', 'nn', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'ta', 'th', 'tr', 'uk', 'vi', 'zh'];
const LAST_LANGUAGE = 'auklet.language';

export function languageNames(): [string, string][] {
  const names = new Intl.DisplayNames(locale(), { type: 'language' });
  return LANGUAGES.map((code): [string, string] => [code, names.of(code) ?? code]).sort(([, a], [, b]) => a.localeCompare(b, locale()));
}

export const rememberLanguage = (language: string): void => localStorage.setItem(LAST_LANGUAGE, language);

export function firstLanguage({ replyTo, edit, scheduled }: Composition): string {
  const known = [edit?.language, scheduled?.params.language, localStorage.getItem(LAST_LANGUAGE), me.value?.source.language, replyTo?.language, navigator.language.split('-')[0]];
  return known.find((code) => code && LANGUAGES.includes(code)) ?? 'en';
}

// Nobody is told more than the post that is answered told, nor of an own post for followers than that did.
export function firstVisibility({ replyTo, quote, edit, scheduled }: Composition): Visibility {
  const own = me.value?.source.privacy ?? 'public';
  if (edit) return edit.visibility;
  if (scheduled?.params.visibility) return scheduled.params.visibility;
  const least = replyTo?.visibility ?? (quote?.visibility === 'private' ? 'private' : 'public');
  return VISIBILITIES[Math.max(VISIBILITIES.indexOf(own), VISIBILITIES.indexOf(least))]!;
}

function firstText({ replyTo, text }: Composition): string {
  if (!replyTo) return text ?? '';
  const names = [replyTo.account.acct, ...replyTo.mentions.map(({ acct }) => acct)].filter((acct, index, all) => acct !== me.value?.acct && all.indexOf(acct) === index);
  return names.map((acct) => `@${acct} `).join('');
}

export function firstParts(what: Composition, draft: Draft | null): readonly Part[] {
  const { edit, scheduled } = what;
  if (edit) return [newPart({ pieces: edit.media_attachments.map(pieceOf), sensitive: edit.sensitive })];
  if (scheduled) {
    const { text, poll, sensitive } = scheduled.params;
    return [newPart({
      text, sensitive: sensitive ?? false, pieces: scheduled.media_attachments.map(pieceOf),
      poll: poll && { options: poll.options, expires_in: Number(poll.expires_in), multiple: poll.multiple } })];
  }
  return draft?.parts ?? [newPart({ text: firstText(what) })];
}

export const firstWarning = ({ replyTo, scheduled }: Composition, draft: Draft | null): string => scheduled?.params.spoiler_text ?? draft?.warning ?? replyTo?.spoiler_text ?? '';

// What stands there without anything having been written is no draft.
export const isUntouched = (what: Composition, parts: readonly Part[]): boolean =>
  parts.length === 1 && parts[0]!.pieces.length === 0 && !parts[0]!.poll && parts[0]!.text === firstText(what);

export const subjectOf = ({ edit, replyTo, quote, scheduled }: Composition): string =>
  edit ? `edit-${edit.id}` : scheduled ? `scheduled-${scheduled.id}` : quote ? `quote-${quote.id}` : replyTo ? `reply-${replyTo.id}` : 'new';

// An edit that leaves the poll out takes it away; its options as they are keep the votes.
export function samePoll({ poll }: Status): { options: string[]; expires_in: number; multiple: boolean } | undefined {
  if (!poll) return undefined;
  const left = poll.expires_at ? (Date.parse(poll.expires_at) - Date.now()) / 1000 : 604_800;
  return { options: poll.options.map(({ title }) => title), expires_in: Math.max(300, Math.round(left)), multiple: poll.multiple };
}
