-- What the visitor is called, and whether an agent said so.
ALTER TABLE conversation ADD COLUMN name TEXT;
ALTER TABLE conversation ADD COLUMN is_named INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversation_by_email ON conversation (email COLLATE NOCASE, at) WHERE email IS NOT NULL;

-- What the pages of a conversation's visitor told.
CREATE TABLE about (
  conversation TEXT PRIMARY KEY REFERENCES conversation (id),
  -- JSON: language, zone, what the site passes, the last pages.
  about TEXT NOT NULL,
  -- When the budget of its visitor's pages is whole again.
  pace INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Among the words of the search, with -1 in `said`, stands the visitor's name.
CREATE TRIGGER said_name_first AFTER INSERT ON conversation WHEN new.name IS NOT NULL BEGIN
  INSERT INTO said (conversation, seq) VALUES (new.id, -1);
  INSERT INTO words (rowid, text) SELECT id, new.name FROM said WHERE conversation = new.id AND seq = -1;
END;
CREATE TRIGGER said_name_later AFTER UPDATE OF name ON conversation WHEN new.name IS NOT old.name BEGIN
  DELETE FROM words WHERE rowid = (SELECT id FROM said WHERE conversation = new.id AND seq = -1);
  DELETE FROM said WHERE conversation = new.id AND seq = -1;
  INSERT INTO said (conversation, seq) SELECT new.id, -1 WHERE new.name IS NOT NULL;
  INSERT INTO words (rowid, text) SELECT id, new.name FROM said WHERE conversation = new.id AND seq = -1;
END;
