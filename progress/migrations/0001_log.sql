-- The log: what happened, in the order in which this file came to know of it.
-- Everything else follows from it. Rows are added, never changed or removed.
CREATE TABLE events (
  row        INTEGER PRIMARY KEY,         -- of arrival here; no other device knows it
  id         TEXT    NOT NULL,            -- random
  device     TEXT    NOT NULL,
  n          INTEGER NOT NULL,            -- running number on that device
  card       TEXT    NOT NULL DEFAULT '',
  at         INTEGER NOT NULL,            -- ms since 1970, UTC
  day        INTEGER NOT NULL,            -- study day, days since 1970-01-01
  kind       TEXT    NOT NULL,
  batch      TEXT    NOT NULL DEFAULT '',
  ref        TEXT    NOT NULL DEFAULT '',
  rating     INTEGER NOT NULL DEFAULT 0,  -- 1 to 4; 0: no answer
  took       INTEGER NOT NULL DEFAULT 0,  -- ms
  given      TEXT    NOT NULL DEFAULT '',
  verdict    TEXT    NOT NULL DEFAULT '',
  overridden INTEGER NOT NULL DEFAULT 0,
  recall     REAL    NOT NULL DEFAULT 0,
  interval   REAL    NOT NULL DEFAULT 0,  -- days
  retention  REAL    NOT NULL DEFAULT 0,
  due        INTEGER NOT NULL DEFAULT 0,  -- study day
  rules      TEXT    NOT NULL DEFAULT '', -- separated by spaces
  weights    TEXT    NOT NULL DEFAULT ''  -- a JSON array
) STRICT;

CREATE UNIQUE INDEX events_id ON events (id);
CREATE UNIQUE INDEX events_number ON events (device, n);
CREATE INDEX events_card ON events (card);
CREATE INDEX events_at ON events (at);
CREATE INDEX events_day ON events (day);
CREATE INDEX events_batch ON events (batch) WHERE batch <> '';
CREATE INDEX events_undone ON events (ref) WHERE kind = 'undone';
CREATE INDEX events_weights ON events (at) WHERE kind = 'weights';

CREATE TRIGGER events_keep BEFORE DELETE ON events
BEGIN
  SELECT RAISE(ABORT, 'the log is never shortened');
END;

CREATE TRIGGER events_fixed BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'the log is never changed');
END;

CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
