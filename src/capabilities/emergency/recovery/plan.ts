import type { EmergencyStop } from '../stop-state.ts';
import type { CheckedDatabase } from './integrity.ts';
import type { Temporary } from './temporary.ts';

export type RecoveryPlan = {
  service: string;
  stop: EmergencyStop | null;
  /** Which jobs' schedules went on, and which were held already. */
  schedules: { running: string[]; paused: string[] };
  hasJobs: boolean;
  hasProcess: boolean;
  temporary: Temporary;
  databases: CheckedDatabase[];
  /** Databases that are not SQLite. */
  unchecked: string[];
  validate: string[] | null;
  rehearse: { job: string; parameters: Record<string, unknown> } | null;
};
