-- The oldest version of the messages and shared rows that a node can read; journal_node.wire is the version that it writes.
-- Nodes of earlier releases read every version up to their own.
ALTER TABLE journal_node ADD COLUMN wire_oldest INTEGER DEFAULT 0 NOT NULL;

-- The migrations that a program must contain to run on this schema. A release that removes or changes a part of the schema
-- adds a row: programs without that migration still use the part. There is none yet.
CREATE TABLE schema_requirement (
    migration      VARCHAR(50) NOT NULL PRIMARY KEY,
    -- the oldest release that contains it
    oldest_release VARCHAR(32) NOT NULL
);
