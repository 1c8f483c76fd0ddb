-- What could not be delivered. The notification is kept whole, as JSON text, because it outlives its row in the journal;
-- the columns beside it are what operators search by. Ids are time-ordered: their order is the order of age.
CREATE TABLE dead_letters (
    id              VARCHAR(26)      NOT NULL PRIMARY KEY,
    -- SHA-256 of notification, recipient and reason: a letter is kept once
    fingerprint     VARCHAR(64)      NOT NULL,
    notification_id VARCHAR(64)      NOT NULL,
    reason          VARCHAR(20)      NOT NULL,
    type            VARCHAR(30)      NOT NULL,
    recipient       VARCHAR(2048)    NOT NULL,
    attempts        INTEGER          NOT NULL,
    detail          VARCHAR(1000),
    notification    VARCHAR(1000000) NOT NULL,
    -- milliseconds since 1970 UTC
    created_at      BIGINT           NOT NULL,
    last_attempt_at BIGINT           NOT NULL,
    replayed_at     BIGINT,
    replayed_as     VARCHAR(64),
    replayed_by     VARCHAR(200)
);

CREATE UNIQUE INDEX dead_letters_once ON dead_letters (fingerprint);
CREATE INDEX dead_letters_of_notification ON dead_letters (notification_id);
CREATE INDEX dead_letters_of_recipient ON dead_letters (recipient, id);
