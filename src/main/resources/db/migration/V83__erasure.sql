-- The position of the last row of a chain that is not an anchor, and up to which position other chains have anchors of it.
ALTER TABLE audit_chain ADD COLUMN entry_position BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE audit_chain ADD COLUMN anchored_position BIGINT DEFAULT 0 NOT NULL;

-- Users whose data was erased, for the memory of the other nodes. Rows are deleted after an hour.
CREATE TABLE user_erasure (
    -- random
    id        BIGINT       NOT NULL PRIMARY KEY,
    -- microseconds since 1970
    erased_at BIGINT       NOT NULL,
    user_name VARCHAR(256) NOT NULL
);
