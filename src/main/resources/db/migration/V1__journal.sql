-- The journal: the durable log of notifications, and what each reader was sent and has acknowledged.
-- For H2 and PostgreSQL alike. All times (…_at) are microseconds since 1970-01-01T00:00:00Z, in UTC: a BIGINT is
-- read and compared the same everywhere, and is the cheapest thing to index.

-- One row. Every commit locks it, so that offsets become visible in order, also with several nodes on one database.
CREATE TABLE journal_head (
    id                       SMALLINT     NOT NULL PRIMARY KEY,
    epoch                    VARCHAR(32)  NOT NULL,
    head                     BIGINT       NOT NULL,
    -- what the last unclean end leaves in doubt: everything up to here may have reached its readers
    unclean_through          BIGINT       NOT NULL,
    -- the highest expired offset that was for everyone
    everyone_expired_through BIGINT       NOT NULL,
    running                  BOOLEAN      NOT NULL
);

-- One row a notification. The recipient is the sole one by name; '' for everyone; NULL where several are named,
-- who then are in journal_recipient.
CREATE TABLE journal_entry (
    log_offset      BIGINT         NOT NULL PRIMARY KEY,
    id              VARCHAR(64)    NOT NULL,
    type            VARCHAR(32)    NOT NULL,
    priority        VARCHAR(16)    NOT NULL,
    happened_at     BIGINT         NOT NULL,
    accepted_at     BIGINT         NOT NULL,
    expires_at      BIGINT         NOT NULL,
    recipient       VARCHAR(256),
    publisher       VARCHAR(256)   NOT NULL,
    instrument      VARCHAR(256),
    broker          VARCHAR(256),
    idempotency_key VARCHAR(512),
    body            VARCHAR(65536),
    callback_url    VARCHAR(4096),
    replay_of       VARCHAR(64)
);
CREATE INDEX journal_entry_by_recipient ON journal_entry (recipient, log_offset);
CREATE INDEX journal_entry_by_id ON journal_entry (id);
CREATE INDEX journal_entry_by_expiry ON journal_entry (expires_at);

CREATE TABLE journal_recipient (
    log_offset BIGINT       NOT NULL,
    recipient  VARCHAR(256) NOT NULL,
    -- in the order in which the publisher named them
    place      INTEGER      NOT NULL,
    PRIMARY KEY (log_offset, recipient)
);
CREATE INDEX journal_recipient_by_name ON journal_recipient (recipient, log_offset);

-- Idempotency keys, only of notifications that have one. They outlive a notification that lives less than a day.
CREATE TABLE journal_key (
    publisher       VARCHAR(256) NOT NULL,
    idempotency_key VARCHAR(512) NOT NULL,
    content_hash    BYTEA        NOT NULL,
    id              VARCHAR(64)  NOT NULL,
    log_offset      BIGINT       NOT NULL,
    expires_at      BIGINT       NOT NULL,
    PRIMARY KEY (publisher, idempotency_key)
);
CREATE INDEX journal_key_by_expiry ON journal_key (expires_at);

-- How far each reader is. Written behind: memory knows more.
CREATE TABLE journal_reader (
    reader          VARCHAR(256) NOT NULL PRIMARY KEY,
    acknowledged    BIGINT       NOT NULL,
    highest_written BIGINT       NOT NULL,
    expired_through BIGINT       NOT NULL
);

-- Which offsets were written and sent to whom: append-only, one row for all readers of a bucket in one flush and one
-- page of 16,384 offsets. A row for each reader would cost about as much as the log itself.
CREATE TABLE journal_delivery (
    bucket     SMALLINT NOT NULL,
    page       BIGINT   NOT NULL,
    deliveries BYTEA    NOT NULL
);
CREATE INDEX journal_delivery_by_bucket ON journal_delivery (bucket, page);
