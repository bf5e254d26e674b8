import { OpsError } from '#platform/errors.ts';
import type { Files } from '#platform/files.ts';
import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import type { Worker } from '#operations/capability.ts';
import type { Toban } from '#operations/context.ts';
import { z } from 'zod';
import { insertStop } from './records.ts';
import type { EmergencyStopRow } from './schema.ts';

/**
 * A stop that the store could not take, since its disk is full or a frozen process holds it, stands as a file in the
 * data folder. It holds this node as one in the store does, and is taken into the store as soon as that can be.
 */
const FOLDER = 'emergency';

const Beside = z.object({
  id: z.string(),
  service: z.string().nullable(),
  reason: z.string(),
  stopped_by: z.string(),
  stopped_at: z.number(),
  cleared_by: z.null(),
  cleared_at: z.null(),
  cleared_reason: z.null(),
});

export const putBeside = (files: Files, row: EmergencyStopRow): Promise<void> =>
  files.writeUrgent(files.path(FOLDER, `${row.id}.json`), JSON.stringify(row));

/** A file that cannot be read fails whoever asks, so that nothing is sent. */
export async function stopsBeside(files: Files): Promise<EmergencyStopRow[]> {
  const names = (await files.list(FOLDER)).filter(({ name }) => name.endsWith('.json'));
  const rows = await Promise.all(names.map(({ path }) => readBeside(files, path)));
  return rows.filter((row) => row !== undefined);
}

async function readBeside(files: Files, path: string): Promise<EmergencyStopRow | undefined> {
  const text = await files.readText(path);
  if (text === undefined) return undefined;
  try {
    return Beside.parse(JSON.parse(text));
  } catch (cause) {
    throw new OpsError(
      'emergency.unreadable',
      `The emergency stop in ${path} cannot be read; until it can, nothing is sent.`,
      {
        kind: 'blocked',
        hint: `Read it. When it is safe again, remove it: rm ${path}`,
        cause,
      },
    );
  }
}

export async function takeIn(toban: Toban): Promise<void> {
  for (const row of await stopsBeside(toban.files)) {
    await toban.store.transaction(async (trx) => {
      if (!(await insertStop(trx, row))) return;
      const detail = { reason: row.reason, by: row.stopped_by, at: row.stopped_at };
      await appendAudit(toban, trx, {
        actor: systemActor('emergency'),
        action: 'emergency.taken-in',
        service: row.service ?? undefined,
        detail,
      });
    });
    await toban.files.remove(toban.files.path(FOLDER, `${row.id}.json`));
    toban.events.publish({ topic: 'emergency', service: row.service ?? undefined });
  }
}

const LOOK_MS = 1000;

export const keepStopsWritable: Worker = {
  name: 'emergency.stops',
  async run(toban, signal) {
    while (!signal.aborted) {
      try {
        await takeIn(toban);
        await toban.files.keepRoom();
      } catch (thrown) {
        toban.log.warn('an emergency stop could not be taken into the store yet', { error: String(thrown) });
      }
      await toban.clock.sleep(LOOK_MS, signal).catch(() => {});
    }
  },
};
