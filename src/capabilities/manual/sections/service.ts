import type { Section } from '../page.ts';
import { code, commands, table } from '../page.ts';
import { secretsIn } from '../secrets.ts';

/** What it is, before anything that one does to it. */
export const about: Section = ({ manual, say, text }) => {
  const { id, folder, zone, process, health, databases, jobs } = manual;
  const facts: [string, string][] = [
    [say('Service id', 'サービスID'), code(id)],
    [say('Folder', 'フォルダー'), code(folder)],
    [say('Its days begin at midnight of', '日付の基準'), zone],
    [
      say('Program', 'プログラム'),
      process ? code(process.argv.join(' ')) : say('none of its own: only jobs', '常駐なし（ジョブのみ）'),
    ],
  ];
  if (health) facts.push([say('Health', '正常確認'), code(health.url)]);
  if (jobs.length > 0) facts.push([say('Jobs', 'ジョブ'), jobs.map((job) => code(job.name)).join(', ')]);
  if (databases.length > 0)
    facts.push([
      say('Databases', 'データベース'),
      databases.map((one) => `${code(one.name)} (${one.kind})`).join(', '),
    ]);
  return [...(manual.about ? [text(manual.about), ''] : []), ...table(['', ''], facts)];
};

export const everyDay: Section = ({ manual: { id, jobs, channels }, has, say }) => {
  const lines: [string, string][] = [];
  if (has('service')) lines.push([`toban service status ${id}`, say('is it up and healthy?', '動いているか、正常か')]);
  if (has('delivery') && channels.length > 0)
    lines.push([`toban delivery status ${id}`, say('what was sent today, what waits', '今日の配信件数と未配信')]);
  if (has('logs')) lines.push([`toban logs errors ${id}`, say('errors by day', '日別のエラー')]);
  if (has('schedule') && jobs.length > 0)
    lines.push([`toban jobs next ${id}`, say('what runs next, and when', '次回の実行予定')]);
  if (has('report'))
    lines.push(
      [`toban report daily ${id}`, say('the day', '日次レポート')],
      [`toban report weekly ${id}`, say('the last seven days', '週次レポート')],
    );
  return lines.length > 0 ? commands(lines) : [];
};

export const startAndStop: Section = ({ manual, has, say, span }) => {
  const { id, process, stopGrace, environment } = manual;
  if (!process || !has('service')) return [];
  const secrets = secretsIn(environment);
  return [
    ...commands([
      [`toban service start ${id}`, say('start, and wait until it is healthy', '起動し、正常になるまで待つ')],
      [`toban service stop ${id}`, say('end it with all that it started', '子プロセスも含めて停止する')],
      [`toban service restart ${id}`, say('both', '再起動する')],
    ]),
    say(
      `It is asked to end, and killed after ${span(stopGrace)}. After a crash it is started again by itself. Never use kill or pkill: Toban would start it again.`,
      `停止要求から${span(stopGrace)}たっても終わらなければ強制終了する。異常終了したときは自動で再起動する。killやpkillは使わない（Tobanが再起動してしまう）。`,
    ),
    '',
    ...(secrets.length > 0
      ? [`${say('It is started with these secrets', '起動時に渡す秘密情報')}: ${secrets.map(code).join(', ')}`, '']
      : []),
  ];
};

export const health: Section = ({ manual: { id, health: declared, process }, has, say, span }) => {
  if (!declared || !process || !has('service')) return [];
  return [
    say(
      `${code(declared.url)} is asked every ${span(declared.every)}: 200 is healthy. After ${declared.failures} failures in a row the service counts as down.`,
      `${code(declared.url)} に${span(declared.every)}ごとに問い合わせ、200なら正常。${declared.failures}回続けて失敗すると停止とみなす。`,
    ),
    '',
    ...commands([
      [`curl -i ${declared.url}`, say('ask it yourself', '自分で確かめる')],
      [`toban service status ${id}`, say('what Toban saw', 'Tobanから見た状態')],
    ]),
  ];
};

export const contacts: Section = ({ manual, say, text }) =>
  table(
    [say('Name', '名前'), say('Role', '役割'), say('Address', '連絡先')],
    manual.contacts.map(({ name, role, address }) => [name, text(role), address]),
  );
