import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonSchema } from '../api/wire.ts';
import { fieldsOf, initialValues, inputFrom, missing } from './schema.ts';

const schema: JsonSchema = {
  type: 'object',
  required: ['service', 'reason'],
  properties: {
    service: { type: 'string' },
    reason: { type: 'string' },
    limit: { type: 'integer', default: 10 },
    all: { type: 'boolean' },
    until: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }], description: 'when' },
    level: { enum: ['info', 'warn'] },
    to: { type: 'array', items: { type: 'string' } },
    parameters: { type: 'object', additionalProperties: {} },
    nested: { type: 'object', required: ['day'], properties: { day: { type: 'string', format: 'date' } } },
  },
};

test('every kind of input finds its field', () => {
  const kinds = Object.fromEntries(fieldsOf(schema).map(({ name, kind }) => [name, kind]));
  assert.deepEqual(kinds, {
    service: 'text',
    reason: 'long',
    limit: 'number',
    all: 'boolean',
    until: 'moment',
    level: 'choice',
    to: 'list',
    parameters: 'record',
    nested: 'group',
  });
});

test('a schema beside null keeps its description', () => {
  const until = fieldsOf(schema).find(({ name }) => name === 'until');
  assert.equal(until?.schema.description, 'when');
});

test('defaults fill the form and given values win', () => {
  assert.deepEqual(initialValues(schema, { service: 'tasks', limit: 3 }), { service: 'tasks', limit: 3, nested: {} });
  assert.equal(initialValues(schema)['limit'], 10);
});

test('what was left empty is not sent', () => {
  const values = { service: 'tasks', reason: '', all: false, to: [], parameters: {}, nested: { day: '' } };
  assert.deepEqual(inputFrom(schema, values), { service: 'tasks' });
});

test('required fields that are empty are named by their path', () => {
  assert.deepEqual(missing(schema, { service: 'tasks', nested: {} }), ['reason', 'nested.day']);
});
