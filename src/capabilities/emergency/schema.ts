export type EmergencyTables = { emergency_stops: EmergencyStopRow };

export type EmergencyStopRow = {
  id: string;
  /** Null: everything is stopped. */
  service: string | null;
  reason: string;
  stopped_by: string;
  stopped_at: number;
  cleared_by: string | null;
  cleared_at: number | null;
  cleared_reason: string | null;
};
