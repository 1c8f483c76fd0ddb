-- A migration of its own: the locks of version 60 are released before the rows are converted. The largest table is converted
-- first, so that keys are locked only briefly.
UPDATE audit SET at_micros = CAST(EXTRACT(EPOCH FROM at) * 1000000 AS BIGINT) WHERE at_micros IS NULL;

UPDATE rate_limit_overrides SET changed_at_micros = changed_at * 1000 WHERE changed_at_micros IS NULL;

UPDATE api_keys SET
    created_at_micros = CAST(EXTRACT(EPOCH FROM created_at) * 1000000 AS BIGINT),
    revoked_at_micros = CAST(EXTRACT(EPOCH FROM revoked_at) * 1000000 AS BIGINT)
WHERE created_at_micros IS NULL;
