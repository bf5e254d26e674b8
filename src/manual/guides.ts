import { z } from 'zod';
import { OperationCall } from './process.ts';
import { Text } from './text.ts';

const Item = z.string().regex(/^[a-z0-9-]+$/);

/** An item that ticks itself: a query of Toban's is asked and one value of its answer is judged. */
export const Fact = z.object({
  kind: z.literal('fact'),
  item: Item,
  title: Text,
  query: z.string(),
  input: z.record(z.string(), z.unknown()).default({}),
  /** Where the value stands in the answer, e.g. `today` or `items.0.value`. */
  path: z.string(),
  is: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  atMost: z.number().optional(),
  atLeast: z.number().optional(),
  /** The next command to type when it does not hold. */
  hint: z.string().optional(),
});
export type Fact = z.infer<typeof Fact>;
type FactInput = Omit<z.input<typeof Fact>, 'kind' | 'item' | 'title'>;

/** An item that a person ticks. */
export const Task = z.object({ kind: z.literal('person'), item: Item, title: Text, hint: z.string().optional() });

export const ChecklistItem = z.discriminatedUnion('kind', [Fact, Task]);
export type ChecklistItem = z.infer<typeof ChecklistItem>;

export const fact = (item: string, title: Text, ask: FactInput): ChecklistItem =>
  Fact.parse({ kind: 'fact', item, title, ...ask });
/** A fact that must hold at all times: while it does not, the overview says so. */
export const threshold = (item: string, title: Text, ask: FactInput): Fact =>
  Fact.parse({ kind: 'fact', item, title, ...ask });
export const task = (item: string, title: Text, hint?: string): ChecklistItem =>
  Task.parse({ kind: 'person', item, title, ...(hint && { hint }) });

export const Checklists = z.object({
  daily: z.array(ChecklistItem).default([]),
  weekly: z.array(ChecklistItem).default([]),
  monthly: z.array(ChecklistItem).default([]),
});
export type Period = keyof z.infer<typeof Checklists>;

export const Runbook = z.object({
  name: Item,
  title: Text,
  /** The symptom that makes one open this page. */
  when: Text.optional(),
  steps: z.array(z.object({ title: Text, run: OperationCall.optional() })).min(1),
});
export type Runbook = z.infer<typeof Runbook>;
