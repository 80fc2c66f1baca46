-- Notes are found by their words, too: each stands in `said` below -2, in the order in which they came. First those
-- that are there already.
INSERT INTO said (conversation, seq)
  SELECT conversation, -2 - row_number() OVER (PARTITION BY conversation ORDER BY at, id) FROM note;
INSERT INTO words (rowid, text) SELECT said.id, body FROM said JOIN
  (SELECT conversation, body, -2 - row_number() OVER (PARTITION BY conversation ORDER BY at, id) AS seq FROM note)
  USING (conversation, seq);

CREATE TRIGGER said_note AFTER INSERT ON note BEGIN
  INSERT INTO said (conversation, seq)
    SELECT new.conversation, min(-2, coalesce(min(seq), 0)) - 1 FROM said WHERE conversation = new.conversation;
  INSERT INTO words (rowid, text) VALUES (last_insert_rowid(), new.body);
END;
