import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { command } from '#manual/process.ts';
import { secret } from '#manual/references.ts';
import { onBothStores, openTestToban } from '#test/toban.ts';
import { supervisorOf } from './index.ts';
import { capabilities, freePort, lives, program, SERVER, until } from './programs.fixture.ts';

const folders: string[] = [];
const folder = async (): Promise<string> => {
  folders.push(await mkdtemp(join(tmpdir(), 'toban-service-')));
  return folders.at(-1) as string;
};
after(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

async function server(more: object = {}) {
  const port = await freePort();
  const at = await folder();
  const manual = await program(at, SERVER, {
    environment: { PORT: String(port), BOT_KEY: secret('BOT_KEY') },
    health: { url: `http://127.0.0.1:${port}/health`, every: '1s' },
    ...more,
  });
  const pids = async () =>
    (await readFile(join(at, 'pids'), 'utf8').catch(() => '')).trim().split(/\s+/).filter(Boolean).map(Number);
  return { manual, port, pids };
}

const environment = { BOT_KEY: 'value-of-the-key' };

onBothStores((open) => {
  test('B1: a service starts with Toban, and closing ends it with its children, leaving no orphan', async () => {
    const { manual, port, pids } = await server();
    {
      await using toban = await open({ capabilities, services: [manual], environment });
      toban.startWorkers();
      const status = await until(async () => {
        const found = await toban.ask('service.status', { service: 'bot' });
        return found.state === 'running' && found;
      });
      assert.deepEqual([status.health, status.port, status.pids[0]], ['up', port, (await pids())[0]]);
      assert.equal(status.pids.length, 2);
    }
    assert.deepEqual((await pids()).map(lives), [false, false]);
  });

  test('B2: a stop outlasts a restart of Toban, a start takes it back', async () => {
    const { manual, pids } = await server();
    const data = await folder();
    const options = { capabilities, services: [manual], environment, folder: data };
    let databaseUrl: string | undefined;
    {
      await using first = await open(options);
      first.startWorkers();
      assert.equal((await first.act('service.start', { service: 'bot' })).outcome, 'succeeded');
      assert.equal((await first.act('service.stop', { service: 'bot' })).outcome, 'succeeded');
      assert.deepEqual((await pids()).map(lives), [false, false]);
      databaseUrl = first.toban.settings.databaseUrl;
    }
    await using second = await open({ ...options, databaseUrl });
    second.startWorkers();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal((await second.ask('service.status', { service: 'bot' })).state, 'stopped');
    const [before] = await pids();
    assert.equal((await second.act('service.restart', { service: 'bot' })).outcome, 'succeeded');
    const found = await second.ask('service.status', { service: 'bot' });
    assert.equal(found.state, 'running');
    assert.notEqual(found.pids[0], before);
  });
});

test('E3: output is captured with secrets redacted, and the program is told where Toban is', async () => {
  const { manual } = await server();
  await using toban = await openTestToban({ capabilities, services: [manual], environment });
  toban.startWorkers();
  assert.equal((await toban.act('service.start', { service: 'bot' })).outcome, 'succeeded');
  const { items } = await until(async () => {
    const found = await toban.ask('logs.search', { service: 'bot' });
    return found.items.length > 0 && found;
  });
  assert.equal(items[0].text, 'started with [redacted] for bot');
});

test('C16: all services are stopped by one operation; one or all, never neither', async () => {
  const { manual, pids } = await server();
  await using toban = await openTestToban({ capabilities, services: [manual], environment });
  toban.startWorkers();
  await toban.act('service.start', { all: true });
  const neither = await toban.act('service.stop', {});
  assert.deepEqual([neither.error?.code, neither.error?.hint], ['service.which', 'Services: bot']);
  assert.equal((await toban.act('service.stop', { all: 'true' })).outcome, 'succeeded');
  assert.ok((await pids()).every((pid) => !lives(pid)));
});

test('a program that crashes is started again ever later, told of once, and its reason is shown', async () => {
  const manual = await program(await folder(), "console.error('ERROR no'); process.exit(3)");
  await using toban = await openTestToban({ capabilities, services: [manual] });
  toban.startWorkers();
  const status = await until(async () => {
    const found = await toban.ask('service.status', { service: 'bot' });
    return found.crashes === 3 && found;
  });
  assert.deepEqual([status.state, status.health, status.lastExit.code, status.restarts], ['backoff', 'down', 3, 2]);
  assert.ok(Date.parse(status.nextStartAt) - Date.parse(status.lastExit.at) >= 3000);
  const capability = capabilities.find((one) => one.name === 'service');
  const concerns = await capability?.concerns?.({ ...toban.toban, signal: new AbortController().signal } as never);
  assert.deepEqual(
    [concerns?.[0]?.level, concerns?.[0]?.title.en],
    ['critical', 'The service crashed 3 times in a row'],
  );
  const started = await toban.act('service.start', { service: 'bot' });
  assert.deepEqual([started.outcome, started.error?.code], ['failed', 'service.unhealthy']);
});

test('a command that is not there, or a secret that is not set, is a failure that waits for a person', async () => {
  const absent = await program(await folder(), '', { process: command('no-such-program') });
  const secretless = await program(await folder(), '', { id: 'keyless', environment: { K: secret('NO_SUCH_KEY') } });
  await using toban = await openTestToban({ capabilities, services: [absent, secretless] });
  toban.startWorkers();
  const run = await toban.act('service.start', { all: true });
  assert.equal(run.outcome, 'failed');
  const { items } = await until(async () => {
    const found = await toban.ask('service.list');
    return found.items.every((item: { state: string }) => item.state === 'failed') && found;
  });
  assert.match(items[0].hint, /no-such-program/);
  assert.match(items[1].hint, /toban secrets set NO_SUCH_KEY/);
});

test('B2: a port that is in use is explained by who holds it', async () => {
  const { manual, port } = await server();
  const holder = createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  await using toban = await openTestToban({ capabilities, services: [manual], environment });
  toban.startWorkers();
  const status = await until(async () => {
    const found = await toban.ask('service.status', { service: 'bot' });
    return found.state === 'backoff' && found;
  });
  holder.close();
  assert.match(status.hint, new RegExp(`Port ${port} is held by process ${process.pid} `));
});

test('a service that stops answering is down, one that says so is degraded', async () => {
  const port = await freePort();
  const code = `
    import { createServer } from 'node:http';
    let asked = 0;
    createServer((request, response) => {
      asked++;
      response.statusCode = asked > 10 ? 503 : 200;
      response.end(asked > 5 ? '{"status":"degraded","message":"slow"}' : '{"status":"ok"}');
    }).listen(${port}, '127.0.0.1');`;
  const manual = await program(await folder(), code, {
    health: { url: `http://127.0.0.1:${port}/`, every: '100ms', failures: 30 },
  });
  await using toban = await openTestToban({ capabilities, services: [manual] });
  const seen: string[] = [];
  toban.toban.events.subscribe(({ topic }) => {
    if (topic === 'service') seen.push(supervisorOf(toban.toban).lifeOf('bot')?.health ?? 'unknown');
  });
  toban.startWorkers();
  await until(() => seen.includes('down'));
  assert.deepEqual([...new Set(seen)], ['unknown', 'up', 'degraded', 'down']);
});

test('without a running Toban a command line is told to start it, and still sees the state', async () => {
  const manual = await program(await folder(), '');
  await using toban = await openTestToban({ capabilities, services: [manual], role: 'cli' });
  const run = await toban.act('service.start', { service: 'bot' });
  assert.deepEqual([run.error?.code, run.error?.kind, run.error?.hint], ['toban.down', 'unavailable', 'toban up']);
  const status = await toban.ask('service.status', { service: 'bot' });
  assert.deepEqual([status.state, status.hint], ['stopped', 'toban up']);
});
