// SPDX-License-Identifier: Apache-2.0
// The server's own description of its API, as a judge of its answers.
import assert from 'node:assert/strict';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const NAME_OF = /^#\/components\/schemas\/(\w+)$/;
// What these leave out of what they may hold is said in words.
const OPEN = new Set(['DeletedStatus']);

const shapeOf = (path) => path.replace(/\{\w+\}/g, '{}');

// The description takes nothing for granted that it does not name; here whatever it does not name is wrong. An entity that
// builds on another becomes one object, so that neither calls the other's fields unknown.
function closed(schemas) {
  const flat = (schema) => {
    const [base, own] = schema.allOf ?? [];
    if (!base) return schema;
    const below = flat(schemas[NAME_OF.exec(base.$ref)[1]]);
    return { type: 'object', properties: { ...below.properties, ...own.properties }, required: [...(below.required ?? []), ...(own.required ?? [])] };
  };
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => {
    const whole = flat(schema);
    return [name, whole.properties && !OPEN.has(name) ? { ...whole, additionalProperties: false } : whole];
  }));
}

export class Description {
  #ajv;
  #operations = new Map();

  constructor(document) {
    this.#ajv = addFormats.default(new Ajv.default({ strict: false, allErrors: true }));
    this.#ajv.addSchema({ $id: 'api', components: { schemas: closed(document.components.schemas) } });
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(methods)) this.#operations.set(`${method.toUpperCase()} ${shapeOf(path)}`, operation);
    }
  }

  has(method, path) { return this.#operations.has(`${method} ${shapeOf(path)}`); }

  #judge(schema, value, what) {
    const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components');
    const good = this.#ajv.compile(JSON.parse(text));
    const found = good(value) ? [] : good.errors.map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
    assert.deepEqual(found, [], `${what} is not as described: ${JSON.stringify(value).slice(0, 2000)}`);
  }

  // `value` is the named entity.
  is(entity, value) { this.#judge({ $ref: `#/components/schemas/${entity}` }, value, entity); }

  // The answer is one that the operation of this method and path pattern may give.
  answers(method, path, answer) {
    const what = `${method} ${path}`;
    const operation = this.#operations.get(`${method} ${shapeOf(path)}`);
    assert.ok(operation, `${what} is not described`);
    if (answer.status >= 400) {
      if (answer.headers['content-type']?.startsWith('application/json')) this.is('Error', answer.body);
      return;
    }
    const response = operation.responses[answer.status];
    assert.ok(response, `${what} answers ${answer.status}, and only ${Object.keys(operation.responses)} are described`);
    const [type] = (answer.headers['content-type'] ?? '').split(';');
    const [[described, { schema }]] = Object.entries(response.content);
    if (answer.text !== '') assert.ok(type === described || type.endsWith('+json'), `${what} answers with ${type}`);
    if (described === 'application/json') this.#judge(schema, JSON.parse(answer.text), what);
  }
}
