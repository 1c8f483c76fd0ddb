-- Times are BIGINT, in microseconds since 1970-01-01T00:00:00Z (ADR 21). These columns replace those without _micros, which
-- are still written, so that the previous release can run on the same database. They are NULL in rows of that release.
ALTER TABLE api_keys ADD COLUMN created_at_micros BIGINT;
ALTER TABLE api_keys ADD COLUMN revoked_at_micros BIGINT;
CREATE INDEX api_keys_by_revocation_micros ON api_keys (revoked_at_micros);
ALTER TABLE audit ADD COLUMN at_micros BIGINT;
ALTER TABLE rate_limit_overrides ADD COLUMN changed_at_micros BIGINT;
