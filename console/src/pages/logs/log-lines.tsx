import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLine } from '../../api/work-shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { inertText } from '../../parts/inert-text.ts';
import styles from './logs.module.css';

function Marked({ text, wanted }: { text: string; wanted: string }): ReactElement {
  const inert = inertText(text);
  const at = wanted === '' ? -1 : inert.toLowerCase().indexOf(wanted.toLowerCase());
  if (at < 0) return <>{inert}</>;
  return (
    <>
      {inert.slice(0, at)}
      <mark>{inert.slice(at, at + wanted.length)}</mark>
      {inert.slice(at + wanted.length)}
    </>
  );
}

interface Props {
  lines: LogLine[];
  wanted?: string;
  /** Keeps the newest line in view, unless the reader has scrolled up. */
  follow?: boolean;
}

export function LogLines({ lines, wanted = '', follow = false }: Props): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (follow && atEnd.current && list.current) list.current.scrollTop = list.current.scrollHeight;
  }, [lines, follow]);
  const onScroll = () => {
    const element = list.current;
    if (element) atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
  };
  return (
    // A new line is not read out: at ten lines a second nobody could listen.
    <div
      ref={list}
      className={styles.lines}
      role="log"
      aria-live="off"
      aria-label={t('service.logs')}
      tabIndex={0}
      onScroll={onScroll}
    >
      {lines.map((line, index) => (
        <div key={index} className={styles.line} data-level={line.level}>
          {line.at ? <time dateTime={line.at}>{format.moment(line.at)}</time> : <span className={styles.none}>–</span>}
          <span className={styles.level}>{line.level?.toUpperCase()}</span>
          <span className={styles.text}>
            <Marked text={line.text} wanted={wanted} />
          </span>
        </div>
      ))}
    </div>
  );
}
