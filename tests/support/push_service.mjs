// SPDX-License-Identifier: Apache-2.0
// A push service and the app behind it, in one: takes what a server pushes, checks who sent it (RFC 8292) and reads it as
// only the app can (RFC 8291 and the draft before it). Written from the standards, with none of the server's code.
import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, createHmac, createPublicKey, randomBytes, verify } from 'node:crypto';
import http from 'node:http';
import { eventually } from './expect.mjs';

const base64url = (bytes) => Buffer.from(bytes).toString('base64url');
const bytes = (text) => Buffer.from(text, 'base64url');
const hmac = (key, data) => createHmac('sha256', key).update(data).digest();

// HKDF (RFC 5869) of at most one block.
const derive = (salt, secret, info, size) =>
  hmac(hmac(salt, secret), Buffer.concat([info, Buffer.from([1])])).subarray(0, size);

function decrypt(key, nonce, sealed) {
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

const fields = (header) => Object.fromEntries(header.split(/[;,]\s*/).map((field) => [field.slice(0, field.indexOf('=')).trim(), field.slice(field.indexOf('=') + 1)]));
const text = (name) => Buffer.from(`Content-Encoding: ${name}\0`);

// Both ways to read what was pushed: { standard: true } by RFC 8291, otherwise by the draft.
const READERS = {
  aes128gcm({ ecdh, auth }, { body }) {
    const salt = body.subarray(0, 16);
    assert.equal(body.readUInt32BE(16), 4096);
    assert.equal(body[20], 65);
    const sender = body.subarray(21, 86);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
    const secret = derive(auth, ecdh.computeSecret(sender), info, 32);
    const plain = decrypt(derive(salt, secret, text('aes128gcm'), 16), derive(salt, secret, text('nonce'), 12), body.subarray(86));
    assert.equal(plain.at(-1), 2, 'the last record ends with a 2');
    return plain.subarray(0, -1);
  },
  aesgcm({ ecdh, auth }, { headers, body }) {
    const salt = bytes(fields(headers.encryption).salt);
    const sender = bytes(fields(headers['crypto-key']).dh);
    const secret = derive(auth, ecdh.computeSecret(sender), text('auth'), 32);
    const length = Buffer.from([0, 65]);
    const context = Buffer.concat([Buffer.from('P-256\0'), length, ecdh.getPublicKey(), length, sender]);
    const key = (name, size) => derive(salt, secret, Buffer.concat([text(name), context]), size);
    const plain = decrypt(key('aesgcm', 16), key('nonce', 12), body);
    return plain.subarray(2 + plain.readUInt16BE(0));
  },
};

// Who sent it: the claims of the token, which must be signed with this key.
function claimsOf({ headers }, serverKey) {
  const { authorization } = headers;
  const [token, key] = authorization.startsWith('vapid ')
    ? [fields(authorization.slice(6)).t, fields(authorization.slice(6)).k]
    : [authorization.replace(/^WebPush /, ''), fields(headers['crypto-key']).p256ecdsa];
  assert.equal(key, serverKey);
  const point = bytes(key);
  const publicKey = createPublicKey({ format: 'jwk', key: {
    kty: 'EC', crv: 'P-256', x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) } });
  const [head, claims, signature] = token.split('.');
  assert.deepEqual(JSON.parse(bytes(head)), { typ: 'JWT', alg: 'ES256' });
  assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, bytes(signature)), 'signed by another');
  return JSON.parse(bytes(claims));
}

export class PushService {
  received = []; // {path, headers, body}
  answers = new Map(); // path → statuses to give, one after the other; 201 when there are none left

  constructor() {
    this.server = http.createServer((request, response) => {
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        const { method, url: path, headers } = request;
        this.received.push({ method, path, headers, body: Buffer.concat(chunks) });
        response.writeHead(this.answers.get(path)?.shift() ?? 201).end();
      });
    });
  }

  // On that port of this machine.
  async open(port) {
    this.port = port;
    await new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve));
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }

  // A place where an app is reached, with its keys.
  endpoint(name) {
    const ecdh = createECDH('prime256v1');
    ecdh.generateKeys();
    const auth = randomBytes(16);
    const path = `/push/${name}`;
    return {
      path, ecdh, auth, url: `http://127.0.0.1:${this.port}${path}`,
      keys: { p256dh: base64url(ecdh.getPublicKey()), auth: base64url(auth) } };
  }

  at({ path }) { return this.received.filter((push) => push.path === path); }

  // Waits until that many pushes have come to the place, and reads them; each must say who sent it.
  async reads(endpoint, count, serverKey) {
    await eventually(() => assert.equal(this.at(endpoint).length, count));
    return this.at(endpoint).map((push) => {
      assert.equal(push.method, 'POST');
      const { aud, exp, sub } = claimsOf(push, serverKey);
      assert.equal(aud, `http://127.0.0.1:${this.port}`);
      assert.ok(exp > Date.now() / 1000 && exp < Date.now() / 1000 + 86_400, `expires at ${exp}`);
      assert.match(sub, /^(mailto:|https?:)/);
      assert.equal(push.headers.ttl, '172800');
      assert.equal(push.headers['content-type'], 'application/octet-stream');
      return JSON.parse(READERS[push.headers['content-encoding']](endpoint, push));
    });
  }
}
