import { Button, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './operation.module.css';

interface Props {
  label: string;
  value: unknown;
  onChange(value: unknown): void;
}

type Row = readonly [key: string, value: string];

/** A number or a truth value when it reads as one, as the command line takes it. */
function valueOf(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Names and values that the schema leaves open, such as the parameters of a job. */
export function RecordInput({ label, value, onChange }: Props): ReactElement {
  const { t } = useTranslation();
  const [rows, setRows] = useState<Row[]>(() =>
    Object.entries((value ?? {}) as Record<string, unknown>).map(([key, one]) => [key, String(one)] as const),
  );
  const change = (next: Row[]) => {
    setRows(next);
    onChange(Object.fromEntries(next.filter(([key]) => key !== '').map(([key, text]) => [key, valueOf(text)])));
  };
  const set = (at: number, row: Row) => change(rows.map((old, index) => (index === at ? row : old)));
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      <div className={styles.pairs}>
        {rows.map(([key, text], index) => (
          <div key={index} className={styles.pairRow}>
            <TextInput
              aria-label={t('operations.key')}
              placeholder={t('operations.key')}
              value={key}
              onChange={({ currentTarget }) => set(index, [currentTarget.value, text])}
            />
            <TextInput
              aria-label={t('operations.value')}
              placeholder={t('operations.value')}
              value={text}
              onChange={({ currentTarget }) => set(index, [key, currentTarget.value])}
            />
            <Button variant="subtle" onClick={() => change(rows.filter((_, at) => at !== index))}>
              {t('operations.remove')}
            </Button>
          </div>
        ))}
        <div>
          <Button variant="default" onClick={() => change([...rows, ['', '']])}>
            {t('operations.add')}
          </Button>
        </div>
      </div>
    </fieldset>
  );
}
