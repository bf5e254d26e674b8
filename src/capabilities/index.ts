import type { Capability } from '#operations/capability.ts';
import { access } from './access/index.ts';
import { audit } from './audit/index.ts';
import { delivery } from './delivery/index.ts';
import { emergency } from './emergency/index.ts';
import { logs } from './logs/index.ts';
import { runs } from './runs/index.ts';
import { schedule } from './schedule/index.ts';
import { service } from './service/index.ts';

export { openIdentity } from './access/index.ts';

/** Everything that Toban can do. A new capability is one folder and one line here. */
export const capabilities: readonly Capability[] = [service, schedule, delivery, logs, emergency, runs, audit, access];
