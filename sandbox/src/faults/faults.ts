import { z } from 'zod';
import { PROVIDERS } from '../http/route.ts';
import type { Provider, Traits } from '../http/route.ts';

export const KINDS = [
  'status',
  'auth',
  'delay',
  'hang',
  'cut',
  'half',
  'garbage',
  'after-accept-cut',
  'after-accept-delay',
  'graphql-error',
] as const;
export const SMTP_STAGES = ['connect', 'auth', 'mail', 'rcpt', 'data'] as const;
export type FaultKind = (typeof KINDS)[number];
export type SmtpStage = (typeof SMTP_STAGES)[number];

const Match = z.strictObject({
  path: z.string().optional().describe('Part of the path'),
  to: z.string().optional().describe('Part of a recipient'),
  from: z.string().optional().describe('Part of the sender'),
  subject: z.string().optional().describe('Part of the subject'),
  text: z.string().optional().describe('Part of the text'),
});

/** `times` counts down to zero and the fault is gone; `skip` lets that many matching requests through first. */
export const FaultInput = z.strictObject({
  provider: z.enum(PROVIDERS),
  kind: z.enum(KINDS),
  match: Match.default({}),
  at: z.enum(SMTP_STAGES).optional(),
  status: z.int().min(200).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  delayMs: z.int().min(0).max(600_000).optional(),
  retryAfter: z.number().min(0).optional(),
  times: z.int().min(1).optional(),
  skip: z.int().min(0).default(0),
});
export type FaultInput = z.input<typeof FaultInput>;
export type Fault = z.output<typeof FaultInput> & { id: string; used: number };

export const FAULT_HINT =
  `provider: ${PROVIDERS.join(', ')}; kind: ${KINDS.join(', ')}; at (smtp): ${SMTP_STAGES.join(', ')}; ` +
  `match: ${Object.keys(Match.shape).join(', ')}; also status, code, message, delayMs, retryAfter, times, skip`;

export type Occasion = Traits & { provider: Provider; path?: string; stage?: SmtpStage };

/** The faults asked for, oldest first. The first that matches an occasion applies to it, alone. */
export class Faults {
  #faults: Fault[] = [];
  #count = 0;

  add(input: FaultInput): Fault {
    this.#count += 1;
    const fault = { ...FaultInput.parse(input), id: `fault-${this.#count}`, used: 0 };
    this.#faults.push(fault);
    return fault;
  }

  list(): Fault[] {
    return [...this.#faults];
  }

  remove(id: string): boolean {
    const before = this.#faults.length;
    this.#faults = this.#faults.filter((fault) => fault.id !== id);
    return this.#faults.length < before;
  }

  clear(): void {
    this.#faults = [];
  }

  take(occasion: Occasion): Fault | null {
    for (const fault of this.#faults) {
      if (!matches(fault, occasion)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.used += 1;
      if (fault.times !== undefined && fault.used >= fault.times) this.remove(fault.id);
      return fault;
    }
    return null;
  }
}

function matches(fault: Fault, occasion: Occasion): boolean {
  if (fault.provider !== occasion.provider) return false;
  if (occasion.stage && stageOf(fault) !== occasion.stage) return false;
  const { path, to, from, subject, text } = fault.match;
  return (
    contains(occasion.path, path) &&
    (to === undefined || (occasion.to ?? []).some((address) => contains(address, to))) &&
    contains(occasion.from, from) &&
    contains(occasion.subject, subject) &&
    contains(occasion.text, text)
  );
}

/** An SMTP fault without a stage strikes where its kind makes sense: a refusal of one recipient, else the message. */
function stageOf(fault: Fault): SmtpStage {
  if (fault.at) return fault.at;
  if (fault.kind === 'auth') return 'auth';
  return fault.kind === 'status' && fault.match.to !== undefined && fault.match.subject === undefined ? 'rcpt' : 'data';
}

function contains(value: string | undefined, part: string | undefined): boolean {
  return part === undefined || (value ?? '').toLowerCase().includes(part.toLowerCase());
}
