-- One row for each incarnation of a node: a node has a new one after each start. Times are microseconds since 1970 by the
-- clock of the database.
CREATE TABLE journal_node (
    incarnation   VARCHAR(32) NOT NULL PRIMARY KEY,
    node          VARCHAR(64) NOT NULL,
    cluster_mode  VARCHAR(16) NOT NULL,
    -- RUNNING, STOPPED or DEAD
    state         VARCHAR(16) NOT NULL,
    -- the version of the messages between nodes
    wire          INTEGER     NOT NULL,
    started_at    BIGINT      NOT NULL,
    beat_at       BIGINT      NOT NULL,
    -- Offsets from doubt_from to doubt_through may have reached their users although no delivery is recorded. NULL: none.
    -- doubt_through is NULL while the node runs; the head takes its place.
    doubt_from    BIGINT,
    doubt_through BIGINT
);

-- unclean_through up to this value is contained in rows of journal_node. Only the previous release reads unclean_through
-- otherwise.
ALTER TABLE journal_head ADD COLUMN unclean_in_nodes BIGINT DEFAULT 0 NOT NULL;
