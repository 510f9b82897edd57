// SPDX-License-Identifier: Apache-2.0
//
// Where posts are shown, as filters name it: a filter acts only where its owner wants it to.
import { createContext } from 'preact';
import type { Status } from '../api/types';

export type FilterPlace = 'home' | 'notifications' | 'public' | 'thread' | 'account' | 'none';

export const FilterContext = createContext<FilterPlace>('none');

export interface Filtered {
  hide: boolean;
  blur: boolean;
  warning: string | null; // the names of the filters that only warn
}

export function filteredAt(place: FilterPlace, status: Status): Filtered {
  const acting = (status.filtered ?? []).map(({ filter }) => filter).filter(({ context }) => place !== 'none' && context.includes(place));
  const named = (action: string): string[] => acting.filter(({ filter_action }) => filter_action === action).map(({ title }) => title);
  const warnings = named('warn');
  return { hide: named('hide').length > 0, blur: named('blur').length > 0, warning: warnings.length > 0 ? warnings.join(', ') : null };
}
