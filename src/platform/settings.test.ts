import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpsError } from '#platform/errors.ts';
import { readSettings } from './settings.ts';

test('without any variable the documented defaults hold', () => {
  const settings = readSettings({}, {}, '/srv/toban');
  assert.equal(settings.data, '/srv/toban/data');
  assert.equal(settings.keyFile, '/srv/toban/data/key');
  assert.equal(settings.config, '/srv/toban/toban.config.ts');
  assert.deepEqual(
    [settings.host, settings.port, settings.leaseMs, settings.providerDeadlineMs, settings.lang],
    ['127.0.0.1', 7700, 30_000, 30_000, 'en'],
  );
  assert.equal('databaseUrl' in settings, false);
  assert.ok(settings.node.length > 0);
});

test('variables are read, and a flag wins over its variable', () => {
  const environment = {
    TOBAN_DATA: 'state',
    TOBAN_HOST: '0.0.0.0',
    TOBAN_PORT: '7799',
    DATABASE_URL: 'postgres://toban@db:5432/toban',
    TOBAN_KEY_FILE: '/etc/toban/key',
    TOBAN_LEASE: '2m',
    TOBAN_PROVIDER_DEADLINE: '1500ms',
    TOBAN_NODE: 'node-2',
    TOBAN_LANG: 'ja',
  };
  const settings = readSettings(environment, { port: 8800, config: 'other.config.ts' }, '/srv');
  assert.deepEqual(settings, {
    data: '/srv/state',
    host: '0.0.0.0',
    port: 8800,
    databaseUrl: 'postgres://toban@db:5432/toban',
    keyFile: '/etc/toban/key',
    leaseMs: 120_000,
    providerDeadlineMs: 1500,
    node: 'node-2',
    lang: 'ja',
    config: '/srv/other.config.ts',
  });
});

test('all problems are told at once', () => {
  const environment = { TOBAN_PORT: '70000', TOBAN_LEASE: 'soon', TOBAN_LANG: 'fr', DATABASE_URL: 'mysql://x' };
  assert.throws(
    () => readSettings(environment),
    (thrown) => {
      assert.ok(thrown instanceof OpsError);
      assert.equal(thrown.code, 'settings.invalid');
      assert.deepEqual(thrown.problems?.map((problem) => problem.path).toSorted(), Object.keys(environment).toSorted());
      return true;
    },
  );
});

test('a provider deadline over 30 s is refused', () => {
  assert.throws(() => readSettings({ TOBAN_PROVIDER_DEADLINE: '31s' }), /between 100ms and 30s/);
});

test('an empty variable counts as absent, and the language follows the locale', () => {
  const settings = readSettings({ TOBAN_PORT: '', TOBAN_LANG: '', LANG: 'ja_JP.UTF-8' });
  assert.deepEqual([settings.port, settings.lang], [7700, 'ja']);
});
