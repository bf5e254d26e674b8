import type { Toban } from '#operations/context.ts';
import type { Route } from '#operations/capability.ts';
import type { JsonSchema, OperationDescription, QueryDescription } from './contract.ts';
import { jsonSchemaOf } from '#operations/json-schema.ts';
import { describeRegistry } from './registry-description.ts';

/** OpenAPI 3.1 of everything that the registry holds. */
export function openApiOf(toban: Toban): Record<string, unknown> {
  const { operations, queries, version } = describeRegistry(toban);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) paths[`/api/operations/${operation.name}`] = { post: operationItem(operation) };
  for (const query of queries) paths[`/api/queries/${query.name}`] = { get: queryItem(query) };
  for (const route of toban.registry.routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: routeItem(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Toban',
      version,
      description: 'An operations manual that runs. Every operation and query has its own path.',
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Problem: problemSchema,
        Run: { type: 'object', description: 'A run: its state, steps, report or error.' },
      },
    },
    security: [{ token: [] }],
    paths,
  };
}

const problemSchema: JsonSchema = {
  type: 'object',
  required: ['status', 'code', 'detail'],
  properties: {
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    hint: { type: 'string' },
    problems: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
};

const json = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } });
const failure = {
  description: 'What went wrong (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function operationItem({ name, summary, risk, role, input }: OperationDescription) {
  return {
    operationId: name,
    tags: [tagOf(name)],
    summary: summary.en,
    description: `${summary.ja}\n\nRisk: ${risk}. Role: ${role}. With \`Prefer: respond-async\` it answers 202 at once.`,
    parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }],
    requestBody: json({ type: 'object', properties: { input, dryRun: { type: 'boolean', default: false } } }),
    responses: {
      200: { description: 'The finished run', ...json({ $ref: '#/components/schemas/Run' }) },
      202: { description: 'The run, under way; see Location' },
      default: failure,
    },
  };
}

function queryItem({ name, summary, input, follow }: QueryDescription) {
  const properties = (input['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (input['required'] ?? []) as string[];
  return {
    operationId: name,
    tags: [tagOf(name)],
    summary: summary.en,
    description: summary.ja + (follow ? '\n\nWith `Accept: text/event-stream` it goes on as it happens.' : ''),
    parameters: Object.entries(properties).map(([field, schema]) => ({
      name: field,
      in: 'query',
      required: required.includes(field),
      description: schema['description'],
      schema,
    })),
    responses: {
      200: { description: 'One object, or `items` with `next`', ...json({ type: 'object' }) },
      default: failure,
    },
  };
}

function routeItem({ summary, path, body, status, access }: Route) {
  return {
    tags: ['programs'],
    summary: summary.en,
    description: `${summary.ja}\n\nFor: ${access}.`,
    parameters: [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(body && { requestBody: json(jsonSchemaOf(body)) }),
    responses: { [status ?? 200]: { description: 'Done' }, default: failure },
  };
}

const tagOf = (name: string): string => name.split('.')[0] as string;
