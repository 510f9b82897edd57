// SPDX-License-Identifier: Apache-2.0
import { settings } from '../state/settings';
import { en, type Key, type Messages } from './en';

export type { Key } from './en';

export const LANGUAGES: Record<string, string> = { en: 'English', de: 'Deutsch', fr: 'Français' };

const others: Record<string, () => Promise<Messages>> = {
  de: async () => (await import('./de')).de,
  fr: async () => (await import('./fr')).fr,
};

// Of the languages that may come to LANGUAGES: those written from the right to the left.
const FROM_THE_RIGHT: ReadonlySet<string> = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

export const directionOf = (tag: string): 'ltr' | 'rtl' => (FROM_THE_RIGHT.has(tag.split('-')[0]!) ? 'rtl' : 'ltr');

let current = 'en';
let messages: Messages = en;
let plural = new Intl.PluralRules('en');

export const language = (): string => current;

// For dates and numbers: the browser's own kind of the language, such as en-GB.
export const locale = (): string => navigator.languages.find((tag) => tag.split('-')[0] === current) ?? current;

// The language to show: what was chosen, else what the browser asks for, else English.
export async function loadLanguage(): Promise<void> {
  const wanted = settings.value.language ?? navigator.languages.map((tag) => tag.split('-')[0]!).find((tag) => tag in LANGUAGES) ?? 'en';
  messages = wanted in others ? await others[wanted]!().catch(() => en) : en;
  current = messages === en ? 'en' : wanted;
  plural = new Intl.PluralRules(current);
  document.documentElement.lang = current;
  document.documentElement.dir = settings.value.direction ?? directionOf(current);
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  const text = messages[key];
  const form = typeof text === 'string' ? text : (plural.select(Number(values.n)) === 'one' && text.one) || text.other;
  return form.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? value.toLocaleString(locale()) : value;
  });
}
