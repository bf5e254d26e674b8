import type { Operation } from '#operations/define.ts';

/** `toban capability verb SERVICE --flag value` for a call of an operation, as one types it in a shell. */
export function commandLine(
  name: string,
  input: Record<string, unknown>,
  operation?: Pick<Operation, 'positionals' | 'rest' | 'input'>,
): string {
  const [capability, verb] = name.split('.');
  const positionals = operation?.positionals ?? ('service' in input ? ['service'] : []);
  const rest = operation?.rest;
  const first = positionals.filter((field) => input[field] !== undefined).map((field) => quoted(String(input[field])));
  const flags = Object.entries(input).flatMap(([field, value]) => {
    if (positionals.includes(field)) return [];
    return field === rest
      ? Object.entries(value as Record<string, unknown>).flatMap(([key, one]) => flag(key, one))
      : flag(field, value);
  });
  return ['toban', capability, verb, ...first, ...flags].join(' ');
}

function flag(field: string, value: unknown): string[] {
  const name = `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === true) return [name];
  if (value === false || value === undefined || value === null) return [];
  return [
    name,
    ...(Array.isArray(value) ? value : [value]).map((one) =>
      quoted(typeof one === 'object' ? JSON.stringify(one) : String(one)),
    ),
  ];
}

/** For a POSIX shell. */
export const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
