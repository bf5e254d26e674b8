import { TextInput } from '@mantine/core';
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueryClient } from '@tanstack/react-query';
import { mayUse, useUser } from '../../api/session.ts';
import type { Checklist, ChecklistItem } from '../../api/work-shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { useOperate } from '../../operation/operate.ts';
import { Hint } from '../../parts/message.tsx';
import { Shape } from '../../parts/state-badge.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import styles from './checklists.module.css';

interface Props {
  service: string;
  list: Checklist;
  item: ChecklistItem;
}

function useTick({ service, list, item }: Props) {
  const client = useQueryClient();
  const tick = useOperate(item.done ? 'checklist.untick' : 'checklist.tick');
  const act = (note: string) => {
    const input = { service, item: item.item, period: list.period, ...(note && !item.done ? { note } : {}) };
    tick.mutate(input, { onSettled: () => client.invalidateQueries({ queryKey: ['checklist.show'] }) });
  };
  return { act, busy: tick.isPending };
}

function Fact({ item }: { item: ChecklistItem }): ReactElement {
  return (
    <span
      data-tone={item.ok === false ? 'bad' : 'good'}
      style={{ color: `var(${item.ok === false ? '--bad' : item.ok ? '--good' : '--ink-quiet'})` }}
    >
      <Shape tone={item.ok === false ? 'bad' : item.ok ? 'good' : 'wait'} />
    </span>
  );
}

function About({ item, title, id }: { item: ChecklistItem; title: string; id: string }): ReactElement {
  const { t } = useTranslation();
  const state = item.kind === 'fact' && item.ok === false ? 'bad' : item.done ? 'done' : 'todo';
  return (
    <div>
      <label
        htmlFor={item.kind === 'person' ? id : undefined}
        className={item.done && state !== 'bad' ? styles.done : undefined}
      >
        {title}
      </label>
      {item.kind === 'fact' && (
        <span className={styles.kind}>
          {t(`state.item.${state}`)}, {t('checklists.fact')}
        </span>
      )}
      {item.detail && <p className="quiet">{item.detail}</p>}
      {item.note && <p>{item.note}</p>}
      {state === 'bad' && <Hint hint={item.hint} />}
    </div>
  );
}

export function ChecklistRow(props: Props): ReactElement {
  const { item } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const id = useId();
  const [note, setNote] = useState('');
  const { act, busy } = useTick(props);
  const may = mayUse(useUser(), 'operator');
  const title = format.text(item.title);
  return (
    <li className={styles.item}>
      {item.kind === 'fact' ? (
        <Fact item={item} />
      ) : (
        <input
          id={id}
          type="checkbox"
          className={styles.box}
          checked={item.done}
          disabled={!may || busy}
          onChange={() => act(note)}
        />
      )}
      <About item={item} title={title} id={id} />
      {item.by ? (
        <span className="quiet">
          {item.by}, <RelativeTime at={item.at} />
        </span>
      ) : (
        item.kind === 'person' &&
        may && (
          <TextInput
            size="xs"
            aria-label={`${t('checklists.note')}: ${title}`}
            placeholder={t('checklists.note')}
            value={note}
            onChange={({ currentTarget }) => setNote(currentTarget.value)}
          />
        )
      )}
    </li>
  );
}
