import { OpsError } from '#platform/errors.ts';
import type { Language } from '#manual/text.ts';
import type { Operation, Query } from '#operations/define.ts';
import { jsonSchemaOf } from '#operations/json-schema.ts';
import { Command, Option } from 'commander';

export type Definition = { kind: 'operation'; of: Operation } | { kind: 'query'; of: Query };

/** What a command line said, for one operation or query. */
export type Said = { input: Record<string, unknown>; json: boolean; dryRun: boolean; yes: boolean; follow: boolean };

type Property = {
  type?: string | string[];
  anyOf?: { type?: string | string[] }[];
  enum?: string[];
  description?: string;
  default?: unknown;
};

/** `toban capability verb [SERVICE] [--flags]` for one definition, its flags made from its input. */
export function commandFor(
  definition: Definition,
  verb: string,
  lang: Language,
  run: (said: Said) => Promise<void>,
): Command {
  const { of } = definition;
  const schema = jsonSchemaOf(of.input) as { properties?: Record<string, Property>; required?: string[] };
  const properties = schema.properties ?? {};
  const positionals = of.positionals ?? ('service' in properties ? ['service'] : []);
  const rest = definition.kind === 'operation' ? definition.of.rest : undefined;
  const command = new Command(verb).description(of.summary[lang]).exitOverride();
  for (const field of positionals) {
    const name = field.toUpperCase();
    command.argument(schema.required?.includes(field) ? `<${name}>` : `[${name}]`, properties[field]?.description);
  }
  for (const [field, property] of Object.entries(properties)) {
    // Every command has --lang of its own.
    if (field !== rest && field !== 'lang' && !positionals.includes(field))
      command.addOption(optionFor(field, property));
  }
  command
    .option('--json', lang === 'ja' ? '結果をJSONで出力' : 'print JSON')
    .option('--lang <ja|en>', lang === 'ja' ? '表示言語' : 'language');
  if (definition.kind === 'operation') {
    command
      .option('--dry-run', lang === 'ja' ? '計画だけを表示' : 'print the plan, change nothing')
      .option('--yes', lang === 'ja' ? '確認しない' : 'ask nothing');
  } else if (definition.of.follow) {
    command.option('-f, --follow', lang === 'ja' ? '続けて表示' : 'go on as it happens');
  }
  if (rest !== undefined) command.argument(`[--${rest}...]`).allowUnknownOption();
  return command.action(async () => {
    const {
      json = false,
      dryRun = false,
      yes = false,
      follow = false,
      lang: _,
      ...flags
    } = command.opts<Record<string, unknown>>();
    const input: Record<string, unknown> = { ...flags };
    for (const [index, field] of positionals.entries()) {
      if (command.args[index] !== undefined) input[field] = command.args[index];
    }
    if (rest !== undefined) input[rest] = flagsFrom(command.args.slice(positionals.length));
    await run({ input, json: Boolean(json), dryRun: Boolean(dryRun), yes: Boolean(yes), follow: Boolean(follow) });
  });
}

function optionFor(field: string, property: Property): Option {
  const flag = `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const types = new Set([property, ...(property.anyOf ?? [])].flatMap((one) => one.type ?? []));
  const description = property.description ?? '';
  if (types.has('boolean')) return new Option(flag, description);
  if (types.has('array')) return new Option(`${flag} <value...>`, description);
  const option = new Option(`${flag} <${property.enum ? property.enum.join('|') : field}>`, description);
  return property.default === undefined
    ? option
    : new Option(option.flags, `${description} (${String(property.default)})`);
}

/** `--limit 50 --force --since=2026-11-01` as a record; a flag without a value is `true`. Throws OpsError `usage`. */
export function flagsFrom(words: readonly string[]): Record<string, string | true> {
  const flags: Record<string, string | true> = {};
  for (let index = 0; index < words.length; index++) {
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(words[index] as string);
    if (!match) throw new OpsError('usage', `"${words[index]}" is one word too many.`, { kind: 'usage' });
    const [, name, value] = match as unknown as [string, string, string | undefined];
    const next = words[index + 1];
    if (value !== undefined) flags[name] = value;
    else if (next !== undefined && !next.startsWith('--')) flags[name] = words[++index] as string;
    else flags[name] = true;
  }
  return flags;
}
