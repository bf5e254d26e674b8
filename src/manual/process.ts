import { z } from 'zod';
import { SecretName } from './references.ts';

/** A program started from the service's folder, as an argument list: no shell reads it. */
export const Command = z.object({ kind: z.literal('command'), argv: z.array(z.string()).min(1) });
export type Command = z.infer<typeof Command>;

export const command = (...argv: string[]): Command => ({ kind: 'command', argv });

/** An operation of Toban's with its input, wherever a manual may name an act instead of a command. */
export const OperationCall = z.object({
  kind: z.literal('operation'),
  operation: z.string(),
  input: z.record(z.string(), z.unknown()),
});
export type OperationCall = z.infer<typeof OperationCall>;

export const operation = (name: string, input: Record<string, unknown> = {}): OperationCall => ({
  kind: 'operation',
  operation: name,
  input,
});

/** Variables that the service's programs are started with; a secret is read when the program starts. */
export const Environment = z.record(z.string(), z.union([z.string(), SecretName]));
