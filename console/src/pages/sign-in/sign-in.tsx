import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignIn } from '../../api/session.ts';
import icon from '../../app/icon.svg';
import { LanguageMenu, SchemeMenu } from '../../app/top-bar.tsx';
import { Problem } from '../../parts/message.tsx';
import styles from './sign-in.module.css';

function Credentials({ first }: { first: boolean }): ReactElement {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const [code, setCode] = useState('');
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate({ username, password, ...(first ? { code: code.trim() } : {}) });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      {signIn.error && <Problem error={signIn.error} />}
      {first && (
        <TextInput
          label={t('signIn.code')}
          value={code}
          autoComplete="one-time-code"
          spellCheck={false}
          required
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
      )}
      <TextInput
        label={t('signIn.username')}
        value={username}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        onChange={({ currentTarget }) => setUsername(currentTarget.value)}
      />
      <PasswordInput
        label={t('signIn.password')}
        description={first ? t('signIn.passwordHint') : undefined}
        value={password}
        autoComplete={first ? 'new-password' : 'current-password'}
        required
        onChange={({ currentTarget }) => setPassword(currentTarget.value)}
      />
      <Button type="submit" size="sm" loading={signIn.isPending}>
        {first ? t('signIn.firstSubmit') : t('signIn.submit')}
      </Button>
    </form>
  );
}

export function SignInPage({ first }: { first: boolean }): ReactElement {
  const { t } = useTranslation();
  const title = first ? t('signIn.firstTitle') : t('signIn.title');
  useEffect(() => {
    document.title = `${title} · Toban`;
  }, [title]);
  return (
    <div className={styles.page}>
      <header className={styles.corner}>
        <LanguageMenu />
        <SchemeMenu />
      </header>
      <main className={styles.main}>
        <p className={styles.brand}>
          <img src={icon} width="28" height="28" alt="" />
          Toban
        </p>
        <h1>{title}</h1>
        <p className={styles.lead}>{first ? t('signIn.firstLead') : t('signIn.lead')}</p>
        <Credentials first={first} />
      </main>
    </div>
  );
}
