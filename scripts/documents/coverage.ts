import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { capabilities } from '#capabilities/index.ts';
import { createRegistry } from '#operations/registry.ts';

type Demand = { id: string; demand: string; means: string[] };

/**
 * What the five manuals demand, each with the operation that fulfils it and the tests that name it. The demands stand in
 * docs/demands.json; whether the operation exists and which tests prove it is read from the code.
 */
export async function coverageDocument(root: string): Promise<string> {
  const demands = JSON.parse(await readFile(join(root, 'docs', 'demands.json'), 'utf8')) as Demand[];
  const tests = await testsById(root);
  const registry = createRegistry(capabilities);
  const known = new Set([...registry.operations, ...registry.queries].map(({ name }) => name));
  const rows = demands.map(({ id, demand, means }) => {
    const fulfilled = means.map((name) =>
      /^[a-z]+\.[a-z-]+$/.test(name) && !known.has(name) ? `~~\`${name}\`~~` : `\`${name}\``,
    );
    return `| ${id} | ${demand} | ${fulfilled.join(', ')} | ${(tests.get(id) ?? []).map((name) => name.replaceAll('|', '\\|')).join('<br>')} |`;
  });
  const proven = demands.filter(({ id }) => tests.has(id)).length;
  return [
    '# What the manuals demand',
    '',
    'Made by `npm run generate`. An operation that is struck through does not exist yet; a demand without a test is not proven.',
    '',
    `${proven} of ${demands.length} demands are named by at least one test.`,
    '',
    '| id | demand | fulfilled by | tests |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** Titles of tests by the requirement ids with which they begin, such as `A9: a pause …`. */
async function testsById(root: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const files = await Array.fromAsync(
    glob('{src,services,sandbox,test,console/src,console/test}/**/*.test.ts', {
      cwd: root,
      exclude: (path) => path.includes('node_modules'),
    }),
  );
  for (const file of files.toSorted()) {
    const source = await readFile(join(root, file), 'utf8');
    for (const [, ids, title] of source.matchAll(/\btest\(\s*[`'"]((?:[A-F]\d+[, ]*)+): ([^`'"\n]+)/g)) {
      for (const id of (ids as string).split(/[, ]+/))
        found.set(id, [...(found.get(id) ?? []), (title as string).trim()]);
    }
  }
  return found;
}
