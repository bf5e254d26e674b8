import type { Text } from '#manual/text.ts';

/** What else ends with a change of a user, as the end of a step's title. */
export function endingOf(sessions: number, tokens: readonly string[]): Text {
  const en = [
    ...(sessions > 0 ? [`end their ${sessions} session(s)`] : []),
    ...(tokens.length > 0 ? [`revoke the token(s) that they made: ${tokens.join(', ')}`] : []),
  ];
  const ja = [
    ...(sessions > 0 ? [`セッション${sessions}件を終了`] : []),
    ...(tokens.length > 0 ? [`作成したトークンを失効：${tokens.join('、')}`] : []),
  ];
  return { en: en.map((part) => `; ${part}`).join(''), ja: ja.map((part) => `、${part}`).join('') };
}
