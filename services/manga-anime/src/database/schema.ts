/**
 * Each entry takes the database from one `user_version` to the next. Times are UTC, RFC 3339 with milliseconds; a
 * `release_date` is a day in Asia/Tokyo.
 *
 * A release is one episode or volume of one work, wherever it is to be had: that is what is mailed once, so the
 * database itself refuses a second row. No column of the key may be NULL, for SQLite counts NULLs as different.
 */
export const MIGRATIONS: string[] = [
  `
  CREATE TABLE works (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL CHECK (trim(title) <> ''),
    title_kana TEXT,
    title_en TEXT,
    type TEXT NOT NULL CHECK (type IN ('anime', 'manga')),
    match_key TEXT NOT NULL CHECK (match_key <> ''),
    official_url TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (match_key, type)
  );
  CREATE TABLE releases (
    id INTEGER PRIMARY KEY,
    work_id INTEGER NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    release_type TEXT NOT NULL CHECK (release_type IN ('episode', 'volume')),
    number TEXT NOT NULL DEFAULT '' CHECK (length(number) <= 10),
    edition TEXT NOT NULL DEFAULT '',
    subtitle TEXT,
    platform TEXT NOT NULL DEFAULT '',
    release_date TEXT NOT NULL CHECK (release_date >= '2020-01-01'),
    release_at TEXT,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    source_url TEXT,
    notified INTEGER NOT NULL DEFAULT 0 CHECK (notified IN (0, 1, 2)),
    notified_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    UNIQUE (work_id, release_type, number, edition)
  );
  CREATE INDEX idx_releases_notified ON releases (notified, notified_at);
  CREATE INDEX idx_releases_date ON releases (release_date);
  CREATE INDEX idx_releases_created ON releases (created_at);
  CREATE INDEX idx_works_type ON works (type);
  CREATE TRIGGER releases_touch AFTER UPDATE ON releases WHEN NEW.updated_at = OLD.updated_at BEGIN
    UPDATE releases SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
  END;
  CREATE TRIGGER works_touch AFTER UPDATE ON works WHEN NEW.updated_at = OLD.updated_at BEGIN
    UPDATE works SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;
  END;

  CREATE TABLE sightings (
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    release_id INTEGER REFERENCES releases (id) ON DELETE SET NULL,
    platform TEXT NOT NULL DEFAULT '',
    release_date TEXT NOT NULL,
    release_at TEXT,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (source, external_id)
  ) WITHOUT ROWID;
  CREATE INDEX idx_sightings_release ON sightings (release_id);

  CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    release_id INTEGER NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    old_date TEXT NOT NULL,
    old_at TEXT,
    new_date TEXT NOT NULL,
    notified INTEGER NOT NULL DEFAULT 0 CHECK (notified IN (0, 1, 2)),
    notified_at TEXT,
    created_at TEXT NOT NULL
  );
  CREATE INDEX idx_changes_release ON changes (release_id);

  CREATE TABLE blocked_works (
    work_key TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    seen_at TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE sources (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    etag TEXT,
    last_modified TEXT,
    last_attempt_at TEXT,
    last_success_at TEXT,
    consecutive_errors INTEGER NOT NULL DEFAULT 0,
    open_until TEXT,
    last_error TEXT,
    fetch_count INTEGER NOT NULL DEFAULT 0,
    error_count INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;

  CREATE TABLE digests (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    html TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('prepared', 'accepted', 'delivered', 'failed')),
    message TEXT,
    created_at TEXT NOT NULL,
    ended_at TEXT
  );
  CREATE INDEX idx_digests_state ON digests (state);
  CREATE INDEX idx_digests_day ON digests (day);

  CREATE TABLE digest_releases (
    digest_id INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    release_id INTEGER NOT NULL REFERENCES releases (id) ON DELETE CASCADE,
    change_id INTEGER REFERENCES changes (id) ON DELETE CASCADE
  );
  CREATE UNIQUE INDEX idx_digest_releases_once ON digest_releases (release_id, coalesce(change_id, 0));
  CREATE INDEX idx_digest_releases_digest ON digest_releases (digest_id);
  CREATE INDEX idx_digest_releases_change ON digest_releases (change_id);
  `,
];
