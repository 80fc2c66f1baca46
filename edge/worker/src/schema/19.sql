-- The file that a message brings (U1): its key, what it is, its length in bytes.
ALTER TABLE message ADD COLUMN file TEXT;
ALTER TABLE message ADD COLUMN media TEXT;
ALTER TABLE message ADD COLUMN size INTEGER;
CREATE INDEX message_with_file ON message (at) WHERE file IS NOT NULL;

-- Files that are no message's, not yet or not any more, and when they are dropped (U5).
CREATE TABLE stray_file (
  key TEXT PRIMARY KEY,
  due INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stray_file_due ON stray_file (due);
