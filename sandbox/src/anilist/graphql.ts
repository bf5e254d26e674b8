/** The part of GraphQL (spec.graphql.org, October 2021) that queries use: fields, aliases, arguments, variables, fragments. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Value[]
  | { variable: string }
  | { fields: Record<string, Value> }
  | { name: string };
export type Selection =
  | { field: string; alias: string; args: Record<string, Value>; selections: Selection[] }
  | { spread: string };
export type Document = {
  selections: Selection[];
  defaults: Record<string, Value>;
  fragments: Record<string, Selection[]>;
};

export class GraphqlError extends Error {}

const TOKEN =
  /[\s,\uFEFF]+|#[^\n]*|(\.\.\.|[!$&()[\]{}:=@|]|"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*)/gy;

export function parseQuery(source: string): Document {
  return new Parser(tokensOf(source)).document();
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (!match) throw new GraphqlError(`Syntax Error: Unexpected character "${source[at]}".`);
    if (match[1] !== undefined) tokens.push(match[1]);
  }
  return tokens;
}

class Parser {
  readonly #tokens: string[];
  #at = 0;

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  document(): Document {
    const document: Document = { selections: [], defaults: {}, fragments: {} };
    while (this.#at < this.#tokens.length) {
      if (this.#peek() === '{') document.selections = this.#selections();
      else if (this.#accept('query')) this.#operation(document);
      else if (this.#accept('fragment')) this.#fragment(document);
      else throw new GraphqlError(`Syntax Error: Unexpected Name "${this.#peek()}".`);
    }
    return document;
  }

  #operation(document: Document): void {
    if (this.#peek() !== '{' && this.#peek() !== '(') this.#next();
    if (this.#accept('(')) {
      while (!this.#accept(')')) {
        this.#expect('$');
        const name = this.#next();
        this.#expect(':');
        this.#type();
        if (this.#accept('=')) document.defaults[name] = this.#value();
      }
    }
    document.selections = this.#selections();
  }

  #fragment(document: Document): void {
    const name = this.#next();
    this.#expect('on');
    this.#next();
    document.fragments[name] = this.#selections();
  }

  #type(): void {
    if (this.#accept('[')) {
      this.#type();
      this.#expect(']');
    } else this.#next();
    this.#accept('!');
  }

  #selections(): Selection[] {
    this.#expect('{');
    const selections: Selection[] = [];
    while (!this.#accept('}')) selections.push(...this.#selection());
    return selections;
  }

  #selection(): Selection[] {
    if (this.#accept('...')) {
      if (this.#peek() === '{') return this.#selections();
      if (!this.#accept('on')) return [{ spread: this.#next() }];
      this.#next();
      return this.#selections();
    }
    const alias = this.#next();
    const field = this.#accept(':') ? this.#next() : alias;
    const args = this.#peek() === '(' ? this.#arguments() : {};
    return [{ field, alias, args, selections: this.#peek() === '{' ? this.#selections() : [] }];
  }

  #arguments(): Record<string, Value> {
    this.#expect('(');
    return this.#pairs(')');
  }

  #pairs(end: string): Record<string, Value> {
    const pairs: Record<string, Value> = {};
    while (!this.#accept(end)) {
      const name = this.#next();
      this.#expect(':');
      pairs[name] = this.#value();
    }
    return pairs;
  }

  #value(): Value {
    const token = this.#next();
    if (token === '$') return { variable: this.#next() };
    if (token === '{') return { fields: this.#pairs('}') };
    if (token === '[') {
      const list: Value[] = [];
      while (!this.#accept(']')) list.push(this.#value());
      return list;
    }
    if (token.startsWith('"')) return token.startsWith('"""') ? token.slice(3, -3) : (JSON.parse(token) as string);
    if (/^-?\d/.test(token)) return Number(token);
    if (token === 'true' || token === 'false') return token === 'true';
    return token === 'null' ? null : { name: token };
  }

  #peek(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new GraphqlError('Syntax Error: Unexpected <EOF>.');
    return token;
  }

  #next(): string {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) throw new GraphqlError(`Syntax Error: Expected "${token}", found "${found}".`);
  }
}
