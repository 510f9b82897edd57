// SPDX-License-Identifier: Apache-2.0
// Someone who listens: a WebSocket and an event stream, as bare as the protocols are (RFC 6455, server-sent events), so
// that a scenario sees every frame, code and header, and can do what no well-behaved library would.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { DEADLINE_MS } from './http.mjs';
import { eventually } from './expect.mjs';

export const STREAMING = '/api/v1/streaming';

// A masked frame, as clients must send it.
export function clientFrame(opcode, payload, { final = true, masked = true } = {}) {
  const data = Buffer.from(payload);
  const size = data.length < 126 ? [data.length] : [126, data.length >> 8, data.length & 0xff];
  if (!masked) return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode, ...size]), data]);
  const mask = randomBytes(4);
  size[0] |= 0x80;
  return Buffer.concat([Buffer.from([(final ? 0x80 : 0) | opcode, ...size]), mask, data.map((byte, i) => byte ^ mask[i % 4])]);
}

function openRequest(site, path, { query, headers, token }) {
  const search = query ? `?${new URLSearchParams(query)}` : '';
  return http.request({
    host: '127.0.0.1', port: site.port, path: path + search, agent: false,
    headers: { Host: site.host, ...(token && { Authorization: `Bearer ${token}` }), ...headers } });
}

const within = (promise, what) => Promise.race([
  promise,
  new Promise((_, reject) => { setTimeout(() => reject(new Error(`${what}: nothing in ${DEADLINE_MS} ms`)), DEADLINE_MS).unref(); }),
]);

export class Socket {
  received = []; // text messages, parsed
  closeCode = null;
  pings = 0;
  #buffer = Buffer.alloc(0);
  #pongs = 0;

  // Opens a WebSocket, which must be let in.
  static async open(person, query, { headers, ...more } = {}) {
    const answer = await Socket.ask(person.site, { token: person.token, query, headers, ...more });
    assert.equal(answer.status, 101, `not let in: ${answer.status} ${answer.text}`);
    return answer.socket;
  }

  // The answer to a handshake, whatever it is; with `socket` when it is a yes.
  static ask(site, { query, token, headers, protocol } = {}) {
    const key = randomBytes(16).toString('base64');
    const request = openRequest(site, STREAMING, { query, token, headers: {
      Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': key,
      ...(protocol && { 'Sec-WebSocket-Protocol': protocol }), ...headers } });
    return within(new Promise((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() }));
      });
      request.on('upgrade', (response, connection, head) => {
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        assert.equal(response.headers['sec-websocket-accept'], accept);
        resolve({ status: 101, headers: response.headers, text: '', socket: new Socket(connection, head) });
      });
      request.end();
    }), 'handshake');
  }

  constructor(connection, head) {
    this.connection = connection;
    this.closed = new Promise((resolve) => connection.once('close', resolve));
    connection.on('error', () => {});
    connection.on('data', (chunk) => this.#take(chunk));
    this.#take(head);
  }

  #take(chunk) {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      if (this.#buffer.length < 2) return;
      assert.equal(this.#buffer[1] & 0x80, 0, 'a server does not mask');
      const short = this.#buffer[1];
      const start = { 126: 4, 127: 10 }[short] ?? 2;
      if (this.#buffer.length < start) return;
      const length = short === 126 ? this.#buffer.readUInt16BE(2) : short === 127 ? Number(this.#buffer.readBigUInt64BE(2)) : short;
      if (this.#buffer.length < start + length) return;
      const [opcode, payload] = [this.#buffer[0] & 0x0f, this.#buffer.subarray(start, start + length)];
      assert.equal(this.#buffer[0] & 0xf0, 0x80, 'whole frames without extensions');
      this.#buffer = this.#buffer.subarray(start + length);
      this.#heed(opcode, payload);
    }
  }

  #heed(opcode, payload) {
    if (opcode === 1) this.received.push(JSON.parse(payload.toString()));
    else if (opcode === 8) {
      this.closeCode = payload.length ? payload.readUInt16BE(0) : 1005;
      this.frame(8, payload);
    } else if (opcode === 9) {
      this.pings++;
      if (!this.mute) this.frame(10, payload);
    } else if (opcode === 10) this.#pongs++;
  }

  frame(opcode, payload, options) { this.connection.write(clientFrame(opcode, payload, options)); }
  say(message) { this.frame(1, typeof message === 'string' ? message : JSON.stringify(message)); }

  // All that was said before has been heeded once this returns: frames are answered in their order.
  async settle() {
    const pongs = this.#pongs + 1;
    this.frame(9, 'there?');
    await eventually(() => assert.ok(this.#pongs >= pongs, 'no pong'));
  }

  async subscribe(stream, parameters) {
    this.say({ type: 'subscribe', stream, ...parameters });
    await this.settle();
  }

  async unsubscribe(stream, parameters) {
    this.say({ type: 'unsubscribe', stream, ...parameters });
    await this.settle();
  }

  events() { return this.received.filter(({ event }) => event).map(({ stream, event, payload }) => ({ stream, event, ...told(event, payload) })); }

  end() {
    this.connection.destroy();
    return this.closed;
  }
}

// What an event says, parsed: {status}, {id} or {notification}.
function told(event, payload) {
  if (['update', 'status.update'].includes(event)) return { status: JSON.parse(payload) };
  if (event === 'notification') return { notification: JSON.parse(payload) };
  if (event === 'delete') return { id: payload };
  return {};
}

export class EventStream {
  received = []; // {event, data, id}
  text = '';
  lastEventId = '';
  #rest = '';

  static async open(person, path, query, { headers } = {}) {
    const answer = await EventStream.ask(person.site, path, { token: person.token, query, headers });
    assert.equal(answer.status, 200, `not let in: ${answer.status} ${answer.text}`);
    return answer.stream;
  }

  // The answer, whatever it is; with `stream` when it is one.
  static ask(site, path, options = {}) {
    const request = openRequest(site, STREAMING + path, options);
    return within(new Promise((resolve, reject) => {
      request.on('error', reject);
      request.on('response', (response) => {
        const { statusCode: status, headers } = response;
        if (status === 200 && headers['content-type'] === 'text/event-stream') {
          resolve({ status, headers, stream: new EventStream(request, response) });
          return;
        }
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ status, headers, text: Buffer.concat(chunks).toString() }));
      });
      request.end();
    }), path);
  }

  constructor(request, response) {
    this.request = request;
    this.response = response;
    this.closed = new Promise((resolve) => response.once('close', resolve));
    request.on('error', () => {});
    response.on('error', () => {});
    response.setEncoding('utf8');
    response.on('data', (chunk) => this.#take(chunk));
  }

  #take(chunk) {
    this.text += chunk;
    const blocks = (this.#rest + chunk).split('\n\n');
    this.#rest = blocks.pop();
    for (const block of blocks) {
      const field = (name) => block.split('\n').find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trimStart();
      this.lastEventId = field('id') ?? this.lastEventId;
      if (field('event')) this.received.push({ event: field('event'), data: field('data'), id: field('id') });
    }
  }

  // It is known where the stream begins: nothing from now on is left out.
  async settle() { await eventually(() => assert.ok(this.lastEventId, 'no place yet')); }

  events() { return this.received.map(({ event, data }) => ({ event, ...told(event, data) })); }

  end() {
    this.request.destroy();
    return this.closed;
  }
}

// One line an event: "update hello", "delete 12", "notification mention bob".
export const lines = (listener) => listener.events().map(({ event, status, id, notification }) => {
  const text = (of) => (of.reblog ? `↻ ${of.reblog.content}` : of.content).replace(/<[^>]+>/g, '');
  if (status) return `${event} ${text(status)}`;
  if (notification) return `${event} ${notification.type} ${notification.account.username}`;
  return id ? `${event} ${id}` : event;
});

// Waits until the listener has been told exactly this, in this order.
export const hears = (listener, expected) => eventually(() => assert.deepEqual(lines(listener), expected));
