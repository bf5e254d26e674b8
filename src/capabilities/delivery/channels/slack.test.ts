import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Sandbox, startSandbox } from '@toban/sandbox';
import { secret, use } from '#manual/references.ts';
import { openTestToban } from '#test/toban.ts';
import { capabilities, digest, mailer, post, until } from '../mailer.fixture.ts';
import { slack } from './slack.ts';

describe('the slack channel', () => {
  let sandbox: Sandbox;
  before(async () => void (sandbox = await startSandbox()));
  after(() => sandbox.close());

  const service = () =>
    mailer({ smtpPort: sandbox.smtpPort }, { channels: [use('ops', slack, { webhook: secret('OPS_WEBHOOK') })] });
  const open = (path = 'T000/B000/ops') =>
    openTestToban({
      capabilities,
      services: [service()],
      environment: { TOBAN_NODE: 'test', OPS_WEBHOOK: `${sandbox.url}/slack/services/${path}` },
    });
  const notice = (more = {}) =>
    digest({ to: [{ channel: 'slack', address: '#ops' }], title: 'エラー 3 件', body: '<!channel> & co', ...more });

  test('E11: a notice arrives, and its text can mention nobody', async () => {
    await using toban = await open();
    toban.startWorkers();
    const { deliveries } = await post(toban, notice());
    const shown = await until(async () => {
      const found = await toban.ask('delivery.show', { delivery: deliveries[0]?.id });
      return found.state === 'accepted' && found;
    });
    assert.equal(shown.attempts, 1);
    assert.deepEqual(
      sandbox.messages({ channel: 'slack' }).map(({ text }) => text),
      ['*エラー 3 件*\n&lt;!channel&gt; &amp; co'],
    );
  });

  test('E11: a webhook that Slack has closed holds the notice back and says what to do', async () => {
    await using toban = await open('T999/B000/gone');
    toban.startWorkers();
    await post(toban, notice());
    const channel = await until(async () => {
      const { channels } = await toban.ask('delivery.status', { service: 'mailer' });
      return channels[0]?.state === 'open' && channels[0];
    });
    assert.match(channel.hint, /toban secrets set OPS_WEBHOOK/);
    assert.equal((await toban.ask('delivery.status', { service: 'mailer' })).deliveries.waiting.ready, 1);
  });

  test('E11: a pause that Slack asks for is kept, and the notice goes once', async () => {
    sandbox.clearMessages();
    sandbox.addFault({ provider: 'slack', kind: 'status', status: 429, retryAfter: 1, times: 1 });
    await using toban = await open();
    toban.startWorkers();
    await post(toban, notice());
    await until(() => sandbox.messages({ channel: 'slack' }).length === 1);
  });
});
