-- What a resume must know of expired notifications: one row for each recipient ('' for everyone), without the content.
-- Rows beyond marketbell.journal.expired.rows are removed, those with the smallest offsets first.
CREATE TABLE journal_expired (
    log_offset BIGINT       NOT NULL,
    recipient  VARCHAR(256) NOT NULL,
    type       VARCHAR(32)  NOT NULL,
    priority   VARCHAR(16)  NOT NULL,
    instrument VARCHAR(256),
    broker     VARCHAR(256),
    expires_at BIGINT       NOT NULL,
    PRIMARY KEY (log_offset, recipient)
);
CREATE INDEX journal_expired_by_recipient ON journal_expired (recipient, log_offset);

-- What is left of those that were removed: the highest offset of each recipient and type.
CREATE TABLE journal_forgotten (
    recipient VARCHAR(256) NOT NULL,
    type      VARCHAR(32)  NOT NULL,
    through   BIGINT       NOT NULL,
    PRIMARY KEY (recipient, type)
);

-- Before this version only the highest expired offset of each reader was kept, of whatever type it was.
INSERT INTO journal_forgotten (recipient, type, through)
SELECT r.reader, t.type, r.expired_through
FROM journal_reader r
CROSS JOIN (VALUES ('ORDER_ACCEPTED'), ('ORDER_FILLED'), ('ORDER_CANCELLED'), ('ORDER_REJECTED'), ('PRICE_ALERT'),
    ('RISK_ALERT'), ('POSITION_CLOSED'), ('BROKER_ERROR'), ('SYSTEM_NOTICE')) AS t(type)
WHERE r.expired_through > 0;

INSERT INTO journal_forgotten (recipient, type, through)
SELECT '', t.type, h.everyone_expired_through
FROM journal_head h
CROSS JOIN (VALUES ('BROKER_ERROR'), ('SYSTEM_NOTICE')) AS t(type)
WHERE h.everyone_expired_through > 0;

-- journal_reader.expired_through and journal_head.everyone_expired_through are no longer read or written.
