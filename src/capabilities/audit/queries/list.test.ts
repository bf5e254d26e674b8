import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import { movedClock } from '#test/clock.ts';
import { onBothStores } from '#test/toban.ts';
import { audit } from '../index.ts';

onBothStores((open) => {
  test('D17: the audit is listed by date range, actor, action, operation and service, page by page', async () => {
    const clock = movedClock('2026-11-21T00:00:00Z');
    await using toban = await open({ capabilities: [audit], clock });
    for (let day = 0; day < 10; day++) {
      await toban.toban.store.transaction((trx) =>
        appendAudit(toban.toban, trx, {
          actor: systemActor(day % 2 ? 'odd' : 'even'),
          action: 'run.started',
          operation: `service.${day < 5 ? 'start' : 'stop'}`,
          service: 'kotonoha',
          detail: { day },
        }),
      );
      await clock.advance(86_400_000);
    }
    const days = async (input: Record<string, unknown>) =>
      (await toban.ask('audit.list', input)).items.map(({ detail }: any) => detail.day);
    assert.deepEqual(await days({ since: '2026-11-23T00:00:00Z', until: '2026-11-25T09:00:00+09:00' }), [3, 2]);
    assert.deepEqual(await days({ actor: 'odd', operation: 'service.stop' }), [9, 7, 5]);
    assert.deepEqual(await days({ service: 'keiba' }), []);
    assert.deepEqual(await days({ action: 'run.ended' }), []);

    const first = await toban.ask('audit.list', { limit: 4 });
    assert.deepEqual(Object.keys(first.items[0]), [
      'seq',
      'at',
      'actor',
      'action',
      'operation',
      'service',
      'detail',
      'hash',
    ]);
    assert.deepEqual(first.items[0].actor, { kind: 'system', id: 'odd', name: 'odd' });
    assert.deepEqual(await days({ limit: 4, cursor: first.next }), [5, 4, 3, 2]);
    assert.equal((await toban.ask('audit.list', { limit: 11 })).next, undefined);
  });
});
