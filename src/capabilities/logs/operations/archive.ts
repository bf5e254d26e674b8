import { z } from 'zod';
import { OpsError } from '#platform/errors.ts';
import { ServiceId } from '#manual/service.ts';
import { defineOperation } from '#operations/define.ts';
import { Whole } from '#operations/fields.ts';
import { type Archived, type Old, oldFiles, removeArchived, writeArchive } from '../archive.ts';

/** `files` is decided once; `archived` is filled by the first step, and the second removes exactly that. */
type Plan = { service: string; folder: string; files: Old[]; archived: Archived[] };

export const archiveLogs = defineOperation({
  name: 'logs.archive',
  summary: {
    en: 'Move closed log files older than some days into a checked, compressed archive',
    ja: '古いログを圧縮して書庫に移し、内容を確かめてから元を消す',
  },
  risk: 'disruptive',
  input: z.object({ service: ServiceId, days: Whole.default(7).describe('How many days stay outside the archive') }),
  lock: ({ service }) => `logs/${service}`,

  async prepare({ service, days }, context): Promise<Plan> {
    const files = await oldFiles(context, service, days);
    const stamp = new Date(context.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const folder = context.files.path('archives', service, `logs-${stamp}`);
    const [needed, free] = [
      files.reduce((sum, file) => sum + file.size_bytes, 0),
      await context.files.free(context.files.root),
    ];
    if (free < needed) {
      throw new OpsError('logs.no-room', `The archive may need ${needed} bytes; ${free} are free.`, {
        hint: 'Make room first: df -h',
      });
    }
    return { service, folder, files, archived: [] };
  },

  steps: (plan, context) =>
    plan.files.length === 0
      ? []
      : [
          {
            title: {
              en: `Archive ${plan.files.length} files and read them back`,
              ja: `${plan.files.length} 個のファイルを書庫に入れ、読み戻して確かめる`,
            },
            run: async () => void plan.archived.push(...(await writeArchive(context, plan.folder, plan.files))),
            // Once some originals are gone, their copies must stay.
            undo: async () => {
              const present = await Promise.all(plan.files.map((file) => context.files.stat(file.path)));
              if (present.every(Boolean)) await context.files.remove(plan.folder);
            },
          },
          {
            title: { en: 'Remove exactly those files', ja: 'そのファイルだけを消す' },
            run: () => removeArchived(context, plan.archived),
          },
        ],

  report: ({ folder, files }) => ({
    archive: files.length === 0 ? null : folder,
    files: files.map(({ log, path, day }) => ({ log, path, day })),
    size_bytes: files.reduce((sum, file) => sum + file.size_bytes, 0),
  }),
});
