-- Restrictions and use of API keys. Times are microseconds since 1970 UTC.
ALTER TABLE api_keys ADD COLUMN expires_at_micros BIGINT;
ALTER TABLE api_keys ADD COLUMN last_used_micros BIGINT;

-- the id of the key that replaces this one
ALTER TABLE api_keys ADD COLUMN replaced_by VARCHAR(32);

-- lists separated by commas; NULL: not restricted
ALTER TABLE api_keys ADD COLUMN networks VARCHAR(2400);
ALTER TABLE api_keys ADD COLUMN publish_types VARCHAR(2000);
ALTER TABLE api_keys ADD COLUMN publish_recipients_prefix VARCHAR(200);

-- The hash of a key with an expiry or a restriction. Its column hash matches no key: nodes of the previous release do not
-- know restrictions, so they must reject the key.
ALTER TABLE api_keys ADD COLUMN restricted_hash VARCHAR(120);

CREATE INDEX api_keys_by_expiry ON api_keys (expires_at_micros);
