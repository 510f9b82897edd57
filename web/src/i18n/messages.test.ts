// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { de } from './de';
import { en, type Text } from './en';
import { fr } from './fr';

const places = (text: Text): string[] => [...new Set((typeof text === 'string' ? text : `${text.one ?? ''} ${text.other}`).match(/\{\w+\}/g) ?? [])].sort();

for (const [language, messages] of Object.entries({ de, fr })) {
  it(`${language} says the same as English, with the same blanks`, () => {
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(en).sort());
    for (const [key, text] of Object.entries(en)) {
      assert.deepEqual(places(messages[key as keyof typeof en]), places(text), key);
      assert.equal(typeof messages[key as keyof typeof en], typeof text, key);
    }
  });
}
