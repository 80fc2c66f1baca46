-- JSON of `wire::settings::Settings`; empty until they are changed first: then the columns count.
ALTER TABLE site ADD COLUMN settings TEXT NOT NULL DEFAULT '';

-- JSON of `wire::team::Habits`.
ALTER TABLE agent ADD COLUMN habits TEXT NOT NULL DEFAULT '{"idle_after":600}';
-- The next edge of the activity hours, and whether it opens; NULL where it only says when to look again.
ALTER TABLE agent ADD COLUMN edge_at INTEGER;
ALTER TABLE agent ADD COLUMN edge_opens INTEGER;
ALTER TABLE agent ADD COLUMN present INTEGER NOT NULL DEFAULT 0;
-- The last input on any device.
ALTER TABLE agent ADD COLUMN active INTEGER NOT NULL DEFAULT 0;
-- What the idle rule put an end to.
ALTER TABLE agent ADD COLUMN idled TEXT;
-- What others could see last (S3).
ALTER TABLE agent ADD COLUMN seen_online INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agent ADD COLUMN seen_cause TEXT NOT NULL DEFAULT 'admin';
ALTER TABLE agent ADD COLUMN seen_since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agent ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;

-- Why an agent was what, and when (S15). Public lines are what others could see.
CREATE TABLE history (
  agent TEXT NOT NULL REFERENCES agent (id),
  is_public INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status TEXT NOT NULL,
  reachable INTEGER NOT NULL,
  cause TEXT NOT NULL,
  by_name TEXT
) STRICT;
CREATE INDEX history_by_agent ON history (agent, is_public, at);

-- Keys of other systems, by the hash of their secret.
CREATE TABLE key (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE conversation ADD COLUMN team TEXT;
ALTER TABLE conversation ADD COLUMN assignee TEXT;
ALTER TABLE conversation ADD COLUMN assignee_was_online INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN is_answered INTEGER NOT NULL DEFAULT 0;
-- Since when the visitor waits; NULL while nobody does.
ALTER TABLE conversation ADD COLUMN wait_since INTEGER;
ALTER TABLE conversation ADD COLUMN wait_is_live INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN wait_is_slow INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN missed INTEGER;
ALTER TABLE conversation ADD COLUMN left_at INTEGER;
-- JSON array of the targeted chats that stand in it.
ALTER TABLE conversation ADD COLUMN targeted TEXT NOT NULL DEFAULT '[]';
CREATE INDEX conversation_open ON conversation (id) WHERE state = 'open';
