import { defineCapability } from '#operations/capability.ts';
import { errorConcerns } from './concerns.ts';
import { archiveLogs } from './operations/archive.ts';
import { rotateLogFiles } from './operations/rotate.ts';
import { logErrors } from './queries/errors.ts';
import { searchLog } from './queries/search.ts';
import { logSources } from './queries/sources.ts';
import { tailLog } from './queries/tail.ts';
import { rotateLogs } from './worker.ts';

export { type Capture, captureOutput } from './capture.ts';
export { inert } from './inert.ts';
export { processLog } from './sources.ts';

/** What the services and their jobs say: captured, rotated, searched, followed, counted. */
export const logs = defineCapability({
  name: 'logs',
  title: { en: 'Logs', ja: 'ログ' },
  operations: [rotateLogFiles, archiveLogs],
  queries: [logSources, searchLog, tailLog, logErrors],
  workers: [{ name: 'rotate-logs', run: rotateLogs }],
  concerns: errorConcerns,
});
