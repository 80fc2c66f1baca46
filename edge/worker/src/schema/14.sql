-- What a visitor answered before the first message: JSON, the questions as they were asked and the answers.
CREATE TABLE answers (
  conversation TEXT PRIMARY KEY REFERENCES conversation (id),
  answers TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- They stand among the words of the search, with -2 in `said`.
CREATE TRIGGER said_answers AFTER INSERT ON answers BEGIN
  INSERT INTO said (conversation, seq) VALUES (new.conversation, -2);
  INSERT INTO words (rowid, text) SELECT id, (SELECT group_concat(value, ' ') FROM json_each(new.answers))
    FROM said WHERE conversation = new.conversation AND seq = -2;
END;
CREATE TRIGGER said_answers_no_more AFTER DELETE ON answers BEGIN
  DELETE FROM words WHERE rowid = (SELECT id FROM said WHERE conversation = old.conversation AND seq = -2);
  DELETE FROM said WHERE conversation = old.conversation AND seq = -2;
END;
