-- JSON array of the tags that the team put on it, in the order of the alphabet.
ALTER TABLE conversation ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';

-- The lists of a console, each in the order in which it is shown.
CREATE INDEX conversation_closed_by_change ON conversation (at, id) WHERE state = 'closed';
CREATE INDEX conversation_missed_by_change ON conversation (at, id) WHERE missed IS NOT NULL;

-- What the words in `words` are of: a message, or with 0 the visitor's address. The later, the greater.
CREATE TABLE said (
  id INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL REFERENCES conversation (id),
  seq INTEGER NOT NULL,
  UNIQUE (conversation, seq)
) STRICT;

-- Of the words alone: the text stands where it was written.
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'
);

-- Up to where the messages of a conversation are among the words: the next search brings in what follows, so
-- that writing costs nothing more.
ALTER TABLE conversation ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_unindexed ON conversation (id) WHERE last > indexed;

INSERT INTO said (conversation, seq) SELECT id, 0 FROM conversation WHERE email IS NOT NULL;
INSERT INTO words (rowid, text)
  SELECT said.id, conversation.email FROM said JOIN conversation ON conversation.id = said.conversation;

CREATE TRIGGER said_address_first AFTER INSERT ON conversation WHEN new.email IS NOT NULL BEGIN
  INSERT INTO said (conversation, seq) VALUES (new.id, 0);
  INSERT INTO words (rowid, text) SELECT id, new.email FROM said WHERE conversation = new.id AND seq = 0;
END;
CREATE TRIGGER said_address_later AFTER UPDATE OF email ON conversation WHEN new.email IS NOT old.email BEGIN
  DELETE FROM words WHERE rowid = (SELECT id FROM said WHERE conversation = new.id AND seq = 0);
  DELETE FROM said WHERE conversation = new.id AND seq = 0;
  INSERT INTO said (conversation, seq) SELECT new.id, 0 WHERE new.email IS NOT NULL;
  INSERT INTO words (rowid, text) SELECT id, new.email FROM said WHERE conversation = new.id AND seq = 0;
END;
