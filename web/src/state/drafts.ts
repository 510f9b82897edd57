// SPDX-License-Identifier: Apache-2.0
//
// What is being written stays on the device until it is sent or thrown away: one draft for a new post, one for each reply.

export interface Draft {
  text: string;
  warning: string;
  savedAt: number;
}

const PREFIX = 'auklet.draft.';
const REPLIES_MAX = 20;

const key = (subject: string): string => PREFIX + subject;

export function loadDraft(subject: string): Draft | null {
  try {
    return JSON.parse(localStorage.getItem(key(subject)) ?? 'null');
  } catch {
    return null;
  }
}

export function saveDraft(subject: string, text: string, warning: string): void {
  if (!text.trim() && !warning.trim()) return dropDraft(subject);
  localStorage.setItem(key(subject), JSON.stringify({ text, warning, savedAt: Date.now() } satisfies Draft));
  const all = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  if (all.length <= REPLIES_MAX) return;
  const age = (name: string): number => loadDraft(name.slice(PREFIX.length))?.savedAt ?? 0;
  localStorage.removeItem(all.reduce((oldest, name) => (age(name) < age(oldest) ? name : oldest)));
}

export function dropDraft(subject: string): void {
  localStorage.removeItem(key(subject));
}
