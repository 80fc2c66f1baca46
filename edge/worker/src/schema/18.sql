-- What an agent looks like (T6).
CREATE TABLE picture (
  agent TEXT PRIMARY KEY REFERENCES agent (id),
  bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
