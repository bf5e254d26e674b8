import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '../../api/shapes.ts';
import { Table } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Moment } from '../../parts/time.tsx';
import styles from './deliveries.module.css';

interface Props {
  rows: Delivery[];
  onOpen(id: string): void;
}

export function DeliveryTable({ rows, onOpen }: Props): ReactElement {
  const { t } = useTranslation();
  const columns = ['created', 'subject', 'to', 'channel', 'state'] as const;
  const head = (
    <>
      {columns.map((column) => (
        <th key={column} scope="col">
          {t(`deliveries.${column}`)}
        </th>
      ))}
      <th scope="col" className="number">
        {t('deliveries.attempts')}
      </th>
    </>
  );
  return (
    <Table caption={t('service.deliveries')} head={head}>
      {rows.map((row) => (
        <tr key={row.id}>
          <td>
            <Moment at={row.createdAt} />
          </td>
          <th scope="row" className={styles.subject}>
            <button type="button" className={styles.open} aria-haspopup="dialog" onClick={() => onOpen(row.id)}>
              {row.title || row.id}
            </button>
            <div className="quiet">{row.category}</div>
          </th>
          <td className={styles.to}>{row.to}</td>
          <td>{row.channel}</td>
          <td>
            <StateBadge kind="delivery" state={row.state} />
            {row.possibleDuplicate && <div className={styles.duplicate}>{t('deliveries.possibleDuplicate')}</div>}
            {row.error && <div className="quiet">{row.error.detail}</div>}
          </td>
          <td className="number">{row.attempts}</td>
        </tr>
      ))}
    </Table>
  );
}
