import { join, relative, resolve, sep } from 'node:path';
import { OpsError } from '#platform/errors.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Toban } from '#operations/context.ts';
import { nameFits, partsOf } from './pattern.ts';

/** `files`: relative to the service's folder. `kept`: what fits a pattern and is yet no temporary file, with the reason. */
export type Temporary = { files: string[]; kept: { file: string; because: string }[] };

/** The files that the manual's patterns mean now. A link is followed nowhere outside the service's folder. */
export async function findTemporary(toban: Toban, manual: ServiceManual): Promise<Temporary> {
  const root = await toban.files.real(manual.folder);
  if (root === undefined) return { files: [], kept: [] };
  const precious = preciousOf(manual);
  const found: Temporary = { files: [], kept: [] };
  for (const pattern of manual.recovery.temporary) {
    const parts = partsOf(pattern);
    if (!parts) throw outside(manual, pattern);
    for (const file of await matching(toban, root, parts)) {
      const name = relative(root, file);
      if (found.files.includes(name) || found.kept.some((one) => one.file === name)) continue;
      if (precious.has(resolve(manual.folder, name)))
        found.kept.push({ file: name, because: 'it belongs to a database of the manual' });
      else found.files.push(name);
    }
  }
  return { files: found.files.toSorted(), kept: found.kept };
}

/** Removes one of them, unless its folder has become a link out of the service's folder since. */
export async function removeTemporary(toban: Toban, manual: ServiceManual, file: string): Promise<void> {
  const root = await toban.files.real(manual.folder);
  const folder = await toban.files.real(resolve(manual.folder, file, '..'));
  if (root === undefined || folder === undefined) return;
  if (!isWithin(folder, root)) throw outside(manual, file);
  await toban.files.remove(resolve(manual.folder, file));
}

async function matching(toban: Toban, folder: string, [part, ...rest]: string[]): Promise<string[]> {
  const entries = (await toban.files.list(folder)).filter(({ name }) => nameFits(name, part as string));
  if (rest.length === 0) return entries.filter((entry) => !entry.folder).map(({ name }) => join(folder, name));
  const below = entries
    .filter((entry) => entry.folder)
    .map(async ({ name, path }) => {
      const real = await toban.files.real(path);
      return real === join(folder, name) ? matching(toban, real, rest) : [];
    });
  return (await Promise.all(below)).flat();
}

const isWithin = (path: string, root: string): boolean => path === root || path.startsWith(root + sep);

/** A careless pattern must not take a database, nor the log that it has not written back yet. */
const preciousOf = ({ databases, folder }: ServiceManual): Set<string> =>
  new Set(
    databases.flatMap((database) =>
      database.kind === 'sqlite'
        ? ['', '-wal', '-shm', '-journal'].map((suffix) => resolve(folder, database.path) + suffix)
        : [],
    ),
  );

const outside = ({ id, folder }: ServiceManual, path: string): OpsError =>
  new OpsError(
    'recovery.outside',
    `The manual of ${id} calls "${path}" temporary, which is not within ${folder}. Nothing was removed.`,
    {
      hint: 'Mend recovery.temporary in its manual: only paths below its folder, without ".." and without links out of it.',
    },
  );
