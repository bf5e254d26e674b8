/** How many mails a day a number of releases makes: ≤99 one, 100–199 two, from 200 three. */
export const mailsFor = (count: number): 0 | 1 | 2 | 3 => (count <= 0 ? 0 : count <= 99 ? 1 : count <= 199 ? 2 : 3);

/** Even parts; what is left over goes to the earliest. */
export function splitEvenly<Item>(items: Item[], parts: number): Item[][] {
  const size = Math.floor(items.length / parts);
  const larger = items.length % parts;
  return Array.from({ length: parts }, (_, part) => {
    const start = part * size + Math.min(part, larger);
    return items.slice(start, start + size + (part < larger ? 1 : 0));
  });
}

export type Slots = readonly [morning: number, noon: number, evening: number];
export type Share = {
  /** How many of the waiting entries go now. */
  take: number;
  part: number;
  parts: number;
};

/**
 * What a scheduled run sends. The day's number of mails follows from what was mailed today and what waits now; one mail
 * goes in the morning, two in the morning and evening. A slot that was missed is made good by the next.
 */
export function shareOf(slot: number, slots: Slots, today: { mails: number; entries: number }, waiting: number): Share {
  const parts = mailsFor(today.entries + waiting);
  const [morning, noon, evening] = slots;
  const own = [[], [morning], [morning, evening], [morning, noon, evening]][parts] ?? [];
  const dueByNow = own.filter((hour) => hour <= slot).length;
  const later = own.filter((hour) => hour > slot).length;
  if (waiting === 0 || today.mails >= dueByNow) return { take: 0, part: today.mails, parts };
  return { take: Math.ceil(waiting / (later + 1)), part: Math.min(today.mails + 1, parts), parts };
}

/** The slot that an hour belongs to: the last that has begun, and before the first one that one. */
export const slotOf = (hour: number, slots: Slots): number => slots.findLast((slot) => slot <= hour) ?? slots[0];
