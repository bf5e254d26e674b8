import type { Page, Section } from './page.ts';
import { databases, logs } from './sections/data.ts';
import { deliveries } from './sections/deliveries.ts';
import { emergency } from './sections/emergency.ts';
import { checklists, runbooks, thresholds } from './sections/guides.ts';
import { jobs } from './sections/jobs.ts';
import { about, contacts, everyDay, health, startAndStop } from './sections/service.ts';

/** The operations manual as one Markdown page. It is written from the declaration that is in force, so it cannot be out of date. */
export function markdownOf(page: Page): string {
  const { manual, say, text } = page;
  const written = partsOf(page)
    .map(([heading, section]) => ({ heading, lines: section(page) }))
    .filter(({ lines }) => lines.length > 0);
  const lines = [
    `# ${say(`Operations manual: ${text(manual.title)}`, `運用マニュアル：${text(manual.title)}`)}`,
    '',
    ...about(page),
    ...written.flatMap(({ heading, lines: body }) => [`## ${heading}`, '', ...body]),
    '---',
    '',
    say(
      `Written from the running declaration: \`toban manual show ${manual.id}\`. To change it, change the manual.ts of the service.`,
      `実行中の定義から生成：\`toban manual show ${manual.id} --lang ja\`。内容を変えるには、サービスの manual.ts を変更する。`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

const partsOf = ({ say }: Page): [heading: string, Section][] => [
  [say('In an emergency', '緊急時対応'), emergency],
  [say('Every day', '日常運用'), everyDay],
  [say('Start and stop', '起動と停止'), startAndStop],
  [say('Health', '正常確認'), health],
  [say('Jobs', 'ジョブ'), jobs],
  [say('Deliveries', '配信'), deliveries],
  [say('Databases', 'データベース'), databases],
  [say('Logs', 'ログ'), logs],
  [say('Thresholds', 'しきい値'), thresholds],
  [say('Checklists', 'チェックリスト'), checklists],
  [say('Runbooks', '手順書'), runbooks],
  [say('Contacts', '連絡先'), contacts],
];
