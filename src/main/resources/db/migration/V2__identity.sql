-- API keys without their secrets, and the audit. Runs on H2 and PostgreSQL.
CREATE TABLE api_keys (
    id                     VARCHAR(32)              NOT NULL PRIMARY KEY,
    hash                   VARCHAR(120)             NOT NULL,
    label                  VARCHAR(200),
    user_name              VARCHAR(200)             NOT NULL,
    roles                  VARCHAR(100)             NOT NULL,
    tier                   VARCHAR(20)              NOT NULL,
    sealed_callback_secret VARCHAR(300),
    created_at             TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by             VARCHAR(200)             NOT NULL,
    revoked_at             TIMESTAMP WITH TIME ZONE
);
CREATE INDEX api_keys_by_user ON api_keys (user_name, created_at);
CREATE INDEX api_keys_by_revocation ON api_keys (revoked_at);

CREATE SEQUENCE audit_ids START WITH 1 INCREMENT BY 1;
CREATE TABLE audit (
    id       BIGINT                   NOT NULL PRIMARY KEY,
    at       TIMESTAMP WITH TIME ZONE NOT NULL,
    who      VARCHAR(200)             NOT NULL,
    action   VARCHAR(100)             NOT NULL,
    target   VARCHAR(300)             NOT NULL,
    detail   VARCHAR(1000),
    trace_id VARCHAR(32)              NOT NULL
);
