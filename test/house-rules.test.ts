/** Rules that hold for every operation and query there is, and for every one that is added. */
import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { capabilities } from '#capabilities/index.ts';
import { createRegistry } from '#operations/registry.ts';
import { describeOperation, describeQuery } from '#surfaces/http/registry-description.ts';

const root = join(import.meta.dirname, '..');
const registry = createRegistry(capabilities);
const everything = [...registry.operations.map(describeOperation), ...registry.queries.map(describeQuery)];

test('every name is capability.verb, in the field’s words', () => {
  for (const { name } of everything) assert.match(name, /^[a-z]+\.[a-z-]+$/, name);
});

test('every operation and query says in both languages what it does', () => {
  for (const { name, summary } of everything) {
    assert.ok(summary.en.length > 3 && summary.ja.length > 2, name);
    assert.match(summary.ja, /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u, name);
  }
});

test('every field of every input is described', () => {
  for (const { name, input } of everything) {
    for (const [field, schema] of Object.entries(
      (input['properties'] ?? {}) as Record<string, { description?: string }>,
    )) {
      assert.ok(schema.description, `${name}: ${field} has no description`);
    }
  }
});

test('what the command line takes without a flag is a field of the input', () => {
  for (const { name, input, positionals } of everything) {
    for (const field of positionals) assert.ok(field in ((input['properties'] ?? {}) as object), `${name}: ${field}`);
  }
});

test('what is destructive needs an administrator', () => {
  for (const operation of registry.operations.map(describeOperation)) {
    if (operation.risk === 'destructive') assert.equal(operation.role, 'administrator', operation.name);
  }
});

test('every migration can be taken back', () => {
  for (const [name, migration] of Object.entries(registry.migrations))
    assert.equal(typeof migration.down, 'function', name);
});

test('no file is a drawer: at most 400 lines', async () => {
  const files = await Array.fromAsync(
    glob('{src,sandbox,services,console/src,scripts,test}/**/*.{ts,tsx}', {
      cwd: root,
      exclude: (path) => path.includes('node_modules'),
    }),
  );
  for (const file of files) {
    const lines = (await readFile(join(root, file), 'utf8')).split('\n').length;
    assert.ok(lines <= 400, `${file} has ${lines} lines`);
  }
});

test('the clock and the environment are read in the platform only', async () => {
  const files = await Array.fromAsync(glob('src/{manual,operations,capabilities}/**/*.ts', { cwd: root }));
  for (const file of files.filter(
    (path) => !/\.(test|fixture)\.ts$/.test(path) && path !== 'src/manual/references.ts',
  )) {
    const source = await readFile(join(root, file), 'utf8');
    assert.doesNotMatch(source, /Date\.now\(\)|process\.env|new Date\(\)/, file);
  }
});

test('a hint names only commands that exist', async () => {
  const names = new Set(everything.map(({ name }) => name.replace('.', ' ')));
  const others = new Set(['up', 'status', 'manual']);
  const files = await Array.fromAsync(glob('src/**/*.ts', { cwd: root }));
  for (const file of files.filter((path) => !path.endsWith('.test.ts'))) {
    const source = await readFile(join(root, file), 'utf8');
    for (const [hint] of source.matchAll(/hint: [^\n]*toban [^\n]*/g)) {
      for (const [command, group, verb] of hint.matchAll(/\btoban ([a-z]+)(?: ([a-z-]+))?/g)) {
        assert.ok(others.has(group as string) || names.has(`${group} ${verb}`), `${file}: ${command}`);
      }
    }
  }
});
