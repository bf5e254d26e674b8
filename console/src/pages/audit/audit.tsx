import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { queryPath, request } from '../../api/client.ts';
import { useList } from '../../api/queries.ts';
import type { AuditRow, AuditVerdict } from '../../api/work-shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Empty, FaultBox, Problem } from '../../parts/message.tsx';
import { Filters, Listed, Page, PageHead, Sheet, Table } from '../../parts/section.tsx';
import { Shape, StateBadge } from '../../parts/state-badge.tsx';
import { type StateOf, tones } from '../../parts/tone.ts';
import { Moment } from '../../parts/time.tsx';
import styles from './audit.module.css';

function Verdict({ verdict }: { verdict: AuditVerdict }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  if (!verdict.ok) {
    return <FaultBox detail={t('audit.broken', { seq: verdict.firstBroken ?? '?' })} hint={verdict.detail} />;
  }
  return (
    <Sheet>
      <p className={styles.whole} role="status">
        <Shape tone="good" /> {t('audit.verified', { rows: format.number(verdict.rows) })}
      </p>
    </Sheet>
  );
}

function detailOf(detail: unknown): string {
  if (detail === null || detail === undefined) return '';
  if (typeof detail !== 'object') return String(detail);
  return Object.entries(detail)
    .map(([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}

function Row({ row }: { row: AuditRow }): ReactElement {
  const actor = typeof row.actor === 'string' ? row.actor : row.actor.name;
  const known = row.outcome !== undefined && row.outcome in tones.run;
  return (
    <tr>
      <td className="number quiet">{row.seq}</td>
      <td>
        <Moment at={row.at} />
      </td>
      <td>{actor}</td>
      <th scope="row">
        {row.run ? (
          <Link to="/runs/$run" params={{ run: row.run }}>
            {row.operation ?? row.action}
          </Link>
        ) : (
          (row.operation ?? row.action)
        )}
        {row.operation && row.operation !== row.action && <div className="quiet">{row.action}</div>}
      </th>
      <td>{row.service}</td>
      <td>{known ? <StateBadge kind="run" state={row.outcome as StateOf<'run'>} /> : row.outcome}</td>
      <td className={styles.detail}>{detailOf(row.detail)}</td>
      <td className="mono quiet" title={row.hash}>
        {row.hash.slice(0, 8)}
      </td>
    </tr>
  );
}

function Rows({ rows }: { rows: AuditRow[] }): ReactElement {
  const { t } = useTranslation();
  const columns = ['at', 'actor', 'action', 'service', 'outcome', 'detail'] as const;
  const head = (
    <>
      <th scope="col" className="number">
        {t('audit.seq')}
      </th>
      {columns.map((column) => (
        <th key={column} scope="col">
          {t(`audit.${column}`)}
        </th>
      ))}
      <th scope="col">SHA-256</th>
    </>
  );
  return (
    <Table caption={t('audit.title')} head={head}>
      {rows.map((row) => (
        <Row key={row.seq} row={row} />
      ))}
    </Table>
  );
}

export function AuditPage(): ReactElement {
  const { t } = useTranslation();
  const [actor, setActor] = useState('');
  const [wanted] = useDebouncedValue(actor, 250);
  const list = useList('audit.list', { actor: wanted, limit: 100 });
  const verify = useMutation({ mutationFn: () => request<AuditVerdict>('GET', queryPath('audit.verify', {})) });
  return (
    <Page>
      <PageHead title={t('audit.title')}>
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t('audit.verify')}
        </Button>
      </PageHead>
      {verify.error && <Problem error={verify.error} />}
      {verify.data && <Verdict verdict={verify.data} />}
      <Filters>
        <TextInput
          aria-label={t('audit.filterActor')}
          placeholder={t('audit.actor')}
          value={actor}
          onChange={({ currentTarget }) => setActor(currentTarget.value)}
        />
      </Filters>
      <Listed list={list} empty={<Empty command="./toban audit list">{t('audit.none')}</Empty>}>
        {(rows) => <Rows rows={rows} />}
      </Listed>
    </Page>
  );
}
