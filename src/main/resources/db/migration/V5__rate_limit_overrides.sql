-- Limits that admins have given to single subjects. Runs on H2 and PostgreSQL.
CREATE TABLE rate_limit_overrides (
    -- such as user:alice
    subject         VARCHAR(300) NOT NULL PRIMARY KEY,
    rate_per_second BIGINT       NOT NULL,
    burst           BIGINT       NOT NULL,
    -- null: that of the policy
    mode            VARCHAR(10),
    -- milliseconds since 1970 UTC
    changed_at      BIGINT       NOT NULL
);
