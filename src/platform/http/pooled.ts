/** The same function with at most `limit` calls under way; the others wait their turn. */
export function pooled<A, B>(limit: number, call: (input: A) => Promise<B>): (input: A) => Promise<B> {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return async (input) => {
    if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else busy++;
    try {
      return await call(input);
    } finally {
      const next = waiting.shift();
      if (next) next();
      else busy--;
    }
  };
}
