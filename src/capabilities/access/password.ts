import { argon2, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { OpsError } from '#platform/errors.ts';

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const STRENGTH = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG_BYTES = 32;
const SHORTEST = 12;
/** More than anybody types; a bound on what hashing may cost. */
const LONGEST = 1024;

const derive = promisify(argon2);

type Strength = typeof STRENGTH;

/** The hash in the PHC string format: algorithm, parameters, salt and tag. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await tagOf(password, salt, STRENGTH);
  const { memory, passes, parallelism } = STRENGTH;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Judged with the parameters that the hash was made with. */
export async function passwordFits(password: string, hash: string): Promise<boolean> {
  const parsed = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (!parsed || password.length > LONGEST) return false;
  const [memory, passes, parallelism] = parsed.slice(1, 4).map(Number) as [number, number, number];
  const [salt, expected] = parsed.slice(4).map((part) => Buffer.from(part, 'base64')) as [Buffer, Buffer];
  const given = await tagOf(password, salt, { memory, passes, parallelism });
  return given.length === expected.length && timingSafeEqual(given, expected);
}

let nobodys: Promise<string> | undefined;

/** The hash of a password that nobody has: compared for an unknown user, it takes the time that a known one takes. */
export const hashOfNobody = (): Promise<string> => (nobodys ??= hashPassword(randomBytes(32).toString('base64url')));

/** Throws OpsError `password.weak` with the reason. Length is what protects; NIST SP 800-63B advises against more rules. */
export function checkPassword(password: string, username: string): void {
  const length = [...password].length;
  if (length < SHORTEST) {
    throw weak(`The password has ${length} characters; ${SHORTEST} are the least: shorter ones are found by trying.`);
  }
  if (password.length > LONGEST) throw weak(`The password has more than ${LONGEST} characters.`);
  if (password.normalize('NFKC').toLowerCase() === username.normalize('NFKC').toLowerCase()) {
    throw weak('The password is the username: it would be the first to be tried.');
  }
  if (new Set(password).size < 3)
    throw weak('The password repeats one or two characters: it would be among the first to be tried.');
}

const weak = (message: string): OpsError =>
  new OpsError('password.weak', message, {
    kind: 'usage',
    hint: 'Take a sentence of four or five words; or leave it out, and one is made.',
  });

const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Twenty characters in fours, none of which is taken for another: about 115 bits. */
export const generatePassword = (): string => inFours(20, LETTERS);

export function inFours(count: number, letters: string): string {
  const text = Array.from({ length: count }, () => letters[randomInt(letters.length)]).join('');
  return text.match(/.{4}/g)?.join('-') ?? text;
}

/** NFKC, so that the same password typed on another keyboard is the same. */
const tagOf = (password: string, nonce: Buffer, { memory, passes, parallelism }: Strength): Promise<Buffer> =>
  derive('argon2id', { message: password.normalize('NFKC'), nonce, memory, passes, parallelism, tagLength: TAG_BYTES });

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
