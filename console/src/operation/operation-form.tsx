import { Button } from '@mantine/core';
import { useState, type FormEvent, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonSchema } from '../api/wire.ts';
import { FieldInput } from './field-input.tsx';
import styles from './operation.module.css';
import { fieldsOf, initialValues, inputFrom, missing, type Values } from './schema.ts';

interface Props {
  schema: JsonSchema;
  given: Values;
  /** Names already decided, which are sent and not shown. */
  fixed: readonly string[];
  submit: { label: string; danger?: boolean; busy: boolean };
  preview?: { label: string; busy: boolean };
  /** Beside the buttons, such as a way back. */
  children?: ReactNode;
  onSubmit(input: Values): void;
  onPreview?(input: Values): void;
}

/** The form of any operation, from the JSON Schema of its input. */
export function OperationForm(props: Props): ReactElement {
  const { schema, given, fixed, submit, preview, children } = props;
  const { t } = useTranslation();
  const [values, setValues] = useState<Values>(() => ({ ...given, ...initialValues(schema, given) }));
  const [absent, setAbsent] = useState<readonly string[]>([]);
  const shown = fieldsOf(schema).filter(({ name }) => !fixed.includes(name));

  const send = (act: (input: Values) => void) => {
    const paths = missing(schema, values);
    setAbsent(paths);
    if (paths.length === 0) act(inputFrom(schema, values));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send(props.onSubmit);
  };
  return (
    <form className={styles.form} onSubmit={onSubmit} noValidate>
      {shown.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          value={values[field.name]}
          error={absent.some((path) => path.split('.')[0] === field.name) ? t('operations.required') : undefined}
          onChange={(value) => setValues((old) => ({ ...old, [field.name]: value }))}
        />
      ))}
      <div className={styles.buttons}>
        <Button type="submit" size="sm" color={submit.danger ? 'red' : undefined} loading={submit.busy}>
          {submit.label}
        </Button>
        {preview && props.onPreview && (
          <Button
            size="sm"
            variant="default"
            loading={preview.busy}
            onClick={() => props.onPreview && send(props.onPreview)}
          >
            {preview.label}
          </Button>
        )}
        {children}
      </div>
    </form>
  );
}
