-- Keys with which the site signs who its visitors are (K). What is shared is here as it is: it is needed to check.
CREATE TABLE identity_key (
  kid TEXT PRIMARY KEY,
  algorithm TEXT NOT NULL,
  -- The secret as text, or the public key as a JWK.
  secret TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose a visitor's token is.
CREATE TABLE binding (
  -- The hash of the token.
  token TEXT PRIMARY KEY,
  -- What the site calls the person, and JSON of all that it said last.
  sub TEXT NOT NULL,
  person TEXT NOT NULL,
  -- The key that vouched last: with it goes what it vouched for.
  kid TEXT NOT NULL,
  -- The browser keeps it.
  kept INTEGER NOT NULL,
  pace INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX binding_by_person ON binding (sub, at);
CREATE INDEX binding_passing ON binding (at) WHERE kept = 0;

-- JSON of who the visitor is; then `visitor` is "@" and what the site calls the person. Who writes first is known already.
ALTER TABLE conversation ADD COLUMN person TEXT;
CREATE TRIGGER conversation_of_person AFTER INSERT ON conversation WHEN new.visitor LIKE '@%' BEGIN
  UPDATE conversation SET person = (SELECT person FROM binding WHERE sub = substr(new.visitor, 2)
    ORDER BY at DESC LIMIT 1) WHERE id = new.id;
END;
-- The site vouched for the address.
ALTER TABLE conversation ADD COLUMN vouched INTEGER NOT NULL DEFAULT 0;

-- That stands among the words of the search, too; notes go below it.
CREATE TRIGGER said_person AFTER UPDATE OF person ON conversation
WHEN old.person IS NULL AND new.person IS NOT NULL BEGIN
  INSERT INTO said (conversation, seq) VALUES (new.id, -1000000000);
  INSERT INTO words (rowid, text) VALUES (last_insert_rowid(), json_extract(new.person, '$.id'));
END;

-- Where the messages of a conversation went that is no more.
CREATE TABLE joined (
  was TEXT PRIMARY KEY,
  became TEXT NOT NULL REFERENCES conversation (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX joined_into ON joined (became);
