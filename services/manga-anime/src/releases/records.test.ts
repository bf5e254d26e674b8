import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatabaseSync } from 'node:sqlite';
import { finding, NOW, testContext } from '../../test/context.ts';
import { openDatabase } from '../database/open.ts';
import { waitingEntries } from '../digest/entries.ts';
import { prepareDigest } from '../digest/records.ts';
import { renderDigest } from '../digest/render.ts';
import { saveFinding } from './records.ts';

const PLACE = { day: '2026-11-21', part: 1, parts: 1 };
const open = (): DatabaseSync => openDatabase(':memory:');
const releases = (database: DatabaseSync): unknown[][] =>
  database
    .prepare('SELECT number, platform, release_date, notified FROM releases ORDER BY id')
    .all()
    .map((row) => Object.values(row));

function mailAll(database: DatabaseSync): void {
  prepareDigest(database, waitingEntries(database, {}), PLACE, NOW);
}

test('A25: however often and by whomever a release is told, it is one', () => {
  const database = open();
  assert.equal(saveFinding(database, finding(), NOW), 'new');
  assert.equal(saveFinding(database, finding(), NOW), 'known');
  assert.equal(
    saveFinding(database, finding({ source: 'syoboi', externalId: '9', platform: 'TOKYO MX' }), NOW),
    'known',
  );
  assert.equal(
    saveFinding(database, finding({ source: 'syoboi', externalId: '10', platform: 'BS11', date: '2026-11-24' }), NOW),
    'known',
  );
  mailAll(database);
  assert.equal(saveFinding(database, finding({ source: 'syoboi', externalId: '11', platform: 'AT-X' }), NOW), 'known');
  assert.deepEqual(releases(database), [['3', 'TOKYO MX', '2026-11-22', 0]]);
  assert.equal(waitingEntries(database, {}).length, 0);
});

test('A25: a date that moves before the mail changes the entry silently', () => {
  const database = open();
  saveFinding(database, finding(), NOW);
  assert.equal(saveFinding(database, finding({ date: '2026-11-29' }), NOW), 'moved');
  const [entry, ...rest] = waitingEntries(database, {});
  assert.deepEqual([entry?.date, entry?.changeId, rest.length], ['2026-11-29', null, 0]);
});

test('A25: a date that moves after the mail is told as a change, once, and not as a second release', () => {
  const database = open();
  saveFinding(database, finding(), NOW);
  mailAll(database);
  const at = new Date('2026-11-28T15:30:00Z');
  assert.equal(saveFinding(database, finding({ date: '2026-11-29', at }), NOW), 'moved');
  assert.equal(saveFinding(database, finding({ date: '2026-11-29', at }), NOW), 'known');
  const entries = waitingEntries(database, {});
  assert.deepEqual(
    entries.map(({ oldDate, date }) => [oldDate, date]),
    [['2026-11-22', '2026-11-29']],
  );
  const { title, body } = renderDigest(entries, PLACE);
  assert.equal(title, '[アニメ・マンガ情報] 2026年11月21日 変更1件');
  assert.match(
    body,
    /■ 変更 \(1件\)\n\n・葬送のフリーレン 第3話\n {2}配信日: 2026年11月22日\(日\) 00:30 → 2026年11月29日\(日\) 00:30/,
  );
  mailAll(database);
  assert.equal(waitingEntries(database, {}).length, 0);
});

test('A25: a change that is taken back before its mail is not told', () => {
  const database = open();
  saveFinding(database, finding(), NOW);
  mailAll(database);
  saveFinding(database, finding({ date: '2026-11-29' }), NOW);
  saveFinding(database, finding(), NOW);
  assert.equal(waitingEntries(database, {}).length, 0);
});

test('A25: a broadcast that moves by an hour is a change, by five minutes it is not', () => {
  const database = open();
  saveFinding(database, finding(), NOW);
  mailAll(database);
  assert.equal(saveFinding(database, finding({ at: new Date('2026-11-21T15:35:00Z') }), NOW), 'known');
  assert.equal(saveFinding(database, finding({ at: new Date('2026-11-21T16:30:00Z') }), NOW), 'moved');
});

test('A25: the other channels of a broadcast do not make a change', () => {
  const database = open();
  saveFinding(database, finding(), NOW);
  mailAll(database);
  saveFinding(database, finding({ source: 'syoboi', externalId: '9', date: '2026-11-25' }), NOW);
  saveFinding(database, finding({ source: 'syoboi', externalId: '9', date: '2026-11-26' }), NOW);
  assert.equal(waitingEntries(database, {}).length, 0);
});

test('A12: a release that was cleaned away is not taken up again', () => {
  const database = open();
  saveFinding(database, finding(), NOW);
  database.exec('DELETE FROM releases');
  assert.equal(saveFinding(database, finding(), NOW), 'gone');
  assert.deepEqual(releases(database), []);
});

test('A25: what has no number is told apart by its own title', () => {
  const database = open();
  const special = { number: '', releaseType: 'episode' } as const;
  assert.equal(saveFinding(database, finding({ ...special, externalId: 'a', subtitle: '番外編' }), NOW), 'new');
  assert.equal(saveFinding(database, finding({ ...special, externalId: 'b', subtitle: '総集編' }), NOW), 'new');
  assert.equal(saveFinding(database, finding({ ...special, externalId: 'c', subtitle: '番外編' }), NOW), 'known');
});

test('A25: an entry without a date keeps the day on which it was first seen', () => {
  const database = open();
  saveFinding(database, finding({ undated: true }), NOW);
  assert.equal(saveFinding(database, finding({ undated: true, date: '2026-11-25' }), NOW), 'known');
  assert.equal(waitingEntries(database, {})[0]?.date, '2026-11-22');
});

test('A25: the database itself refuses a second row and a second notice', () => {
  const { database } = testContext();
  saveFinding(database, finding(), NOW);
  mailAll(database);
  const columns = 'work_id, release_type, number, release_date, source, external_id, created_at, updated_at';
  assert.throws(() => database.exec(`INSERT INTO releases (${columns}) SELECT ${columns} FROM releases`), /UNIQUE/);
  assert.throws(() => database.exec('INSERT INTO digest_releases SELECT * FROM digest_releases'), /UNIQUE/);
});

test('updated_at follows every change of a release', () => {
  const database = open();
  saveFinding(database, finding(), NOW);
  database.exec("UPDATE releases SET platform = 'x'");
  assert.notEqual(database.prepare('SELECT updated_at FROM releases').get()?.['updated_at'], NOW.toISOString());
});
