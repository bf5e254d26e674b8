/** Text for XML: escaped, without the control characters that XML 1.0 forbids. */
export function escapeXml(value: string | number): string {
  return (
    String(value)
      .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
  );
}

/** `<name>text</name>` for every pair, in order. */
export function elements(fields: Record<string, string | number>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
}
