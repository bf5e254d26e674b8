import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { openFiles } from './files.ts';
import type { Files } from './files.ts';
import { openSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';

type Opened = { files: Files; keyFile: string; secrets: Secrets; open(environment?: Record<string, string>): Secrets };

async function openFor(t: TestContext, environment: Record<string, string> = {}): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'toban-secrets-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const files = openFiles(folder);
  const keyFile = files.path('key');
  const open = (given: Record<string, string> = {}): Secrets => openSecrets({ files, environment: given, keyFile });
  return { files, keyFile, secrets: open(environment), open };
}

test('the environment comes first, then the file, then the store', async (t) => {
  const { files, open } = await openFor(t);
  await writeFile(files.path('hook.txt'), 'from-file\n');
  await open().set('ADMIN_WEBHOOK', 'from-store');
  const path = files.path('hook.txt');
  assert.equal(await open({ ADMIN_WEBHOOK: 'from-env', ADMIN_WEBHOOK_FILE: path }).read('ADMIN_WEBHOOK'), 'from-env');
  assert.equal(await open({ ADMIN_WEBHOOK: '', ADMIN_WEBHOOK_FILE: path }).read('ADMIN_WEBHOOK'), 'from-file');
  assert.equal(await open().read('ADMIN_WEBHOOK'), 'from-store');
});

test('a missing secret is told with the command that sets it', async (t) => {
  const { secrets } = await openFor(t);
  assert.equal(await secrets.has('SMTP_PASSWORD'), false);
  await assert.rejects(secrets.read('SMTP_PASSWORD'), {
    code: 'secret.missing',
    hint: /toban secrets set SMTP_PASSWORD/,
  });
  await assert.rejects(secrets.read('../key'), { code: 'secret.bad-name' });
});

test('the store and the key are private, and the store shows no value', async (t) => {
  const { files, keyFile, secrets } = await openFor(t);
  await secrets.set('API_TOKEN', 'tok-0123456789');
  const stored = await readFile(files.path('secrets.json'), 'utf8');
  assert.equal(stored.includes('tok-0123456789'), false);
  assert.equal((await stat(keyFile)).mode & 0o777, 0o600);
  assert.equal((await stat(files.path('secrets.json'))).mode & 0o777, 0o600);
  await secrets.remove('API_TOKEN');
  assert.equal(await secrets.has('API_TOKEN'), false);
});

test('a value moved to another name, or with one bit flipped, does not open', async (t) => {
  const { files, secrets } = await openFor(t);
  await secrets.set('A_TOKEN', 'value of a');
  const store = JSON.parse((await files.readText('secrets.json')) ?? '');
  store.secrets.B_TOKEN = store.secrets.A_TOKEN;
  const box = Buffer.from(store.secrets.A_TOKEN.box, 'base64');
  box[0] = (box[0] ?? 0) ^ 1;
  store.secrets.A_TOKEN = { ...store.secrets.A_TOKEN, box: box.toString('base64') };
  await files.writeAtomic('secrets.json', JSON.stringify(store));
  await assert.rejects(secrets.read('A_TOKEN'), { code: 'secret.unreadable' });
  await assert.rejects(secrets.read('B_TOKEN'), { code: 'secret.unreadable' });
});

test('a missing, foreign, damaged or open key file is refused and never replaced', async (t) => {
  const { keyFile, secrets } = await openFor(t);
  await secrets.set('A_TOKEN', 'value of a');
  const key = await readFile(keyFile, 'utf8');
  await chmod(keyFile, 0o640);
  await assert.rejects(secrets.read('A_TOKEN'), { code: 'secret.key-file-open', hint: /chmod 600/ });
  await rm(keyFile);
  await assert.rejects(secrets.read('A_TOKEN'), { code: 'secret.key-missing' });
  await assert.rejects(secrets.set('B_TOKEN', 'value of b'), { code: 'secret.key-missing' });
  await writeFile(keyFile, 'short', { mode: 0o600 });
  await assert.rejects(secrets.read('A_TOKEN'), { code: 'secret.key-damaged' });
  await writeFile(keyFile, `${Buffer.alloc(32).toString('base64')}\n`);
  await assert.rejects(secrets.read('A_TOKEN'), { code: 'secret.unreadable' });
  await writeFile(keyFile, key);
  assert.equal(await secrets.read('A_TOKEN'), 'value of a');
});

test('a damaged store is told and kept', async (t) => {
  const { files, secrets } = await openFor(t);
  await files.writeAtomic('secrets.json', '{"version":1,');
  await assert.rejects(secrets.set('A_TOKEN', 'value of a'), { code: 'secret.store-damaged' });
  assert.equal(await files.readText('secrets.json'), '{"version":1,');
});

test('several processes set secrets at once: none is lost, and there is one key', async (t) => {
  const { files, keyFile, secrets } = await openFor(t);
  const program = `
    import { openFiles } from '${new URL('files.ts', import.meta.url).href}';
    import { openSecrets } from '${new URL('secrets.ts', import.meta.url).href}';
    const secrets = openSecrets({ files: openFiles(process.argv[1]), environment: {}, keyFile: process.argv[2] });
    await Promise.all([1, 2, 3].map((n) => secrets.set('S_' + process.argv[3] + n, 'value ' + n)));
  `;
  const runs = ['A', 'B', 'C'].map(async (name) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, files.root, keyFile, name], {
      stdio: 'inherit',
    });
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
  await Promise.all(runs);
  assert.equal((await secrets.names()).length, 9);
  assert.equal(await secrets.read('S_B3'), 'value 3');
});

test('names tell where each value comes from, and settings are no secrets', async (t) => {
  const environment = { PATH: '/bin', A_TOKEN: 'x', B_KEY_FILE: '/run/b', TOBAN_KEY_FILE: '/etc/key', STORED: 'y' };
  const { open } = await openFor(t);
  await open().set('STORED', 'z');
  await open().set('OTHER', 'z');
  assert.deepEqual(await open(environment).names(), [
    { name: 'A_TOKEN', source: 'environment' },
    { name: 'B_KEY', source: 'file' },
    { name: 'OTHER', source: 'store' },
    { name: 'STORED', source: 'environment' },
  ]);
});

test('secrets in the environment are redacted from the start, others once they were read', async (t) => {
  const environment = {
    MAIL_PASSWORD: 'hunter2-long',
    DATABASE_URL: 'postgres://u:p%40ssword9@db/x',
    HOME: '/home/someone',
  };
  const { secrets, open } = await openFor(t, environment);
  assert.equal(
    secrets.redact('a hunter2-long b p@ssword9 c p%40ssword9 /home/someone'),
    'a [redacted] b [redacted] c [redacted] /home/someone',
  );
  await secrets.set('X_TOKEN', 'stored-value');
  const other = open();
  assert.equal(other.redact('stored-value'), 'stored-value');
  await other.read('X_TOKEN');
  assert.equal(other.redact('stored-value'), '[redacted]');
});
