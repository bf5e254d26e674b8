import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { commands, exists, gone, prepare } from './command.fixture.ts';

const onlyLinux = process.platform === 'linux' ? {} : { skip: 'needs /proc' };

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

test('what a killed supervisor left behind is ended by its identity', onlyLinux, async (t) => {
  const { command } = prepare(t, []);
  const supervisor = `
    import { openCommands } from '${new URL('../commands.ts', import.meta.url).href}';
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
    // Of another start: two that start within one tick of the kernel's clock would be told apart by nothing else.
    { ...identity, pid, ticks: '1' },
    { ...identity, pid, boot: 'another boot' },
  ];
  for (const each of reused) {
    assert.equal(commands.alive(each), false);
    assert.deepEqual(await commands.endLeftover(each, 50), { ended: [] });
  }
  assert.equal(exists(pid), true);
});
