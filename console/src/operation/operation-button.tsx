import { Button, type ButtonProps } from '@mantine/core';
import type { ReactElement } from 'react';
import { useRegistry } from '../api/queries.ts';
import { mayUse, useUser } from '../api/session.ts';
import { useFormat } from '../i18n/format.ts';
import { type Asked, useAsk } from './ask.tsx';

interface Props extends Asked {
  label?: string;
  /** Says more than the label to those who hear it alone. */
  description?: string;
  look?: Pick<ButtonProps, 'variant' | 'color' | 'size' | 'leftSection' | 'disabled'>;
}

/** A button for an operation: absent when the server knows no such operation or this person may not. */
export function OperationButton({ label, description, look, ...asked }: Props): ReactElement | null {
  const ask = useAsk();
  const user = useUser();
  const format = useFormat();
  const operation = useRegistry().data?.operations.find(({ name }) => name === asked.operation);
  if (operation === undefined || !mayUse(user, operation.role)) return null;
  return (
    <Button variant="default" {...look} aria-label={description} onClick={() => ask(asked)}>
      {label ?? format.text(operation.summary)}
    </Button>
  );
}
