import type { Db } from '#platform/db/store.ts';
import type { Text } from '#manual/text.ts';
import type { DurationText } from '#manual/units.ts';
import type { z } from 'zod';
import type { Role } from './actor.ts';
import type { Context } from './context.ts';

/**
 * What an act can cost. `safe`: nothing that would be missed. `disruptive`: work stops or waits for a while.
 * `destructive`: something is gone that cannot be had again. Role, confirmation and lock follow from it.
 */
export type Risk = 'safe' | 'disruptive' | 'destructive';

/**
 * One step of a run. It has either `run`, or `write`: a change of Toban's own store, made in one transaction with the
 * step's row and its audit. `undo` takes it back when a later step fails. A `run` that returns `'partial'` lets the run
 * go on and end as partial.
 */
export type Step = {
  title: Text;
  run?(): unknown;
  write?(trx: Db): unknown;
  undo?(): unknown;
};

export type OperationDefinition<Input extends z.ZodObject = z.ZodObject, Plan = unknown> = {
  /** `capability.verb`: a contract, never renamed. */
  name: string;
  summary: Text;
  risk: Risk;
  input: Input;
  /** The role needed, where the risk alone would ask for less. */
  role?: Role;
  /** Fields that the command line takes without a flag, in order. Default: `service`, where there is one. */
  positionals?: readonly string[];
  /** The record field that gathers flags which the operation itself does not know. */
  rest?: string;
  /** What nobody else may work on meanwhile. Default: the service, unless the risk is safe. `null`: nothing. */
  lock?(input: z.output<Input>): string | null;
  /** Whether an emergency stop lets it pass. Only what stops, shows, pauses or clears may. */
  duringStop?: 'allowed';
  /** Default: one hour. */
  timeout?: DurationText;
  /** Reads what the act needs and refuses what cannot be. Changes nothing. The plan is plain JSON data. */
  prepare(input: z.output<Input>, context: Context): Plan | Promise<Plan>;
  /** What a dry run prints and a run does. */
  steps(plan: Plan, context: Context): Step[];
  /** What a dry run may try beyond printing the steps, still without any effect. */
  rehearse?(plan: Plan, context: Context): Promise<Report>;
  report?(plan: Plan, context: Context): Report | Promise<Report>;
  /** What it does instead when the store takes nothing, being full, held or away. Only what must work even then has it. */
  withoutStore?(input: z.output<Input>, context: Context): Promise<Report>;
};

export type Report = Record<string, unknown>;

export type QueryDefinition<Input extends z.ZodObject = z.ZodObject> = {
  name: string;
  summary: Text;
  input: Input;
  /** Default: viewer. */
  role?: Role;
  positionals?: readonly string[];
  answer(input: z.output<Input>, context: Context): object | Promise<object>;
  /** Begins with the items of `answer` and goes on, item by item, until the signal is aborted. */
  follow?(input: z.output<Input>, context: Context): AsyncIterable<object>;
};

/** An operation or query with its types put aside, as the registry holds it. */
export type Operation = OperationDefinition;
export type Query = QueryDefinition;

export const defineOperation = <Input extends z.ZodObject, Plan>(
  definition: OperationDefinition<Input, Plan>,
): Operation => definition as unknown as Operation;

export const defineQuery = <Input extends z.ZodObject>(definition: QueryDefinition<Input>): Query =>
  definition as unknown as Query;

export const roleFor = ({ role, risk }: Operation): Role =>
  role ?? (risk === 'destructive' ? 'administrator' : 'operator');
