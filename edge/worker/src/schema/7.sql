-- What figures are made of: one row per question, written with the message that asks it.
CREATE TABLE question (
  id INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  at INTEGER NOT NULL,
  -- The conversation opened with it.
  opens INTEGER NOT NULL,
  -- The visitor was shown Live Chat.
  is_live INTEGER NOT NULL,
  team TEXT,
  -- The first answer, and whose it was.
  answered INTEGER,
  agent TEXT,
  -- Nobody answered in time, and who was to.
  missed INTEGER NOT NULL DEFAULT 0,
  missed_by TEXT,
  closed INTEGER
) STRICT;
CREATE INDEX question_by_time ON question (at);
CREATE INDEX question_by_conversation ON question (conversation, id);
