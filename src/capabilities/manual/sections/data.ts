import { code, commands, type Section, table } from '../page.ts';

export const databases: Section = ({ manual, say, text, span }) => {
  const rows = manual.databases.map((one) => [code(one.name), one.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL', one.kind === 'sqlite' ? code(one.path) : code(one.url.secret)]);
  const kept = manual.retention.map(({ title, of, after, where }) => [text(title), code(of.name), span(after), code(where)]);
  return [
    ...table([say('Database', 'データベース'), say('Kind', '種類'), say('Where (of PostgreSQL: the secret)', '場所（PostgreSQLは秘密情報名）')], rows),
    ...(kept.length > 0 ? [`### ${say('How long rows are kept', '保存期間')}`, ''] : []),
    ...table([say('Rows', '対象'), say('Database', 'データベース'), say('After', '期間'), say('Which', '条件')], kept),
    ...(rows.length > 0
      ? [
          say(
            'Never copy a live database file with cp, and never put one back beside an old `-wal` file.',
            '動作中のデータベースファイルを cp でコピーしない。古い `-wal` ファイルの横に書き戻さない。',
          ),
          '',
        ]
      : []),
  ];
};

export const logs: Section = ({ manual, has, say }) => {
  const { id } = manual;
  if (manual.logs.length === 0) return [];
  const own = (path: string | undefined) => (path ? code(path) : say('captured by Toban', 'Tobanが記録'));
  const every = { daily: say('daily', '毎日'), weekly: say('weekly', '毎週') };
  const rows = manual.logs.map(({ name, format, path, rotate, keep }) => [code(name), own(path), format, every[rotate], say(`${keep} kept`, `${keep}世代`)]);
  const lines: [string, string][] = [
    [`toban logs tail ${id} --follow`, say('as it happens', '続けて表示する')],
    [`toban logs errors ${id}`, say('errors by day', '日別のエラー')],
    [`toban logs search ${id} --level error --text WORD`, say('find', '検索する')],
  ];
  return [
    ...table([say('Log', 'ログ'), say('Where', '場所'), say('Format', '形式'), say('Rotated', 'ローテーション'), say('How many', '保存数')], rows),
    ...(has('logs') ? commands(lines) : []),
  ];
};
