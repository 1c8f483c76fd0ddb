-- Resets of rate limits by admins, for the other nodes on the same database. Rows are deleted after some minutes.
CREATE TABLE rate_limit_reset (
    -- microseconds since 1970
    reset_at BIGINT       NOT NULL,
    -- random
    id       BIGINT       NOT NULL,
    -- such as user:alice
    subject  VARCHAR(300) NOT NULL,
    PRIMARY KEY (reset_at, id)
);
