// SPDX-License-Identifier: Apache-2.0
//
// Posts, people and what is between them and the viewer, each once: whoever shows one is drawn again when it changes,
// wherever the news came from.
import { api } from '../api/http';
import type { Account, CredentialAccount, Instance, Relationship, Status } from '../api/types';
import { Cell } from './cell';

class Shelf<T extends { id: string }> {
  readonly #cells = new Map<string, Cell<T | undefined>>();

  cell(id: string): Cell<T | undefined> {
    let cell = this.#cells.get(id);
    if (!cell) this.#cells.set(id, (cell = new Cell<T | undefined>(undefined)));
    return cell;
  }

  get(id: string): T | undefined {
    return this.#cells.get(id)?.value;
  }

  // What the news leave out (a stream does not say what the viewer did) stays as it was.
  keep(item: T): T {
    const cell = this.cell(item.id);
    cell.set({ ...cell.value, ...item });
    return cell.value!;
  }

  patch(id: string, fields: Partial<T>): void {
    const cell = this.#cells.get(id);
    if (cell?.value) cell.set({ ...cell.value, ...fields });
  }

  drop(id: string): void {
    this.#cells.get(id)?.set(undefined);
  }

  clear(): void {
    this.#cells.clear();
  }
}

export const statuses = new Shelf<Status>();
export const accounts = new Shelf<Account>();
export const relationships = new Shelf<Relationship>();

export const me = new Cell<CredentialAccount | null>(null);
export const instance = new Cell<Instance | null>(null);

export function keepAccount(account: Account): Account {
  return accounts.keep(account);
}

export function keepStatus(status: Status): string {
  keepAccount(status.account);
  if (status.reblog) keepStatus(status.reblog);
  if (status.quote?.quoted_status) keepStatus(status.quote.quoted_status);
  return statuses.keep(status).id;
}

const asked = new Set<string>();

// Asks for those that are not known yet.
export async function needRelationships(ids: readonly string[]): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => id !== me.value?.id && !relationships.get(id) && !asked.has(id));
  if (missing.length === 0) return;
  for (const id of missing) asked.add(id);
  try {
    for (let at = 0; at < missing.length; at += 40) {
      const found = await api.get<Relationship[]>('/api/v1/accounts/relationships', { id: missing.slice(at, at + 40) });
      for (const relationship of found) relationships.keep(relationship);
    }
  } catch {
    // Buttons that need them stay away until the next time.
  } finally {
    for (const id of missing) asked.delete(id);
  }
}

export const nameOf = (account: Account): string => account.display_name || account.username;
