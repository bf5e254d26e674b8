import { useCallback, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Report, ReportTable } from '../../api/work-shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Plot } from '../../parts/plot.tsx';
import { Figures, Section, Table } from '../../parts/section.tsx';
import { Moment } from '../../parts/time.tsx';
import styles from './reports.module.css';

function Summary({ report }: { report: Report }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { deliveries, jobs, errors, figures } = report;
  const number = (name: string, title: string, value: number, tone?: 'bad' | 'warn') => ({
    name,
    title,
    value: format.count(value),
    tone: value > 0 ? tone : undefined,
  });
  return (
    <Section title={t('reports.figures')}>
      <Figures
        figures={[
          ...figures.map(({ name, title, value, unit }) => ({
            name,
            title: format.text(title),
            value: format.figure(value, unit),
          })),
          number('accepted', t('overview.accepted'), deliveries.accepted),
          number('dead', t('overview.dead'), deliveries.dead, 'bad'),
          number('unknown', t('overview.unknown'), deliveries.unknown, 'warn'),
          { name: 'rate', title: t('reports.rate'), value: format.percent(deliveries.rate) },
          number('jobs', `${t('reports.jobs')}: ${t('state.job.success')}`, jobs.success),
          number('partial', `${t('reports.jobs')}: ${t('state.job.partial')}`, jobs.partial, 'warn'),
          number('failure', `${t('reports.jobs')}: ${t('state.job.failure')}`, jobs.failure, 'bad'),
          number('errors', t('reports.errors'), errors.total, 'bad'),
        ]}
      />
    </Section>
  );
}

function TableOf({ table }: { table: ReportTable }): ReactElement {
  const format = useFormat();
  const isNumber = (column: number) => table.rows.every((row) => typeof row[column] === 'number');
  const head = table.columns.map(({ name, title }, column) => (
    <th key={name} scope="col" className={isNumber(column) ? 'number' : undefined}>
      {format.text(title)}
    </th>
  ));
  return (
    <Section title={format.text(table.title)}>
      <Table caption={format.text(table.title)} head={head}>
        {table.rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column} className={isNumber(column) ? 'number' : undefined}>
                {typeof cell === 'number' ? format.number(cell) : cell}
              </td>
            ))}
          </tr>
        ))}
      </Table>
    </Section>
  );
}

export function ReportBody({ report }: { report: Report }): ReactElement {
  const { t } = useTranslation();
  const { language } = useFormat();
  const label = useCallback(
    (at: number) => new Intl.DateTimeFormat(language, { month: 'numeric', day: 'numeric', timeZone: 'UTC' }).format(at),
    [language],
  );
  const { days } = report.errors;
  return (
    <>
      <p className="quiet">
        {t('reports.period')}: <Moment at={report.since} zone={report.zone} /> –{' '}
        <Moment at={report.until} zone={report.zone} /> {report.zone}
      </p>
      <Summary report={report} />
      {days.length > 1 && (
        <Section title={t('reports.errorsByDay')}>
          <Plot
            title={t('reports.errorsByDay')}
            times={days.map(({ day }) => Date.parse(day))}
            label={label}
            height={130}
            series={[{ label: t('reports.errors'), color: '--bad', values: days.map(({ count }) => count) }]}
          />
        </Section>
      )}
      {report.tables.map((table) => (
        <TableOf key={table.name} table={table} />
      ))}
      <Section title={t('reports.text')}>
        <pre className={styles.text} tabIndex={0}>
          {report.text}
        </pre>
      </Section>
    </>
  );
}
