// SPDX-License-Identifier: Apache-2.0
//
// What a server says about single fields: https://docs.joinmastodon.org/entities/Error/#ValidationError
import { type Key, t } from '../i18n';

export type Details = Readonly<Record<string, readonly { error?: string; description: string }[]>>;

const CODES: Record<string, Key> = {
  ERR_BLANK: 'wrong.blank', ERR_TAKEN: 'wrong.taken', ERR_RESERVED: 'wrong.reserved', ERR_INVALID: 'wrong.invalid', ERR_TOO_SHORT: 'wrong.too_short', ERR_TOO_LONG: 'wrong.too_long',
  ERR_ACCEPTED: 'wrong.accepted', ERR_BLOCKED: 'wrong.blocked', ERR_UNREACHABLE: 'wrong.unreachable', ERR_BELOW_LIMIT: 'wrong.too_young',
};

// One sentence for a field; what the server says in its own language where its code is not known.
export const wrongOf = (details: Details, field: string): string | undefined =>
  (Object.hasOwn(details, field) ? details[field]! : []).map(({ error, description }) => (error && Object.hasOwn(CODES, error) ? t(CODES[error]!) : description)).join(' ') || undefined;

// Of fields that are not on the page, by their names.
export const wrongElsewhere = (details: Details, fields: readonly string[]): string[] =>
  Object.entries(details).filter(([field]) => !fields.includes(field)).flatMap(([field, list]) => list.map(({ description }) => `${field} ${description}`));
