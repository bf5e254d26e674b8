import { rfc3339 } from '#platform/clock.ts';
import { defineQuery } from '#operations/define.ts';
import { Instant, Limit } from '#operations/fields.ts';
import { listAudit as readAudit } from '#operations/records.ts';
import type { AuditRow } from '#operations/schema.ts';
import { z } from 'zod';

export const listAudit = defineQuery({
  name: 'audit.list',
  summary: { en: 'Who did what, and when', ja: '監査記録の一覧' },
  role: 'auditor',
  input: z.object({
    since: Instant.optional().describe('From this instant on, RFC 3339'),
    until: Instant.optional().describe('Before this instant, RFC 3339'),
    actor: z.string().optional().describe('Name of a user or token, or what else acted'),
    action: z.string().optional().describe('What happened, e.g. session.refused'),
    operation: z.string().optional().describe('Name of an operation, e.g. service.restart'),
    service: z.string().optional().describe('Service id'),
    limit: Limit(100).describe('How many at most'),
    cursor: z.coerce.number().int().positive().optional().describe('The "next" of the page before'),
  }),

  async answer({ cursor, limit, ...filter }, { store }) {
    const rows = await readAudit(store.db, { ...filter, limit, before: cursor });
    const last = rows.length === limit ? rows.at(-1) : undefined;
    return { items: rows.map(describeRow), ...(last && { next: String(last.seq) }) };
  },
});

const describeRow = (row: AuditRow) => ({
  seq: row.seq,
  at: rfc3339(row.at),
  actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  action: row.action,
  ...(row.operation !== null && { operation: row.operation }),
  ...(row.run_id !== null && { run: row.run_id }),
  ...(row.service !== null && { service: row.service }),
  ...(row.outcome !== null && { outcome: row.outcome }),
  detail: JSON.parse(row.detail_json) as Record<string, unknown>,
  hash: row.hash,
});
