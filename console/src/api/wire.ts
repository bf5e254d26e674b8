/** What every operation and query has in common on the wire: the server's own types, and how the console reads them. */
import type { OperationDescription, RegistryDescription, Run } from '../../../src/surfaces/http/contract.ts';

export type {
  Change,
  Concern,
  Language,
  Problem,
  Risk,
  Role,
  Run,
  RunState,
  RunStep,
  SessionDescription,
  StepOutcome,
  Text,
} from '../../../src/surfaces/http/contract.ts';
export type { Outcome as RunOutcome } from '../../../src/surfaces/http/contract.ts';

/** A run that has been kept, and so has an id; a dry run has none. */
export type KeptRun = Run & { run: string };
/** As lists have it: of its input only what is short. */
export type BriefRun = Omit<KeptRun, 'steps' | 'report'>;

export interface Fault {
  code: string;
  detail: string;
  hint?: string;
}

/** As much of JSON Schema as the forms understand. */
export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  default?: unknown;
  enum?: (string | number)[];
  const?: unknown;
  format?: string;
  /** Typed unseen, and never kept. */
  secret?: boolean;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
}

export type OperationEntry = Omit<OperationDescription, 'input'> & { input: JsonSchema };
export type Registry = Omit<RegistryDescription, 'operations'> & { operations: OperationEntry[] };

export interface Items<T> {
  items: T[];
  next?: string;
}
