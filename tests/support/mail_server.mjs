// SPDX-License-Identifier: Apache-2.0
// A mail server that keeps what it is given, and reads it as a person would: the address, the subject, the text, the link.
import assert from 'node:assert/strict';
import net from 'node:net';
import { eventually } from './expect.mjs';

const decodeWords = (text) => text
  .replace(/\?=\s+=\?/g, '?==?')
  .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, coded) => Buffer.from(coded, 'base64').toString('utf8'));

function read(raw) {
  const [head, body] = [raw.slice(0, raw.indexOf('\r\n\r\n')), raw.slice(raw.indexOf('\r\n\r\n') + 4)];
  const headers = Object.fromEntries(head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
  }));
  const text = headers['content-transfer-encoding'] === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : body;
  return { headers, text, link: /^https?:\/\/\S+$/m.exec(text.replace(/\r/g, ''))?.[0] };
}

export class MailServer {
  #server;
  mails = []; // {from, to, headers, text, link}, in the order in which they came
  refusals = []; // what the next recipients are answered in place of 250

  static async start() {
    const made = new MailServer();
    made.#server = net.createServer((socket) => made.#talk(socket));
    await new Promise((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    made.url = `smtp://127.0.0.1:${made.#server.address().port}`;
    return made;
  }

  stop() {
    return new Promise((resolve) => this.#server.close(resolve));
  }

  #talk(socket) {
    let unread = '';
    let mail = {};
    let text = null;
    const say = (line) => socket.write(`${line}\r\n`);
    const hear = (line) => {
      if (text !== null) {
        if (line !== '.') { text.push(line.replace(/^\./, '')); return; }
        this.mails.push({ ...mail, ...read(text.join('\r\n')) });
        text = null;
        say('250 taken');
        return;
      }
      const word = line.split(/[ :]/)[0].toUpperCase();
      const address = /<([^>]*)>/.exec(line)?.[1];
      if (word === 'MAIL') mail = { from: address };
      if (word === 'RCPT') {
        mail.to = address;
        const refusal = this.refusals.shift();
        if (refusal) { say(refusal); return; }
      }
      if (word === 'DATA') { text = []; say('354 go on'); return; }
      say(word === 'QUIT' ? '221 bye' : '250 fine');
    };
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      unread += bytes.toString('latin1');
      for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
        const line = unread.slice(0, end);
        unread = unread.slice(end + 2);
        hear(line);
      }
    });
    say('220 scenario');
  }

  // Waits until everyone who was to be refused has been.
  refusalsAreUsed() {
    return eventually(() => assert.equal(this.refusals.length, 0), { withinMs: 30_000 });
  }

  to(address) {
    return this.mails.filter((mail) => mail.to === address);
  }

  // Waits for the mail with that number (from 1 on) to the address, and gives it.
  async mailTo(address, number = 1) {
    return eventually(() => {
      const found = this.to(address);
      assert.ok(found.length >= number, `${found.length} mails to ${address}, not ${number}`);
      return found[number - 1];
    }, { withinMs: 30_000 });
  }
}
