import { defineCapability } from '#operations/capability.ts';
import { auditAnchor, auditConcerns } from './anchoring.ts';
import { listAudit } from './queries/list.ts';
import { verifyAudit } from './queries/verify.ts';

/** The audit is written by the heart with each change; here it is read, checked, and anchored outside the store. */
export const audit = defineCapability({
  name: 'audit',
  title: { en: 'Audit', ja: '監査' },
  queries: [listAudit, verifyAudit],
  workers: [auditAnchor],
  concerns: auditConcerns,
});
