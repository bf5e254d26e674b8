/** Whether a name fits a pattern in which `*` stands for any characters within the name. A leading dot must be written out. */
export function nameFits(name: string, pattern: string): boolean {
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  const last = rest.pop() as string;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}

/** The names of a relative pattern, folder by folder; undefined for one that could lead out of the folder. */
export function partsOf(pattern: string): string[] | undefined {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.');
  return pattern.startsWith('/') || parts.length === 0 || parts.some((part) => part === '..' || part.includes('\0'))
    ? undefined
    : parts;
}
