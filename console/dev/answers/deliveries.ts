import type * as Shape from '../../src/api/shapes.ts';
import { at, day, dayAt, hour, hourAt, minute } from './clock.ts';

const zone = 'Asia/Tokyo';
const counts = [3, 2, 0, 0, 1, 0, 4, 12, 86, 31, 22, 18, 74, 26, 19, 15, 21, 17, 14, 62, 28, 11, 6, 4];

export const series: Shape.HourPoint[] = counts.map((accepted, index) => ({
  at: hourAt(23 - index),
  accepted,
  dead: index === 12 ? 9 : index === 19 ? 4 : 0,
  unknown: index === 12 ? 1 : 0,
  mean_ms: 420 + ((index * 37) % 90),
}));

const states: Shape.DeliveryState[] = [
  'accepted',
  'dead',
  'delivered',
  'unknown',
  'ready',
  'sending',
  'held',
  'accepted',
];
const titles = [
  '本日の新刊 128件（1/2）',
  '『葬送のフリーレン』15巻が発売されました',
  '本日の新刊 128件（2/2）',
  '放送開始: 秋アニメ 12作品',
];

export const deliveries: Shape.Delivery[] = Array.from({ length: 24 }, (_, index) => {
  const state = states[index % states.length] ?? 'ready';
  return {
    id: `dlv_01JD8${String(index).padStart(3, '0')}`,
    message: `msg_01JD8${String(index >> 1).padStart(3, '0')}`,
    service: 'manga-anime',
    category: index % 3 === 0 ? 'digest' : 'release',
    channel: index % 5 === 4 ? 'slack' : 'email',
    to: index % 5 === 4 ? '#releases' : `reader${index + 1}@example.jp`,
    title: titles[index % titles.length] ?? '',
    state,
    attempts: state === 'dead' ? 5 : state === 'ready' ? 0 : 1,
    possibleDuplicate: state === 'unknown',
    readyAt: at(-index * 7 * minute),
    createdAt: at(-index * 7 * minute - 4_000),
    endedAt: state === 'ready' || state === 'sending' || state === 'held' ? null : at(-index * 7 * minute + 900),
    error:
      state === 'dead'
        ? { code: 'smtp.550', detail: '550 5.1.1 宛先が存在しません。', hint: './toban delivery show dlv_01JD8001' }
        : undefined,
  };
});

export function detailOf(delivery: Shape.Delivery): Shape.DeliveryDetail {
  return {
    ...delivery,
    body: '本日の新刊をお知らせします。\n\n・葬送のフリーレン 15巻（小学館）\n・薬屋のひとりごと 16巻（スクウェア・エニックス）\n',
    html: '<h1>本日の新刊</h1><ul><li>葬送のフリーレン 15巻</li></ul><script>alert(1)</script><p style="color:red">配信停止はこちら</p>',
    key: 'rel-2026-11-21-1/reader2@example.jp',
    attemptsMade: [
      {
        attempt: 1,
        startedAt: at(-20 * minute),
        endedAt: at(-20 * minute),
        duration_ms: 30_000,
        outcome: 'unknown',
        code: 'ETIMEDOUT',
        answer: 'no answer within 30 s',
        node: 'toban1',
      },
      {
        attempt: 2,
        startedAt: at(-8 * minute),
        endedAt: at(-8 * minute),
        duration_ms: 412,
        outcome: delivery.state,
        code: '250',
        answer: '2.0.0 OK queued as 4f1c',
        node: 'toban1',
      },
    ],
    timeline: [
      { at: delivery.createdAt, text: '受け付けました（digest、優先度 normal）。' },
      { at: at(-20 * minute), text: '1回目: 30秒のあいだ応答がありません。' },
      { at: at(-8 * minute), text: '2回目: 250 2.0.0 OK' },
    ],
  };
}

export const deliveryStatus = (service: string): Shape.DeliveryStatus => ({
  service,
  day: dayAt(0),
  zone,
  figures: [
    { name: 'released', title: { en: 'Delivered today', ja: '本日の配信数' }, value: 412 },
    { name: 'pending', title: { en: 'Still to deliver', ja: '未配信' }, value: 128 },
    { name: 'works', title: { en: 'Works watched', ja: '登録作品' }, value: 1_482 },
  ],
  deliveries: {
    today: { accepted: 476, delivered: 401, dead: 13, unknown: 1, suppressed: 6, expired: 0, cancelled: 2 },
    waiting: { ready: 24, scheduled: 128, sending: 2, held: 1 },
  },
  oldestWaiting_ms: 42_000,
  paused:
    service === 'keiba'
      ? { reason: 'モデルを入れ替えるあいだ', by: 'suzuki', at: at(-21 * hour), until: at(6 * hour) }
      : null,
  emergency: null,
  channels: [
    { channel: 'email', state: 'ok' },
    {
      channel: 'slack',
      state: 'open',
      reason: '401 invalid_auth が続いたため送信を止めています。',
      since: at(-40 * minute),
      hint: './toban delivery retry manga-anime',
    },
  ],
});

export const metrics = (service: string): Shape.DeliveryMetrics => ({
  service,
  since: at(-day),
  until: at(0),
  successRate: 97.32,
  meanTime_ms: 448,
  p95_ms: 1_920,
  errorRate: 2.68,
  series,
});

export const errors: Shape.DeliveryError[] = [
  { code: 'smtp.550', detail: '550 5.1.1 宛先が存在しません。', count: 31, lastAt: at(-2 * hour) },
  {
    code: 'slack.401',
    detail: 'Slack が 401 invalid_auth を返しました。',
    hint: 'Webhook のアドレスを確かめてください。',
    count: 9,
    lastAt: at(-40 * minute),
  },
];
