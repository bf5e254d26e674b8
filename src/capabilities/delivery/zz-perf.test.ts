import { test } from 'node:test';
import { startSandbox } from '@toban/sandbox';
import { openTestToban } from '#test/toban.ts';
import { startPostgres } from '#test/postgres.ts';
import { capabilities, digest, environment, mailer, post, postLines, until } from './testing/mailer.ts';
for (const kind of ['sqlite', 'postgres']) test('perf ' + kind, async () => {
  const server = kind === 'postgres' ? await startPostgres() : undefined;
  await using sandbox = await startSandbox();
  await using toban = await openTestToban({ capabilities, services: [mailer(sandbox)], environment, databaseUrl: await server?.database() });
  let t = performance.now();
  const to = Array.from({ length: 10_000 }, (_, index) => ({ channel: 'email', address: `user${index}@example.test` }));
  await post(toban, digest({ to, notBefore: '2027-12-01T00:00:00Z' }));
  console.log(kind, '10k recipients', performance.now() - t);
  t = performance.now();
  await postLines(toban, Array.from({ length: 10_000 }, (_, i) => digest({ key: 'k' + i, notBefore: '2027-12-01T00:00:00Z' })));
  console.log(kind, '10k batch', performance.now() - t);
  t = performance.now();
  for (let i = 0; i < 300; i++) await post(toban, digest({ notBefore: '2027-12-01T00:00:00Z' }));
  console.log(kind, 'one by one /s', 300 / (performance.now() - t) * 1000);
  t = performance.now();
  await Promise.all(Array.from({ length: 64 }, async () => { for (let i = 0; i < 30; i++) await post(toban, digest({ notBefore: '2027-12-01T00:00:00Z' })); }));
  console.log(kind, '64 clients /s', 64 * 30 / (performance.now() - t) * 1000);
  await postLines(toban, Array.from({ length: 2000 }, (_, i) => digest({ title: 't' + i })));
  t = performance.now();
  toban.startWorkers();
  await until(() => sandbox.messages().length >= 2000, 60_000);
  console.log(kind, 'drain /s', 2000 / (performance.now() - t) * 1000);

});
