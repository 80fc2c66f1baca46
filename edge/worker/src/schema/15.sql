-- How the visitor found it, from 1 to 5: of the conversation that this question opened.
ALTER TABLE question ADD COLUMN rating INTEGER;
