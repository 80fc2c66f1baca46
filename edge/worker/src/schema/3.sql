-- How far each agent has read.
CREATE TABLE mark (
  agent TEXT NOT NULL REFERENCES agent (id),
  conversation TEXT NOT NULL REFERENCES conversation (id),
  seq INTEGER NOT NULL,
  PRIMARY KEY (agent, conversation)
) STRICT, WITHOUT ROWID;

-- The last message that somebody saw whose presence the visitor may know of.
ALTER TABLE conversation ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_waiting ON conversation (id) WHERE waiting = 1;
