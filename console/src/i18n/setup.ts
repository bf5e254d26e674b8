import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../api/wire.ts';
import type { Strings } from './ja.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: Strings };
    returnNull: false;
  }
}

const kept = 'toban-lang';

const load: Record<Language, () => Promise<Strings>> = {
  ja: async () => (await import('./ja.ts')).ja,
  en: async () => (await import('./en.ts')).en,
};

export const languages: readonly { id: Language; name: string }[] = [
  { id: 'ja', name: '日本語' },
  { id: 'en', name: 'English' },
];

export function stringsOf(language: Language): Promise<Strings> {
  return load[language]();
}

function preferred(): Language {
  const chosen = localStorage.getItem(kept);
  if (chosen === 'ja' || chosen === 'en') return chosen;
  return navigator.languages.some((tag) => tag.startsWith('ja')) ? 'ja' : 'en';
}

export async function startTranslation(): Promise<void> {
  const language = preferred();
  document.documentElement.lang = language;
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: { translation: await load[language]() } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
}

export async function switchLanguage(language: Language): Promise<void> {
  localStorage.setItem(kept, language);
  i18next.addResourceBundle(language, 'translation', await load[language]());
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
