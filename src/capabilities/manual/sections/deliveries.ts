import { code, commands, type Page, type Section, table } from '../page.ts';
import { secretsIn } from '../secrets.ts';

/** Of a channel only what kind it is and which secrets it needs: its options are nobody's concern who operates it. */
export const deliveries: Section = (page) => {
  const { manual, has, say } = page;
  if (manual.channels.length === 0) return [];
  const channels = manual.channels.map(({ name, kind, options }) => [
    code(name),
    kind,
    secretsIn(options).map(code).join(', ') || '–',
  ]);
  return [
    ...table([say('Channel', '配信経路'), say('Kind', '種類'), say('Secrets', '秘密情報')], channels),
    ...categories(page),
    ...(has('delivery') ? byHand(page) : []),
  ];
};

function categories({ manual, say, span }: Page): string[] {
  const rows = Object.entries(manual.categories).map(([name, { unknown, attempts, expires }]) => [
    code(name),
    unknown === 'hold'
      ? say('waits for a person', '人が確認するまで保留')
      : say('is sent again under the same key', '同じキーで再送する'),
    String(attempts),
    expires ? span(expires) : '–',
  ]);
  return table(
    [
      say('Category', '分類'),
      say('If no answer came', '送信結果が不明なとき'),
      say('Attempts', '試行回数'),
      say('Loses its sense after', '有効期限'),
    ],
    rows,
  );
}

const byHand = ({ manual: { id }, say }: Page): string[] =>
  commands([
    [`toban delivery status ${id}`, say('today, and what waits', '今日の件数と未配信')],
    [`toban delivery list ${id}`, say('one by one', '一覧')],
    [`toban delivery pause ${id} --reason WHY`, say('hold all sending, durably', '配信を止める（再起動しても続く）')],
    [`toban delivery resume ${id}`, say('go on', '配信を再開する')],
    [`toban delivery retry ${id} --limit 10`, say('send again what failed and may be', '失敗した配信を再試行する')],
    ['toban delivery release DELIVERY', say('send one that waits for a person', '保留中の1件を送る')],
    ['toban delivery cancel DELIVERY', say('do not send it', '1件を取り消す')],
  ]);
