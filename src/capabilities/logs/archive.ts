import { basename } from 'node:path';
import { OpsError } from '#platform/errors.ts';
import { compressTo, digestOf } from '#platform/files/compress.ts';
import { addDays, dayOf } from '#manual/zone.ts';
import type { Toban } from '#operations/context.ts';
import { segmentsOf, type Source, sourcesOf } from './sources.ts';

export type Old = { log: string; path: string; day: string; size_bytes: number };
/** `sha256` is of what the file holds uncompressed. */
export type Archived = Old & { name: string; sha256: string };

/** The closed files of a service's logs whose last line is older than so many days. What is written to never counts. */
export async function oldFiles(at: Toban, service: string, days: number): Promise<Old[]> {
  const { zone } = at.manual.service(service);
  const first = addDays(dayOf(at.clock.now(), zone), -days);
  const found = (await sourcesOf(at, { service })).map(async (source) =>
    oldOf(await segmentsOf(at, source), source, first),
  );
  return (await Promise.all(found)).flat();
}

function oldOf(segments: Awaited<ReturnType<typeof segmentsOf>>, { log, format }: Source, first: string): Old[] {
  return segments
    .filter((segment) => !segment.live)
    .map(({ path, size_bytes, day, modifiedAt }) => ({
      log,
      path,
      size_bytes,
      day: format.captured ? day : dayOf(modifiedAt, format.zone),
    }))
    .filter(({ day }) => day < first);
}

/** Copies each file into the archive, checked by reading it back, with a list of all in `manifest.json`. */
export async function writeArchive(at: Toban, folder: string, files: Old[]): Promise<Archived[]> {
  await at.files.ensureFolder(folder);
  const archived: Archived[] = [];
  for (const file of files) {
    const plain = `${basename(file.path).replace(/\.gz$/, '')}.gz`;
    const name = archived.some((other) => other.name === plain) ? `${file.log}-${archived.length}-${plain}` : plain;
    archived.push({ ...file, name, sha256: await compressTo(file.path, `${folder}/${name}`) });
  }
  await at.files.writeAtomic(`${folder}/manifest.json`, `${JSON.stringify({ files: archived }, null, 2)}\n`);
  return archived;
}

/** Removes exactly the files that were archived, each only while it still holds what its copy holds. */
export async function removeArchived(at: Toban, archived: Archived[]): Promise<void> {
  for (const { path, sha256 } of archived) {
    if ((await digestOf(path, path.endsWith('.gz'))) !== sha256) {
      throw new OpsError('logs.changed', `${path} was written to while it was archived; it stays.`, {
        hint: 'Try again: toban logs archive',
      });
    }
    await at.files.remove(path);
  }
}
