// SPDX-License-Identifier: Apache-2.0
//
// What stands with the archives of an account, of which the server makes one in seven days (docs/moving.md).
import type { Archive } from '../api/types';

const AGAIN_MS = 7 * 86_400_000;

export type Standing = { mayAsk: boolean; next?: string | undefined } & ({ state: 'none' | 'waiting' | 'failed' } | { state: 'ready'; archive: Archive });

export function standing(archives: readonly Archive[], now: number): Standing {
  const [newest] = [...archives].sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  if (!newest) return { state: 'none', mayAsk: true };
  if (newest.state === 'failed') return { state: 'failed', mayAsk: true };
  const next = Date.parse(newest.created_at) + AGAIN_MS;
  const asking = next <= now ? { mayAsk: true } : { mayAsk: false, next: new Date(next).toISOString() };
  if (newest.state === 'waiting') return { state: 'waiting', mayAsk: asking.mayAsk };
  const there = !newest.expires_at || Date.parse(newest.expires_at) > now;
  return there ? { state: 'ready', archive: newest, ...asking } : { state: 'none', ...asking };
}
