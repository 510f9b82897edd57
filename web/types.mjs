// SPDX-License-Identifier: Apache-2.0
//
// The types of the client's entities, made of the server's own description of its API. After a change of it:
//
//   build/release/auklet openapi | node web/types.mjs > web/src/api/types.ts
//
// tests/scenarios/openapi.test.mjs says when they are not current.
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

const PLACE = '#/components/schemas/';

const either = (types) => [...new Set(types)].join(' | ');
const listOf = (type) => (type.includes(' | ') ? `(${type})[]` : `${type}[]`);
const nameOf = (key) => (/^\w+$/.test(key) ? key : `'${key}'`);

function typeOf(schema) {
  if (schema.$ref) return schema.$ref.slice(PLACE.length);
  if (schema.enum) return either(schema.enum.map((word) => (word === null ? 'null' : `'${word}'`)));
  if (schema.anyOf) return either(schema.anyOf.map(typeOf));
  const kinds = [schema.type ?? []].flat();
  if (kinds.length === 0) return 'unknown';
  return either(kinds.map((kind) => {
    if (kind === 'array') return listOf(typeOf(schema.items));
    if (kind === 'integer') return 'number';
    if (kind === 'object') return `Record<string, ${schema.additionalProperties ? typeOf(schema.additionalProperties) : 'never'}>`;
    return schema.contentMediaType === 'application/octet-stream' ? 'Blob' : kind;
  }));
}

function fieldOf([key, schema], required) {
  const notes = [schema.contentMediaType === 'text/html' && 'HTML', schema.description].filter(Boolean).join(': ');
  return `  ${nameOf(key)}${required.includes(key) ? '' : '?'}: ${typeOf(schema)};${notes && ` // ${notes}`}`;
}

function declaration([name, schema]) {
  const about = schema.description ? `// ${schema.description}\n` : '';
  const own = schema.allOf?.[1] ?? schema;
  const fields = Object.entries(own.properties ?? {});
  if (fields.length === 0) return `${about}export type ${name} = ${typeOf(schema)};\n`;
  const base = schema.allOf ? ` extends ${typeOf(schema.allOf[0])}` : '';
  return `${about}export interface ${name}${base} {\n${fields.map((field) => fieldOf(field, own.required ?? [])).join('\n')}\n}\n`;
}

// The text of src/api/types.ts for a description (OpenAPI 3.1, as src/api/description.cpp of the server writes it).
export const typesOf = ({ components: { schemas } }) =>
  `// SPDX-License-Identifier: Apache-2.0\n//\n// Made by web/types.mjs of the server's description of its API: change that instead.\n\n${Object.entries(schemas).map(declaration).join('\n')}`;

if (import.meta.url === pathToFileURL(argv[1] ?? '').href) process.stdout.write(typesOf(JSON.parse(readFileSync(0, 'utf8'))));
