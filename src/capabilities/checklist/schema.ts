/** Times are milliseconds since the epoch, UTC. */
export type ChecklistTables = { checklist_ticks: TickRow; checklist_facts: FactRow };

/** An item that a person ticked. */
export type TickRow = {
  service: string;
  period: string;
  key: string;
  item: string;
  ticked_by: string;
  ticked_at: number;
  note: string | null;
};

/** How a fact was found when it was last looked at in its period. `ok`: 1, 0, or null when it could not be told. */
export type FactRow = {
  service: string;
  period: string;
  key: string;
  item: string;
  ok: number | null;
  detail: string;
  seen_at: number;
};
