import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditAfter } from '#operations/records.ts';
import { openTestToban } from '#test/toban.ts';
import { secrets } from './index.ts';

const services = [
  {
    id: 'mailer',
    title: { en: 'Mailer', ja: '郵便係' },
    folder: '/tmp',
    environment: { PASSWORD: { secret: 'MAILER_PASSWORD' } },
  },
];

test('a secret is kept for its service, and stands in no run, audit or list', async () => {
  await using toban = await openTestToban({ capabilities: [secrets], services });
  assert.deepEqual((await toban.ask('secrets.list')).items, [
    { name: 'MAILER_PASSWORD', source: null, missing: true, usedBy: ['mailer'] },
  ]);

  const run = await toban.act('secrets.set', { name: 'MAILER_PASSWORD', value: 'correct horse battery' });
  assert.equal(run.outcome, 'succeeded');
  assert.equal(await toban.toban.secrets.read('MAILER_PASSWORD'), 'correct horse battery');
  const said = JSON.stringify([run, await toban.ask('secrets.list'), await auditAfter(toban.toban.store.db, 0, 10)]);
  assert.ok(!said.includes('correct horse'));

  assert.equal((await toban.act('secrets.remove', { name: 'MAILER_PASSWORD' })).outcome, 'succeeded');
  assert.equal((await toban.act('secrets.remove', { name: 'MAILER_PASSWORD' })).error?.code, 'secret.unknown');
});
