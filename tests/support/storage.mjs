// SPDX-License-Identifier: Apache-2.0
// An S3-compatible storage with one bucket, on a free port. https://github.com/jamhall/s3rver knows keys, but does not check
// signatures of version 4: those are held to the example of AWS in src/blob/s3_store_test.cpp.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { freePort } from './server.mjs';

export const BUCKET = 'pictures';
const KEY = 'S3RVER'; // the one that it knows, and its secret

export class Storage {
  #service = null;

  static async create() {
    const storage = new Storage();
    storage.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'auklet-storage-'));
    storage.port = await freePort();
    storage.site = { port: storage.port, host: `127.0.0.1:${storage.port}` };
    storage.publicUrl = `http://${storage.site.host}/${BUCKET}`;
    await storage.start();
    return storage;
  }

  async start() {
    const options = { port: this.port, address: '127.0.0.1', silent: true, directory: path.join(this.folder, 'objects') };
    this.#service = new S3rver({ ...options, configureBuckets: [{ name: BUCKET }] });
    await this.#service.run();
  }

  async stop() {
    await this.#service?.close();
    this.#service = null;
  }

  async destroy() {
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  // What a server that keeps its files here is told.
  environment({ keyId = KEY } = {}) {
    const secretFile = path.join(this.folder, 'secret');
    fs.writeFileSync(secretFile, `${KEY}\n`);
    return {
      AUKLET_MEDIA_PUBLIC_URL: this.publicUrl,
      AUKLET_MEDIA_S3_ENDPOINT: `http://${this.site.host}`,
      AUKLET_MEDIA_S3_BUCKET: BUCKET,
      AUKLET_MEDIA_S3_KEY_ID: keyId,
      AUKLET_MEDIA_S3_SECRET_FILE: secretFile,
    };
  }
}
