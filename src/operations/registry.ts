import type { Migrations } from '#platform/db/migrate.ts';
import { OpsError } from '#platform/errors.ts';
import type { Capability, Guard, Route, Worker } from './capability.ts';
import type { Operation, Query } from './define.ts';
import { heartMigrations } from './migrations/index.ts';

/** All that this Toban can do. Surfaces are derived from it and know nothing else. */
export type Registry = {
  capabilities: readonly Capability[];
  operations: readonly Operation[];
  queries: readonly Query[];
  routes: readonly Route[];
  workers: readonly Worker[];
  guards: readonly Guard[];
  migrations: Migrations;
  /** Throws OpsError `operation.unknown`. */
  operation(name: string): Operation;
  /** Throws OpsError `query.unknown`. */
  query(name: string): Query;
};

export function createRegistry(capabilities: readonly Capability[]): Registry {
  const operations = byName(capabilities.flatMap((capability) => capability.operations ?? []));
  const queries = byName(capabilities.flatMap((capability) => capability.queries ?? []));
  return {
    capabilities,
    operations: [...operations.values()],
    queries: [...queries.values()],
    routes: capabilities.flatMap((capability) => capability.routes ?? []),
    workers: capabilities.flatMap((capability) => capability.workers ?? []),
    guards: capabilities.flatMap((capability) => capability.guards ?? []),
    migrations: Object.assign(
      {},
      heartMigrations,
      ...capabilities.map((capability) => capability.migrations ?? {}),
    ) as Migrations,
    operation: (name) => operations.get(name) ?? unknown('operation', name, [...operations.keys()]),
    query: (name) => queries.get(name) ?? unknown('query', name, [...queries.keys()]),
  };
}

function byName<T extends { name: string }>(definitions: T[]): Map<string, T> {
  const named = new Map<string, T>();
  for (const definition of definitions) {
    if (named.has(definition.name)) throw new Error(`${definition.name} is defined twice.`);
    named.set(definition.name, definition);
  }
  return named;
}

function unknown(kind: 'operation' | 'query', name: string, known: string[]): never {
  const [capability] = name.split('.');
  const near = known.filter((other) => other.startsWith(`${capability}.`));
  throw new OpsError(`${kind}.unknown`, `There is no ${kind} "${name}".`, {
    kind: 'not-found',
    hint: near.length > 0 ? `There are: ${near.join(', ')}` : 'See all: toban --help',
  });
}
