// SPDX-License-Identifier: Apache-2.0
//
// Just enough of a C++ reader for the checks: includes, the code alone, and string literals without the comments around
// them.

// One pattern for all that may hold a quote: comments, raw strings, strings, characters. Digit separators (1'000) are
// taken first, so that they do not open a character.
const token =
  /(?<number>\b\d[\w']*)|\/\/[^\n]*|\/\*[\s\S]*?\*\/|R"(?<mark>[^\s()\\]{0,16})\((?<raw>[\s\S]*?)\)\k<mark>"|"(?<plain>(?:[^"\\\n]|\\.)*)"|'(?:[^'\\\n]|\\.)+'/g;

const includeLine = /^[ \t]*#[ \t]*include[^\n]*/gm;

export const lineAt = (text, index) => text.slice(0, index).split('\n').length;

// [{line, path, quoted}] for every #include.
export function includesOf(text) {
  return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+(["<])([^">\n]+)[">]/gm)].map((match) => ({
    line: lineAt(text, match.index),
    path: match[2],
    quoted: match[1] === '"',
  }));
}

// The text with blanks for comments, literals and #include lines: every line and column stays where it was.
export function codeOf(text) {
  const blank = (part) => part.replace(/[^\n]/g, ' ');
  return text
    .replace(token, (part, ...rest) => (rest.at(-1).number === undefined ? blank(part) : part))
    .replace(includeLine, blank);
}

// [{line, value}] for every string literal outside comments and #include lines; neighbours are one, as in C++.
export function stringsOf(text) {
  const code = text.replace(includeLine, '');
  const strings = [];
  let end = -1; // of the last literal
  for (const match of code.matchAll(token)) {
    const value = match.groups.raw ?? match.groups.plain;
    if (value === undefined) continue;
    if (end >= 0 && /^\s*$/.test(code.slice(end, match.index))) strings.at(-1).value += value;
    else strings.push({ line: lineAt(code, match.index), value });
    end = match.index + match[0].length;
  }
  return strings;
}
