// SPDX-License-Identifier: Apache-2.0
//
// What modules want of a browser as soon as they are loaded, for tests of what they do without one. Import it first.
class MemoryStorage {
  [name: string]: unknown;

  getItem(name: string): string | null {
    return Object.hasOwn(this, name) ? (this[name] as string) : null;
  }

  setItem(name: string, value: string): void {
    this[name] = value;
  }

  removeItem(name: string): void {
    delete this[name];
  }
}

Object.assign(globalThis, {
  localStorage: new MemoryStorage(), sessionStorage: new MemoryStorage(), addEventListener: () => {},
  matchMedia: () => ({ matches: false }), location: { origin: 'https://auklet.example', pathname: '/', search: '' } });

if (!('navigator' in globalThis)) Object.assign(globalThis, { navigator: { onLine: true, language: 'en', languages: ['en'] } });
