import { defineCapability } from '#operations/capability.ts';
import { auditAnchor, auditConcerns } from './anchoring.ts';
import * as queries from './queries/index.ts';

/** The audit is written by the heart with each change; here it is read, checked, and anchored outside the store. */
export const audit = defineCapability({
  name: 'audit',
  title: { en: 'Audit', ja: '監査' },
  queries: Object.values(queries),
  workers: [auditAnchor],
  concerns: auditConcerns,
});
