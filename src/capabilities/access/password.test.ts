import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkPassword, generatePassword, hashPassword, passwordFits } from './password.ts';

describe('passwords', () => {
  test('a hash is argon2id in the PHC format with OWASP’s parameters and a salt of its own', async () => {
    const [first, second] = [await hashPassword('correct horse battery'), await hashPassword('correct horse battery')];
    assert.match(first, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    assert.notEqual(first, second);
  });

  test('only the password itself fits, however its characters were composed', async () => {
    const hash = await hashPassword('パスワードは長い文がよい');
    assert.equal(await passwordFits('パスワードは長い文がよい'.normalize('NFD'), hash), true);
    assert.equal(await passwordFits('パスワードは長い文がよい ', hash), false);
    assert.equal(await passwordFits('', hash), false);
  });

  test('a hash made with other parameters is judged with them', async () => {
    // Of the argon2 reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 32 -e
    const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    assert.equal(await passwordFits('password', hash), true);
    assert.equal(await passwordFits('passwort', hash), false);
  });

  test('what is no hash fits nothing', async () => {
    for (const hash of ['', 'x', '$argon2id$v=19$m=0$$', '$argon2i$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA']) {
      assert.equal(await passwordFits('password', hash), false);
    }
  });

  for (const [password, reason] of [
    ['short', /5 characters; 12/],
    ['elevenchars', /11 characters/],
    ['Mizuki.Tanaka', /is the username/],
    ['aaaaaaaaaaaaaa', /repeats/],
    ['x1'.repeat(600), /more than 1024/],
  ] as const) {
    test(`"${password.slice(0, 14)}" is refused with the reason`, () => {
      assert.throws(() => checkPassword(password, 'mizuki.tanaka'), {
        code: 'password.weak',
        kind: 'usage',
        message: reason,
      });
    });
  }

  test('a generated password passes the check and is another one each time', () => {
    const made = new Set(Array.from({ length: 100 }, generatePassword));
    assert.equal(made.size, 100);
    for (const password of made) {
      assert.match(password, /^[A-Za-z2-9]{4}(-[A-Za-z2-9]{4}){4}$/);
      checkPassword(password, 'anybody');
    }
  });
});
