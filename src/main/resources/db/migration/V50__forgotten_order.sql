-- Rows beyond the bound are removed in the order of their offsets, some at a time; the migration to version 30 may have
-- made very many.
CREATE INDEX journal_forgotten_by_through ON journal_forgotten (through);
