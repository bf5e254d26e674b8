/**
 * Log text is other people's text. React already makes markup harmless; what is left are the characters that one does
 * not see: terminal escapes, and marks that turn the direction of reading and so show another text than is there.
 */
const unseen = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
}

export function inertText(text: string): string {
  return text.replaceAll(unseen, shown);
}
