import { Button } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { LogLevel } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/message.tsx';
import { Sheet } from '../../parts/section.tsx';
import { isAtLeast } from './levels.ts';
import { LogLines } from './log-lines.tsx';
import styles from './logs.module.css';
import { maxLines, useTail } from './tail.ts';

interface Props {
  service: string;
  log?: string;
  level?: LogLevel;
  text: string;
}

export function LiveLog({ service, log, level, text }: Props): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const [paused, setPaused] = useState(false);
  const { lines, waiting, dropped } = useTail(service, log, paused);
  const shown = useMemo(() => {
    const wanted = text.toLowerCase();
    return lines.filter((line) => isAtLeast(line.level, level) && line.text.toLowerCase().includes(wanted));
  }, [lines, level, text]);
  return (
    <div>
      {shown.length === 0 ? (
        <Sheet>
          <Empty command={`./toban logs tail ${service} --follow`}>{t('logs.waiting')}</Empty>
        </Sheet>
      ) : (
        <LogLines lines={shown} wanted={text} follow={!paused} />
      )}
      <div className={styles.foot}>
        <span>
          {paused ? t('logs.paused', { count: waiting }) : t('logs.lines', { count: shown.length })}{' '}
          {dropped && t('logs.dropped', { max: format.number(maxLines) })}
        </span>
        <Button
          variant="default"
          size="compact-sm"
          aria-pressed={paused}
          leftSection={<Icon name={paused ? 'play' : 'pause'} size={13} />}
          onClick={() => setPaused(!paused)}
        >
          {paused ? t('logs.resume') : t('logs.pause')}
        </Button>
      </div>
    </div>
  );
}
