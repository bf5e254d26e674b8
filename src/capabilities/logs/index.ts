import { defineCapability } from '#operations/capability.ts';
import { errorConcerns } from './concerns.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';
import { rotateLogs } from './worker.ts';

export { type Capture, captureOutput } from './capture.ts';
export { inert } from './inert.ts';
export { processLog } from './sources.ts';

/** What the services and their jobs say: captured, rotated, searched, followed, counted. */
export const logs = defineCapability({
  name: 'logs',
  title: { en: 'Logs', ja: 'ログ' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  workers: [{ name: 'rotate-logs', run: rotateLogs }],
  concerns: errorConcerns,
});
