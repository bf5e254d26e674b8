/** The types that the console may see: what goes over the wire, and nothing of how it comes about. */
import type { Text } from '#manual/text.ts';
import type { Role } from '#operations/actor.ts';
import type { Risk } from '#operations/define.ts';
import type { JsonSchema } from '#operations/json-schema.ts';

export type { Language, Text } from '#manual/text.ts';
export type { Actor, Role } from '#operations/actor.ts';
export type { Concern } from '#operations/capability.ts';
export type { Risk } from '#operations/define.ts';
export type { Outcome, Run, RunError, RunState, RunStep, StepOutcome } from '#operations/run.ts';
export type { Change } from '#platform/events.ts';

export type { JsonSchema } from '#operations/json-schema.ts';

export type OperationDescription = {
  name: string;
  summary: Text;
  risk: Risk;
  role: Role;
  input: JsonSchema;
  /** Fields that the command line takes without a flag. */
  positionals: readonly string[];
  /** The field that gathers what the operation itself does not know. */
  rest?: string;
};

export type QueryDescription = {
  name: string;
  summary: Text;
  role: Role;
  input: JsonSchema;
  positionals: readonly string[];
  /** Whether it can be followed as server-sent events. */
  follow: boolean;
};

/** `GET /api/registry` */
export type RegistryDescription = {
  version: string;
  node: string;
  capabilities: { name: string; title: Text }[];
  operations: OperationDescription[];
  queries: QueryDescription[];
  services: { id: string; title: Text }[];
};

/** `GET /api/session` */
export type SessionDescription = {
  user: { id: string; name: string; role: Role } | null;
  /** Whether the first administrator is still to be made, with the one-time code. */
  firstAdministrator: boolean;
};

/** RFC 9457, `application/problem+json`. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  /** What sort of refusal: usage, not-found, conflict, blocked, … */
  kind: string;
  detail: string;
  hint?: string;
  problems?: { path: string; message: string }[];
};
