import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands, prepare } from './commands/command.fixture.ts';

test('a command gives its lines, its exit code, and the arguments never meet a shell', async (t) => {
  const { command, lines } = prepare(t, ['printf', '%s\n', '$HOME; `id` "x"', 'last without newline']);
  const running = await commands.start(command);
  assert.deepEqual(await running.exited, { code: 0, signal: null });
  assert.deepEqual(lines, ['$HOME; `id` "x"', 'last without newline']);
  assert.equal(commands.alive(running.identity), false);
});

test('node is the Node that runs Toban, and the exit code is told', async (t) => {
  const { command, lines } = prepare(t, [
    'node',
    '-e',
    'console.log(process.version); console.error("err"); process.exit(7)',
  ]);
  const { exited } = await commands.start(command);
  assert.deepEqual(await exited, { code: 7, signal: null });
  assert.deepEqual(lines.toSorted(), ['err', process.version]);
});

test('of our own environment a child gets four variables, and the mark', async (t) => {
  process.env['TOBAN_TEST_SECRET'] = 'hidden';
  t.after(() => delete process.env['TOBAN_TEST_SECRET']);
  const { command, lines } = prepare(t, ['env'], { GIVEN: 'yes' });
  await (
    await commands.start(command)
  ).exited;
  const names = lines.map((line) => line.split('=')[0]);
  assert.ok(lines.includes('GIVEN=yes') && lines.includes(`TOBAN_MARK=${command.mark}`));
  assert.deepEqual(
    names.filter((name) => !['GIVEN', 'PATH', 'HOME', 'LANG', 'TZ', 'TOBAN_MARK'].includes(name ?? '')),
    [],
  );
});

test('what cannot be started is told apart: no command, no folder, not executable', async (t) => {
  const { command } = prepare(t, ['no-such-command-xyz']);
  await assert.rejects(commands.start(command), { code: 'command.not-found', hint: /no-such-command-xyz/ });
  await assert.rejects(commands.start({ ...command, argv: ['env'], cwd: '/none/x' }), { code: 'command.no-folder' });
  await assert.rejects(commands.start({ ...command, argv: ['/etc/passwd'] }), { code: 'command.not-executable' });
  await assert.rejects(commands.start({ ...command, argv: ['env', 'a\0b'] }), { code: 'command.not-started' });
  await assert.rejects(commands.start({ ...command, argv: [] }), { code: 'command.not-started' });
});

test('a grandchild that keeps the pipe open does not hold up the exit', async (t) => {
  const { command } = prepare(t, ['sh', '-c', 'sleep 100 & echo done; exit 0']);
  const running = await commands.start(command);
  const started = performance.now();
  assert.deepEqual(await running.exited, { code: 0, signal: null });
  assert.ok(performance.now() - started < 1000);
  await running.stop(100);
});

test('much output is read to the end without blocking the child, long lines are cut with a mark', async (t) => {
  const script = `process.stdout.write('x'.repeat(200000) + '\\n当\\n'); for (let i = 0; i < 20000; i++) console.log('line ' + i)`;
  const { command, lines } = prepare(t, ['node', '-e', script]);
  await (
    await commands.start(command)
  ).exited;
  assert.equal(lines.length, 20_002);
  assert.equal(lines[0], `${'x'.repeat(65_536)}… [cut at 64 KiB]`);
  assert.deepEqual([lines[1], lines.at(-1)], ['当', 'line 19999']);
});

test('output is complete though our own event loop was busy when the child ended', async (t) => {
  const { command, lines } = prepare(t, ['sh', '-c', 'seq 1 5000']);
  const running = await commands.start(command);
  const busyUntil = performance.now() + 1500;
  while (performance.now() < busyUntil);
  await running.exited;
  assert.equal(lines.length, 5000);
});

test('run tells a timeout and a cancellation apart, and ends the group', async (t) => {
  const slow = prepare(t, ['sh', '-c', 'sleep 100 & sleep 100']);
  const late = await commands.run({ ...slow.command, timeoutMs: 150, graceMs: 500 });
  assert.deepEqual(late, { exit: { code: null, signal: 'SIGTERM' }, timedOut: true, cancelled: false });
  assert.deepEqual(commands.withMark(slow.command.mark), []);
  const cancelled = await commands.run({
    ...slow.command,
    timeoutMs: 9000,
    graceMs: 500,
    signal: AbortSignal.timeout(100),
  });
  assert.equal(cancelled.cancelled, true);
  const before = await commands.run({ ...slow.command, timeoutMs: 9000, signal: AbortSignal.abort() });
  assert.deepEqual(before, { exit: { code: null, signal: null }, timedOut: false, cancelled: true });
  const quick = await commands.run({ ...slow.command, argv: ['true'], timeoutMs: Number.MAX_SAFE_INTEGER });
  assert.deepEqual(quick, { exit: { code: 0, signal: null }, timedOut: false, cancelled: false });
});
