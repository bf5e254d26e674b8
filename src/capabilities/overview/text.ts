import type { Language, Text } from '#manual/text.ts';
import { localText } from '#manual/zone.ts';
import type { Concern } from '#operations/capability.ts';
import { aligned } from '#capabilities/report/index.ts';
import type { DeliveriesToday } from './deliveries.ts';

/** Of what the other capabilities tell, that which stands in the text. */
export type Overview = {
  concerns: Concern[];
  services: { service: string; title: Text; state: string; health: string }[];
  deliveries: DeliveriesToday;
  next: { service: string; job: string; local: string; zone: string; left: string; paused: boolean }[];
  recent: {
    operation: string;
    title: Text;
    service?: string;
    state: string;
    createdAt: string;
    actor: { name: string };
  }[];
};

const MARKS: Record<Concern['level'], string> = { critical: '✖', warning: '▲', info: '●' };

/** The overview for a terminal: what is wrong first. */
export function overviewText(overview: Overview, lang: Language, zone: string): string {
  const say = (en: string, ja: string) => (lang === 'ja' ? ja : en);
  const { accepted, dead, unknown, ready } = overview.deliveries.today;
  const sent = say(
    `${accepted} accepted, ${dead} failed, ${unknown} unknown, ${ready} waiting`,
    `受理 ${accepted} 件、失敗 ${dead} 件、結果不明 ${unknown} 件、待機中 ${ready} 件`,
  );
  const parts: [string, string[]][] = [
    [say('To be seen to', '要対応'), concernLines(overview.concerns, lang, say('All is well.', '異常はありません。'))],
    [say('Services', 'サービス'), aligned(serviceRows(overview, lang), ['left'])],
    [say('Deliveries today', '今日の配信'), [sent]],
    [say('Next', '次の予定'), aligned(nextRows(overview, say('paused', '一時停止中')), ['left'])],
    [say('Recent', '最近の操作'), aligned(recentRows(overview, lang, zone), ['left'])],
  ];
  const written = parts.filter(([, lines]) => lines.length > 0);
  return written.map(([head, lines]) => [head, ...lines.map((line) => `  ${line}`)].join('\n')).join('\n\n');
}

function concernLines(concerns: Concern[], lang: Language, none: string): string[] {
  if (concerns.length === 0) return [`✔ ${none}`];
  return concerns.flatMap(({ level, service, title, detail, hint }) => [
    `${MARKS[level]} ${service ? `${service}: ` : ''}${title[lang]}${detail ? `  (${detail})` : ''}`,
    ...(hint ? [`    → ${hint}`] : []),
  ]);
}

const serviceRows = ({ services }: Overview, lang: Language): string[][] =>
  services.map(({ service, title, state, health }) => [service, state, health, title[lang]]);

const nextRows = ({ next }: Overview, paused: string): string[][] =>
  next.map((run) => [`${run.local} ${run.zone}`, run.paused ? paused : run.left, `${run.service} ${run.job}`]);

const recentRows = ({ recent }: Overview, lang: Language, zone: string): string[][] =>
  recent.map(({ createdAt, state, service, title, actor }) => [
    localText(Date.parse(createdAt), zone),
    state,
    actor.name,
    service ?? '',
    title[lang],
  ]);
