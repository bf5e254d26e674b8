import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientFromEnvironment } from 'toban/client';
import { readArguments, USAGE, UsageError, type Arguments } from './arguments.ts';
import { collect } from './commands/collect.ts';
import { deliver } from './commands/deliver.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { findProblems } from './commands/validate.ts';
import { EXIT_CODES, messageOf, type Context, type Ending } from './context.ts';
import { openDatabase, openForReading } from './database/open.ts';
import { slotOf } from './digest/split.ts';
import { createLog } from './logger.ts';
import { loadSettings, SettingsError } from './settings.ts';
import { timeOf } from './tokyo.ts';

const FOLDER = path.resolve(import.meta.dirname, '..');
const log = createLog(
  (line) => process.stdout.write(line),
  () => new Date(),
);

try {
  process.exitCode = await main(readArguments(process.argv.slice(2)));
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n\n${USAGE}\n`);
  else if (error instanceof SettingsError) for (const problem of error.problems) log('error', problem);
  else log('error', messageOf(error), { stack: error instanceof Error ? error.stack : undefined });
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function main(args: Arguments): Promise<number> {
  if (args.command === 'validate') return validate();
  const settings = loadSettings(FOLDER, process.env);
  const database = openFor(args, settings.databasePath);
  const clock = { now: () => new Date(), sleep: (ms: number) => sleep(ms), random: Math.random };
  const context: Context = { settings, clock, log, database, client: clientFromEnvironment(process.env) };
  try {
    if (args.command === 'serve') return await serveUntilStopped(context);
    const ending = await runCommand(context, args);
    await report(context, ending);
    return EXIT_CODES[ending.outcome];
  } finally {
    database.close();
  }
}

function openFor({ command, dryRun }: Arguments, file: string): DatabaseSync {
  if (dryRun) return openForReading(file);
  // The server shall answer its health, and a signal, even while a job holds the database.
  return openDatabase(file, { busyTimeoutMs: command === 'serve' ? 500 : 5000 });
}

function runCommand(context: Context, { command, ...options }: Arguments): Promise<Ending> {
  if (command === 'collect') return collect(context, options);
  const slot = options.slot ?? scheduledSlot(context);
  return command === 'deliver' ? deliver(context, { ...options, slot }) : run(context, { ...options, slot });
}

/** A scheduled run sends its slot's share; asked for by a person, everything goes now. */
function scheduledSlot({ settings }: Context): number | undefined {
  const scheduledFor = new Date(process.env['TOBAN_SCHEDULED_FOR'] || Number.NaN);
  if (Number.isNaN(scheduledFor.getTime())) return undefined;
  return slotOf(Number(timeOf(scheduledFor).slice(0, 2)), settings.deliver.slots);
}

async function serveUntilStopped(context: Context): Promise<number> {
  const { version } = JSON.parse(readFileSync(path.join(FOLDER, 'package.json'), 'utf8')) as { version: string };
  const serving = await serve(context, version);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  await serving.stop();
  return 0;
}

function validate(): number {
  const problems = findProblems(FOLDER, process.env);
  for (const problem of problems) log('error', problem);
  if (problems.length === 0) log('info', 'configuration, environment and database are valid');
  return problems.length === 0 ? 0 : 1;
}

/** Toban's record of the run is better with it, but the work is done without. */
async function report({ client }: Context, { outcome, summary, figures }: Ending): Promise<void> {
  try {
    await client?.report({ outcome: outcome === 'blocked' ? 'failure' : outcome, summary, figures });
  } catch (error) {
    log('warn', `the run could not be reported: ${messageOf(error)}`);
  }
}
