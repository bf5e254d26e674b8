import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { link, open, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { OpsError } from '#platform/errors.ts';
import type { Files } from '../files.ts';
import { codeOf, ensurePrivateFolder, syncFolder } from '../files/atomic.ts';

const STORE = 'secrets.json';
const LOCK_TRIES = 50;

const Sealed = z.object({ key: z.string(), nonce: z.string(), box: z.string(), tag: z.string() });
const Store = z.object({ version: z.literal(1), secrets: z.record(z.string(), Sealed) });
type Sealed = z.infer<typeof Sealed>;
type Key = { id: string; bytes: Buffer };

/** Secrets in data/secrets.json, each sealed with AES-256-GCM and bound to its name and the id of its key. */
export type Vault = {
  read(name: string): Promise<string | undefined>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
  names(): Promise<string[]>;
};

export function openVault(files: Files, keyFile: string): Vault {
  let turn: Promise<unknown> = Promise.resolve();
  const change = (edit: (secrets: Record<string, Sealed>) => Promise<void>): Promise<void> => {
    const done = turn.then(() => changeStore(files, edit));
    turn = done.catch(() => {});
    return done;
  };
  return {
    async read(name) {
      const sealed = Object.entries(await readStore(files)).find(([stored]) => stored === name)?.[1];
      return sealed && unseal(name, sealed, await readKey(keyFile));
    },
    write: (name, value) =>
      change(async (secrets) => {
        const key = Object.keys(secrets).length > 0 ? await readKey(keyFile) : await readOrCreateKey(keyFile);
        secrets[name] = seal(name, value, key);
      }),
    remove: (name) => change(async (secrets) => void delete secrets[name]),
    names: async () => Object.keys(await readStore(files)).toSorted(),
  };
}

/** The command line and the server may both write, so one waits for the other. */
async function changeStore(files: Files, edit: (secrets: Record<string, Sealed>) => Promise<void>): Promise<void> {
  await using _lock = await lockSoon(files, LOCK_TRIES);
  const secrets = await readStore(files);
  await edit(secrets);
  await files.writeAtomic(STORE, `${JSON.stringify({ version: 1, secrets }, null, 2)}\n`);
}

async function lockSoon(files: Files, tries: number): Promise<AsyncDisposable> {
  try {
    return await files.lock('secrets');
  } catch (thrown) {
    if (tries <= 1 || !(thrown instanceof OpsError) || thrown.code !== 'store.locked') throw thrown;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return lockSoon(files, tries - 1);
  }
}

async function readStore(files: Files): Promise<Record<string, Sealed>> {
  const text = await files.readText(STORE);
  if (text === undefined) return {};
  try {
    return Store.parse(JSON.parse(text)).secrets;
  } catch (thrown) {
    throw new OpsError('secret.store-damaged', `${files.path(STORE)} is not a store of secrets.`, {
      cause: thrown,
      hint: 'Bring the file back from a backup; it is never overwritten as it is.',
    });
  }
}

function seal(name: string, value: string, key: Key): Sealed {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(boundTo(name, key.id));
  const box = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  const [encodedNonce, encodedBox, tag] = [nonce, box, cipher.getAuthTag()].map((part) => part.toString('base64'));
  return { key: key.id, nonce: encodedNonce ?? '', box: encodedBox ?? '', tag: tag ?? '' };
}

function unseal(name: string, sealed: Sealed, key: Key): string {
  const [nonce, box, tag] = [sealed.nonce, sealed.box, sealed.tag].map((part) => Buffer.from(part, 'base64'));
  try {
    if (sealed.key !== key.id || !nonce || !box || tag?.length !== 16) throw new Error('Another key sealed it.');
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce).setAAD(boundTo(name, key.id)).setAuthTag(tag);
    return Buffer.concat([decipher.update(box), decipher.final()]).toString('utf8');
  } catch (thrown) {
    throw new OpsError('secret.unreadable', `The stored secret ${name} does not open with key ${key.id}.`, {
      cause: thrown,
      hint: `It was sealed with key ${sealed.key}. Bring that key file back, or set it anew: toban secrets set ${name}`,
    });
  }
}

const boundTo = (name: string, keyId: string): Buffer => Buffer.from(`${name}\0${keyId}`, 'utf8');

async function readKey(keyFile: string): Promise<Key> {
  const key = await findKey(keyFile);
  if (key) return key;
  throw new OpsError('secret.key-missing', `The key file ${keyFile} is missing, so stored secrets cannot be opened.`, {
    hint: 'Bring it back from where you keep it, or name it by TOBAN_KEY_FILE.',
  });
}

async function readOrCreateKey(keyFile: string): Promise<Key> {
  return (await findKey(keyFile)) ?? (await createKey(keyFile), readKey(keyFile));
}

async function findKey(keyFile: string): Promise<Key | undefined> {
  const file = await open(keyFile, 'r').catch((thrown: unknown) => {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw thrown;
  });
  if (!file) return undefined;
  try {
    const { mode } = await file.stat();
    if ((mode & 0o077) !== 0) throw openToOthers(keyFile, mode);
    return keyFrom(keyFile, await file.readFile('utf8'));
  } finally {
    await file.close();
  }
}

function keyFrom(keyFile: string, text: string): Key {
  const bytes = Buffer.from(text.trim(), 'base64');
  if (bytes.length !== 32) {
    const hint = 'It must hold 32 bytes in base64. Bring the right file back.';
    throw new OpsError('secret.key-damaged', `${keyFile} is not a key file.`, { hint });
  }
  return { id: createHash('sha256').update('toban key\0').update(bytes).digest('hex').slice(0, 16), bytes };
}

function openToOthers(keyFile: string, mode: number): OpsError {
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  const hint = `Close it: chmod 600 ${keyFile}`;
  return new OpsError('secret.key-file-open', `The key file ${keyFile} has mode ${shown}: others can read it.`, {
    hint,
  });
}

/** Complete before it has its name, and never in the place of another: two processes end with one key. */
async function createKey(keyFile: string): Promise<void> {
  await ensurePrivateFolder(dirname(keyFile));
  const temporary = `${keyFile}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${randomBytes(32).toString('base64')}\n`);
    await file.sync();
    await link(temporary, keyFile);
  } catch (thrown) {
    if (codeOf(thrown) !== 'EEXIST') throw thrown;
    await stat(keyFile);
  } finally {
    await file.close();
    await unlink(temporary);
  }
  await syncFolder(dirname(keyFile));
}
