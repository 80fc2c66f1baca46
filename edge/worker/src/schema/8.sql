-- Has signed in at least once: who has not was only invited.
ALTER TABLE agent ADD COLUMN entered INTEGER NOT NULL DEFAULT 0;
UPDATE agent SET entered = 1 WHERE heard > 0 OR id IN (SELECT agent FROM session);

-- Since when somebody is on the team no more. The row stays, since others name it; `email` is the id then, so
-- that the address is free, and `former` is the address, which an operator's list does not bring back.
ALTER TABLE agent ADD COLUMN removed INTEGER;
ALTER TABLE agent ADD COLUMN former TEXT COLLATE NOCASE;

-- What was changed, and by whom.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by_name TEXT NOT NULL,
  what TEXT NOT NULL,
  of_name TEXT,
  was TEXT,
  became TEXT
) STRICT;
CREATE INDEX audit_by_instant ON audit (at);
