import { useTranslation } from 'react-i18next';

/** The word for a name in an input or a report; a name that nobody has given one stays as it is. */
export function useFieldLabel(): (name: string) => string {
  const { t, i18n } = useTranslation();
  return (name) => (i18n.exists(`field.${name}`) ? t(`field.${name as 'service'}`) : name);
}
