import type { Language } from '#manual/text.ts';
import type { OwnMessage } from '#capabilities/delivery/index.ts';
import type { FinishedJob } from './write-ending.ts';

const OUTCOME = {
  success: { en: 'succeeded', ja: '成功' },
  partial: { en: 'partly succeeded', ja: '一部成功' },
  failure: { en: 'failed', ja: '失敗' },
} as const;

const KEPT_LINES = 10;

/** What is to be told of a job's end, or undefined when its manual wants nobody told. Its key makes it one notice a run. */
export function noticeOf(finished: FinishedJob, summary: string | null, lang: Language): OwnMessage | undefined {
  const { run, plan, declared, ending } = finished;
  const { notify, title } = declared.job;
  if (ending.outcome === null || notify.to.length === 0 || !notify[ending.outcome]) return undefined;
  const lines = [
    ...(ending.error ? [ending.error.message] : []),
    ...(summary === null ? [] : [summary]),
    ...(ending.outcome === 'success' ? [] : (ending.output ?? []).slice(-KEPT_LINES)),
    `toban runs show ${run}`,
  ];
  return {
    category: 'job-ended',
    to: notify.to,
    title: `${plan.service}: ${title[lang]} ${OUTCOME[ending.outcome][lang]}`,
    body: lines.join('\n'),
    key: `job-ended ${run}`,
    priority: ending.outcome === 'failure' ? 'urgent' : 'normal',
  };
}
