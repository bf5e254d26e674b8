import { lazy, Suspense, type ReactElement } from 'react';
import { useSession } from '../api/session.ts';
import { Loading, Problem } from '../parts/message.tsx';
import styles from './shell.module.css';
import { Shell } from './shell.tsx';

const SignInPage = lazy(async () => ({ default: (await import('../pages/sign-in/sign-in.tsx')).SignInPage }));

/** Nothing of the console is shown to nobody; the address stays, so that one lands where one wanted to go. */
export function Gate(): ReactElement {
  const session = useSession();
  if (session.data === undefined) {
    return <main className={styles.alone}>{session.error ? <Problem error={session.error} /> : <Loading />}</main>;
  }
  if (session.data.user === null) {
    return (
      <Suspense fallback={<Loading />}>
        <SignInPage first={session.data.firstAdministrator} />
      </Suspense>
    );
  }
  return <Shell />;
}
