import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { FOLDER } from '../test/context.ts';
import { findProblems } from './commands/validate.ts';
import { openDatabase } from './database/open.ts';
import { loadSettings } from './settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'manga-anime-'));

function withConfig(change: (config: Record<string, unknown>) => void): string {
  const config = JSON.parse(readFileSync(path.join(FOLDER, 'config.json'), 'utf8')) as Record<string, unknown>;
  change(config);
  const file = path.join(folder, 'changed.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

test('the shipped configuration is valid, and empty variables count as unset', () => {
  assert.deepEqual(findProblems(FOLDER, { MANGA_ANIME_DATA: folder, MANGA_ANIME_FEEDS_URL: '' }), []);
  const settings = loadSettings(FOLDER, { ANILIST_URL: '' });
  assert.deepEqual(
    [settings.anilistUrl, settings.port, settings.to],
    ['https://graphql.anilist.co', 7720, ['you@example.com']],
  );
});

test('A22: all problems of configuration and environment are told at once', () => {
  const MANGA_ANIME_CONFIG = withConfig((config) => {
    config['ngWords'] = ['R18', ' '];
    config['colour'] = 'red';
    config['feeds'] = [{ name: 'x', url: 'ftp://example.com', kind: 'novel' }];
  });
  const problems = findProblems(FOLDER, {
    MANGA_ANIME_CONFIG,
    MANGA_ANIME_TO: 'nobody',
    MANGA_ANIME_PORT: '99999',
    ANILIST_URL: 'x',
  });
  for (const part of [
    'ngWords.1',
    'colour',
    'feeds.0.url',
    'feeds.0.kind',
    'MANGA_ANIME_TO',
    'MANGA_ANIME_PORT',
    'ANILIST_URL',
  ]) {
    assert.ok(
      problems.some((problem) => problem.includes(part)),
      `${part} in ${problems.join('\n')}`,
    );
  }
});

test('A22: a damaged database is told', () => {
  const file = path.join(folder, 'damaged.db');
  openDatabase(file).close();
  assert.deepEqual(findProblems(FOLDER, { MANGA_ANIME_DB: file }), []);
  writeFileSync(file, 'this is no database, and never was one');
  assert.match(findProblems(FOLDER, { MANGA_ANIME_DB: file })[0] ?? '', /not a database/);
});

test('A22: a configuration that is not JSON names the file', () => {
  const MANGA_ANIME_CONFIG = path.join(folder, 'broken.json');
  writeFileSync(MANGA_ANIME_CONFIG, '{ "ngWords": [');
  assert.match(findProblems(FOLDER, { MANGA_ANIME_CONFIG })[0] ?? '', /broken\.json: .*JSON/);
});

test('the feeds can be moved to a sandbox', async () => {
  const { listSources } = await import('./sources/sources.ts');
  const MANGA_ANIME_CONFIG = withConfig((config) => {
    config['feeds'] = [{ name: 'x', url: 'https://publisher.example/rss/1?a=b', kind: 'manga' }];
  });
  const settings = loadSettings(FOLDER, { MANGA_ANIME_CONFIG, MANGA_ANIME_FEEDS: 'http://127.0.0.1:7710' });
  const { sources } = await listSources(settings, {} as never);
  assert.equal(sources.at(-1)?.url, 'http://127.0.0.1:7710/rss/1?a=b');
});
