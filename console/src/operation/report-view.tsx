import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { type Format, useFormat } from '../i18n/format.ts';
import { inertText } from '../parts/inert-text.ts';
import { Command } from '../parts/message.tsx';
import { Pairs, Table } from '../parts/section.tsx';
import { useFieldLabel } from './field-label.ts';
import styles from './operation.module.css';

type Entry = Record<string, unknown>;

const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isRows = (value: unknown): value is Entry[] => Array.isArray(value) && value.length > 0 && value.every(isEntry);
const isNothing = (value: unknown) =>
  value === null || value === undefined || value === '' || (isEntry(value) && Object.keys(value).length === 0);
const isLines = (value: unknown[]) => value.some((one) => typeof one === 'string' && one.length > 40);
/** Rows that have little in common, or more than words in them, are no table. */
const isTable = (rows: Entry[], columns: string[]) =>
  rows.every((row) => Object.keys(row).length * 2 > columns.length) &&
  rows.every((row) => Object.values(row).every((value) => typeof value !== 'object' || value === null));
/** Numbers that name something and count nothing. */
const names = /^(pids?|ports?|exitCode|seq|year)$/;
const runId = /^r_[0-9a-z]{26}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** A line of a program's log in JSON, as its level and its message. */
function line(text: unknown): string {
  try {
    const { level, msg } = JSON.parse(String(text)) as Entry;
    if (typeof msg === 'string')
      return inertText(`${typeof level === 'string' ? `${level.toUpperCase()}  ` : ''}${msg}`);
  } catch {
    // Not JSON, and shown as it is.
  }
  return inertText(String(text));
}

function plain(key: string, value: unknown, format: Format): string {
  if (typeof value === 'number') {
    if (names.test(key)) return String(value);
    if (key.endsWith('_ms')) return format.duration(value);
    if (key.endsWith('_bytes')) return format.bytes(value);
    return format.number(value);
  }
  if (typeof value === 'string') return instant.test(value) ? format.moment(value) : inertText(value);
  return JSON.stringify(value);
}

function Value({ name, value }: { name: string; value: unknown }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  if (isNothing(value)) return <span className="quiet">{t('parts.none')}</span>;
  if (typeof value === 'boolean') return <>{value ? t('parts.yes') : t('parts.no')}</>;
  // Shown this once and kept nowhere, so that copying must be easy.
  if (name === 'token' && typeof value === 'string') return <Command line={value} />;
  if (typeof value === 'string' && runId.test(value)) {
    return (
      <Link to="/runs/$run" params={{ run: value }}>
        {value}
      </Link>
    );
  }
  if (isRows(value)) return <Rows name={name} rows={value} />;
  if (Array.isArray(value) && isLines(value)) return <pre className={styles.lines}>{value.map(line).join('\n')}</pre>;
  if (Array.isArray(value)) return <>{value.map((one) => plain(name, one, format)).join(', ') || t('parts.none')}</>;
  if (isEntry(value)) return <ReportView report={value} />;
  return <>{plain(name, value, format)}</>;
}

function Rows({ name, rows }: { name: string; rows: Entry[] }): ReactElement {
  const label = useFieldLabel();
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (!isTable(rows, columns)) {
    return (
      <ol className={styles.entries}>
        {rows.slice(0, 100).map((row, index) => (
          <li key={index}>
            <ReportView report={row} />
          </li>
        ))}
      </ol>
    );
  }
  return (
    <Table
      caption={label(name)}
      head={columns.map((column) => (
        <th key={column} scope="col">
          {label(column)}
        </th>
      ))}
    >
      {rows.slice(0, 100).map((row, index) => (
        <tr key={index}>
          {columns.map((column) => (
            <td key={column}>
              <Value name={column} value={row[column]} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

/** Any report as names and values: units are read off the names, lists of objects become tables. */
export function ReportView({ report }: { report: unknown }): ReactElement {
  const label = useFieldLabel();
  if (!isEntry(report)) return <Value name="" value={report} />;
  return (
    <Pairs
      pairs={Object.entries(report).map(([key, value]) => [label(key), <Value key={key} name={key} value={value} />])}
    />
  );
}
