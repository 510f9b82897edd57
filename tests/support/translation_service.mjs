// SPDX-License-Identifier: Apache-2.0
// A service that translates, as LibreTranslate is asked (https://docs.libretranslate.com/): it writes `DE ` before every text
// that it is sent, keeps the HTML around it, and finds English where it is not told. Keys are checked.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './server.mjs';

const KEY = 'a key that nobody may read';
const LANGUAGES = [
  { code: 'en', name: 'English', targets: ['de', 'en', 'fr'] },
  { code: 'de', name: 'German', targets: ['de', 'en'] },
];

export class TranslationService {
  asked = []; // what was sent to be translated: {q, source, target, …}
  failing = null; // the status of every answer, when it fails
  flourish = ''; // comes after every text

  static async create() {
    const service = new TranslationService();
    service.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'auklet-translation-'));
    service.port = await freePort();
    service.server = http.createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const [status, answer] = service.#answer(request, Buffer.concat(chunks).toString());
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    await new Promise((resolve) => service.server.listen(service.port, '127.0.0.1', resolve));
    return service;
  }

  async destroy() {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  get key() { return KEY; }

  // What a server that translates with it is told.
  environment() {
    const keyFile = path.join(this.folder, 'key');
    fs.writeFileSync(keyFile, `${KEY}\n`);
    return {
      AUKLET_TRANSLATION_SERVICE: 'libretranslate',
      AUKLET_TRANSLATION_URL: `http://127.0.0.1:${this.port}`,
      AUKLET_TRANSLATION_API_KEY_FILE: keyFile,
    };
  }

  #answer({ method, url }, body) {
    if (this.failing) return [this.failing, { error: 'Slowdown' }];
    if (method === 'GET' && url === '/languages') return [200, LANGUAGES];
    if (method !== 'POST' || url !== '/translate') return [404, { error: 'Not found' }];
    const asked = JSON.parse(body);
    if (asked.api_key !== KEY) return [403, { error: 'Invalid API key' }];
    this.asked.push(asked);
    const translatedText = asked.q.map((html) => html.replace(/^((?:<[^>]+>)*)/, '$1DE ') + this.flourish);
    const detectedLanguage = asked.q.map(() => ({ confidence: 90, language: 'en' }));
    return [200, { translatedText, ...(asked.source === 'auto' && { detectedLanguage }) }];
  }
}
