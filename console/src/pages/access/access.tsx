import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import type { Token, User } from '../../api/shapes.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Empty, Loaded } from '../../parts/message.tsx';
import { Page, PageHead, Section, Table } from '../../parts/section.tsx';
import { RelativeTime } from '../../parts/time.tsx';

const small = { size: 'compact-xs' } as const;

function Users({ users }: { users: User[] }): ReactElement {
  const { t } = useTranslation();
  const head = (
    <>
      <th scope="col">{t('access.name')}</th>
      <th scope="col">{t('access.role')}</th>
      <th scope="col">{t('jobs.actions')}</th>
    </>
  );
  return (
    <Table caption={t('access.users')} head={head}>
      {users.map(({ id, username, role }) => (
        <tr key={id}>
          <th scope="row">{username}</th>
          <td>{t(`role.${role}`)}</td>
          <td>
            <OperationButton
              operation="users.role"
              input={{ username }}
              suggested={{ role }}
              label={t('access.changeRole')}
              look={small}
            />{' '}
            <OperationButton operation="users.remove" input={{ username }} label={t('access.remove')} look={small} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Tokens({ tokens }: { tokens: Token[] }): ReactElement {
  const { t } = useTranslation();
  if (tokens.length === 0) return <Empty command="./toban tokens create NAME">{t('access.noTokens')}</Empty>;
  const columns = ['name', 'role', 'expires', 'lastUsed'] as const;
  const head = (
    <>
      {columns.map((column) => (
        <th key={column} scope="col">
          {t(`access.${column}`)}
        </th>
      ))}
      <th scope="col">{t('jobs.actions')}</th>
    </>
  );
  return (
    <Table caption={t('access.tokens')} head={head}>
      {tokens.map(({ id, name, role, service, expiresAt, lastUsedAt }) => (
        <tr key={id}>
          <th scope="row">
            {name} {service && <span className="quiet">{service}</span>}
          </th>
          <td>{t(`role.${role}`)}</td>
          <td>{expiresAt ? <RelativeTime at={expiresAt} /> : t('access.never')}</td>
          <td>{lastUsedAt ? <RelativeTime at={lastUsedAt} /> : t('access.never')}</td>
          <td>
            <OperationButton operation="tokens.revoke" input={{ id }} label={t('access.revoke')} look={small} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function AccessPage(): ReactElement {
  const { t } = useTranslation();
  const users = useAnswer('users.list');
  const tokens = useAnswer('tokens.list');
  return (
    <Page>
      <PageHead title={t('access.title')} />
      <Section
        title={t('access.users')}
        actions={<OperationButton operation="users.create" label={t('access.create')} />}
      >
        <Loaded query={users}>{({ items }) => <Users users={items} />}</Loaded>
      </Section>
      <Section
        title={t('access.tokens')}
        actions={<OperationButton operation="tokens.create" label={t('access.createToken')} />}
      >
        <Loaded query={tokens}>{({ items }) => <Tokens tokens={items} />}</Loaded>
      </Section>
    </Page>
  );
}
