import type { Token, User } from '../../src/api/shapes.ts';
import type { AuditRow, ManualPage } from '../../src/api/work-shapes.ts';
import { at, day, minute } from './clock.ts';

export const audit: AuditRow[] = Array.from({ length: 14 }, (_, index) => ({
  seq: 1_284 - index,
  at: at(-index * 47 * minute),
  actor: { kind: 'user', id: 'u1', name: index % 4 === 1 ? 'schedule' : 'suzuki' },
  action: index % 5 === 3 ? 'session.failed' : 'run.ended',
  operation:
    index % 5 === 3 ? undefined : ['jobs.run', 'service.restart', 'delivery.retry', 'checklist.tick'][index % 4],
  run: index % 5 === 3 ? undefined : 'run_01JD8Q4',
  service: index % 5 === 3 ? undefined : 'manga-anime',
  outcome: index % 5 === 3 ? undefined : index === 6 ? 'failed' : 'succeeded',
  detail: index % 5 === 3 ? 'パスワードが違います（192.0.2.14）' : { job: 'deliver' },
  hash: `${(0x9f3a21 + index * 7919).toString(16)}c4e8b1`,
}));

export const users: User[] = [
  { id: 'u1', username: 'suzuki', role: 'administrator' },
  { id: 'u2', username: 'tanaka', role: 'operator' },
];

export const tokens: Token[] = [
  { id: 't1', name: 'deploy', role: 'operator', expiresAt: at(60 * day), lastUsedAt: at(-18 * minute) },
  { id: 't2', name: 'manga-anime', role: 'operator', service: 'manga-anime', expiresAt: null, lastUsedAt: null },
];

export const manual = (service: string): ManualPage => ({
  service,
  title: { en: service, ja: service },
  declaration: { id: service, process: { command: ['node', 'src/main.ts'] } },
  markdown: `# マンガ・アニメ新刊通知

新刊を集め、**8時・12時・20時** にメールで知らせます。

## 毎日の確認

1. 配信数と未配信数を見る: \`toban delivery status ${service}\`
2. エラーの行を読む

- 画面でも見られます
- <b>タグは文字のまま</b>

| ジョブ | 予定 | 役割 |
|---|---|---|
| deliver | 0 8,12,20 * * * | 配信 |
| collect | 0 * * * * | 収集 |

\`\`\`
./toban jobs run ${service} deliver --limit 10 --dry-run
\`\`\`
`,
});
