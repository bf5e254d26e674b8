import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secret, use } from '#manual/references.ts';
import { onBothStores } from '#test/toban.ts';
import { delivery, slack } from '#capabilities/delivery/index.ts';
import { emergency } from '#capabilities/emergency/index.ts';
import { capabilities, job, programs, service } from '../jobs.fixture.ts';

const end = `console.log('32 of 33 sources'); process.exitCode = Number(process.argv[2]);`;
const notify = { to: [{ channel: 'slack', address: '#ops' }] };

onBothStores((open) => {
  test('C2, C3: a failure and a partial success are told to whom the manual says, once; a success is not', async () => {
    await using files = await programs({ 'end.cjs': end });
    const jobs = [0, 1, 3].map((code) => job(`ends-${code}`, ['node', 'end.cjs', String(code)], { notify }));
    const channels = [use('slack', slack, { webhook: secret('OPS_WEBHOOK') })];
    await using toban = await open({
      capabilities: [...capabilities, delivery, emergency],
      services: [{ ...service(files.folder, jobs), channels }],
    });
    for (const code of [0, 1, 3]) await toban.act('jobs.run', { service: 'demo', job: `ends-${code}` });

    const { items } = await toban.ask('delivery.list', { service: 'demo' });
    assert.deepEqual(
      items.map(({ title, to, category }: Record<string, string>) => ({ title, to, category })).toReversed(),
      [
        { title: 'demo: Title failed', to: '#ops', category: 'job-ended' },
        { title: 'demo: Title partly succeeded', to: '#ops', category: 'job-ended' },
      ],
    );
    const { body } = await toban.ask('delivery.show', { delivery: items[1].id });
    assert.match(body, /32 of 33 sources\ntoban runs show r_/);
  });

  test('C3: a failure is told when no retry follows it any more', async () => {
    await using files = await programs({ 'end.cjs': end });
    const channels = [use('slack', slack, { webhook: secret('OPS_WEBHOOK') })];
    const failing = job('fails', ['node', 'end.cjs', '1'], { notify, retries: 1, retryAfter: '1h' });
    await using toban = await open({
      capabilities: [...capabilities, delivery, emergency],
      services: [{ ...service(files.folder, [failing]), channels }],
    });
    await toban.act('jobs.run', { service: 'demo', job: 'fails' });
    assert.deepEqual((await toban.ask('delivery.list', { service: 'demo' })).items, []);
  });
});
