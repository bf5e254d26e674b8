import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends the sandbox at once, even while a page is watching`, { timeout: 10_000 }, async () => {
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: '0' },
    });
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    assert.match(line, /^sandbox ready http:\/\/127\.0\.0\.1:\d+\n$/);
    const watching = await fetch(`${line.trim().slice('sandbox ready '.length)}/api/messages/events`);
    const started = performance.now();
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
    assert.ok(performance.now() - started < 2_000);
    await watching.body?.cancel().catch(() => {});
  });
}

test('a port in use is said with a way out', { timeout: 10_000 }, async () => {
  const first = spawn(process.execPath, [MAIN], { env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_SMTP_PORT: '0' } });
  const [line] = (await once(first.stdout.setEncoding('utf8'), 'data')) as [string];
  const port = new URL(line.trim().slice('sandbox ready '.length)).port;
  const second = spawn(process.execPath, [MAIN], {
    env: { ...process.env, SANDBOX_PORT: port, SANDBOX_SMTP_PORT: '0' },
  });
  let said = '';
  second.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
  const [code] = (await once(second, 'close')) as [number];
  first.kill();
  assert.equal(code, 1);
  assert.match(said, /EADDRINUSE[\s\S]*SANDBOX_PORT/);
});
