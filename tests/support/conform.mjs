// SPDX-License-Identifier: Apache-2.0
// The conformance proxy of the contract folder, when there is one: every answer that passes through it is checked
// against the schema of the client API. AUKLET_CONTRACT names a copy of that folder with its packages installed,
// AUKLET_CONFORM_REPORTS the folder where each proxy leaves its report (conform-summary.mjs adds them up).
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const CONTRACT = process.env.AUKLET_CONTRACT;

export async function startProxy(targetPort) {
  const scenario = path.basename(process.argv[1] ?? 'scenario').replace(/\.test\.mjs$|\.mjs$/, '');
  const report = path.join(process.env.AUKLET_CONFORM_REPORTS, `${scenario}-${randomBytes(4).toString('hex')}.json`);
  const script = path.join(CONTRACT, 'conform-proxy.mjs');
  const args = [script, '--target', `http://127.0.0.1:${targetPort}`, '--listen', '127.0.0.1:0', '--report', report];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const found = /^listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
      if (found) resolve(Number(found[1]));
    });
    exited.then((code) => reject(new Error(`the conformance proxy ended with ${code}`)));
  });
  const stop = async () => {
    child.kill('SIGTERM'); // writes its report a last time
    await exited;
  };
  return { port, stop };
}
