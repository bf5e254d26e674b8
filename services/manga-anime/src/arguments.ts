import { parseArgs } from 'node:util';
import { isDay } from './tokyo.ts';

export const COMMANDS = ['serve', 'collect', 'deliver', 'run', 'validate'] as const;
export type CommandName = (typeof COMMANDS)[number];

export type Arguments = {
  command: CommandName;
  limit?: number | undefined;
  since?: string | undefined;
  until?: string | undefined;
  slot?: number | undefined;
  dryRun: boolean;
};

export class UsageError extends Error {}

export const USAGE = `usage: node src/main.ts COMMAND [flags]
  serve                                   answer GET /health and follow deliveries
  collect [--since DAY] [--until DAY]     ask all sources
  deliver [--limit N] [--since DAY] [--until DAY] [--slot HOUR] [--dry-run]
  run     (the flags of deliver)          collect, then deliver
  validate                                check configuration, environment and database
A DAY is YYYY-MM-DD in Asia/Tokyo. Exit codes: 0 ok, 1 failed, 2 usage, 3 partial, 4 held by Toban.`;

const DELIVERY_FLAGS = ['limit', 'since', 'until', 'slot', 'dry-run'];
const FLAGS: Record<CommandName, string[]> = {
  serve: [],
  collect: ['since', 'until'],
  deliver: DELIVERY_FLAGS,
  run: DELIVERY_FLAGS,
  validate: [],
};

/** Throws {@link UsageError} with what is wrong. */
export function readArguments(argv: string[]): Arguments {
  const { values, positionals } = parse(argv);
  const [command, ...rest] = positionals;
  const name = COMMANDS.find((known) => known === command);
  if (!name) throw new UsageError(command === undefined ? 'a command is missing' : `${command} is not a command`);
  if (rest.length > 0) throw new UsageError(`${rest[0]} is one argument too many`);
  const foreign = Object.keys(values).find((flag) => !FLAGS[name].includes(flag));
  if (foreign) throw new UsageError(`${name} does not take --${foreign}`);
  const since = dayFlag('since', values.since);
  const until = dayFlag('until', values.until);
  if (since && until && since > until) throw new UsageError(`--since ${since} is after --until ${until}`);
  return {
    command: name,
    limit: numberFlag('limit', values.limit, 1, 1_000_000),
    since,
    until,
    slot: numberFlag('slot', values.slot, 0, 23),
    dryRun: values['dry-run'] ?? false,
  };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        limit: { type: 'string' },
        since: { type: 'string' },
        until: { type: 'string' },
        slot: { type: 'string' },
        'dry-run': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function dayFlag(name: string, value: string | undefined): string | undefined {
  if (value !== undefined && !isDay(value))
    throw new UsageError(`--${name} must be a day such as 2026-11-21, not ${value}`);
  return value;
}

function numberFlag(name: string, value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least || number > most) {
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, not ${value}`);
  }
  return number;
}
