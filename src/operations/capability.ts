import type { Migrations } from '#platform/db/migrate.ts';
import type { OpsError } from '#platform/errors.ts';
import type { Text } from '#manual/text.ts';
import type { z } from 'zod';
import type { Role } from './actor.ts';
import type { Context, Toban } from './context.ts';
import type { Operation, Query } from './define.ts';

/** One folder under `capabilities/`: everything about one subject. */
export type Capability = {
  name: string;
  title: Text;
  operations?: readonly Operation[];
  queries?: readonly Query[];
  migrations?: Migrations;
  routes?: readonly Route[];
  workers?: readonly Worker[];
  guards?: readonly Guard[];
  /** What a person should know now, for the overview. */
  concerns?(context: Context): Promise<Concern[]>;
  /** What is counted for monitoring from outside. */
  metrics?(context: Context): Promise<Metric[]>;
};

/** Numbers under one name, as Prometheus has them. */
export type Metric = {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  samples: { labels?: Record<string, string>; value: number }[];
};

/** Work that goes on while the server is up. It ends when the signal is aborted, having finished or handed back what it held. */
export type Worker = { name: string; run(toban: Toban, signal: AbortSignal): Promise<void> };

/**
 * Asked before a run and before each of its steps that change something: an answer refuses it. So an emergency stop or
 * a pause holds acts of which their capability knows nothing.
 */
export type Guard = (
  act: { operation: Operation; input: Record<string, unknown> },
  context: Context,
) => Promise<OpsError | undefined>;

export type Concern = {
  level: 'critical' | 'warning' | 'info';
  service?: string;
  title: Text;
  detail?: string;
  /** The next command to type. */
  hint?: string;
  /** Where in the console it can be seen. */
  page?: string;
};

/** An address of its own for programs that are no operators: a service that sends, a provider that calls back. */
export type Route<Body extends z.ZodType = z.ZodType> = {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With `:name` for what varies. */
  path: string;
  summary: Text;
  /** `service`: a service's own token, or an operator. */
  access: 'service' | 'public' | Role;
  /** `lines`: newline-delimited JSON, each line of the body's shape. */
  format?: 'json' | 'lines';
  body?: Body;
  status?: number;
  handle(request: RouteRequest<z.output<Body>>, context: Context): Promise<object | undefined>;
};

export type RouteRequest<Body> = { params: Record<string, string>; query: Record<string, string>; body: Body };

export const defineRoute = <Body extends z.ZodType>(route: Route<Body>): Route => route as unknown as Route;

export const defineCapability = (capability: Capability): Capability => capability;
