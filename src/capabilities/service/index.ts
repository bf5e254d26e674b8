import { defineCapability } from '#operations/capability.ts';
import { serviceConcerns } from './concerns.ts';
import { serviceMetrics } from './metrics.ts';
import { serviceMigrations } from './migrations/index.ts';
import * as operations from './operations/index.ts';
import * as queries from './queries/index.ts';
import { supervisorOf } from './supervisor.ts';

export { programEnvironment } from './environment.ts';
export { statusOf, type ServiceStatus } from './status.ts';
export { supervisorOf } from './supervisor.ts';

/** The processes of the services: started, watched, started again after a crash, and ended with all that they started. */
export const service = defineCapability({
  name: 'service',
  title: { en: 'Services', ja: 'サービス' },
  operations: Object.values(operations),
  queries: Object.values(queries),
  migrations: serviceMigrations,
  workers: [{ name: 'supervise', run: (toban, signal) => supervisorOf(toban).run(signal) }],
  concerns: serviceConcerns,
  metrics: serviceMetrics,
});
