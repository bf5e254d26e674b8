import type { Toban } from '#operations/context.ts';
import { type Operation, type Query, roleFor } from '#operations/define.ts';
import { jsonSchemaOf } from '#operations/json-schema.ts';
import type { z } from 'zod';
import type { OperationDescription, QueryDescription, RegistryDescription } from './contract.ts';
import { VERSION } from './version.ts';

export function describeRegistry(toban: Toban): RegistryDescription {
  const { registry, manual, settings } = toban;
  return {
    version: VERSION,
    node: settings.node,
    capabilities: registry.capabilities.map(({ name, title }) => ({ name, title })),
    operations: registry.operations.map(describeOperation),
    queries: registry.queries.map(describeQuery),
    services: manual.all().map(({ id, title }) => ({ id, title })),
  };
}

export function describeOperation(operation: Operation): OperationDescription {
  const { name, summary, risk, input, rest } = operation;
  return {
    name,
    summary,
    risk,
    role: roleFor(operation),
    input: jsonSchemaOf(input),
    positionals: positionalsOf(operation),
    ...(rest !== undefined && { rest }),
  };
}

export function describeQuery(query: Query): QueryDescription {
  const { name, summary, input, role = 'viewer', follow } = query;
  return {
    name,
    summary,
    role,
    input: jsonSchemaOf(input),
    positionals: positionalsOf(query),
    follow: follow !== undefined,
  };
}

export const positionalsOf = ({
  positionals,
  input,
}: {
  positionals?: readonly string[];
  input: z.ZodObject;
}): readonly string[] => positionals ?? ('service' in input.shape ? ['service'] : []);
