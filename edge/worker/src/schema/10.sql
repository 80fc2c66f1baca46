-- Nothing more is taken from the visitor.
ALTER TABLE conversation ADD COLUMN blocked INTEGER NOT NULL DEFAULT 0;
