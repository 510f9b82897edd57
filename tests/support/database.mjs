// SPDX-License-Identifier: Apache-2.0
// A fresh, empty database for one server: a file in its folder, or one more database in the PostgreSQL server that
// AUKLET_TEST_POSTGRES points at.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

async function createPostgres() {
  const admin = process.env.AUKLET_TEST_POSTGRES;
  if (!admin) throw new Error('AUKLET_TEST_POSTGRES is not set; run through tests/run --engine postgresql');
  const name = `scenario_${randomBytes(6).toString('hex')}`;
  const sql = (text) => run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', admin, '-c', text]);
  await sql(`CREATE DATABASE ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

export async function createDatabase(engine, folder) {
  if (engine === 'postgresql') return createPostgres();
  if (engine !== 'sqlite') throw new Error(`unknown engine ${engine}`);
  return { url: `sqlite:${path.join(folder, 'auklet.db')}`, drop: async () => {} };
}
