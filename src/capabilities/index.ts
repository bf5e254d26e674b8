import type { Capability } from '#operations/capability.ts';
import { access } from './access/index.ts';
import { audit } from './audit/index.ts';
import { checklist } from './checklist/index.ts';
import { delivery } from './delivery/index.ts';
import { emergency } from './emergency/index.ts';
import { logs } from './logs/index.ts';
import { manual } from './manual/index.ts';
import { overview } from './overview/index.ts';
import { report } from './report/index.ts';
import { runbook } from './runbook/index.ts';
import { runs } from './runs/index.ts';
import { schedule } from './schedule/index.ts';
import { secrets } from './secrets/index.ts';
import { service } from './service/index.ts';

export { openIdentity } from './access/index.ts';

/** Everything that Toban can do, in the order in which it is shown. A new capability is one folder and one line here. */
export const capabilities: readonly Capability[] = [
  overview,
  service,
  schedule,
  delivery,
  logs,
  report,
  checklist,
  runbook,
  emergency,
  manual,
  runs,
  audit,
  access,
  secrets,
];
