// SPDX-License-Identifier: Apache-2.0
//
// How this device shows things. It stays on the device.
import { Cell } from './cell';

export interface Settings {
  theme: 'system' | 'light' | 'dark';
  size: 'small' | 'normal' | 'large';
  motion: 'system' | 'reduced';
  language: string | null; // null: as the browser
  setup: { done: readonly string[]; hidden: boolean }; // what the owner of a new server has checked off (setup.ts)
  direction: 'ltr' | 'rtl' | null; // null: as the language
}

const KEY = 'auklet.settings';
const DEFAULTS: Settings = { theme: 'system', size: 'normal', motion: 'system', language: null, direction: null, setup: { done: [], hidden: false } };

function stored(): Settings {
  try {
    return { ...DEFAULTS, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return DEFAULTS;
  }
}

export const settings = new Cell<Settings>(stored());

// The style sheet reads the attributes of the root.
function apply({ theme, size, motion }: Settings): void {
  Object.assign(document.documentElement.dataset, { theme, size, motion });
}

export function startSettings(): void {
  apply(settings.value);
  settings.subscribe(() => {
    apply(settings.value);
    localStorage.setItem(KEY, JSON.stringify(settings.value));
  });
}
