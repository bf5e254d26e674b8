import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { test } from 'node:test';
import { access } from '#capabilities/access/index.ts';
import { openTestToban } from '#test/toban.ts';
import { emergency, stopFor } from './index.ts';
import { stopsBeside, takeIn } from './beside.ts';

test('A20: a stop that the store cannot take holds at once, is taken in once it can be, and is cleared as any other', async () => {
  await using toban = await openTestToban({ capabilities: [access, emergency] });
  const frozen = new DatabaseSync(join(toban.folder, 'toban.db'));
  frozen.exec('begin immediate');
  const run = await toban.act('emergency.stop', { reason: 'wrong recipients' });
  assert.deepEqual([run.run, run.outcome], [null, 'succeeded']);
  assert.equal((await stopFor(toban.toban, 'any'))?.reason, 'wrong recipients');
  assert.equal((await toban.ask('emergency.status')).stops.length, 1);
  frozen.exec('rollback');
  frozen.close();

  await takeIn(toban.toban);
  assert.deepEqual(await stopsBeside(toban.toban.files), []);
  const { stops } = await toban.ask('emergency.status');
  assert.deepEqual(
    stops.map(({ by }: { by: string }) => by),
    ['test'],
  );
  assert.equal((await toban.act('emergency.clear')).outcome, 'succeeded');
  assert.equal(await stopFor(toban.toban, 'any'), undefined);
});

test('a stop that still stands beside the store is cleared with the others, and does not come back', async () => {
  await using toban = await openTestToban({ capabilities: [access, emergency] });
  const { files } = toban.toban;
  const row = {
    id: 'e_1',
    service: null,
    reason: 'r',
    stopped_by: 'test',
    stopped_at: 1,
    cleared_by: null,
    cleared_at: null,
    cleared_reason: null,
  };
  await files.writeUrgent(files.path('emergency', 'e_1.json'), JSON.stringify(row));
  assert.equal((await toban.act('emergency.clear')).outcome, 'succeeded');
  await files.writeUrgent(files.path('emergency', 'e_1.json'), JSON.stringify(row));
  await takeIn(toban.toban);
  assert.equal(await stopFor(toban.toban, 'any'), undefined);
});

test('a stop that cannot be read lets nothing pass', async () => {
  await using toban = await openTestToban({ capabilities: [access, emergency] });
  await toban.toban.files.writeAtomic(toban.toban.files.path('emergency', 'e_2.json'), '{');
  await assert.rejects(stopFor(toban.toban, 'any'), { code: 'emergency.unreadable', hint: /remove it: rm / });
});
