import { readFile } from 'node:fs/promises';
import { OpsError } from '#platform/errors.ts';
import type { Files } from './files.ts';
import { codeOf } from './files/atomic.ts';
import { openRedactor } from './secrets/redactor.ts';
import { openVault } from './secrets/vault.ts';
import type { Vault } from './secrets/vault.ts';

export type SecretSource = 'environment' | 'file' | 'store';

/**
 * Values by name: the environment variable NAME, then the file that NAME_FILE names, then the encrypted store. They are
 * read at the moment of use and, once read, removed from every text that passes `redact`.
 */
export type Secrets = {
  /** Throws `secret.missing` with the command that sets it. */
  read(name: string): Promise<string>;
  has(name: string): Promise<boolean>;
  /** Into the encrypted store. */
  set(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
  names(): Promise<{ name: string; source: SecretSource }[]>;
  /** Known values of six characters and more, in plain, base64, hex, URL and JSON form, become `[redacted]`. */
  redact(text: string): string;
  /** Makes a value known that was never stored under a name, such as a token just made. */
  register(value: string): void;
};

type Environment = Record<string, string | undefined>;
export type OpenSecrets = { files: Files; environment: Environment; keyFile: string };

const SECRET_NAME = /_(PASSWORD|TOKEN|SECRET|KEY|WEBHOOK)$/;
/** Variables of Toban itself that look like `NAME_FILE` of a secret and are settings. */
const SETTINGS = new Set(['TOBAN_KEY_FILE']);

export function openSecrets({ files, environment, keyFile }: OpenSecrets): Secrets {
  const vault = openVault(files, keyFile);
  const redactor = openRedactor();
  const find = (name: string): Promise<string | undefined> => findSecret(name, environment, vault);
  registerEnvironment(environment, redactor.register);
  return {
    async read(name) {
      const value = await find(name);
      if (value === undefined) throw missingSecret(name);
      redactor.register(value);
      return value;
    },
    has: async (name) => (await find(name)) !== undefined,
    async set(name, value) {
      checkName(name);
      redactor.register(value);
      await vault.write(name, value);
    },
    remove: (name) => vault.remove(name),
    names: async () => namesOf(environment, await vault.names()),
    redact: redactor.redact,
    register: redactor.register,
  };
}

async function findSecret(name: string, environment: Environment, vault: Vault): Promise<string | undefined> {
  checkName(name);
  return environment[name] || (await readSecretFile(name, environment)) || vault.read(name);
}

/** Also the password inside a URL such as DATABASE_URL. */
function registerEnvironment(environment: Environment, register: (value: string) => void): void {
  for (const [name, value = ''] of Object.entries(environment)) {
    if (SECRET_NAME.test(name)) register(value);
    else if (name.endsWith('_URL') && URL.canParse(value)) registerPassword(new URL(value).password, register);
  }
}

function registerPassword(password: string, register: (value: string) => void): void {
  register(password);
  try {
    register(decodeURIComponent(password));
  } catch {
    // A password with a bare "%" has no decoded form.
  }
}

async function readSecretFile(name: string, environment: Environment): Promise<string | undefined> {
  const path = environment[`${name}_FILE`];
  if (!path) return undefined;
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch (thrown) {
    throw new OpsError(
      'secret.file-unreadable',
      `${name}_FILE names ${path}, which cannot be read (${codeOf(thrown)}).`,
      {
        cause: thrown,
        hint: `Correct ${name}_FILE, or remove it and type: toban secrets set ${name}`,
      },
    );
  }
}

function namesOf(environment: Environment, stored: string[]): { name: string; source: SecretSource }[] {
  const sources = new Map<string, SecretSource>(stored.map((name) => [name, 'store']));
  const given = Object.keys(environment).filter((name) => environment[name]);
  for (const name of given) {
    const secret = name.replace(/_FILE$/, '');
    if (secret !== name && !SETTINGS.has(name) && (SECRET_NAME.test(secret) || sources.has(secret))) {
      sources.set(secret, 'file');
    }
  }
  for (const name of given) if (SECRET_NAME.test(name) || sources.has(name)) sources.set(name, 'environment');
  return [...sources].map(([name, source]) => ({ name, source })).toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function checkName(name: string): void {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name) && !['__proto__'].includes(name)) return;
  throw new OpsError('secret.bad-name', `${JSON.stringify(name)} is no name for a secret.`, {
    kind: 'usage',
    hint: 'Use letters, digits and "_", as for an environment variable: ADMIN_WEBHOOK',
  });
}

function missingSecret(name: string): OpsError {
  return new OpsError('secret.missing', `The secret ${name} is not set.`, {
    kind: 'not-found',
    hint: `Set it: toban secrets set ${name}`,
  });
}
