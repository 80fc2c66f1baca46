-- The site itself: one row, written when the operator creates it.
CREATE TABLE site (
  id TEXT PRIMARY KEY,
  -- Addresses are stored hashed with it, so that a copied database tells none.
  salt TEXT NOT NULL,
  name TEXT NOT NULL,
  when_nobody TEXT NOT NULL,
  -- JSON array of origins.
  origins TEXT NOT NULL
) STRICT;

CREATE TABLE agent (
  id TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'offline',
  cause TEXT NOT NULL DEFAULT 'admin',
  since INTEGER NOT NULL,
  heard INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One-time sign-in links, by the hash of their secret.
CREATE TABLE link (
  hash TEXT PRIMARY KEY,
  agent TEXT NOT NULL REFERENCES agent (id),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  hash TEXT PRIMARY KEY,
  agent TEXT NOT NULL REFERENCES agent (id),
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
  id TEXT PRIMARY KEY,
  -- The hash of the visitor's token.
  visitor TEXT NOT NULL UNIQUE,
  -- The hash of the address that it was opened from; for the limit on new conversations only.
  address TEXT,
  opened_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  waiting INTEGER NOT NULL,
  -- JSON array of agent ids, in the order of joining.
  members TEXT NOT NULL,
  email TEXT,
  page TEXT,
  last INTEGER NOT NULL,
  read INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  at INTEGER NOT NULL,
  excerpt TEXT NOT NULL,
  pace INTEGER NOT NULL
) STRICT;
CREATE INDEX conversation_by_change ON conversation (at, id);
CREATE INDEX conversation_by_address ON conversation (address, opened_at) WHERE address IS NOT NULL;

CREATE TABLE message (
  conversation TEXT NOT NULL REFERENCES conversation (id),
  seq INTEGER NOT NULL,
  -- An agent's id; empty for the visitor.
  sender TEXT NOT NULL,
  -- Made by the client: a resend meets the row that is there (G2).
  id TEXT NOT NULL,
  -- The agent's name at the time of writing.
  name TEXT,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (conversation, seq),
  UNIQUE (conversation, sender, id)
) STRICT, WITHOUT ROWID;
