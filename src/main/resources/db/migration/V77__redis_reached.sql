-- Only nodes that exchange messages over Redis write these columns. Microseconds since 1970 UTC by the clock of the database.

-- when the node last reached Redis
ALTER TABLE journal_node ADD COLUMN redis_reached_at BIGINT;

-- until then, no other node may begin to leave the cluster
ALTER TABLE journal_node ADD COLUMN leaving_until BIGINT;
