import { Checkbox, NumberInput, PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegistry } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import styles from './operation.module.css';
import { japaneseHints } from './hints.ts';
import { useFieldLabel } from './field-label.ts';
import { RecordInput } from './record-input.tsx';
import { type Field, fieldsOf, type Values } from './schema.ts';

export interface FieldProps {
  field: Field;
  value: unknown;
  error?: string;
  onChange(value: unknown): void;
}

function useChoices({ name, options }: Field): { value: string; label: string }[] | undefined {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const services = useRegistry().data?.services;
  if (name === 'service')
    return services?.map(({ id, title }) => ({ value: id, label: `${format.text(title)} (${id})` }));
  return options?.map((value) => {
    const key = `role.${value}`;
    return { value, label: name === 'role' && i18n.exists(key) ? t(key as 'role.viewer') : value };
  });
}

function Group({ field, value, error, onChange }: FieldProps): ReactElement {
  const label = useFieldLabel();
  const values = (value ?? {}) as Values;
  return (
    <fieldset className={styles.group}>
      <legend>{label(field.name)}</legend>
      {fieldsOf(field.schema).map((inner) => (
        <FieldInput
          key={inner.name}
          field={inner}
          value={values[inner.name]}
          error={inner.required && error ? error : undefined}
          onChange={(next) => onChange({ ...values, [inner.name]: next })}
        />
      ))}
    </fieldset>
  );
}

/** RFC 3339 in UTC, to and from the wall time that a date-time field shows. */
function wallTime(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '';
  const at = new Date(value);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function instant(value: string): string {
  return value === '' ? '' : new Date(value).toISOString();
}

export function FieldInput({ field, value, error, onChange }: FieldProps): ReactElement {
  const { t } = useTranslation();
  const label = useFieldLabel();
  const { language } = useFormat();
  const choices = useChoices(field);
  const hint = language === 'ja' && field.schema.title === undefined ? japaneseHints[field.name] : undefined;
  const text = value === undefined || value === null ? '' : String(value);
  const common = {
    name: field.name,
    label: field.schema.title ?? label(field.name),
    // The choice names the services; that they are ids concerns the command line.
    description: field.name === 'service' && !field.schema.title ? undefined : (hint ?? field.schema.description),
    required: field.required,
    error,
  };
  if (field.kind === 'group') return <Group field={field} value={value} error={error} onChange={onChange} />;
  if (field.kind === 'record') return <RecordInput label={common.label} value={value} onChange={onChange} />;
  if (field.kind === 'boolean') {
    return (
      <Checkbox {...common} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />
    );
  }
  if (choices !== undefined) {
    return (
      <Select
        {...common}
        data={choices}
        value={text || null}
        searchable={choices.length > 8}
        clearable={!field.required}
        placeholder={field.required ? undefined : t('operations.unset')}
        onChange={(next) => onChange(next ?? undefined)}
      />
    );
  }
  return <PlainInput {...{ field, common, text, value, onChange }} />;
}

interface PlainProps {
  field: Field;
  common: object;
  text: string;
  value: unknown;
  onChange(value: unknown): void;
}

function PlainInput({ field, common, text, value, onChange }: PlainProps): ReactElement {
  const { t } = useTranslation();
  const { minimum, maximum, maxLength } = field.schema;
  switch (field.kind) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={text === '' ? '' : Number(text)}
          min={minimum}
          max={maximum}
          onChange={onChange}
        />
      );
    case 'secret':
      return (
        <PasswordInput
          {...common}
          value={text}
          autoComplete="new-password"
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'long':
      return (
        <Textarea
          {...common}
          autosize
          minRows={2}
          maxLength={maxLength}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'list':
      return (
        <Textarea
          placeholder={t('operations.listHint')}
          {...common}
          autosize
          minRows={2}
          value={Array.isArray(value) ? value.join('\n') : ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value.split('\n').filter((line) => line !== ''))}
        />
      );
    case 'date':
      return (
        <TextInput
          {...common}
          type="date"
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
    case 'moment':
      return (
        <TextInput
          {...common}
          type="datetime-local"
          value={wallTime(value)}
          onChange={({ currentTarget }) => onChange(instant(currentTarget.value))}
        />
      );
    default:
      return (
        <TextInput
          {...common}
          maxLength={maxLength}
          value={text}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
        />
      );
  }
}
