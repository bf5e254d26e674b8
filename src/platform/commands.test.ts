import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '#platform/ids.ts';
import { openCommands } from './commands.ts';
import type { StartCommand } from './commands.ts';
import { processTicks } from './commands/processes.ts';

const commands = openCommands();

type Prepared = { command: StartCommand; lines: string[]; line(matches: RegExp): Promise<string> };

function prepare(t: TestContext, argv: string[], environment: Record<string, string> = {}): Prepared {
  const mark = newId('mark', Date.now());
  const lines: string[] = [];
  const command: StartCommand = {
    argv,
    cwd: tmpdir(),
    environment,
    mark,
    onLine: (_stream, line) => void lines.push(line),
  };
  t.after(() => {
    for (const pid of commands.withMark(mark)) process.kill(pid, 'SIGKILL');
  });
  const line = async (matches: RegExp): Promise<string> => {
    for (let i = 0; i < 250; i++) {
      const found = lines.find((each) => matches.test(each));
      if (found !== undefined) return found;
      await pause(20);
    }
    throw new Error(`No line matches ${matches}; there were: ${lines.join(' | ')}`);
  };
  return { command, lines, line };
}

const exists = (pid: number): boolean => processTicks(pid) !== undefined;

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && exists(pid); i++) await pause(20);
  return !exists(pid);
}

const onlyLinux = process.platform === 'linux' ? {} : { skip: 'needs /proc' };

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

test('stopping ends the whole group, also members that ignore SIGTERM', async (t) => {
  const script = `trap '' TERM; sleep 100 & (trap '' TERM; while :; do sleep 0.1; done) & echo "member $!"; wait; sleep 100`;
  const { command, line } = prepare(t, ['sh', '-c', script]);
  const running = await commands.start(command);
  const member = Number((await line(/member/)).split(' ')[1]);
  const started = performance.now();
  const { exit, escaped } = await running.stop(300);
  assert.deepEqual(exit, { code: null, signal: 'SIGKILL' });
  assert.deepEqual(escaped, []);
  assert.ok(performance.now() - started < 3000);
  assert.ok(await gone(member));
  assert.deepEqual(commands.withMark(command.mark), []);
});

test('a program that obeys SIGTERM is given its grace', async (t) => {
  const script =
    'process.on("SIGTERM", () => setTimeout(() => process.exit(3), 200)); console.log("up"); setInterval(() => {}, 1000)';
  const { command, line } = prepare(t, ['node', '-e', script]);
  const running = await commands.start(command);
  await line(/up/);
  const [first, second] = [running.stop(3000), running.stop(1)];
  assert.deepEqual(await first, { exit: { code: 3, signal: null }, escaped: [] });
  assert.deepEqual(await second, await first);
});

test('a child that left for a session of its own is found, ended and reported', onlyLinux, async (t) => {
  const { command, line } = prepare(t, ['sh', '-c', 'setsid sh -c "echo escapee \\$\\$; exec sleep 100" & sleep 100']);
  const running = await commands.start(command);
  const escapee = Number((await line(/escapee/)).split(' ')[1]);
  const { escaped } = await running.stop(500);
  assert.deepEqual(escaped, [escapee]);
  assert.ok(await gone(escapee));
});

test('an escapee whose parents are gone is found too', onlyLinux, async (t) => {
  const script = '(setsid sh -c "echo escapee \\$\\$; trap : TERM; while :; do sleep 0.1; done" &) ; exit 0';
  const { command, line } = prepare(t, ['sh', '-c', script]);
  const running = await commands.start(command);
  const escapee = Number((await line(/escapee/)).split(' ')[1]);
  await running.exited;
  assert.equal(exists(escapee), true);
  assert.ok((await running.stop(200)).escaped.includes(escapee));
  assert.ok(await gone(escapee));
});

test('a member without the mark that outlives its leader is ended as well', onlyLinux, async (t) => {
  const { command, line } = prepare(t, ['sh', '-c', 'env -i /bin/sleep 100 & echo "member $!"; exit 4']);
  const running = await commands.start(command);
  const member = Number((await line(/member/)).split(' ')[1]);
  assert.equal((await running.exited).code, 4);
  await running.stop(200);
  assert.ok(await gone(member));
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

test('what a killed supervisor left behind is ended by its identity', onlyLinux, async (t) => {
  const { command } = prepare(t, []);
  const supervisor = `
    import { openCommands } from '${new URL('commands.ts', import.meta.url)}';
    const command = { argv: ['sh', '-c', 'sleep 100 & setsid sleep 100 & sleep 100'], cwd: '/tmp', environment: {}, mark: '${command.mark}', onLine() {} };
    const { identity } = await openCommands().start(command);
    setTimeout(() => console.log(JSON.stringify(identity)), 200);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', supervisor], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [bytes] = await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const identity = JSON.parse(String(bytes));
  assert.equal(commands.alive(identity), true);
  const { ended } = await commands.endLeftover(identity, 500);
  assert.equal(ended.length, 4);
  assert.equal(commands.alive(identity), false);
});

test('a process that merely got the same pid is never touched', async (t) => {
  const bystander = spawn('sleep', ['100'], { detached: true });
  t.after(() => bystander.kill('SIGKILL'));
  await once(bystander, 'spawn');
  const { command } = prepare(t, ['true']);
  const { identity, exited } = await commands.start(command);
  await exited;
  const pid = bystander.pid ?? 0;
  const reused = [
    { ...identity, pid },
    { ...identity, pid, boot: 'another boot' },
  ];
  for (const each of reused) {
    assert.equal(commands.alive(each), false);
    assert.deepEqual(await commands.endLeftover(each, 50), { ended: [] });
  }
  assert.equal(exists(pid), true);
});
