-- An owner's word stands; a bounce may have been a passing fault, and an admin takes it back.
ALTER TABLE block ADD COLUMN stopped INTEGER NOT NULL DEFAULT 0;
