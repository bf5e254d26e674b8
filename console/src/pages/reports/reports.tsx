import { SegmentedControl, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import { Loaded } from '../../parts/message.tsx';
import { Filters } from '../../parts/section.tsx';
import { useService } from '../service/service.tsx';
import { ReportBody } from './report-body.tsx';

export function ReportsTab(): ReactElement {
  const { t, i18n } = useTranslation();
  const service = useService();
  const [kind, setKind] = useState<'daily' | 'weekly'>('daily');
  const [date, setDate] = useState('');
  const query = useAnswer(`report.${kind}`, { service, date, lang: i18n.language });
  return (
    <>
      <Filters>
        <SegmentedControl
          aria-label={t('reports.kind')}
          data={[
            { value: 'daily', label: t('reports.daily') },
            { value: 'weekly', label: t('reports.weekly') },
          ]}
          value={kind}
          onChange={(value) => setKind(value as 'daily' | 'weekly')}
        />
        <TextInput
          type="date"
          aria-label={t('reports.date')}
          value={date}
          onChange={({ currentTarget }) => setDate(currentTarget.value)}
        />
      </Filters>
      <Loaded query={query}>{(report) => <ReportBody report={report} />}</Loaded>
    </>
  );
}
