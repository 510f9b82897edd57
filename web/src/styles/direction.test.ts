// SPDX-License-Identifier: Apache-2.0
// The styles know no left and no right, so that they are right for scripts that run either way.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { directionOf } from '../i18n';
import base from './base.css';
import index from './index.css';
import layout from './layout.css';
import parts from './parts.css';
import settings from './settings.css';
import tokens from './tokens.css';
import writing from './writing.css';

const FILES: Record<string, string> = { 'tokens.css': tokens, 'base.css': base, 'layout.css': layout, 'parts.css': parts, 'settings.css': settings, 'writing.css': writing };

const SIDED_NAME = /(^|-)(left|right)(-|$)/;
const SIDED_VALUE = /(^|[\s(,])(left|right)([\s),]|$)|translate(X|3d)?\((?!-50%)[^)]/;
const FOUR_SIDES = /^(margin|padding|inset|border-(width|style|color)|scroll-(margin|padding))$/;

// The words of a value, where what stands in brackets is one.
const words = (value: string): string[] => value.match(/[^\s()]*\([^()]*(\([^()]*\)[^()]*)*\)|[^\s()]+/g) ?? [];

// How a place changes says nothing of where it is.
const isTransition = (name: string): boolean => name.startsWith('transition');

// Why a declaration is not the same seen in a mirror; nothing when it is.
export function sided(name: string, value: string): string | undefined {
  if (SIDED_NAME.test(name)) return 'names a side';
  if (!name.startsWith('--') && !isTransition(name) && SIDED_VALUE.test(value)) return 'names a side';
  const [top, right, bottom, left] = words(value);
  if (FOUR_SIDES.test(name) && left !== undefined && left !== right) return 'has a left that is not its right';
  if (name === 'border-radius' && right !== undefined && (right !== top || (bottom !== undefined && (left ?? right) !== bottom))) return 'has corners of which the left are not the right';
  return undefined;
}

const declarations = (css: string): [string, string][] =>
  [...css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([\w-]+)\s*:\s*([^;{}]+)(?=[;}])/g)].map(([, name, value]) => [name!, value!.trim()]);

describe('the styles', () => {
  it('are all looked at', () => {
    assert.deepEqual([...index.matchAll(/@import '\.\/([\w-]+\.css)'/g)].map(([, name]) => name).sort(), Object.keys(FILES).sort());
  });

  for (const [file, css] of Object.entries(FILES)) {
    it(`know no left and no right: ${file}`, () => {
      const found = declarations(css).flatMap(([name, value]) => {
        const why = sided(name, value);
        return why ? [`${name}: ${value} ${why}`] : [];
      });
      assert.deepEqual(found, []);
    });
  }

  it('know which languages run from the right', () => {
    assert.deepEqual(['en', 'de', 'he', 'ar-EG', 'fa'].map(directionOf), ['ltr', 'ltr', 'rtl', 'rtl', 'rtl']);
  });

  it('would be caught', () => {
    const wrong: [string, string][] = [['margin-left', '1px'], ['left', '0'], ['border-top-right-radius', '2px'], ['text-align', 'right'], ['float', 'left'], ['padding', '1px 2px 3px 4px'],
      ['background', 'linear-gradient(to right, red, blue)'], ['transform', 'translateX(4px)'], ['transform', 'translate(4px, 0)'], ['border-radius', '4px 0 0 4px'], ['margin', 'calc(1px + (2px)) 3px 0 0']];
    for (const [name, value] of wrong) assert.ok(sided(name, value), `${name}: ${value}`);
    const right: [string, string][] = [['margin-inline-start', '1px'], ['margin', '1px 2px 3px'], ['margin', '1px 2px 3px 2px'], ['text-align', 'start'], ['transform', 'translateY(4px)'], ['border-radius', '4px 4px 0 0'],
      ['padding', '0 calc(2px + env(safe-area-inset-bottom)) 0 calc(2px + env(safe-area-inset-bottom))']];
    for (const [name, value] of right) assert.equal(sided(name, value), undefined, `${name}: ${value}`);
  });
});
