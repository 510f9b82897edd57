// SPDX-License-Identifier: Apache-2.0
//
// What the checks have in common: the files of the repository, and the shape in which findings are told.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

// Every text file that git knows or would take in, as a Map from path to text.
export function sourceFiles(patterns = []) {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...patterns]);
  const paths = listed.toString().split('\0').filter((path) => path && existsSync(path));
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

// Prints the findings and ends the process: 0 when there is none.
export function report(name, files_count, findings) {
  for (const { path, line, message } of findings) console.log(`${path}:${line ?? 1}: ${message}`);
  console.log(`${name}: ${files_count} files, ${findings.length} findings`);
  process.exit(findings.length === 0 ? 0 : 1);
}

// True when the module with this import.meta.url is what node was started with.
export function isMain(url) {
  return process.argv[1] !== undefined && url.endsWith('/' + process.argv[1].split('/').pop());
}
