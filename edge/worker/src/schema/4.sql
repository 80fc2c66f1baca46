-- The site's number in the directory, which stands in the addresses for answers; NULL until it is asked for.
ALTER TABLE site ADD COLUMN number INTEGER;
-- Where browsers reach us, as agents' browsers did last: mails have links.
ALTER TABLE site ADD COLUMN ours TEXT NOT NULL DEFAULT '';

-- The last message that a mail to the team brings, and to the visitor.
ALTER TABLE conversation ADD COLUMN noticed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0;

-- Mails that are owed, and those that were: each is written with the message that it is about.
CREATE TABLE mail (
  id INTEGER PRIMARY KEY,
  -- NULL for a test.
  conversation TEXT,
  -- NULL for the visitor.
  agent TEXT,
  purpose TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  stage TEXT NOT NULL,
  due INTEGER NOT NULL,
  began INTEGER NOT NULL,
  tried INTEGER,
  attempts INTEGER NOT NULL,
  -- Where it went, in lower case.
  address TEXT,
  problem TEXT
) STRICT;
CREATE INDEX mail_owed ON mail (due) WHERE stage IN ('waiting', 'sending');
CREATE INDEX mail_by_conversation ON mail (conversation, id);
CREATE INDEX mail_by_address ON mail (address, tried) WHERE address IS NOT NULL;

-- Who may answer by mail in which conversation: the number stands in the token. The visitor is the empty text.
CREATE TABLE person (
  number INTEGER PRIMARY KEY,
  conversation TEXT NOT NULL,
  agent TEXT NOT NULL,
  UNIQUE (conversation, agent)
) STRICT;

-- Mails that came in, each once.
CREATE TABLE received (
  -- The hash of all its bytes and of the address that it came to.
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  judgement TEXT NOT NULL,
  conversation TEXT,
  agent TEXT,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  -- JSON array of names.
  attachments TEXT NOT NULL,
  -- The whole of it, and what of it is new.
  text TEXT NOT NULL,
  said TEXT NOT NULL
) STRICT;
CREATE INDEX received_by_conversation ON received (conversation, at);
CREATE INDEX received_aside ON received (at) WHERE judgement NOT IN ('taken', 'discarded');

-- Their bytes, in parts: a value has 2 MB at most.
CREATE TABLE original (
  received TEXT NOT NULL REFERENCES received (id),
  part INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (received, part)
) STRICT, WITHOUT ROWID;

-- Addresses that get no more mail, in lower case.
CREATE TABLE block (
  address TEXT PRIMARY KEY,
  why TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
