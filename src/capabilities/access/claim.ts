import { timingSafeEqual } from 'node:crypto';
import { takeTurns } from '#platform/db/dialect.ts';
import type { Db } from '#platform/db/store.ts';
import { OpsError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { systemActor } from '#operations/actor.ts';
import { appendAudit } from '#operations/audit.ts';
import type { Toban } from '#operations/context.ts';
import type { Session } from '#operations/identity.ts';
import { parseInput } from '#operations/input.ts';
import { z } from 'zod';
import { hashOfCode, makeCode, MOST_TRIES } from './one-time-code.ts';
import { checkPassword, hashPassword } from './password.ts';
import { codeInForce, countTry, replaceCode, someAdministrators } from './records.ts';
import type { UserRow } from './schema.ts';
import { actorOfUser, startSession } from './sessions.ts';
import { countAttempt, forgetAttempts, recordRefusal } from './sign-in.ts';
import { Username, usernameKey } from './username.ts';
import { addUser } from './users.ts';

export type Claim = { code: string; username: string; password: string; from: string };

export const isUnclaimed = async (db: Db): Promise<boolean> => (await someAdministrators(db)).length === 0;

/** A new code each time, since of the last one only the hash is kept. Null once there is an administrator. */
export async function oneTimeCode(toban: Toban): Promise<string | null> {
  const code = makeCode();
  return toban.store.transaction(async (trx) => {
    await takeTurns(trx, toban.store.dialect, 'access');
    const unclaimed = await isUnclaimed(trx);
    await replaceCode(trx, unclaimed ? { hash: hashOfCode(code), tries: 0, created_at: toban.clock.now() } : undefined);
    return unclaimed ? code : null;
  });
}

/** Creates the first administrator. Throws OpsError `session.code`, `session.claimed`, `password.weak` or `session.throttled`. */
export async function claim(toban: Toban, { code, password, from, ...rest }: Claim): Promise<Session> {
  const { username } = parseInput('session', z.object({ username: Username }), rest);
  checkPassword(password, username);
  // Its own count: wrong codes keep nobody with a password from signing in.
  const counted = `one-time code from ${from}`;
  await countAttempt(toban, counted, from, username);
  const user: UserRow = {
    id: newId('u', toban.clock.now()),
    username,
    username_key: usernameKey(username),
    password_hash: await hashPassword(password),
    role: 'administrator',
    created_at: toban.clock.now(),
    disabled_at: null,
    session_epoch: 0,
  };
  if (!(await takeCode(toban, code, user))) {
    await recordRefusal(toban, username, { from, why: 'code' });
    throw new OpsError('session.code', `The one-time code is not right. After ${MOST_TRIES} wrong tries it is void.`, {
      kind: 'forbidden',
      hint: 'Start Toban again for a new code, or on the machine itself: toban users create USERNAME administrator',
    });
  }
  await forgetAttempts(toban, counted);
  return startSession(toban, user, from);
}

/** Whether the code was right; then the user is there and the code is gone. The count of wrong tries must be kept, so nothing is thrown for it. */
async function takeCode(toban: Toban, code: string, user: UserRow): Promise<boolean> {
  return toban.store.transaction(async (trx) => {
    await takeTurns(trx, toban.store.dialect, 'access');
    if (!(await isUnclaimed(trx))) {
      throw new OpsError('session.claimed', 'There is an administrator already.', {
        kind: 'conflict',
        hint: 'Sign in instead.',
      });
    }
    const inForce = await codeInForce(trx);
    if (!inForce || !timingSafeEqual(Buffer.from(hashOfCode(code)), Buffer.from(inForce.hash))) {
      await countWrong(toban, trx, (inForce?.tries ?? 0) + 1);
      return false;
    }
    await addUser(trx, user);
    await replaceCode(trx, undefined);
    await appendAudit(toban, trx, { actor: actorOfUser(user), action: 'administrator.claimed' });
    return true;
  });
}

async function countWrong(toban: Toban, trx: Db, tries: number): Promise<void> {
  if (tries < MOST_TRIES) {
    await countTry(trx);
    return;
  }
  await replaceCode(trx, undefined);
  await appendAudit(toban, trx, { actor: systemActor('toban'), action: 'one-time-code.void', detail: { tries } });
}
