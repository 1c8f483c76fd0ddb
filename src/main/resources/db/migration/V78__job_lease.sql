-- The leases of jobs that run continuously on one node at a time. A lease ends by the clock of the database.
CREATE TABLE job_lease (
    job        VARCHAR(64) NOT NULL PRIMARY KEY,
    -- random, a new one after each start of a node; '' if nothing has held the lease yet
    holder     VARCHAR(32) NOT NULL,
    -- microseconds since 1970 UTC
    expires_at BIGINT      NOT NULL
);
INSERT INTO job_lease (job, holder, expires_at) VALUES ('demo market', '', 0);
