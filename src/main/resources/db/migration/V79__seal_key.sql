-- The key that encrypts secrets in this database, by its fingerprint (HMAC-SHA256). At most one row, written by the first
-- node. The version rises when operators replace the key.
CREATE TABLE seal_key (
    id          SMALLINT    NOT NULL PRIMARY KEY,
    version     INTEGER     NOT NULL,
    fingerprint VARCHAR(64) NOT NULL
);
