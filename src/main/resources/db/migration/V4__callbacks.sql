-- Outcomes that publishers' callbacks are still to be told, and those that they could not be told. A row goes as soon as
-- its callback has answered.
CREATE TABLE callbacks (
    id              VARCHAR(26)      NOT NULL PRIMARY KEY,
    notification_id VARCHAR(64)      NOT NULL,
    url             VARCHAR(2048)    NOT NULL,
    -- host and port, for which one breaker speaks
    host            VARCHAR(300)     NOT NULL,
    outcome         VARCHAR(10)      NOT NULL,
    recipient       VARCHAR(2048),
    -- milliseconds since 1970 UTC, as all times here
    happened_at     BIGINT           NOT NULL,
    -- the whole notification as JSON text: it becomes a dead letter if the callback never answers
    notification    VARCHAR(1000000) NOT NULL,
    attempts        INTEGER          NOT NULL,
    created_at      BIGINT           NOT NULL,
    -- also a lease: whoever sends it moves this ahead first, and after a crash it is due again
    due_at          BIGINT           NOT NULL,
    given_up_at     BIGINT
);

CREATE INDEX callbacks_due ON callbacks (due_at);
CREATE INDEX callbacks_of_notification ON callbacks (notification_id);
