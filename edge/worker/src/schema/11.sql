-- Devices that are to be woken by a push: one per session, gone with it.
CREATE TABLE push (
  -- The hash of the session's secret.
  session TEXT PRIMARY KEY,
  agent TEXT NOT NULL REFERENCES agent (id),
  endpoint TEXT NOT NULL UNIQUE,
  -- JSON array of what it is woken for.
  kinds TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX push_by_agent ON push (agent);
CREATE TRIGGER push_ends AFTER DELETE ON session BEGIN
  DELETE FROM push WHERE session = OLD.hash;
END;

-- What a device that was woken is to tell.
CREATE TABLE call (
  agent TEXT NOT NULL REFERENCES agent (id),
  conversation TEXT NOT NULL REFERENCES conversation (id),
  why TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (agent, conversation)
) STRICT, WITHOUT ROWID;
