import { asOpsError, OpsError } from '#platform/errors.ts';
import type { Language, Text } from '#manual/text.ts';
import type { Registry } from '#operations/registry.ts';
import type { Run } from '#operations/run.ts';
import { Command, CommanderError } from 'commander';
import type { Backend, OpenBackend } from './backend.ts';
import { commandFor, type Definition, type Said } from './command-line.ts';
import { type ExitCode, exitCodeOfError, exitCodeOfRun } from './exit-code.ts';

export type Cli = {
  registry: Registry;
  openBackend: OpenBackend;
  lang: Language;
  version: string;
  /** Short names for what is asked often, e.g. `status` for `overview show`. */
  aliases: Record<string, readonly string[]>;
  /** Commands that are no operation: `up` and its like. */
  extra(program: Command, lang: Language): void;
};

/** Runs one command line, printing to stdout and stderr. */
export async function runCli(cli: Cli, said: readonly string[]): Promise<ExitCode> {
  const words = inFull(cli, said);
  const lang = languageIn(words) ?? cli.lang;
  const session: Session = { ...cli, lang, json: words.includes('--json'), exit: 0 };
  try {
    await programFor(session, words).parseAsync(words, { from: 'user' });
    return session.exit;
  } catch (thrown) {
    return complain(session, thrown);
  }
}

/** The command line without its shorthands: an alias, and a `show` that was left out (`toban manual SERVICE`). */
function inFull({ aliases, registry }: Cli, [group, ...rest]: readonly string[]): readonly string[] {
  if (group === undefined) return [];
  const alias = aliases[group];
  if (alias) return [...alias, ...rest];
  const names = new Set([...registry.operations, ...registry.queries].map(({ name }) => name));
  const left =
    rest[0] !== undefined &&
    !rest[0].startsWith('-') &&
    names.has(`${group}.show`) &&
    !names.has(`${group}.${rest[0]}`);
  return left ? [group, 'show', ...rest] : [group, ...rest];
}

type Session = Cli & { json: boolean; exit: ExitCode };

function languageIn(words: readonly string[]): Language | undefined {
  const at = words.indexOf('--lang');
  const given = words[at + 1];
  return at >= 0 && (given === 'ja' || given === 'en') ? given : undefined;
}

/** Only the command that was named gets its flags: making those of all would cost more than most commands take. */
function programFor(session: Session, words: readonly string[]): Command {
  const { registry, lang, version } = session;
  const program = new Command('toban').version(version).exitOverride().configureHelp({ showGlobalOptions: false });
  program
    .description(lang === 'ja' ? '当番：動く運用マニュアル' : 'An operations manual that runs')
    .option('--lang <ja|en>');
  session.extra(program, lang);
  for (const [group, definitions] of grouped(registry)) {
    const title = titleOf(registry, definitions)?.[lang];
    const verbs = definitions.map(({ of }) => of.name.split('.')[1]);
    const command = program
      .command(group)
      .description(title ? `${title}: ${verbs.join(', ')}` : verbs.join(', '))
      .exitOverride();
    for (const definition of definitions) {
      const verb = definition.of.name.split('.')[1] as string;
      const named = words[0] === group && words[1] === verb;
      command.addCommand(
        named
          ? commandFor(definition, verb, lang, (said) => carryOut(session, definition, said))
          : new Command(verb).description(definition.of.summary[lang]),
      );
    }
  }
  return program;
}

const titleOf = ({ capabilities }: Registry, [first]: Definition[]): Text | undefined =>
  capabilities.find(({ operations = [], queries = [] }) => [...operations, ...queries].some((one) => one === first?.of))
    ?.title;

function grouped(registry: Registry): Map<string, Definition[]> {
  const definitions: Definition[] = [
    ...registry.operations.map((of) => ({ kind: 'operation' as const, of })),
    ...registry.queries.map((of) => ({ kind: 'query' as const, of })),
  ];
  return Map.groupBy(definitions, ({ of }) => of.name.split('.')[0] as string);
}

async function carryOut(session: Session, definition: Definition, said: Said): Promise<void> {
  const backend = await session.openBackend(session.lang);
  try {
    if (definition.kind === 'operation') session.exit = await act(session, backend, definition.of, said);
    else await ask(session, backend, definition.of.name, said);
  } finally {
    await backend.close();
  }
}

async function act(
  session: Session,
  backend: Backend,
  operation: Registry['operations'][number],
  said: Said,
): Promise<ExitCode> {
  const { jsonRun, printableRun, printableStep } = await import('./print-run.ts');
  const call = { operation: operation.name, input: said.input, dryRun: said.dryRun };
  const plan = () => backend.act({ ...call, dryRun: true }, () => {});
  if (!said.dryRun && !said.yes) {
    const { confirm } = await import('./confirm.ts');
    if (!(await confirm(operation, said.input, session.lang, plan)))
      throw new OpsError('usage', 'Nothing was done.', { kind: 'usage' });
  }
  let shown = 0;
  const watch = (run: Run) => {
    if (said.json || said.dryRun || !process.stderr.isTTY) return;
    for (const step of run.steps.slice(shown).filter(({ ms }) => ms !== null)) {
      shown++;
      process.stderr.write(`${printableStep(step)}\n`);
    }
  };
  const run = await backend.act(call, watch);
  process.stdout.write(
    said.json ? `${JSON.stringify(jsonRun(run), null, 2)}\n` : `${printableRun(run, session.lang)}\n`,
  );
  return exitCodeOfRun(run);
}

async function ask({ lang }: Session, backend: Backend, query: string, { input, json, follow }: Said): Promise<void> {
  const { printableAnswer, printableList } = await import('./print-answer.ts');
  if (follow) {
    const stop = new AbortController();
    process.once('SIGINT', () => stop.abort());
    for await (const item of backend.follow(query, input, stop.signal)) {
      process.stdout.write(json ? `${JSON.stringify(item)}\n` : `${printableList([item], lang)}\n`);
    }
    return;
  }
  const answer = await backend.ask(query, input);
  process.stdout.write(json ? `${JSON.stringify(answer, null, 2)}\n` : `${printableAnswer(answer, lang)}\n`);
}

/** What went wrong, and the next command to type; as JSON where JSON was asked for. */
async function complain({ json }: Session, thrown: unknown): Promise<ExitCode> {
  if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
  if (thrown instanceof CommanderError && !json) {
    // Commander has said what is wrong; what to type next is for us to say.
    process.stderr.write('→ toban --help, or toban COMMAND --help\n');
    return 2;
  }
  const error =
    thrown instanceof CommanderError
      ? new OpsError('usage', thrown.message, { kind: 'usage', hint: 'See: toban --help' })
      : asOpsError(thrown);
  const { printableFailure } = await import('./print-run.ts');
  const { code, message: detail, hint, kind, problems } = error;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, detail, hint, kind, problems } }, null, 2)}\n`);
  else process.stderr.write(`${printableFailure(detail, hint)}\n`);
  if (code === 'internal.unexpected' && process.env['TOBAN_DEBUG'])
    process.stderr.write(`${error.cause instanceof Error ? error.cause.stack : ''}\n`);
  return exitCodeOfError(error);
}
