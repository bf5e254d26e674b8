import type { JsonSchema } from '../api/wire.ts';

export type FieldKind =
  | 'text'
  | 'long'
  | 'secret'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'list'
  | 'record'
  | 'group'
  | 'date'
  | 'moment'
  | 'json';

export interface Field {
  name: string;
  kind: FieldKind;
  required: boolean;
  schema: JsonSchema;
  options?: string[];
}

export type Values = Record<string, unknown>;

/** The one schema meant: `string | null` and other pairs with null count as the part that is not null. */
function meant(schema: JsonSchema): JsonSchema {
  const parts = schema.anyOf?.filter((part) => part.type !== 'null');
  if (parts === undefined) return schema;
  if (parts.length === 1) return { ...parts[0], description: schema.description, default: schema.default };
  if (parts.every((part) => part.const !== undefined)) {
    return { ...schema, anyOf: undefined, enum: parts.map((part) => String(part.const)) };
  }
  return schema;
}

const stringKinds: Record<string, FieldKind> = { date: 'date', 'date-time': 'moment' };
const namedKinds: Record<string, FieldKind> = { password: 'secret', reason: 'long', note: 'long', until: 'moment' };

function kindOf(name: string, schema: JsonSchema): FieldKind {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type;
  if (schema.enum) return 'choice';
  if (schema.secret) return 'secret';
  if (type === 'string') return stringKinds[schema.format ?? ''] ?? namedKinds[name] ?? 'text';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return 'boolean';
  if (type === 'array') return meant(schema.items ?? {}).type === 'string' ? 'list' : 'json';
  if (type === 'object') return schema.properties ? 'group' : 'record';
  return 'json';
}

export function fieldsOf(schema: JsonSchema): Field[] {
  return Object.entries(schema.properties ?? {}).map(([name, declared]) => {
    const plain = meant(declared);
    return {
      name,
      kind: kindOf(name, plain),
      required: (schema.required?.includes(name) ?? false) && plain.default === undefined,
      schema: plain,
      options: plain.enum?.map(String),
    };
  });
}

export function initialValues(schema: JsonSchema, given: Values = {}): Values {
  const values: Values = {};
  for (const field of fieldsOf(schema)) {
    const value = given[field.name] ?? field.schema.default;
    if (field.kind === 'group') values[field.name] = initialValues(field.schema, (value ?? {}) as Values);
    else if (value !== undefined) values[field.name] = value;
  }
  return values;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** What is sent: nothing that was left empty, so that the server's own defaults hold. */
export function inputFrom(schema: JsonSchema, values: Values): Values {
  const input: Values = {};
  for (const { name, kind, schema: inner, required } of fieldsOf(schema)) {
    const value = kind === 'group' ? inputFrom(inner, (values[name] ?? {}) as Values) : values[name];
    if (kind === 'boolean' && value === false && inner.default === undefined && !required) continue;
    if (!isEmpty(value)) input[name] = value;
  }
  return input;
}

/** Paths of required fields that are still empty. */
export function missing(schema: JsonSchema, values: Values, prefix = ''): string[] {
  return fieldsOf(schema).flatMap(({ name, kind, required, schema: inner }) => {
    if (kind === 'group') return missing(inner, (values[name] ?? {}) as Values, `${prefix}${name}.`);
    if (kind === 'boolean') return [];
    return required && isEmpty(values[name]) ? [`${prefix}${name}`] : [];
  });
}
