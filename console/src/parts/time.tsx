import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../app/clock.ts';
import { useFormat } from '../i18n/format.ts';

type At = string | null | undefined;

/** "3 minutes ago", with the exact time on hover. */
export function RelativeTime({ at }: { at: At }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (!at) return <span className="quiet">–</span>;
  const away = now - Date.parse(at);
  const span = format.ago(at, now);
  const text =
    Math.abs(away) < 5_000 ? t('parts.justNow') : away > 0 ? t('parts.ago', { span }) : t('parts.ahead', { span });
  return (
    <time dateTime={at} title={format.moment(at)} className="tabular nowrap">
      {text}
    </time>
  );
}

/** The time as on the wall, in the browser's zone or the one given. */
export function Moment({ at, zone }: { at: At; zone?: string }): ReactElement {
  const format = useFormat();
  if (!at) return <span className="quiet">–</span>;
  return (
    <time dateTime={at} title={zone} className="tabular nowrap">
      {format.moment(at, zone)}
    </time>
  );
}

export function Countdown({ at }: { at: string }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const left = Date.parse(at) - useNow();
  return (
    <time dateTime={at} title={format.moment(at)} className="tabular nowrap" role="timer">
      {left < 1_000 ? t('parts.due') : t('parts.left', { span: format.span(left) })}
    </time>
  );
}
