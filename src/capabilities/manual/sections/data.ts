import { code, commands, type Page, type Section, table } from '../page.ts';

export const databases: Section = (page) => {
  const { manual, say } = page;
  if (manual.databases.length === 0) return [];
  const head = [
    say('Database', 'データベース'),
    say('Kind', '種類'),
    say('Where (of PostgreSQL: the secret)', '場所（PostgreSQLは秘密情報名）'),
  ];
  const rows = manual.databases.map((one) =>
    one.kind === 'sqlite'
      ? [code(one.name), 'SQLite', code(one.path)]
      : [code(one.name), 'PostgreSQL', code(one.url.secret)],
  );
  const warning = say(
    'Never copy a live database file with cp, and never put one back beside an old `-wal` file.',
    '動作中のデータベースファイルを cp でコピーしない。古い `-wal` ファイルの横に書き戻さない。',
  );
  return [...table(head, rows), warning, '', ...retention(page)];
};

function retention({ manual, say, text, span }: Page): string[] {
  if (manual.retention.length === 0) return [];
  const head = [say('Rows', '対象'), say('Database', 'データベース'), say('After', '期間'), say('Which', '条件')];
  const rows = manual.retention.map(({ title, of, after, where }) => [
    text(title),
    code(of.name),
    span(after),
    code(where),
  ]);
  return [`### ${say('How long rows are kept', '保存期間')}`, '', ...table(head, rows)];
}

export const logs: Section = (page) => {
  const { manual, has, say } = page;
  const { id } = manual;
  if (manual.logs.length === 0) return [];
  const lines: [string, string][] = [
    [`toban logs tail ${id} --follow`, say('as it happens', '続けて表示する')],
    [`toban logs errors ${id}`, say('errors by day', '日別のエラー')],
    [`toban logs search ${id} --level error --text WORD`, say('find', '検索する')],
  ];
  return [...logTable(page), ...(has('logs') ? commands(lines) : [])];
};

function logTable({ manual, say }: Page): string[] {
  const every = { daily: say('daily', '毎日'), weekly: say('weekly', '毎週') };
  const head = [
    say('Log', 'ログ'),
    say('Where', '場所'),
    say('Format', '形式'),
    say('Rotated', 'ローテーション'),
    say('How many', '保存数'),
  ];
  const rows = manual.logs.map(({ name, format, path, rotate, keep }) => [
    code(name),
    path ? code(path) : say('captured by Toban', 'Tobanが記録'),
    format,
    every[rotate],
    say(`${keep} kept`, `${keep}世代`),
  ]);
  return table(head, rows);
}
