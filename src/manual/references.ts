import { z } from 'zod';

/** A secret by its name. Its value is read at the moment of use, and never stands in a manual. */
export const SecretName = z.object({ secret: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) });
export type SecretName = z.infer<typeof SecretName>;

export const secret = (name: string): SecretName => ({ secret: name });

/** What an adapter shows to a manual: its kind and the options that it takes. */
export type Adapter<Options extends z.ZodType = z.ZodType> = { kind: string; options: Options };

/** An adapter in use under a name: plain data, found again by `kind` in the capability that owns the adapters. */
export const Use = z.object({
  name: z.string().min(1),
  kind: z.string().min(1),
  options: z.record(z.string(), z.unknown()),
});
export type Use = z.infer<typeof Use>;

/** Puts an adapter to use under a name. Throws when the options do not fit the adapter. */
export function use<Options extends z.ZodType>(
  name: string,
  adapter: Adapter<Options>,
  options: z.input<Options>,
): Use {
  return { name, kind: adapter.kind, options: adapter.options.parse(options) as Record<string, unknown> };
}

/** A value that an installation may set by an environment variable. Empty counts as unset. */
export function setting(name: string, fallback: string): string {
  return process.env[name] || fallback;
}
