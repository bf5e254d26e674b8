import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { messageOf } from '../context.ts';
import { schemaProblem } from '../database/open.ts';
import { loadSettings, SettingsError } from '../settings.ts';

/** Every problem of the configuration, the environment and the database, in the words of the one who must mend it. */
export function findProblems(folder: string, variables: Record<string, string | undefined>): string[] {
  try {
    const settings = loadSettings(folder, variables);
    const nothing =
      !settings.anilist.enabled && !settings.syoboi.enabled && !settings.feeds.some((feed) => feed.enabled);
    return [
      ...(nothing && !settings.feedsIndex ? ['config.json: no source is enabled'] : []),
      ...databaseProblems(settings.databasePath),
    ];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

function databaseProblems(file: string): string[] {
  if (!existsSync(file)) return [];
  try {
    const database = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
    try {
      const schema = schemaProblem(database);
      if (schema) return [`${file}: ${schema}`];
      const verdicts = database
        .prepare('PRAGMA integrity_check(5)')
        .all()
        .map((row) => String(Object.values(row)[0]));
      return verdicts.filter((verdict) => verdict !== 'ok').map((verdict) => `${file}: ${verdict}`);
    } finally {
      database.close();
    }
  } catch (error) {
    return [`${file}: ${messageOf(error)}`];
  }
}
