-- What each incarnation of a node reports about itself, for the monitoring of the other nodes. Written every few seconds,
-- deleted together with its node. Times are microseconds since 1970 by the clock of the database.
CREATE TABLE node_report (
    incarnation VARCHAR(32)   NOT NULL PRIMARY KEY REFERENCES journal_node (incarnation) ON DELETE CASCADE,
    reported_at BIGINT        NOT NULL,
    -- a JSON object
    status      VARCHAR(4000) NOT NULL,
    -- the measurements of the last snapshot, compressed, and when they were written; NULL: none yet
    figures     BYTEA,
    figures_at  BIGINT
);
