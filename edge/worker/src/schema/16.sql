-- Notes are found by their words, too: each stands in `said` below -2, in the order in which they came.
CREATE TRIGGER said_note AFTER INSERT ON note BEGIN
  INSERT INTO said (conversation, seq)
    SELECT new.conversation, min(-2, coalesce(min(seq), 0)) - 1 FROM said WHERE conversation = new.conversation;
  INSERT INTO words (rowid, text) VALUES (last_insert_rowid(), new.body);
END;
-- Brings those that are there already among the words.
INSERT OR REPLACE INTO note SELECT * FROM note ORDER BY at, id;
