-- What agents write to each other; no part of the sequence that visitors see.
CREATE TABLE note (
  conversation TEXT NOT NULL REFERENCES conversation (id),
  agent TEXT NOT NULL REFERENCES agent (id),
  id TEXT NOT NULL,
  -- The message that stood last.
  after INTEGER NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, agent, id)
) STRICT, WITHOUT ROWID;
