/** Who may import whom. The rules are those of docs/architecture.md. */
import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');

type Import = { file: string; target: string; typeOnly: boolean };
type Rule = { what: string; broken(one: Import): boolean };

const within =
  (...folders: string[]) =>
  (path: string) =>
    folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
const isTest = (file: string) => /\.(test|fixture)\.ts$/.test(file);
const capabilityOf = (path: string) => /^src\/capabilities\/([^/]+)\//.exec(path)?.[1];

/** Files that may use what is otherwise the platform's alone, and why. */
const EXCEPTIONS: Record<string, string> = {
  'src/surfaces/http/console-routes.ts': 'serves the built files of the console',
};

const OUTSIDE_WORLD =
  /^node:(fs|fs\/promises|child_process|net|tls|dgram|http|https|sqlite|worker_threads|dns|dns\/promises)$/;

const below = (folder: string, ...above: string[]): Rule => ({
  what: `${folder} must not import ${above.join(', ')}`,
  broken: ({ file, target }) => within(folder)(file) && within(...above)(target),
});

const RULES: Rule[] = [
  below('src/platform', 'src/manual', 'src/operations', 'src/capabilities', 'src/surfaces', 'src/client'),
  below('src/manual', 'src/operations', 'src/capabilities', 'src/surfaces', 'src/client'),
  below('src/operations', 'src/capabilities', 'src/surfaces', 'src/client'),
  below('src/capabilities', 'src/surfaces', 'src/client'),
  below('src/surfaces', 'src/capabilities', 'src/client'),
  below('src/client', 'src/platform', 'src/manual', 'src/operations', 'src/capabilities', 'src/surfaces'),
  {
    what: 'the console may see src/surfaces/http/contract.ts only',
    broken: ({ file, target }) =>
      within('console')(file) && within('src')(target) && target !== 'src/surfaces/http/contract.ts',
  },
  {
    what: 'services may import toban and toban/client only',
    broken: ({ file, target }) => within('services')(file) && within('src', 'console', 'sandbox')(target),
  },
  {
    what: 'capabilities meet at their index.ts only',
    broken: ({ file, target }) => {
      const [from, to] = [capabilityOf(file), capabilityOf(target)];
      return from !== undefined && to !== undefined && from !== to && target !== `src/capabilities/${to}/index.ts`;
    },
  },
  {
    what: 'the outside world is reached through src/platform only',
    broken: ({ file, target }) =>
      within('src')(file) &&
      !within('src/platform', 'src/client')(file) &&
      OUTSIDE_WORLD.test(target) &&
      !(file in EXCEPTIONS),
  },
  {
    what: 'Fastify is used in src/surfaces/http only',
    broken: ({ file, target }) =>
      within('src')(file) && !within('src/surfaces/http')(file) && /^(fastify|@fastify\/)/.test(target),
  },
  {
    what: 'Kysely values are used in records, schema, migrations and src/platform/db only',
    broken: ({ file, target, typeOnly }) =>
      within('src')(file) &&
      target === 'kysely' &&
      !typeOnly &&
      !/\/(records|schema)(\/[\w-]+)?\.ts$|\/migrations\/|^src\/platform\/db\//.test(file) &&
      file !== 'src/surfaces/http/health-routes.ts',
  },
];

/** One line for each import that breaks a rule, and for each cycle between capabilities. */
export async function brokenLayers(): Promise<string[]> {
  const files = await Array.fromAsync(
    glob(['{src,services,sandbox}/**/*.ts', 'console/src/**/*.{ts,tsx}'], {
      cwd: root,
      exclude: (path) => path.includes('node_modules'),
    }),
  );
  const imports = (await Promise.all(files.filter((file) => !isTest(file)).map(importsOf))).flat();
  const broken = imports.flatMap((one) =>
    RULES.filter((rule) => rule.broken(one)).map((rule) => `${one.file} imports ${one.target}: ${rule.what}`),
  );
  return [...broken, ...cycles(imports)];
}

async function importsOf(file: string): Promise<Import[]> {
  const source = await readFile(join(root, file), 'utf8');
  const pattern =
    /^(?:import|export)\s+(type\s)?([^;]*?)\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;
  return [...source.matchAll(pattern)].map(([, type, names = '', from, bare, dynamic]) => ({
    file,
    target: resolveTarget(file, (from ?? bare ?? dynamic) as string),
    typeOnly: Boolean(type) || onlyTypes(names),
  }));
}

const onlyTypes = (names: string): boolean => {
  const list =
    /\{([^}]*)\}/
      .exec(names)?.[1]
      ?.split(',')
      .map((name) => name.trim())
      .filter(Boolean) ?? [];
  return list.length > 0 && list.every((name) => name.startsWith('type '));
};

function resolveTarget(file: string, target: string): string {
  if (target.startsWith('.')) return relative(root, join(root, dirname(file), target));
  return target
    .replace(/^#(platform|manual|operations|capabilities|surfaces)\//, 'src/$1/')
    .replace(/^#test\//, 'test/support/');
}

/** Capabilities that lead back to themselves through one another. */
function cycles(imports: Import[]): string[] {
  const edges = new Map<string, Set<string>>();
  for (const { file, target } of imports) {
    const [from, to] = [capabilityOf(file), capabilityOf(target)];
    if (from && to && from !== to) edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    [...(edges.get(from) ?? [])].some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  return [...edges.keys()]
    .filter((name) => reaches(name, name, new Set()))
    .map((name) => `src/capabilities/${name} is in a cycle of capabilities`);
}
