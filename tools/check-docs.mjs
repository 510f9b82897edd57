#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// Documents stay true: every link inside the repository leads to a file and a heading that exist, every path that a
// document names in back quotes exists, and so does every document that a source file names.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

import { isMain, report, sourceFiles } from './source-files.mjs';

const namedPath = /`((?:\.ci|bench|cmake|deploy|docs|fuzz|src|tests|tools|web)\/[\w./-]+)`/g;

const withoutCode = (text) => text.replace(/^```[\s\S]*?^```/gm, (block) => block.replace(/[^\n]/g, ''));

// GitHub's anchors: lower case, punctuation dropped, spaces to hyphens.
export const anchorOf = (heading) =>
  heading.trim().toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');

export function anchorsIn(text) {
  return new Set([...withoutCode(text).matchAll(/^#{1,6}[ \t]+(.+)$/gm)].map(([, heading]) => anchorOf(heading)));
}

// `exists(path)` tells whether a path of the repository exists; `documents` maps each document to its text.
export function checkDocument(path, documents, exists) {
  const findings = [];
  const text = withoutCode(documents.get(path));
  const find = (index, message) => findings.push({ path, line: text.slice(0, index).split('\n').length, message });

  for (const { 1: target, index } of text.matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file, anchor] = target.split('#');
    const resolved = file === '' ? path : normalize(join(dirname(path), file)).replace(/\/$/, '');
    if (!exists(resolved)) {
      find(index, `the link leads nowhere: ${target}`);
    } else if (anchor !== undefined && documents.has(resolved) && !anchorsIn(documents.get(resolved)).has(anchor)) {
      find(index, `no such heading: ${target}`);
    }
  }
  for (const { 1: named, index } of text.matchAll(namedPath)) {
    if (!exists(named.replace(/\/$/, ''))) find(index, `names a path that does not exist: ${named}`);
  }
  return findings;
}

export function checkMentions(path, text, exists) {
  return text.split('\n').flatMap((line, index) =>
    [...line.matchAll(/\bdocs\/[\w./-]+\.md\b/g)]
      .filter(([named]) => !exists(named))
      .map(([named]) => ({ path, line: index + 1, message: `names a document that does not exist: ${named}` })),
  );
}

if (isMain(import.meta.url)) {
  const documents = sourceFiles(['*.md']);
  const sources = sourceFiles(['*.h', '*.cpp', '*.cmake', '*CMakeLists.txt', '*.sh']);
  report('docs', documents.size, [
    ...[...documents.keys()].flatMap((path) => checkDocument(path, documents, existsSync)),
    ...[...sources].flatMap(([path, text]) => checkMentions(path, text, existsSync)),
  ]);
}
