// SPDX-License-Identifier: Apache-2.0
//
// Whether the server is reached, and how old what is shown is where it is not. The service worker says with this header
// that an answer is one of before, and of when.
import { Cell } from './cell';

export const SEEN_HEADER = 'X-Auklet-Seen';

export interface Reach {
  away: boolean;
  seen: string | null; // when what is shown was true
}

export const reach = new Cell<Reach>({ away: globalThis.navigator?.onLine === false, seen: null });

export function noteAnswer(headers: Headers): void {
  const seen = headers.get(SEEN_HEADER);
  const now = reach.value;
  if (seen) reach.set({ away: true, seen });
  else if (now.away || now.seen) reach.set({ away: false, seen: null });
}

export const noteSilence = (): void => reach.change((now) => (now.away ? now : { ...now, away: true }));
export const noteConnection = (): void => reach.change((now) => (now.away || now.seen ? { away: false, seen: null } : now));

addEventListener('offline', noteSilence);
