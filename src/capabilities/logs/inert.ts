// oxlint-disable-next-line no-control-regex
const ANSI = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
const CONTROL = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const LONGEST = 8000;

/** The text as it may be shown anywhere: it cannot colour, move the cursor, begin a new line or turn the direction of writing. */
export function inert(text: string): string {
  const plain = text.replace(ANSI, '').replace(CONTROL, (char) => {
    if (char === '\t') return char;
    return char === '\n' ? ' ⏎ ' : char === '\r' ? '' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}… [${plain.length - LONGEST} more characters]` : plain;
}
