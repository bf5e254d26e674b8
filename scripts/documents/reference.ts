import { capabilities } from '#capabilities/index.ts';
import type { Capability } from '#operations/capability.ts';
import { createRegistry } from '#operations/registry.ts';
import { describeOperation, describeQuery } from '#surfaces/http/registry-description.ts';
import type { JsonSchema } from '#surfaces/http/contract.ts';

/** One page for each capability: its operations, queries and routes, as the registry has them. */
export function referenceDocuments(): [string, string][] {
  createRegistry(capabilities);
  const index = capabilities.map(({ name, title }) => `- [${name}](${name}.md): ${title.en} / ${title.ja}`);
  return [
    [
      'docs/reference/README.md',
      ['# Reference', '', 'Made from the registry by `npm run generate`.', '', ...index, ''].join('\n'),
    ],
    ...capabilities.map((capability): [string, string] => [`docs/reference/${capability.name}.md`, pageOf(capability)]),
  ];
}

function pageOf({ name, title, operations = [], queries = [], routes = [] }: Capability): string {
  const lines = [`# ${name}: ${title.en} / ${title.ja}`, ''];
  for (const operation of operations.map(describeOperation)) {
    lines.push(`## ${operation.name}`, '', `${operation.summary.en} / ${operation.summary.ja}`, '');
    lines.push(
      `Risk: ${operation.risk}. Role: ${operation.role}.`,
      '',
      '```',
      usageOf(operation),
      `POST /api/operations/${operation.name}`,
      '```',
      '',
    );
    lines.push(...fieldTable(operation.input));
  }
  for (const query of queries.map(describeQuery)) {
    lines.push(`## ${query.name} (query)`, '', `${query.summary.en} / ${query.summary.ja}`, '');
    lines.push(
      `Role: ${query.role}.${query.follow ? ' Can be followed.' : ''}`,
      '',
      '```',
      usageOf(query),
      `GET /api/queries/${query.name}`,
      '```',
      '',
    );
    lines.push(...fieldTable(query.input));
  }
  if (routes.length > 0) lines.push('## For programs', '');
  for (const { method, path, summary, access } of routes)
    lines.push(`- \`${method} ${path}\` (${access}): ${summary.en} / ${summary.ja}`);
  return `${lines.join('\n').trimEnd()}\n`;
}

function usageOf({ name, positionals }: { name: string; positionals: readonly string[] }): string {
  return ['toban', name.replace('.', ' '), ...positionals.map((field) => field.toUpperCase()), '[--flags]'].join(' ');
}

function fieldTable(schema: JsonSchema): string[] {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  if (fields.length === 0) return [];
  const required = (schema['required'] ?? []) as string[];
  const rows = fields.map(
    ([field, { description, default: standard }]) =>
      `| \`${field}\` | ${required.includes(field) ? 'yes' : ''} | ${String(description ?? '')}${standard === undefined ? '' : ` (${JSON.stringify(standard)})`} |`,
  );
  return ['| field | needed | meaning |', '| --- | --- | --- |', ...rows, ''];
}
